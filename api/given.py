"""What people send: the bodies of calls, checked field by field."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, StrictBool, Tag

from api.fields import (
    Day,
    Digest,
    Email,
    Line,
    OptionalLine,
    OptionalText,
    PastDay,
    Sent,
    Text,
)
from domain.acts import Choice
from domain.content import Kind, Trigger
from domain.informing import Method, Told
from domain.rules import AnswerValue

MOST = 100
LONGEST_AVAILABLE = 90

Answers = Annotated[dict[str, AnswerValue], Field(min_length=1, max_length=MOST)]

Days = Annotated[int, Field(strict=True, ge=1, le=LONGEST_AVAILABLE)]


class GivenIndividual(Sent):
    """A person the information is about. The id is for one that is there already."""

    id: str | None = None
    name: Line
    date_of_birth: PastDay | None = None
    relationship: OptionalLine = ""
    protected_address: StrictBool = False
    safe_email: Email | None = None


class ChosenRecipient(Sent):
    """A recipient from the organisation's directory."""

    directory_id: Line


class NamedRecipient(Sent):
    """A recipient who is not in the directory, and how they were checked."""

    name: Line
    role: Line
    organisation: Line
    email: Email
    phone: Line
    verified: OptionalText = ""


def _which(value: Any) -> str:
    chosen = isinstance(value, dict) and "directory_id" in value
    return CHOSEN if chosen or isinstance(value, ChosenRecipient) else NAMED


# Names that Pydantic puts into the place of an error. Nobody sends them.
CHOSEN, NAMED = "<chosen>", "<named>"

GivenRecipient = Annotated[
    Annotated[ChosenRecipient, Tag(CHOSEN)] | Annotated[NamedRecipient, Tag(NAMED)],
    Discriminator(_which),
]


class GivenItem(Sent):
    """One statement. The id is for one that is there already."""

    id: str | None = None
    text: Text
    kind: Kind
    source: Line
    observed_on: PastDay
    sensitive: StrictBool = False


Individuals = Annotated[list[GivenIndividual], Field(max_length=MOST)]
Items = Annotated[list[GivenItem], Field(max_length=MOST)]


class NewRequest(Sent):
    ruleset: Line | None = None
    purpose: Text
    trigger: Trigger
    individuals: Annotated[Individuals, Field(min_length=1)]
    recipient: GivenRecipient
    items: Annotated[Items, Field(min_length=1)]


class GivenPurpose(Sent):
    purpose: Text
    trigger: Trigger | None = None


class GivenIndividuals(Sent):
    individuals: Individuals


class GivenItems(Sent):
    items: Items


class GivenAnswers(Sent):
    """Answers, notes to them, and whom they are about in the inform step."""

    answers: Answers
    notes: dict[str, Text] = Field(default={}, max_length=MOST)
    about: Line | None = None


class Tried(Sent):
    """Answers to look at; nothing is kept."""

    answers: dict[str, AnswerValue] = Field(max_length=MOST)


class Seen(Sent):
    """The version of the content that was looked at; without it, the current one."""

    digest: Digest | None = None


class Reason(Sent):
    reason: Text


class GivenReply(Sent):
    reply: Text


class GivenInform(Sent):
    """Whether one individual is told, by id or by exact name."""

    individual: Line
    decision: Told
    method: Method | None = None
    reason: Text
    review_on: Day | None = None


class GivenTold(Sent):
    individual: Line


class GivenQuestion(Sent):
    question: Text


class Conditions(Sent):
    """What is left out of an approved share, and for how long it can be fetched."""

    leave_out: list[Line] = Field(default=[], max_length=MOST)
    expires_days: Days | None = None


class GivenDecision(Sent):
    decision: Choice
    reason: Text
    answers: dict[str, AnswerValue] = Field(default={}, max_length=MOST)
    conditions: Conditions | None = None
    digest: Digest | None = None


class GivenReview(Sent):
    needed: StrictBool
    enough: StrictBool
    right_recipient: StrictBool
    lessons: OptionalText = ""
