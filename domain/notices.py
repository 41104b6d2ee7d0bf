"""What people who work here are told about a case, by whose doing, and when.

A notice is a reference and a link: that there is news, never what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from domain.calendar import LONDON, Calendar, NoWorkingHours
from domain.case import Case
from domain.errors import NotAccepted, Why
from domain.graph import Priority
from domain.timeline import Entry, What


class Notice(StrEnum):
    """What somebody is told; also the kind of its message."""

    TAKEN_OVER = "taken_over"
    GIVEN_AWAY = "given_away"
    ASSIGNED = "assigned"
    DELEGATED = "delegated"
    CALLED_BACK = "called_back"
    PROPOSED = "proposed"
    GIVEN_BACK = "given_back"

    CALL = "call"
    CALL_WITH_QUESTION = "call_with_question"
    CALL_AGAIN = "call_again"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    WORSENED = "worsened"
    VOIDED = "voided"
    ENDED = "ended"

    QUESTION = "question"
    NEWS = "news"
    RELEASE_NEWS = "release_news"
    REMINDER = "reminder"
    COMPLETE = "complete"
    NOBODY_ANSWERED = "nobody_answered"

    NOT_DELIVERED = "not_delivered"
    SUSPENDED = "suspended"
    RECIPIENT_PROBLEM = "recipient_problem"
    MORE_TIME = "more_time"
    NOT_RECEIVED = "not_received"
    STILL_NOT_RECEIVED = "still_not_received"
    NO_FEEDBACK = "no_feedback"
    FEEDBACK_CAME = "feedback_came"
    NOT_COLLECTED = "not_collected"
    LOCKED = "link_locked"
    NOT_FOR_ME = "not_for_me"
    BREACH = "breach_begun"
    BREACH_CLOCK = "breach_clock"
    TELLING = "telling"
    TELLING_QUESTION = "telling_question"
    TELLING_NOT_SAFE = "telling_not_safe"
    RIGHTS_DUE = "rights_due"
    READ_IN_EMERGENCY = "read_in_emergency"
    REVIEW_READING = "review_reading"

    DIGEST = "digest"


AWAITED = (
    Notice.CALL, Notice.CALL_WITH_QUESTION, Notice.CALL_AGAIN, Notice.REPLIED,
    Notice.ASSIGNED, Notice.DELEGATED, Notice.PROPOSED, Notice.GIVEN_BACK,
)  # fmt: skip
"""These ask for something on a task: pointless once it is done."""


class Party(StrEnum):
    """To whom news goes."""

    PRACTITIONER = "practitioner"
    HOLDER = "holder"
    """Who had the adviser task when it happened."""
    ASKER = "asker"
    """The adviser whose question waited for a reply."""


NEWS: dict[What, tuple[Notice, Party]] = {
    What.ASKED: (Notice.QUESTION, Party.PRACTITIONER),
    What.GUIDED: (Notice.NEWS, Party.PRACTITIONER),
    What.ADVISED: (Notice.NEWS, Party.PRACTITIONER),
    What.APPROVED: (Notice.NEWS, Party.PRACTITIONER),
    What.DECLINED: (Notice.NEWS, Party.PRACTITIONER),
    What.PASSED_ON: (Notice.NEWS, Party.PRACTITIONER),
    What.RELEASE_STOPPED: (Notice.NEWS, Party.PRACTITIONER),
    What.BROUGHT_BACK: (Notice.NEWS, Party.PRACTITIONER),
    What.MADE_READY: (Notice.NEWS, Party.PRACTITIONER),
    What.ACKNOWLEDGED: (Notice.RELEASE_NEWS, Party.PRACTITIONER),
    What.REVOKED: (Notice.RELEASE_NEWS, Party.PRACTITIONER),
    What.REPLIED: (Notice.REPLIED, Party.ASKER),
    What.WITHDREW: (Notice.WITHDRAWN, Party.HOLDER),
    What.WORSENED: (Notice.WORSENED, Party.HOLDER),
    What.CANCELLED: (Notice.NEWS, Party.PRACTITIONER),
}
"""What is told to whom; besides, an adviser hears when an approval of theirs is void,
and when a case that they decided ends."""


@dataclass(frozen=True)
class Change:
    """One line of the account and what it did to the case. `holder` had the task."""

    entry: Entry
    before: Case
    after: Case
    holder: str = ""


def told(change: Change) -> dict[str, Notice]:
    """Who is told what, each of them once; never whoever did it, nor of a refusal."""
    if change.entry.refused is not None:
        return {}
    found: dict[str, Notice] = {}
    for user, notice in (
        *_news(change),
        *_cancelled(change),
        *_voided(change),
        *_ended(change),
    ):
        if user and user != change.entry.by:
            found.setdefault(user, notice)
    return found


def _news(change: Change) -> Iterator[tuple[str, Notice]]:
    if change.entry.what in NEWS:
        notice, party = NEWS[change.entry.what]
        people = {
            Party.PRACTITIONER: change.after.opened_by,
            Party.HOLDER: change.holder,
            Party.ASKER: change.before.asked_by or "",
        }
        yield people[party], notice


def _cancelled(change: Change) -> Iterator[tuple[str, Notice]]:
    if change.entry.what is What.CANCELLED:
        yield change.holder, Notice.WITHDRAWN


def _voided(change: Change) -> Iterator[tuple[str, Notice]]:
    stand = {signed.by for signed in change.after.valid_approvals}
    for signed in change.before.valid_approvals:
        if change.after.is_open and signed.by not in stand:
            yield signed.by, Notice.VOIDED


def _ended(change: Change) -> Iterator[tuple[str, Notice]]:
    if change.after.is_open or not change.before.is_open:
        return
    made = change.after.decision
    deciders = [signed.by for signed in change.after.approvals]
    for user in (*deciders, made.by if made else ""):
        if user != change.after.opened_by:
            yield user, Notice.ENDED


class Haste(StrEnum):
    """How long a notice can wait."""

    NOW = "now"
    """Whatever the hour, and whatever somebody prefers."""
    TODAY = "today"
    USUAL = "usual"


CALM = (Notice.REMINDER, Notice.COMPLETE, Notice.ENDED)
PRESSING = (
    Notice.WORSENED, Notice.SUSPENDED, Notice.RECIPIENT_PROBLEM, Notice.LOCKED,
    Notice.NOT_FOR_ME, Notice.BREACH, Notice.BREACH_CLOCK, Notice.TELLING_NOT_SAFE,
    Notice.NOT_DELIVERED,
)  # fmt: skip


def haste_of(notice: Notice, priority: Priority) -> Haste:
    """How long this can wait in a case of this priority."""
    if notice in CALM:
        return Haste.USUAL
    if priority is Priority.EMERGENCY:
        return Haste.NOW
    today = priority is Priority.SAME_DAY or notice in PRESSING
    return Haste.TODAY if today else Haste.USUAL


class How(StrEnum):
    """How somebody wants to be told."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    URGENT_AT_ONCE = "urgent_at_once"


EARLIEST, LATEST = time(6), time(20)


@dataclass(frozen=True)
class Preference:
    """How somebody wants to be told; `at` is when their digest comes."""

    how: How = How.AT_ONCE
    at: time = field(default=time(8, 30))

    def check(self) -> None:
        """Raises NotAccepted for a digest at night."""
        if not EARLIEST <= self.at <= LATEST:
            raise NotAccepted(Why.DIGEST_AT_NIGHT, about="at")


@dataclass(frozen=True)
class Plan:
    """When a notice goes, and whether as one line of a digest."""

    at: datetime
    in_digest: bool = False


def planned(
    preference: Preference, haste: Haste, calendar: Calendar, at: datetime
) -> Plan:
    """When a notice is sent that waits at this moment."""
    if haste is Haste.NOW:
        return Plan(at)
    can_wait = preference.how is How.DIGEST or haste is Haste.USUAL
    if preference.how is not How.AT_ONCE and can_wait:
        return Plan(_next_digest(calendar, preference.at, at), in_digest=True)
    return Plan(_next_at_work(calendar, at))


def _next_at_work(calendar: Calendar, at: datetime) -> datetime:
    """This moment if people are at work, or else when they next come in."""
    if calendar.is_open(at):
        return at
    try:
        shift = calendar.shift(calendar.next_after(at).day)
    except NoWorkingHours:  # closed for years: a notice must not be lost for that
        return at
    return shift[0] if shift else at


def _next_digest(calendar: Calendar, clock: time, at: datetime) -> datetime:
    """The next time that a digest comes: on a working day, after this moment."""
    today = at.astimezone(LONDON).date()
    for number in range(366):
        day = today + timedelta(days=number)
        due = _moment(day, clock)
        if calendar.is_working(day) and due > at:
            return due
    return _next_at_work(calendar, at)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)


def pause_after(failures: int) -> timedelta:
    """How long to leave a mail server alone that has refused so often."""
    return min(FIRST_PAUSE * (1 << min(failures, 10)), LONGEST_PAUSE)
