"""Working days: which comes next, and when it ends by a clock in the United Kingdom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5
DAY = timedelta(days=1)


class Nation(StrEnum):
    """Where an organisation works: bank holidays differ."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


@dataclass(frozen=True)
class WorkingDay:
    """A working day, its end, and the bank holidays that were passed over before it."""

    day: date
    ends: datetime
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Monday to Friday, less the bank holidays of one nation."""

    holidays: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(17)

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_after(self, at: datetime) -> WorkingDay:
        """The first working day that begins after this moment.

        Before opening time that is the same day: it has not begun yet.
        """
        here = at.astimezone(LONDON)
        day = here.date() + (DAY if here.time() >= self.opens else timedelta(0))
        passed = []
        while not self.is_working(day):
            passed.append(day)
            day += DAY
        return WorkingDay(
            day,
            datetime.combine(day, self.closes, LONDON).astimezone(UTC),
            tuple(each for each in passed if self._is_missed(each)),
        )

    def _is_missed(self, day: date) -> bool:
        """A bank holiday that people would have worked on otherwise."""
        return day in self.holidays and day.weekday() < SATURDAY
