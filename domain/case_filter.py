"""Which of the running cases somebody wants to see: codes only, as in an address."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from domain.calendar import LONDON
from domain.rules import Priority
from domain.stages import Stage, WaitingOn
from domain.stuck import Stuck

LONGEST = 40
"""Longer than any code in a filter."""


class Age(StrEnum):
    """How long ago a case was started."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    LONGER = "longer"


AGE_ENDS: Mapping[Age, timedelta] = {
    Age.DAY: timedelta(days=1),
    Age.WEEK: timedelta(days=7),
    Age.MONTH: timedelta(days=30),
    Age.QUARTER: timedelta(days=90),
    Age.LONGER: timedelta(days=36_500),
}

AGE_LABELS: Mapping[Age, str] = {
    Age.DAY: "Up to 1 day",
    Age.WEEK: "2 to 7 days",
    Age.MONTH: "8 to 30 days",
    Age.QUARTER: "31 to 90 days",
    Age.LONGER: "More than 90 days",
}


class Due(StrEnum):
    """When something of a case is due: an adviser's task, or the end of a share."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"


DUE_LABELS: Mapping[Due, str] = {
    Due.OVERDUE: "Overdue",
    Due.TODAY: "Due today",
    Due.TOMORROW: "Due tomorrow",
    Due.LATER: "Due later",
}


class Counted(StrEnum):
    """What one of the numbers of today counts."""

    STUCK = "stuck"
    FAILING = "failing"
    OVERDUE = "overdue"
    UNOPENED = "unopened"
    UNAPPLIED = "unapplied"
    ORPHAN = "orphan"
    BREACH = "breach"
    TASKS_TODAY = "tasks_today"
    TASKS_TOMORROW = "tasks_tomorrow"
    SHARES_TODAY = "shares_today"
    SHARES_TOMORROW = "shares_tomorrow"


COUNTED_LABELS: Mapping[Counted, str] = {
    Counted.STUCK: "Cases that are stuck",
    Counted.FAILING: "Cases with a step that is failing",
    Counted.OVERDUE: "Cases with an overdue adviser task",
    Counted.UNOPENED: "Shares that nobody has opened for a day",
    Counted.UNAPPLIED: "Cases with acts not yet applied",
    Counted.ORPHAN: "Cases with a task that nobody can take",
    Counted.BREACH: "Cases where something went to the wrong person",
    Counted.TASKS_TODAY: "Adviser tasks due later today",
    Counted.TASKS_TOMORROW: "Adviser tasks due tomorrow",
    Counted.SHARES_TODAY: "Shares that end today",
    Counted.SHARES_TOMORROW: "Shares that end tomorrow",
}


@dataclass(frozen=True)
class CaseFilter:
    """What is empty lets everything through.

    Attributes:
        only: what one of the numbers counts.
        stuck: in which way it is stuck.
        rules: a rule set, with or without its version: "HMG-2018" or "HMG-2018@1.0".
        version: the version of Sharewell that wrote it down last.
        step: a step that is failing.
        text: a part of a reference.
    """

    only: str = ""
    stuck: str = ""
    stage: str = ""
    waiting: str = ""
    organisation: str = ""
    age: str = ""
    due: str = ""
    priority: str = ""
    rules: str = ""
    version: str = ""
    step: str = ""
    text: str = ""

    @property
    def query(self) -> str:
        """The one way to write this filter into an address."""
        return urlencode({name: code for name, code in asdict(self).items() if code})


KNOWN: Mapping[str, Collection[str]] = {
    "only": tuple(Counted),
    "stuck": tuple(Stuck),
    "stage": tuple(stage for stage in Stage if stage is not Stage.CLOSED),
    "waiting": tuple(WaitingOn),
    "age": tuple(Age),
    "due": tuple(Due),
    "priority": tuple(Priority),
}
"""What these can be; the rest depends on what cases there are."""


def read_case_filter(
    asked: Mapping[str, str], more: Mapping[str, Collection[str]]
) -> tuple[CaseFilter, dict[str, str]]:
    """The filter in an address, and what was asked for and does not exist.

    Args:
        asked: what the address says.
        more: what is known of the rest, by name.
    """
    known = {**KNOWN, **more}
    given = {
        field.name: asked[field.name].strip()
        for field in fields(CaseFilter)
        if asked.get(field.name, "").strip() not in ("", "any")
    }
    unknown = {
        name: value
        for name, value in given.items()
        if not (value in known[name] if name in known else is_part(value))
    }
    kept = {name: value for name, value in given.items() if name not in unknown}
    return CaseFilter(**kept), unknown


def is_part(value: str) -> bool:
    """Whether this could be a part of a reference."""
    plain = value.replace("-", "").replace(" ", "")
    return len(value) <= LONGEST and plain.isascii() and plain.isalnum()


Span = tuple[datetime | None, datetime | None]
"""From a moment until before another; None is no limit."""


def started(age: Age, at: datetime) -> Span:
    """When cases of this age were started."""
    ages = list(Age)
    place = ages.index(age)
    latest = at - AGE_ENDS[ages[place - 1]] if place else None
    return at - AGE_ENDS[age], latest


def due_within(due: Due, at: datetime) -> Span:
    """Between which moments something is due that is due so; days are London's."""
    tomorrow, after = midnight(at, 1), midnight(at, 2)
    return {
        Due.OVERDUE: (None, at),
        Due.TODAY: (at, tomorrow),
        Due.TOMORROW: (tomorrow, after),
        Due.LATER: (after, None),
    }[due]


def midnight(at: datetime, days: int) -> datetime:
    """The first moment of a day so many days from now, in London."""
    day = at.astimezone(LONDON).date() + timedelta(days=days)
    return datetime.combine(day, time(), LONDON).astimezone(at.tzinfo)
