"""Working time: when an organisation is at work, and when a span of it is over.

All moments are aware; days and hours are those of a clock in the United Kingdom.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
FARTHEST = 3 * 366
"""Days to look ahead for work before a calendar counts as one without any."""


class Nation(StrEnum):
    """Where an organisation works: bank holidays differ."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Free(StrEnum):
    """Why nobody works on a day."""

    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank_holiday"
    CLOSURE = "closure"


class NoWorkingHours(ValueError):
    """A calendar on which nobody ever works."""


@dataclass(frozen=True)
class Hours:
    """From when to when people work on one day."""

    opens: time = time(9)
    closes: time = time(17)


OFFICE = Hours()
OFFICE_WEEK: tuple[Hours | None, ...] = (*(OFFICE,) * 5, None, None)


@dataclass(frozen=True)
class Span:
    """So much time: by the clock, or only while people are at work."""

    minutes: int
    working: bool = False

    def less(self, spent: int) -> "Span":
        """What is left of it when so many minutes are spent; never less than none."""
        return Span(max(0, self.minutes - spent), self.working)


@dataclass(frozen=True)
class WorkingDay:
    """A working day, its end, and the holidays that were passed over before it."""

    day: date
    ends: datetime
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class Due:
    """When a span that began at `start` is over, and the free days it went past."""

    start: datetime
    span: Span
    at: datetime
    passed: tuple[tuple[date, Free], ...] = ()


@dataclass(frozen=True)
class Calendar:
    """The working week of an organisation, less holidays and closures.

    `week` begins on a Monday; None is a day off. `early` are days that end early.
    """

    holidays: frozenset[date] = frozenset()
    week: tuple[Hours | None, ...] = OFFICE_WEEK
    closures: frozenset[date] = frozenset()
    early: tuple[tuple[date, time], ...] = ()

    def __post_init__(self) -> None:
        if not any(each and each.opens < each.closes for each in self.week):
            raise NoWorkingHours

    def free(self, day: date) -> Free | None:
        """Why nobody works on this day; None if they do."""
        if self.week[day.weekday()] is None:
            return Free.WEEKEND
        if day in self.closures:
            return Free.CLOSURE
        return Free.BANK_HOLIDAY if day in self.holidays else None

    def is_working(self, day: date) -> bool:
        return self.free(day) is None

    def shift(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when people work on this day; None if they do not."""
        hours = self.week[day.weekday()]
        if hours is None or not self.is_working(day):
            return None
        closes = min(hours.closes, dict(self.early).get(day, hours.closes))
        return _moment(day, hours.opens), max(
            _moment(day, closes), _moment(day, hours.opens)
        )

    def is_open(self, at: datetime) -> bool:
        """Whether people are at work at this moment."""
        shift = self.shift(at.astimezone(LONDON).date())
        return shift is not None and shift[0] <= at < shift[1]

    def close_of(self, at: datetime) -> datetime:
        """When people go home on this day, or on the next one that they work on."""
        return next(s[1] for _, s in self._days(at) if s and s[1] > at)

    def next_after(self, at: datetime) -> WorkingDay:
        """The first working day that begins after this moment.

        Before opening time that is the same day: it has not begun yet.
        """
        passed: list[date] = []
        for day, shift in self._days(at):
            if shift is None:
                if self.free(day) is not Free.WEEKEND:
                    passed.append(day)
            elif shift[0] > at:
                return WorkingDay(day, shift[1], tuple(passed))
        raise NoWorkingHours

    def after(self, start: datetime, span: Span) -> Due:
        """When a span is over. Working time only runs while people are at work."""
        start = start.astimezone(UTC)  # on the wall, an hour may be there twice
        if not span.working:
            return Due(start, span, start + timedelta(minutes=span.minutes))
        left = timedelta(minutes=span.minutes)
        passed: list[tuple[date, Free]] = []
        for day, shift in self._days(start):
            reason = self.free(day)
            if shift is None:
                passed += [(day, reason)] if reason else []
                continue
            begins = max(start, shift[0])
            if begins + left <= shift[1]:
                return Due(start, span, begins + left, tuple(passed))
            left -= max(timedelta(0), shift[1] - begins)
        raise NoWorkingHours

    def worked(self, start: datetime, end: datetime) -> int:
        """How many working minutes lie between two moments."""
        total = timedelta(0)
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        for _, shift in self._days(start):
            if shift and shift[0] >= end:
                break
            if shift:
                total += max(timedelta(0), min(end, shift[1]) - max(start, shift[0]))
        return int(total.total_seconds() // 60)

    def spent(self, start: datetime, end: datetime, *, working: bool) -> int:
        """How many minutes a clock of this kind has run between two moments."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if working:
            return self.worked(start, end)
        return max(0, int((end - start).total_seconds() // 60))

    def _days(
        self, start: datetime
    ) -> Iterator[tuple[date, tuple[datetime, datetime] | None]]:
        first = start.astimezone(LONDON).date()
        for number in range(FARTHEST):
            day = first + number * DAY
            yield day, self.shift(day)


def say_clock(at: datetime) -> str:
    """The time as people say it: "9:30am", "5pm", "midday", "midnight".

    Of the hour in October that comes twice, it says which one: "1:30am (GMT)".
    """
    at = at.astimezone(LONDON)
    if at.minute == 0 and at.hour % 12 == 0:
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    which = f" ({at:%Z})" if twice else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}{which}"


def say_moment(at: datetime) -> str:
    """Day and time: "Monday 23 November at 10:30am"."""
    day = at.astimezone(LONDON)
    return f"{day:%A} {day.day} {day:%B} at {say_clock(at)}"


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
