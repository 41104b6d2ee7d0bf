"""By when a task is due, and the sentence that says how that was worked out."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.case import Case
from domain.due_words import explained, explained_day
from domain.terms import Terms
from domain.waiting import adviser_clock


@dataclass(frozen=True)
class DueTime:
    at: datetime
    because: str


def reply_due(case: Case, terms: Terms) -> DueTime | None:
    """When the adviser's clock runs out; None for a case that has none."""
    clock = adviser_clock(case, terms)
    if clock is None:
        return None
    due = clock.due
    return DueTime(due.at, explained(due, left=clock.spent > 0))


def review_due(at: datetime, calendar: Calendar) -> DueTime:
    """When an urgent share is looked back at."""
    due = calendar.next_after(at)
    return DueTime(due.ends, explained_day(due, calendar))


def usual_due(case: Case, terms: Terms, at: datetime) -> DueTime:
    """When a reply is due in a case from before there were chains."""
    return DueTime(at + terms.timings.reply_within(case.priority(terms)), "")
