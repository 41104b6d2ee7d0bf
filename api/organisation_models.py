"""What the JSON interface takes and answers about how an organisation works."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictBool, model_validator

from api.fields import Day, Line, OptionalLine, OptionalText, Sent
from api.models import Shown
from casework import changes
from casework.organisation import Policies
from casework.organisation_plans import PlanLine
from domain.organisation import ChangeKind, Manner, Matter
from domain.organisation import Collecting as Kept
from domain.people import Role
from domain.terms import ApprovalPolicy

MOST_NUMBERS = 50
MOST_USUAL = 50
Days = Annotated[int, Field(strict=True, ge=1, le=30)]
Id = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")]


class WithManner(Sent):
    """From which day it holds, at once when left out, and why."""

    begins_on: Day | None = None
    reason: OptionalText = ""

    def manner(self, seen: str = "") -> Manner:
        """As casework takes it."""
        return Manner(self.begins_on, self.reason, seen)


class PublishedNumber(Sent):
    """What to call a number, and the number."""

    label: Line
    number: Line


class Collecting(Sent):
    """For how many days a link works, and when a recipient is reminded."""

    days: Days
    reminder_days: Days
    last_reminder_days: Days


class UsualEvidence(Sent):
    """What is usually chosen beside an answer, and what is then written."""

    option: Line
    fields: dict[str, OptionalText] = Field(default_factory=dict)


class PoliciesShown(Shown):
    """What an organisation decided. Without `collecting`, links work as usual."""

    name: str
    telephone: str
    emergency_numbers: list[PublishedNumber]
    approval: ApprovalPolicy
    usual: dict[str, UsualEvidence]
    collecting: Collecting | None
    marking: str
    second_step: bool

    @classmethod
    def of(cls, ours: Policies) -> "PoliciesShown":
        """As it is settled."""
        own = ours.collecting
        return cls(
            name=ours.name,
            telephone=ours.telephone,
            emergency_numbers=[
                PublishedNumber(label=label, number=number)
                for label, number in ours.emergency_numbers
            ],
            approval=ours.approval,
            usual={id: UsualEvidence(**entry) for id, entry in ours.usual.items()},
            collecting=own and Collecting(**vars(own)),
            marking=ours.marking,
            second_step=ours.second_step,
        )


class GivenPolicies(WithManner):
    """What is to be settled; what is left out stays as it is.

    `collecting` as null goes back to the usual days.
    """

    name: Line | None = None
    telephone: OptionalLine | None = None
    emergency_numbers: Annotated[
        list[PublishedNumber] | None, Field(max_length=MOST_NUMBERS)
    ] = None
    approval: ApprovalPolicy | None = None
    usual: Annotated[dict[str, UsualEvidence] | None, Field(max_length=MOST_USUAL)] = (
        None
    )
    collecting: Collecting | None = None
    marking: OptionalLine | None = None
    second_step: StrictBool | None = None

    def given(self) -> dict[str, Any]:
        """As casework takes it."""
        sent = {
            name: getattr(self, name)
            for name in self.model_fields_set - {"begins_on", "reason"}
        }
        made: dict[str, Callable[[Any], Any]] = {
            "emergency_numbers": lambda each: tuple((n.label, n.number) for n in each),
            "approval": lambda each: each.value,
            "usual": lambda each: {id: e.model_dump() for id, e in each.items()},
            "collecting": lambda each: Kept(**each.model_dump()),
        }
        found = {
            name: made[name](value) if name in made and value is not None else value
            for name, value in sent.items()
        }
        return {
            name: value
            for name, value in found.items()
            if value is not None or name == "collecting"
        }


class OrganisationFacts(Shown):
    """Your organisation at a glance: its code, and how many people do what."""

    id: str
    name: str
    telephone: str
    ruleset: str
    people: dict[Role, int]
    teams: int


class ChangedField(Shown):
    """One field, and how it read before and after; never what is about somebody."""

    field: str
    label: str
    before: str
    after: str
    hidden: bool


class PlannedChange(Shown):
    """What is one way until a day, and another from the next day on."""

    id: str
    matter: Matter
    subject: str
    until: date
    begins_on: date
    by: str
    fields: list[ChangedField]

    @classmethod
    def of(cls, line: PlanLine) -> "PlannedChange":
        """As it waits."""
        return cls(
            id=line.id,
            matter=line.topic.matter,
            subject=line.topic.subject,
            until=line.until,
            begins_on=line.begins_on,
            by=line.by,
            fields=[ChangedField.model_validate(each) for each in line.fields],
        )


class ChangeLine(Shown):
    """One change of how your organisation works."""

    id: str
    at: datetime
    matter: Matter
    subject: str
    about: str
    kind: ChangeKind
    user: str
    by: str
    begins_on: date | None
    reason: str
    fields: list[ChangedField]


class GivenReasonWhy(Sent):
    """Why, if you want to say."""

    reason: OptionalText = ""


class WantedChanges(BaseModel):
    """Which changes are asked for. Both days count; `who` is a colleague's id."""

    matter: Matter | None = None
    who: Id = ""
    first_day: Day | None = None
    last_day: Day | None = None
    cursor: str | None = None

    @model_validator(mode="after")
    def in_order(self) -> "WantedChanges":
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValueError("the last day must not be before the first")
        return self

    @property
    def asked(self) -> changes.WantedChanges:
        return changes.WantedChanges(
            self.matter, self.who, self.first_day, self.last_day
        )
