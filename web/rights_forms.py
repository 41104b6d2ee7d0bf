"""What is typed about a request about somebody's rights."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.rights import Identity, Kind, Outcome
from domain.rights_pieces import Choice, Exemption
from web.form_fields import NAME_MOST, NhsNumber
from web.forms import PageForm, Sentences, written_date

MOST = 2000
TOO_LONG = f"Write {MOST:,} characters or fewer"

Words = Annotated[str, Field(max_length=MOST)]
Name = Annotated[str, Field(max_length=NAME_MOST)]


def _about(field: str, missing: str, otherwise: str = TOO_LONG) -> Sentences:
    return {(field, "missing"): missing, (field, "*"): otherwise}


class NewRightsForm(PageForm):
    """Who asks what, when it came, and how they were recognised."""

    kind: Kind
    received_on: Annotated[date, written_date("The day it came")]
    name: Name
    born: Annotated[date | None, written_date("Date of birth", past=True)] = None
    nhs_number: NhsNumber = ""
    reach: Words = ""
    asked: Words
    identity: Identity
    identity_how: Words = ""

    sentences: ClassVar[Sentences] = {
        **_about("kind", "Select what they ask", "Select what they ask"),
        ("received_on", "missing"): "Enter the day it came",
        **_about("name", "Enter their whole name", "Write 200 characters or fewer"),
        **_about("reach", TOO_LONG),
        **_about("asked", "Write down what they ask"),
        **_about("identity", "Select how it was checked", "Select how it was checked"),
        **_about("identity_how", "Write down how it was checked"),
    }


class IdentityForm(PageForm):
    """How it was checked who they are."""

    identity: Identity
    identity_how: Words

    sentences: ClassVar[Sentences] = {
        **_about("identity", "Select how it was checked", "Select how it was checked"),
        **_about("identity_how", "Write down how it was checked"),
    }


class AcknowledgeForm(PageForm):
    """When they were told that their complaint came."""

    on: Annotated[date, written_date("The day")]

    sentences: ClassVar[Sentences] = {("on", "missing"): "Enter the day"}


class ReasonForm(PageForm):
    """Why."""

    reason: Words

    sentences: ClassVar[Sentences] = _about("reason", "Write down the reason")


class LinkForm(PageForm):
    """A case that belongs to it."""

    reference: Name

    sentences: ClassVar[Sentences] = _about(
        "reference", "Enter the reference of the case", "Check the reference"
    )


class CaseForm(PageForm):
    """One of the cases that belong to it."""

    reference: Name

    sentences: ClassVar[Sentences] = _about(
        "reference", "Select the case", "Select the case"
    )


class CaseReasonForm(CaseForm):
    reason: Words

    sentences: ClassVar[Sentences] = {
        **CaseForm.sentences,
        **ReasonForm.sentences,
    }


class CorrectForm(CaseForm):
    """What is said to be wrong, and what was decided."""

    wrong: Words
    decided: Words

    sentences: ClassVar[Sentences] = {
        **CaseForm.sentences,
        **_about("wrong", "Write down what is said to be wrong"),
        **_about("decided", "Write down what was decided, and why"),
    }


class ToldForm(CaseForm):
    """How a recipient was told."""

    how: Words

    sentences: ClassVar[Sentences] = {
        **CaseForm.sentences,
        **_about("how", "Write down how you told them"),
    }


class CloseForm(PageForm):
    """What came of it, and why."""

    outcome: Outcome
    reasons: Words

    sentences: ClassVar[Sentences] = {
        **_about("outcome", "Select what came of it", "Select what came of it"),
        **_about("reasons", "Write down the reasons"),
    }


class SureForm(PageForm):
    """That they have looked at it, and mean it."""

    sure: Literal["yes"]

    sentences: ClassVar[Sentences] = {
        ("sure", "*"): "Tick the box if you have looked at it and are sure"
    }


class NothingForm(PageForm):
    """There is nothing to fill in."""


class PartForm(PageForm):
    """What becomes of one part of a copy."""

    choice: Choice
    text: Annotated[str, Field(max_length=20_000)] = ""
    exemption: Exemption | None = None

    sentences: ClassVar[Sentences] = {
        **_about("choice", "Select what becomes of it", "Select what becomes of it"),
        ("exemption", "*"): "Select the reason from the list",
        ("text", "*"): "Write 20,000 characters or fewer",
    }
