"""What the JSON interface answers about a request, to those who may read it."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from domain.channels import Channel
from domain.content import Kind, Trigger, Verified
from domain.evaluation import AdviserMode, InformValue
from domain.informing import Method, Told
from domain.release import Feedback, RecipientProblem, ReleaseState, Way
from domain.rules import AnswerValue, Priority, Verdict
from domain.stages import Ending, Signpost, Stage, WaitingOn

T = TypeVar("T")


class Shown(BaseModel):
    """Something we answer; it can be read off a value of the domain."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Page(Shown, Generic[T]):
    """A part of a list. `next` is the cursor of the following part."""

    items: list[T]
    next: str | None = None


class Fault(Shown):
    """What is wrong with one field."""

    field: str
    fault: str


class Problem(Shown):
    """A refusal or a mishap, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    reference: str | None = None
    by: str | None = None
    since: datetime | None = None
    field: str | None = None
    errors: list[Fault] | None = None


class Received(Shown):
    """The act is safely received and is still being applied."""

    reference: str
    applied: bool
    received_at: datetime


class RequestLine(Shown):
    """A request in a list: codes and dates only."""

    reference: str
    stage: Stage
    ending: Ending | None
    waiting_on: WaitingOn
    priority: Priority
    opened_at: datetime
    since: datetime


class RuleSetName(Shown):
    """The rules that a request is bound to."""

    id: str
    version: str


class Individual(Shown):
    id: str
    name: str
    date_of_birth: str
    relationship: str
    protected_address: bool
    safe_email: str
    other_names: str
    alleged_perpetrator: bool
    nhs_number: str


class Barred(Shown):
    """Somebody who must never receive it."""

    id: str
    name: str
    email: str


class Recipient(Shown):
    name: str
    role: str
    organisation: str
    email: str
    phone: str
    directory_id: str
    verified: str
    verified_how: Verified | None
    verified_on: str
    verified_by: str


class Item(Shown):
    id: str
    text: str
    kind: Kind
    source: str
    observed_on: str
    sensitive: bool
    offence: bool
    confidential: bool
    endangers: bool
    left_out: bool
    about: list[str]


class Attachment(Shown):
    """A file as it would leave: clean. The digest is of the clean file.

    `name` is what it was called when it came; nobody else is told. `pages_left_out`
    are cut out of a PDF before it leaves.
    """

    id: str
    label: str
    name: str
    media: str
    size: int
    sha256: str
    pages: int | None
    pages_left_out: list[int]
    left_out: bool


class Content(Shown):
    """What would be shared. `digest` names this very version of it.

    The items are in the order in which the recipient sees them, less those that are
    left out. `gives_address_away` are items with an address that must stay secret.
    `spoken_at` is when the recipient was told by telephone, if that is how it went.
    """

    purpose: str
    trigger: Trigger
    individuals: list[Individual]
    recipient: Recipient | None
    items: list[Item]
    attachments: list[Attachment]
    never: list[Barred]
    gives_address_away: list[str]
    spoken_at: str
    digest: str


class Release(Shown):
    """What left. The phrase is there only for who reads it out to the recipient.

    `handling` and `left_out`, ids of items, are conditions of those who approved it.
    """

    id: str
    number: str
    state: ReleaseState
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    suspended_at: datetime | None = None
    locked_at: datetime | None = None
    purged_at: datetime | None = None
    package_digest: str = ""
    channel: Channel = Channel.PHRASE
    phrase: str | None = None
    handling: str = ""
    left_out: list[str] = []


class HandedOver(Shown):
    """How its sender gave it to the recipient, and the digest of what they gave."""

    way: Way
    given_at: datetime
    digest: str
    name: str
    role: str
    checked: str
    through: str
    said: str


class FeedbackLine(Shown):
    """What came of what was shared: by its recipient, or as the sender was told."""

    feedback: Feedback
    words: str
    by_recipient: bool
    at: datetime


class Inform(Shown):
    """Whether one individual is told: what is decided, and what the rules suggest."""

    id: str
    name: str
    decision: Told | None
    method: Method | None
    review_on: date | None
    told_at: datetime | None
    suggestion: InformValue | None
    next_question: str | None
    reasons: list[str]


class Suggested(Shown):
    """An answer that follows from what is known. It counts once somebody gives it."""

    question: str
    answer: AnswerValue
    because: str
    evidence: dict[str, str]


class CouldIdentify(Shown):
    """What could tell who somebody is; `stops` is a name, which has to go first."""

    field: str
    what: str
    text: str
    stops: bool


class FirstQuestion(Shown):
    """A question that named nobody, and an adviser's answer, once there is one."""

    question: str
    asked_at: datetime
    guidance: str
    by: str
    at: datetime | None


class Approvals(Shown):
    """How many different advisers have to approve, and how many have.

    `voided`: what would be shared has changed since somebody approved it.
    `clashed`: approvals together left nothing to share, so it is decided afresh.
    """

    needed: int
    given: int
    voided: bool
    clashed: bool


class EarlierCase(Shown):
    """Another request of the organisation that is about somebody in this one."""

    reference: str
    ending: Ending | None
    opened_at: datetime | None
    closed_at: datetime | None


class AlsoOpen(Shown):
    """Somebody else has this open. A practitioner is told neither who nor when."""

    name: str
    opened_at: datetime | None
    sentence: str


class Awaited(Shown):
    """One thing that is awaited: by whom, since when, until when, and what then.

    `limit` says in words what there is where nothing ends at a time.
    """

    waiting_on: WaitingOn
    what: str
    who: str
    since: datetime | None
    until: datetime | None
    limit: str
    then: str


class DeclaredConflict(Shown):
    """Somebody about whom the caller may not decide."""

    id: str
    name: str
    declared_at: datetime


class RecipientKnown(Shown):
    """How well the recipient is known, and what looks wrong with their address.

    `second_eyes`: an adviser checks the address before anything is sent to it.
    """

    first_time: bool
    second_eyes: bool
    warnings: list[str]


class ShareRequest(Shown):
    """One request, as somebody who may read it sees it."""

    reference: str
    stage: Stage
    outcome: Verdict | None
    ending: Ending | None
    priority: Priority
    ruleset: RuleSetName
    answers: dict[str, AnswerValue]
    evidence: dict[str, dict[str, str]]
    evidence_missing: dict[str, list[str]]
    suggestions: list[Suggested]
    next_question: str | None
    reasons: list[str]
    needs_adviser: bool
    adviser_mode: AdviserMode | None
    waiting_on: WaitingOn
    awaited: list[Awaited]
    deadlines: dict[str, datetime | str]
    """Moments by name; `because` says how `adviser_reply` was worked out."""
    question: str | None
    release: Release | None
    problem: RecipientProblem | None = None
    feedback: list[FeedbackLine] = []
    wrong_recipient: bool = False
    way: Way | None = None
    """How its sender hands it over; none means by our link."""
    handed_over: HandedOver | None = None
    not_delivered: datetime | None = None
    """Since when it is known that the recipient has not had our e-mail."""
    inform: list[Inform]
    task: str | None
    content: Content
    could_identify: list[CouldIdentify]
    earlier: str | None
    what_is_new: str
    later: list[str]
    first_question: FirstQuestion | None
    approvals: Approvals
    recipient_known: RecipientKnown
    earlier_cases: list[EarlierCase]
    also_open: list[AlsoOpen]
    signposted: Signpost | None
    missing: list[str]
    may: list[str]
    opened_at: datetime | None
    revision: int
    acts_waiting: int


class StoryLine(Shown):
    """One line of a request's story."""

    at: datetime
    sentence: str


class EmergencyNumber(Shown):
    """Whom to ring when somebody is in danger."""

    label: str
    number: str


class Organisation(Shown):
    """The caller's own organisation."""

    id: str
    name: str
    telephone: str
    nation: str
    emergency_numbers: list[EmergencyNumber]
