"""What somebody may ask about what is kept of them, and by when it is answered.

UK GDPR Articles 12(3), 15, 16, 18 and 21; for a complaint the Data Protection Act 2018,
section 164A, as the Data (Use and Access) Act 2025 put it in.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import NotAccepted, RuleBroken, Why
from domain.months import month_of

ACKNOWLEDGED_WITHIN = 30
"""Days, of which the day that a complaint came is the first."""

LONGER_BY = 2
"""Months by which a difficult request may be answered later, with a reason."""

WARNED = (7, 1)
"""So many days before the day somebody is reminded of it; and on the day after."""


class Kind(StrEnum):
    """What somebody asks."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    COMPLAINT = "complaint"


class Identity(StrEnum):
    """How it was checked that somebody is who they say."""

    KNOWN = "known"
    DOCUMENT = "document"
    REPRESENTATIVE = "representative"
    NOT_YET = "not_yet"


class Outcome(StrEnum):
    """What came of it."""

    DONE = "done"
    IN_PART = "in_part"
    NOT_DONE = "not_done"
    TAKEN_BACK = "taken_back"


class Pack(StrEnum):
    """How far the copy for somebody who asked for it has come."""

    NONE = ""
    CHOOSING = "choosing"
    READY = "ready"
    APPROVED = "approved"


class Step(StrEnum):
    """One line in the log of a request."""

    OPENED = "opened"
    IDENTITY_CHECKED = "identity_checked"
    ACKNOWLEDGED = "acknowledged"
    EXTENDED = "extended"
    LINKED = "linked"
    SEARCHED = "searched"
    CHOSEN = "chosen"
    MADE_READY = "made_ready"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    TAKEN_OUT = "taken_out"
    CORRECTED = "corrected"
    RECIPIENT_TOLD = "recipient_told"
    RESTRICTED = "restricted"
    LIFTED = "lifted"
    READ = "read"
    CLOSED = "closed"
    REMINDED = "reminded"
    DESTROYED = "destroyed"


@dataclass(frozen=True)
class Asked:
    """Who it is, how to reach them, and what they ask: in their words, sealed."""

    name: str
    born: str = ""
    nhs_number: str = ""
    reach: str = ""
    asked: str = ""
    identity_how: str = ""


@dataclass(frozen=True)
class RightsRequest:
    """One of them in codes and days. `due_on` is None where the law sets no day."""

    id: str
    organisation: str
    kind: Kind
    received_on: date
    due_on: date | None
    opened_by: str
    opened_at: datetime
    identity: Identity = Identity.NOT_YET
    extended: bool = False
    acknowledged_on: date | None = None
    pack: Pack = Pack.NONE
    ready_by: str = ""
    outcome: Outcome | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today


def months_after(day: date, months: int, is_working: Callable[[date], bool]) -> date:
    """The same day of a later month; its last day, if it is too short for that.

    On a weekend or a bank holiday the next working day counts.
    """
    month = month_of(day).later(months)
    last = monthrange(month.year, month.number)[1]
    found = date(month.year, month.number, min(day.day, last))
    while not is_working(found):
        found += timedelta(days=1)
    return found


def due_on(kind: Kind, received: date, is_working: Callable[[date], bool]) -> date:
    """By when it is answered; a complaint, by when somebody says that it came."""
    if kind is Kind.COMPLAINT:
        return received + timedelta(days=ACKNOWLEDGED_WITHIN - 1)
    return months_after(received, 1, is_working)


def reminder_of(request: RightsRequest, today: date) -> str:
    """The mark of the reminder that is owed today; empty for none."""
    if not request.is_open or request.due_on is None:
        return ""
    left = (request.due_on - today).days
    if left < 0:
        return "late"
    owed = [days for days in WARNED if left <= days]
    return f"{min(owed)}d" if owed else ""


# What may be done


def check_open(request: RightsRequest) -> None:
    if not request.is_open:
        raise RuleBroken(Why.RIGHTS_CLOSED, since=request.closed_at)


def check_kind(request: RightsRequest, *kinds: Kind) -> None:
    """Do what belongs to some kinds of request only, while it is open."""
    check_open(request)
    if request.kind not in kinds:
        raise RuleBroken(Why.OTHER_RIGHT)


def check_received(received: date, today: date) -> None:
    """A day on which it can have come."""
    if received > today:
        raise NotAccepted(Why.DATE_AHEAD, about="received_on")
    if received.year < today.year - 1:
        raise NotAccepted(Why.RECEIVED_LONG_AGO, about="received_on")


def check_can_acknowledge(request: RightsRequest) -> None:
    check_kind(request, Kind.COMPLAINT)
    if request.acknowledged_on is not None:
        raise RuleBroken(Why.COMPLAINT_ACKNOWLEDGED)


def check_can_extend(request: RightsRequest, today: date) -> None:
    """Take longer: once, and before the first month is over."""
    check_open(request)
    if request.kind is Kind.COMPLAINT or request.extended:
        raise RuleBroken(Why.NOT_EXTENDED)
    if request.due_on is not None and request.due_on < today:
        raise RuleBroken(Why.TOO_LATE_TO_EXTEND)


def check_choosing(request: RightsRequest) -> None:
    """Choose what goes into the copy, before it is given to a second person."""
    check_kind(request, Kind.ACCESS)
    if request.pack is Pack.READY:
        raise RuleBroken(Why.PACK_WAITS, other=request.ready_by)
    if request.pack is Pack.APPROVED:
        raise RuleBroken(Why.PACK_APPROVED)


def check_can_approve(request: RightsRequest, actor: str, choosers: set[str]) -> None:
    """Look at the copy as a second person, who chose nothing of it."""
    check_kind(request, Kind.ACCESS)
    if request.pack is not Pack.READY:
        raise RuleBroken(Why.PACK_NOT_READY)
    if actor == request.ready_by or actor in choosers:
        raise RuleBroken(Why.SECOND_PERSON)


def check_identity(request: RightsRequest) -> None:
    """Nothing about somebody goes to whoever only says that they are them."""
    if request.identity is Identity.NOT_YET:
        raise RuleBroken(Why.IDENTITY_FIRST)


def check_can_close(request: RightsRequest, outcome: Outcome) -> None:
    """End it with what was decided: after what was asked for is there."""
    check_open(request)
    if request.kind is Kind.COMPLAINT and request.acknowledged_on is None:
        raise RuleBroken(Why.ACKNOWLEDGE_FIRST)
    if outcome not in (Outcome.DONE, Outcome.IN_PART):
        return
    check_identity(request)
    if request.kind is Kind.ACCESS and request.pack is not Pack.APPROVED:
        raise RuleBroken(Why.PACK_FIRST)


def check_finished(request: RightsRequest) -> None:
    if request.is_open:
        raise RuleBroken(Why.RIGHTS_OPEN)


def check_words(words: str, field: str) -> str:
    """What was written, which cannot be nothing."""
    if not words.strip():
        raise NotAccepted(Why.WORDS_NEEDED, about=field)
    return words.strip()
