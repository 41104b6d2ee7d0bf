"""What is typed about people, items, the recipient and the purpose."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from casework.addresses import fault_of_address, fault_of_work_address
from domain.content import Content, Individual, Item, Kind, Recipient, Trigger
from web.forms import PARTS, PageForm, Sentences, written_date

NAME_MOST, TEXT_MOST, PURPOSE_MOST = 200, 2000, 500
OLDEST = 120
UNKNOWN_NAME = "Name not known: "
ABOUT = "about "
"""Before the year of birth that a rough age comes to."""

Ticked = Literal["yes"] | None
Short = Annotated[str, Field(max_length=NAME_MOST)]


def _one_address(address: str) -> str:
    fault = fault_of_address(address)
    if fault:
        raise ValueError(fault)
    return address


def _work_address(address: str) -> str:
    fault = fault_of_work_address(address)
    if fault:
        raise ValueError(fault)
    return address


def _not_ahead(seen: date | None, info: ValidationInfo) -> date | None:
    if seen and seen > (info.context or {})["today"]:
        raise ValueError("The date must be today or in the past")
    return seen


class PersonForm(PageForm):
    """One person whom the information is about."""

    name: Short = ""
    unknown: Ticked = None
    description: Short = ""
    date_of_birth: Annotated[date | None, written_date("Date of birth", past=True)] = (
        None
    )
    age: Annotated[int | None, Field(ge=0, le=OLDEST)] = None
    relationship: Short = ""
    protected: Ticked = None
    safe_email: Annotated[str, AfterValidator(_one_address)] = ""

    sentences: ClassVar[Sentences] = {
        ("name", "*"): f"Full name must be {NAME_MOST} characters or fewer",
        ("description", "*"): f"Description must be {NAME_MOST} characters or fewer",
        ("age", "*"): "Rough age must be a whole number, like 8",
        ("relationship", "*"): f"This must be {NAME_MOST} characters or fewer",
    }

    @model_validator(mode="after")
    def is_somebody(self) -> "PersonForm":
        if self.unknown and not self.description:
            raise ValueError("description|Describe the person in a few words")
        if not self.unknown and not self.name:
            raise ValueError(
                "name|Enter the person’s name, or tick that you do not know it"
            )
        return self

    def individual(self, id: str, today: date) -> Individual:
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        if not born and self.age is not None:
            born = f"{ABOUT}{today.year - self.age}"
        return Individual(
            id=id,
            name=UNKNOWN_NAME + self.description if self.unknown else self.name,
            date_of_birth=born,
            relationship=self.relationship,
            protected_address=bool(self.protected),
            safe_email=self.safe_email,
        )


def about_person(person: Individual, today: date) -> dict[str, str]:
    """A person as the form shows them again."""
    unknown = person.name.startswith(UNKNOWN_NAME)
    born = person.date_of_birth
    rough = born.startswith(ABOUT)
    return {
        "name": "" if unknown else person.name,
        "unknown": "yes" if unknown else "",
        "description": person.name.removeprefix(UNKNOWN_NAME) if unknown else "",
        "age": str(today.year - int(born.removeprefix(ABOUT))) if rough else "",
        "relationship": person.relationship,
        "protected": "yes" if person.protected_address else "",
        "safe_email": person.safe_email,
        **({} if rough else date_parts("date_of_birth", born)),
    }


class ItemForm(PageForm):
    """One statement to be shared."""

    text: Annotated[str, Field(max_length=TEXT_MOST)]
    kind: Kind
    source: Short
    observed_on: Annotated[date, written_date("The date"), AfterValidator(_not_ahead)]
    sensitive: Ticked = None

    sentences: ClassVar[Sentences] = {
        ("text", "missing"): "Enter what you want to share",
        ("text", "*"): f"This must be {TEXT_MOST:,} characters or fewer",
        ("kind", "*"): "Select fact, reported or professional opinion",
        ("source", "missing"): "Enter who saw or said it",
        ("source", "*"): f"This must be {NAME_MOST} characters or fewer",
        ("observed_on", "missing"): "Enter when that was",
    }

    def item(self, id: str) -> Item:
        return Item(
            id=id,
            text=self.text,
            kind=self.kind,
            source=self.source,
            observed_on=self.observed_on.isoformat(),
            sensitive=bool(self.sensitive),
        )


def about_item(item: Item) -> dict[str, str]:
    return {
        "text": item.text,
        "kind": item.kind.value,
        "source": item.source,
        "sensitive": "yes" if item.sensitive else "",
        **date_parts("observed_on", item.observed_on),
    }


class RecipientForm(PageForm):
    """Somebody who is not in the directory."""

    name: Short
    role: Short
    organisation: Short
    email: Annotated[str, AfterValidator(_work_address)]
    phone: Annotated[str, Field(pattern=r"^[0-9+][0-9 ()+-]{6,20}(x[0-9]{1,6})?$")]
    verified: Annotated[str, Field(max_length=PURPOSE_MOST)] = ""

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter the name of the person",
        ("name", "*"): f"Name must be {NAME_MOST} characters or fewer",
        ("role", "missing"): "Enter what they do, like duty social worker",
        ("role", "*"): f"Role must be {NAME_MOST} characters or fewer",
        ("organisation", "missing"): "Enter their organisation",
        ("organisation", "*"): f"Organisation must be {NAME_MOST} characters or fewer",
        ("email", "missing"): "Enter their work email address",
        ("phone", "missing"): "Enter a telephone number you can ring them on",
        ("phone", "*"): "Enter a telephone number, like 01632 960 001",
        ("verified", "*"): f"This must be {PURPOSE_MOST} characters or fewer",
    }

    def recipient(self) -> Recipient:
        return Recipient(
            self.name, self.role, self.organisation, self.email, self.phone,
            verified=self.verified,
        )  # fmt: skip


class PurposeForm(PageForm):
    """Why the recipient needs it, and who began."""

    purpose: Annotated[str, Field(max_length=PURPOSE_MOST)]
    trigger: Trigger

    sentences: ClassVar[Sentences] = {
        ("purpose", "missing"): "Enter what they will be able to do because of it",
        ("purpose", "*"): f"This must be {PURPOSE_MOST} characters or fewer",
        ("trigger", "*"): "Select whether somebody asked you for this",
    }


def about_purpose(content: Content) -> dict[str, str]:
    begun = content.purpose
    return {"purpose": begun, "trigger": content.trigger.value if begun else ""}


def date_parts(name: str, iso: str) -> dict[str, str]:
    """A date as the three boxes of its field."""
    if not iso:
        return {}
    parts = reversed(iso.split("-"))
    return {
        f"{name}-{box}": str(int(part)) for box, part in zip(PARTS, parts, strict=True)
    }
