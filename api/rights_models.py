"""What is sent and shown about requests about somebody's rights."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.fields import (
    Day,
    Line,
    NhsNumber,
    OptionalText,
    PastDay,
    Sent,
)
from api.models import Shown
from domain.rights import Identity, Kind, Outcome, Pack
from domain.rights_pieces import Choice, Exemption, Mark, PieceKind

MOST_EDITED = 20_000


class NewRightsRequest(Sent):
    """Who asks what, when it came, and how they were recognised."""

    kind: Kind
    received_on: Day
    name: Line
    born: PastDay | None = None
    nhs_number: NhsNumber = ""
    reach: OptionalText = ""
    asked: OptionalText = ""
    identity: Identity = Identity.NOT_YET
    identity_how: OptionalText = ""


class GivenIdentity(Sent):
    identity: Identity
    identity_how: OptionalText = ""


class GivenAcknowledgement(Sent):
    """When they were told that their complaint came."""

    on: Day


class RightsReason(Sent):
    """Why. It must not be empty."""

    reason: OptionalText = ""


class GivenCase(Sent):
    reference: Line


class GivenCaseReason(RightsReason):
    reference: Line


class GivenCorrection(Sent):
    """What is said to be wrong in a linked case, and what was decided about it."""

    reference: Line
    wrong: OptionalText = ""
    decided: OptionalText = ""


class GivenTold(Sent):
    """How the recipient of a linked case was told."""

    reference: Line
    how: OptionalText = ""


class GivenOutcome(Sent):
    outcome: Outcome
    reasons: OptionalText = ""


class GivenPart(Sent):
    """What becomes of one part, what is given instead, and on what ground."""

    choice: Choice
    text: Annotated[str, Field(max_length=MOST_EDITED)] = ""
    exemption: Exemption | None = None


class RightsLine(Shown):
    """One request in codes and days. `due_on` is null where the law sets no day."""

    id: str
    kind: Kind
    received_on: date
    due_on: date | None
    identity: Identity
    extended: bool
    acknowledged_on: date | None
    pack: Pack
    outcome: Outcome | None
    closed_at: datetime | None


class RightsList(Shown):
    """Some of them, what is due first; `next` is where the others begin."""

    items: list[RightsLine]
    next: str | None


class RightsPerson(Shown):
    """Who asks, in their words; null once it is destroyed."""

    name: str
    born: str
    nhs_number: str
    reach: str
    asked: str
    identity_how: str


class RightsStep(Shown):
    at: datetime
    sentence: str
    words: str


class RightsCase(Shown):
    """A case that belongs to it; `theirs` says that you may act on it."""

    reference: str
    restricted: bool
    theirs: bool


class RightsRequestShown(Shown):
    """One request with all that was done about it."""

    request: RightsLine
    asked: RightsPerson | None
    cases: list[RightsCase]
    log: list[RightsStep]
    is_late: bool
    letter: str
    copy_is_there: bool
    may: list[str]


class RightsPastRecipient(Shown):
    reference: str
    name: str
    role: str
    organisation: str
    phone: str
    sent_at: datetime
    told: bool


class CopyPart(Shown):
    """One part of a copy: what is kept, why to look twice, and what was chosen."""

    number: int
    reference: str
    kind: PieceKind
    heading: str
    text: str
    marks: list[Mark]
    choice: Choice | None
    edited: str
    exemption: Exemption | None
    chosen_by: str


class CopyShown(Shown):
    """A copy as it stands. The `ETag` changes with every part."""

    id: str
    pack: Pack
    parts: list[CopyPart]
    left: int
    sha256: str


class SearchDone(Shown):
    """How many cases are new in it."""

    new: int


class RightsNumber(Shown):
    id: str
