"""When a release is asked after: at its recipient before it ends, and at its sender.

Each is written once, on a day that follows from when it was made available.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar import LONDON, Calendar
from domain.case import Case
from domain.release import Release, ReleaseState
from domain.stages import Stage
from domain.terms import Terms, Timings


class Chase(StrEnum):
    """What somebody is written to about, once."""

    RECIPIENT_WEEK = "recipient_week"
    RECIPIENT_LAST = "recipient_last"
    SENDER_FIRST = "sender_first"
    SENDER_SECOND = "sender_second"
    FEEDBACK = "feedback"


TO_RECIPIENT = (Chase.RECIPIENT_WEEK, Chase.RECIPIENT_LAST)

FIRST, SECOND, ANSWERED = 1, 3, 10
"""Working days until its sender is written to: no receipt, still none, no answer."""


def next_chase(case: Case, terms: Terms) -> tuple[datetime, Chase] | None:
    """Whom the next silence is put to, and when; None if nobody is."""
    left = [each for each in _chases(case, terms) if each[1] not in case.chased]
    return min(left, default=None)


def due_chase(case: Case, terms: Terms, now: datetime) -> Chase | None:
    """What somebody has to be asked about by now."""
    found = next_chase(case, terms)
    return found[1] if found and found[0] <= now else None


def having_chased(case: Case, chase: Chase) -> Case:
    """Somebody is written to once about what has not come."""
    if case.stage is not Stage.FOLLOWING_UP or chase in case.chased:
        return case
    chased = (*case.chased, chase.value)
    return replace(case, chased=chased, revision=case.revision + 1)


def _chases(case: Case, terms: Terms) -> Iterator[tuple[datetime, Chase]]:
    release = case.release
    if not terms.chases or case.stage is not Stage.FOLLOWING_UP or release is None:
        return
    calendar = terms.calendar or Calendar()
    if release.state is ReleaseState.AVAILABLE:
        for at, chase in _unreceived(release, terms.timings, calendar):
            if release.at < at < release.expires_at:
                yield at, chase
    received = _reached_them_at(release)
    if received and case.feedback is None:
        yield working_days_after(calendar, received, ANSWERED), Chase.FEEDBACK


def _reached_them_at(release: Release) -> datetime | None:
    """When it came to the recipient, as they or whoever handed it over said."""
    if release.state is ReleaseState.HANDED_OVER:
        return release.at
    return release.received_at if release.state is ReleaseState.ACKNOWLEDGED else None


def _unreceived(
    release: Release, timings: Timings, calendar: Calendar
) -> Iterator[tuple[datetime, Chase]]:
    at = release.at
    yield at + timings.reminder_after, Chase.RECIPIENT_WEEK
    yield release.expires_at - timings.reminder_before, Chase.RECIPIENT_LAST
    yield working_days_after(calendar, at, FIRST), Chase.SENDER_FIRST
    yield working_days_after(calendar, at, SECOND), Chase.SENDER_SECOND


def working_days_after(calendar: Calendar, at: datetime, days: int) -> datetime:
    """So many working days later: at the same hour, if people are at work then."""
    day = at.astimezone(LONDON).date()
    while days:
        day += timedelta(days=1)
        days -= calendar.is_working(day)
    hour = datetime.combine(day, at.astimezone(LONDON).time(), LONDON).astimezone(
        at.tzinfo
    )
    shift = calendar.shift(day)
    return min(max(hour, shift[0]), shift[1]) if shift else hour
