"""How long a case may be silent: until a reminder, a reply that is due, an expiry.

Silence never approves and never refuses.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from domain.calendar import Calendar, Due
from domain.case import Case
from domain.chasing import next_chase
from domain.deadlines import Chain, Whom, due, next_rung, reached
from domain.release import ReleaseState
from domain.rules import Priority
from domain.stages import Stage, WaitingOn
from domain.terms import Terms

MORNING = time(8)
AT_THE_END = timedelta(days=400)
"""Longer than anything is available."""


@dataclass(frozen=True)
class Clock:
    """The clock of an adviser's reply: since when it runs, and what it ran before.

    `spent` is less than nothing where operations gave it more time.
    """

    chain: Chain
    calendar: Calendar
    start: datetime
    spent: int

    @property
    def due(self) -> Due:
        return due(self.chain, self.start, self.spent, self.calendar)

    def next_call(self, now: datetime) -> datetime:
        """When somebody is written to again."""
        return next_rung(self.chain, self.start, self.spent, self.calendar, now).at

    def reached(self, now: datetime) -> Whom | None:
        """Who has been written to last by now; None before the first."""
        return reached(self.chain, self.start, self.spent, self.calendar, now)

    def more(self, time: timedelta) -> "Clock":
        """The same clock with so much more time on it."""
        return replace(self, spent=self.spent - int(time.total_seconds() // 60))

    def run_by(self, at: datetime) -> int:
        """The minutes that it has run by then, those from before included."""
        working = self.chain.reply.working
        return self.spent + self.calendar.spent(self.start, at, working=working)


def adviser_clock(case: Case, terms: Terms) -> Clock | None:
    """The clock that runs while an adviser is awaited, where the case has chains."""
    priority = case.priority(terms)
    chain = terms.chain(priority)
    start = _awaited_since(case)
    if chain is None or terms.calendar is None or start is None:
        return None
    # What was given before it became an emergency does not make anybody wait.
    given = 0 if priority is Priority.EMERGENCY else case.given_minutes
    return Clock(chain, terms.calendar, start, case.advice_minutes - given)


def _awaited_since(case: Case) -> datetime | None:
    """Since when an adviser is awaited; a second approver since the first approved."""
    if case.stage is Stage.WITH_ADVISER:
        return case.since
    if case.stage is Stage.AWAITING_APPROVAL and case.is_confirmed:
        signed = [case.confirmed, *case.valid_approvals]
        return max(each.at for each in signed if each)
    return None


def silence(case: Case, terms: Terms, now: datetime) -> timedelta:
    """How long until the next reminder, or until the release expires."""
    clock = adviser_clock(case, terms)
    if clock is not None:
        return clock.next_call(now) - now
    pauses = _pauses(case, terms)
    pause = pauses[min(case.reminders, len(pauses) - 1)]
    pause = max(pause, _set_aside(case, now))
    chase = next_chase(case, terms)
    if chase is not None:
        pause = min(pause, chase[0] - now)
    if case.release and case.release.state is ReleaseState.AVAILABLE:
        pause = min(pause, case.release.expires_at - now)
    return max(pause, timedelta(0))


def _set_aside(case: Case, now: datetime) -> timedelta:
    """How long nothing is owed but what was put off to a day of its own."""
    owed = [i for i in case.latest_informs() if not i.settled]
    days = [i.review_on for i in owed if i.review_on is not None]
    undone = case.completion_owed or case.undecided_informs()
    if not days or len(days) < len(owed) or undone:
        return timedelta(0)
    wakes = datetime.combine(min(days), MORNING, tzinfo=now.tzinfo)
    return wakes - now


def _pauses(case: Case, terms: Terms) -> tuple[timedelta, ...]:
    if case.waiting_on is WaitingOn.ADVISER:
        return terms.timings.for_adviser(case.priority(terms))
    if terms.chases and case.waiting_on is WaitingOn.RECIPIENT:
        return (AT_THE_END,)  # they are asked on days of their own
    if case.stage is Stage.FOLLOWING_UP:
        return terms.timings.follow_up
    return terms.timings.practitioner


def release_is_over(case: Case, now: datetime) -> bool:
    """Nobody collected it in time."""
    release = case.release
    live = release is not None and release.state is ReleaseState.AVAILABLE
    return bool(live and release and release.expires_at <= now)
