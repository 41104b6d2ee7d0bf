"""What is typed about the recipient, and about why they need to know."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from domain.content import Content, Recipient, Trigger, Verified
from web.form_fields import (
    NAME_MOST,
    PURPOSE_MOST,
    Short,
    date_parts,
    not_ahead,
    work_address,
)
from web.forms import PageForm, Sentences, written_date

HOW = (Verified.RANG, Verified.KNOWN, Verified.NOT_YET)
"""What can be said of somebody who is not in the directory."""


class RecipientForm(PageForm):
    """Somebody who is not in the directory."""

    name: Short
    role: Short
    organisation: Short
    email: Annotated[str, AfterValidator(work_address)]
    phone: Annotated[str, Field(pattern=r"^[0-9+][0-9 ()+-]{6,20}(x[0-9]{1,6})?$")]
    verified_how: Literal[Verified.RANG, Verified.KNOWN, Verified.NOT_YET]
    verified_on: Annotated[
        date | None, written_date("The date"), AfterValidator(not_ahead)
    ] = None
    verified_by: Short = ""

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
        ("verified_how", "*"): "Select how it was checked that the address is theirs",
        ("verified_by", "*"): f"Name must be {NAME_MOST} characters or fewer",
    }

    @model_validator(mode="after")
    def is_whole(self) -> "RecipientForm":
        if self.is_checked and self.verified_on is None:
            raise ValueError("verified_on|Enter when it was checked")
        if self.is_checked and not self.verified_by:
            raise ValueError("verified_by|Enter who checked it")
        return self

    @property
    def is_checked(self) -> bool:
        return self.verified_how is not Verified.NOT_YET

    def recipient(self) -> Recipient:
        on = self.verified_on.isoformat() if self.verified_on else ""
        return Recipient(
            self.name, self.role, self.organisation, self.email, self.phone,
            verified_how=self.verified_how,
            verified_on=on if self.is_checked else "",
            verified_by=self.verified_by if self.is_checked else "",
        )  # fmt: skip


def about_recipient(recipient: Recipient | None, own_name: str) -> dict[str, str]:
    """A recipient as the form shows them again; nobody yet is one's own to check."""
    if recipient is None or recipient.directory_id:
        return {"verified_by": own_name}
    how = recipient.verified_how
    return {
        "name": recipient.name,
        "role": recipient.role,
        "organisation": recipient.organisation,
        "email": recipient.email,
        "phone": recipient.phone,
        "verified_how": how.value if how else "",
        "verified_by": recipient.verified_by or own_name,
        **date_parts("verified_on", recipient.verified_on),
    }


class PurposeForm(PageForm):
    """Why the recipient needs it, and who began."""

    purpose: Annotated[str, Field(max_length=PURPOSE_MOST)]
    trigger: Trigger

    sentences: ClassVar[Sentences] = {
        ("purpose", "missing"): "Enter what they will be able to do because of it",
        ("purpose", "*"): f"This must be {PURPOSE_MOST:,} characters or fewer",
        ("trigger", "*"): "Select whether somebody asked you for this",
    }


def about_purpose(content: Content) -> dict[str, str]:
    begun = content.purpose
    return {"purpose": begun, "trigger": content.trigger.value if begun else ""}
