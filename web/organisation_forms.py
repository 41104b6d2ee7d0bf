"""The forms of what an organisation decides: read, and filled in again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from starlette.datastructures import FormData

from casework.organisation import Given, Policies
from domain.organisation import Collecting, Manner, Matter
from domain.terms import ApprovalPolicy
from domain.wording import Evidence, EvidenceField, FieldKind
from web.asking import text
from web.forms import Errors, PageForm, Sentences, read, written_date

YES, NO = "yes", "no"
OWN, USUAL = "own", "usual"
LONGEST_LINE = 200
LONGEST_TEXT = 2000
NUMBER_LINE = re.compile(r"(?P<label>.+?)\s*[:=]\s*(?P<number>[^:=]+)")
ONE_A_LINE = "Write one number on each line, with what to call it: Police: 101"
WRITTEN = (FieldKind.LINE, FieldKind.TEXT)

Days = Annotated[int | None, Field(ge=1, le=30)]


class MannerForm(PageForm):
    """From which day it holds, and why."""

    begins_on: Annotated[date | None, written_date("The day")] = None
    reason: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""

    sentences: ClassVar[Sentences] = {
        ("reason", "*"): "Write 2,000 characters or fewer",
    }


def read_manner(form: FormData) -> tuple[Manner, Errors]:
    """From when and why, or what is wrong with it."""
    said, errors = read(MannerForm, form)
    if said is None:
        return Manner(), errors
    return Manner(said.begins_on, said.reason, text(form, "revision")), {}


class NameForm(PageForm):
    name: Annotated[str, Field(max_length=LONGEST_LINE)]
    telephone: Annotated[str, Field(max_length=LONGEST_LINE)] = ""

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter the name of your organisation",
        ("name", "*"): "Write 200 characters or fewer",
        ("telephone", "*"): "Write 200 characters or fewer",
    }

    def given(self) -> Given:
        """As casework takes it."""
        return {"name": self.name, "telephone": self.telephone}


class EmergencyForm(PageForm):
    emergency_numbers: str = ""

    def given(self) -> Given:
        """As casework takes it.

        Raises:
            ValueError: a line has no number, or no name for it.
        """
        lines = filter(None, map(str.strip, self.emergency_numbers.splitlines()))
        found = [NUMBER_LINE.fullmatch(line) for line in lines]
        pairs = [(each["label"], each["number"]) for each in found if each]
        if len(pairs) < len(found):
            raise ValueError(ONE_A_LINE)
        return {"emergency_numbers": tuple(pairs)}


class ApprovalForm(PageForm):
    approval: ApprovalPolicy

    sentences: ClassVar[Sentences] = {("approval", "*"): "Select who approves"}

    def given(self) -> Given:
        """As casework takes it."""
        return {"approval": self.approval.value}


class CollectingForm(PageForm):
    which: Literal["own", "usual"]
    days: Days = None
    reminder_days: Days = None
    last_reminder_days: Days = None

    sentences: ClassVar[Sentences] = {
        ("which", "*"): "Select how long a link works",
        ("days", "*"): "Enter a whole number of days from 1 to 30",
        ("reminder_days", "*"): "Enter a whole number of days from 1 to 30",
        ("last_reminder_days", "*"): "Enter a whole number of days from 1 to 30",
    }

    @model_validator(mode="after")
    def is_whole(self) -> "CollectingForm":
        for name in ("days", "reminder_days", "last_reminder_days"):
            if self.which == OWN and getattr(self, name) is None:
                raise ValueError(f"{name}|Enter a whole number of days from 1 to 30")
        return self

    def given(self) -> Given:
        """As casework takes it."""
        days, first, last = self.days, self.reminder_days, self.last_reminder_days
        if self.which == USUAL or days is None or first is None or last is None:
            return {"collecting": None}
        return {"collecting": Collecting(days, first, last)}


class MarkingForm(PageForm):
    marking: Annotated[str, Field(max_length=LONGEST_LINE)] = ""

    sentences: ClassVar[Sentences] = {("marking", "*"): "Write 80 characters or fewer"}

    def given(self) -> Given:
        """As casework takes it."""
        return {"marking": self.marking}


class SecondStepForm(PageForm):
    second_step: Literal["yes", "no"]

    sentences: ClassVar[Sentences] = {
        ("second_step", "*"): "Select whether a password alone is enough"
    }

    def given(self) -> Given:
        """As casework takes it."""
        return {"second_step": self.second_step == YES}


PolicyForm = (
    NameForm
    | EmergencyForm
    | ApprovalForm
    | CollectingForm
    | MarkingForm
    | SecondStepForm
)
FORMS: Mapping[Matter, type[PolicyForm]] = {
    Matter.NAME: NameForm,
    Matter.EMERGENCY: EmergencyForm,
    Matter.APPROVAL: ApprovalForm,
    Matter.COLLECTING: CollectingForm,
    Matter.MARKING: MarkingForm,
    Matter.SECOND_STEP: SecondStepForm,
}


def read_policy(matter: Matter, form: FormData) -> tuple[Given, Errors]:
    """What was given of one matter, or what is wrong with it."""
    said, errors = read(FORMS[matter], form)
    if said is None:
        return {}, errors
    try:
        return said.given(), {}
    except ValueError as fault:
        return {}, {matter_field(matter): str(fault)}


def matter_field(matter: Matter) -> str:
    """The field at which a fault of the whole matter is shown."""
    return "emergency_numbers" if matter is Matter.EMERGENCY else matter.value


def read_usual(
    form: FormData, offered: Sequence[Evidence], before: Mapping[str, Any]
) -> Given:
    """What was chosen, with the details that belong to it.

    A detail that has no box here, such as a date, stays with its choice.
    """
    usual: dict[str, Any] = {}
    for evidence in offered:
        choice = text(form, f"usual-{evidence.id}")
        if not choice:
            continue
        known = before.get(evidence.id, {})
        kept = known.get("fields", {}) if known.get("option") == choice else {}
        usual[evidence.id] = {
            "option": choice,
            "fields": _details(form, evidence, choice, kept),
        }
    return {"usual": usual}


def _details(
    form: FormData, evidence: Evidence, choice: str, kept: Mapping[str, str]
) -> dict[str, str]:
    found = dict(kept)
    for field in written_fields(evidence, choice):
        given = text(form, f"usual-{evidence.id}-{field.id}")
        found.pop(field.id, None)
        if given:
            found[field.id] = given[:LONGEST_TEXT]
    return found


def written_fields(evidence: Evidence, choice: str) -> list[EvidenceField]:
    """The details of a choice that are written in words."""
    if evidence.option(choice) is None:
        return []
    return [each for each in evidence.fields_for(choice) if each.kind in WRITTEN]


def as_typed(ours: Policies, usual: Collecting) -> dict[str, str]:
    """What is decided, as somebody would type it; `usual` where nothing is."""
    days = ours.collecting or usual
    numbers = [f"{label}: {number}" for label, number in ours.emergency_numbers]
    return {
        "name": ours.name,
        "telephone": ours.telephone,
        "emergency_numbers": "\n".join(numbers),
        "approval": ours.approval.value,
        "which": OWN if ours.collecting else USUAL,
        **{name: str(value) for name, value in vars(days).items()},
        "marking": ours.marking,
        "second_step": YES if ours.second_step else NO,
        **_usual_typed(ours.usual),
    }


def _usual_typed(usual: Mapping[str, Any]) -> dict[str, str]:
    values = {}
    for id, entry in usual.items():
        values[f"usual-{id}"] = entry["option"]
        for name, value in entry["fields"].items():
            values[f"usual-{id}-{name}"] = str(value)
    return values
