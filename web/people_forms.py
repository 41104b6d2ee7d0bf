"""What is typed about people: whom it is about, and who must never receive it."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, model_validator

from domain.content import Barred, Individual
from domain.naming import UNKNOWN_NAME
from domain.nhs_number import as_nhs_number, said_nhs_number
from web.form_fields import (
    NAME_MOST,
    NhsNumber,
    Short,
    Ticked,
    date_parts,
    one_address,
    yes_if,
)
from web.forms import PageForm, Sentences, written_date

OLDEST = 120
ABOUT = "about "
"""Before the year of birth that a rough age comes to."""


class PersonForm(PageForm):
    """One person whom the information is about."""

    name: Short = ""
    unknown: Ticked = None
    description: Short = ""
    other_names: Short = ""
    date_of_birth: Annotated[date | None, written_date("Date of birth", past=True)] = (
        None
    )
    age: Annotated[int | None, Field(ge=0, le=OLDEST)] = None
    nhs_number: NhsNumber = ""
    relationship: Short = ""
    accused: Ticked = None
    protected: Ticked = None
    safe_email: Annotated[str, AfterValidator(one_address)] = ""

    sentences: ClassVar[Sentences] = {
        ("name", "*"): f"Full name must be {NAME_MOST} characters or fewer",
        ("description", "*"): f"Description must be {NAME_MOST} characters or fewer",
        ("other_names", "*"): f"Other names must be {NAME_MOST} characters or fewer",
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
            other_names=self.other_names,
            alleged_perpetrator=bool(self.accused),
            nhs_number=as_nhs_number(self.nhs_number),
        )


def about_person(person: Individual, today: date) -> dict[str, str]:
    """A person as the form shows them again."""
    unknown = person.name.startswith(UNKNOWN_NAME)
    born = person.date_of_birth
    rough = born.startswith(ABOUT)
    return {
        "name": "" if unknown else person.name,
        "unknown": yes_if(unknown),
        "description": person.name.removeprefix(UNKNOWN_NAME) if unknown else "",
        "other_names": person.other_names,
        "age": str(today.year - int(born.removeprefix(ABOUT))) if rough else "",
        "nhs_number": said_nhs_number(person.nhs_number),
        "relationship": person.relationship,
        "accused": yes_if(person.alleged_perpetrator),
        "protected": yes_if(person.protected_address),
        "safe_email": person.safe_email,
        **({} if rough else date_parts("date_of_birth", born)),
    }


class NeverForm(PageForm):
    """Somebody who must never receive this."""

    name: Short = ""
    email: Annotated[str, AfterValidator(one_address)] = ""

    sentences: ClassVar[Sentences] = {
        ("name", "*"): f"Full name must be {NAME_MOST} characters or fewer",
    }

    @model_validator(mode="after")
    def is_somebody(self) -> "NeverForm":
        if not self.name and not self.email:
            raise ValueError(
                "name|Enter their name, an email address of theirs, or both"
            )
        return self

    def barred(self, id: str) -> Barred:
        return Barred(id, self.name, self.email)
