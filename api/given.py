"""What people send: the bodies of calls, checked field by field."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StrictBool, Tag, model_validator

from api.fields import (
    Day,
    Digest,
    Email,
    Line,
    NhsNumber,
    OptionalLine,
    OptionalText,
    PastDay,
    PastMoment,
    Sent,
    Text,
)
from domain.acts import Choice
from domain.content import Kind, Trigger, Verified
from domain.informing import Method, Told
from domain.release import Way
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
    other_names: OptionalLine = ""
    alleged_perpetrator: StrictBool = False
    nhs_number: NhsNumber = ""


class GivenBarred(Sent):
    """Somebody who must never receive this, by name, by address or by both."""

    name: OptionalLine = ""
    email: Email | None = None

    @model_validator(mode="after")
    def is_somebody(self) -> "GivenBarred":
        if not self.name and not self.email:
            raise ValueError("give a name, an e-mail address, or both")
        return self


class ChosenRecipient(Sent):
    """A recipient from the organisation's directory."""

    directory_id: Line


Checked = Literal[Verified.RANG, Verified.KNOWN, Verified.NOT_YET]
"""How an address can be checked that is not in the directory."""


class NamedRecipient(Sent):
    """A recipient who is not in the directory, and how they were checked."""

    name: Line
    role: Line
    organisation: Line
    email: Email
    phone: Line
    verified: OptionalText = ""
    verified_how: Checked | None = None
    verified_on: PastDay | None = None
    verified_by: OptionalLine = ""


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
    """One statement. The id is for one that is there already.

    `about` are individuals, each by id or by exact name; none means all of them.
    """

    id: str | None = None
    text: Text
    kind: Kind
    source: Line
    observed_on: PastDay
    sensitive: StrictBool = False
    offence: StrictBool = False
    confidential: StrictBool = False
    endangers: StrictBool = False
    left_out: StrictBool = False
    about: list[Line] = Field(default=[], max_length=MOST)


Individuals = Annotated[list[GivenIndividual], Field(max_length=MOST)]
Items = Annotated[list[GivenItem], Field(max_length=MOST)]
Never = Annotated[list[GivenBarred], Field(max_length=MOST)]


class NewRequest(Sent):
    ruleset: Line | None = None
    purpose: Text
    trigger: Trigger
    individuals: Annotated[Individuals, Field(min_length=1)]
    recipient: GivenRecipient
    items: Annotated[Items, Field(min_length=1)]
    never: Never = Field(default=[])


class GivenPurpose(Sent):
    purpose: Text
    trigger: Trigger | None = None


class GivenIndividuals(Sent):
    individuals: Individuals


class GivenItems(Sent):
    """In the order in which the recipient sees them."""

    items: Items


class GivenNever(Sent):
    people: Never


class GivenAnswers(Sent):
    """Answers, what is written beside them, and whom they are about (inform step).

    `evidence` is what the rules ask to be written down, by question and then by field:
    the choice of a pick-list under the list's id, a date as 2026-11-22, a tick as yes.
    """

    answers: Answers
    notes: dict[str, Text] = Field(default={}, max_length=MOST)
    evidence: dict[str, dict[str, OptionalText]] = Field(default={}, max_length=MOST)
    about: Line | None = None


class Tried(Sent):
    """Answers to look at; nothing is kept."""

    answers: dict[str, AnswerValue] = Field(max_length=MOST)


class Seen(Sent):
    """The version of the content that was looked at; without it, the current one."""

    digest: Digest | None = None


class Confirmation(Seen):
    """What was looked at, and what stands after the @ in the recipient's address.

    With `way`, its sender hands it over themselves and no link is sent.
    """

    recipient_domain: Line | None = None
    way: Way | None = None


class Reason(Sent):
    reason: Text


class GivenReply(Sent):
    reply: Text


class GivenInform(Sent):
    """Whether one individual is told, by id or by exact name.

    `with_notice`: the e-mail waits for a text, and brings a code to read it with. A
    letter always has one.
    """

    individual: Line
    decision: Told
    method: Method | None = None
    reason: Text
    review_on: Day | None = None
    with_notice: StrictBool = False


class GivenTold(Sent):
    """Who was told, on which day, by whom, and what was said."""

    individual: Line
    told_on: PastDay | None = None
    by: OptionalLine = ""
    said: OptionalText = ""


class GivenQuestion(Sent):
    question: Text


class Conditions(Sent):
    """Under which limits it is shared, and what its recipient is asked to do with it.

    With `second_approver` a second, different adviser has to approve it as well.
    """

    leave_out: list[Line] = Field(default=[], max_length=MOST)
    expires_days: Days | None = None
    second_approver: StrictBool = False
    handling: OptionalText = ""


class GivenDecision(Sent):
    """What an adviser decides, and why.

    `recipient_checked` says how the address of a recipient was checked who is new to
    the organisation; an approval needs it then.
    """

    decision: Choice
    reason: Text
    answers: dict[str, AnswerValue] = Field(default={}, max_length=MOST)
    conditions: Conditions | None = None
    digest: Digest | None = None
    recipient_checked: OptionalText = ""


class GivenPassOn(Sent):
    """To which team, by its code or by the code of a route of the rules, and why."""

    to: Line
    reason: Text


class GivenConflict(Sent):
    """Somebody about whom the caller may not decide."""

    name: Line


class GivenReview(Sent):
    needed: StrictBool
    enough: StrictBool
    right_recipient: StrictBool
    lessons: OptionalText = ""


class RungRecipient(Sent):
    """Somebody who was told by telephone: nothing is sent to them."""

    name: Line
    role: Line
    organisation: Line
    phone: Line


class GivenTelephone(Sent):
    """What was told by telephone. Without `individual`, about those already there."""

    individual: Line | None = None
    said: Text
    recipient: RungRecipient
    told_at: PastMoment


class GivenCompletion(Sent):
    """What there was no time for before an urgent share."""

    urgency: Text
    told: Text
    since: Text
    put_right: OptionalText = ""
