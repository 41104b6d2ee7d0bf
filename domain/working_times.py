"""What an organisation may settle of its working time, and what is wrong with it.

A calendar is refused here if a deadline could be out of its reach: cases rest on it
for as long as they run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from domain.calendar import Calendar, Hours, Nation, Span
from domain.deadlines import Chain
from domain.graph import Priority

DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
LEAST_WEEK = 5 * 60
MOST_DAYS = 100
"""With so many closures a calendar with the least week still has time for any chain."""
MOST_WORK = 80 * 60
MOST_CLOCK = 14 * 24 * 60
LEAST_AGAIN = 5


@dataclass(frozen=True)
class TimeFault:
    """One thing to put right: where, and what to do."""

    place: str
    fault: str


class TimesRefused(Exception):
    """Working times or chains that cannot be used, with everything wrong with them."""

    def __init__(self, faults: list[TimeFault]) -> None:
        super().__init__("times refused")
        self.faults = faults


@dataclass(frozen=True)
class WorkingTimes:
    """When an organisation is at work. `week` begins on a Monday."""

    nation: Nation
    week: tuple[Hours | None, ...]
    closures: frozenset[date] = frozenset()
    early: tuple[tuple[date, time], ...] = ()

    def faults(self) -> list[TimeFault]:
        """Everything that keeps it from being used."""
        return [*self._week_faults(), *self._day_faults()]

    def calendar(self) -> Calendar:
        """The calendar that it amounts to, less the bank holidays.

        Raises:
            TimesRefused: it has faults.
        """
        if faults := self.faults():
            raise TimesRefused(faults)
        return Calendar(
            week=self.week, closures=self.closures, early=tuple(sorted(self.early))
        )

    def _week_faults(self) -> Iterator[TimeFault]:
        if not any(self.week):
            yield TimeFault("week", "Give working hours for at least one day")
            return
        for day, hours in zip(DAYS, self.week, strict=True):
            if hours and hours.opens >= hours.closes:
                name = day.capitalize()
                yield TimeFault(f"week.{day}", f"{name} must close later than it opens")
        if sum(map(_minutes, self.week)) < LEAST_WEEK:
            yield TimeFault("week", "Give at least 5 working hours a week")

    def _day_faults(self) -> Iterator[TimeFault]:
        if len(self.closures) + len(self.early) > MOST_DAYS:
            yield TimeFault("closures", f"Give at most {MOST_DAYS} days in all")
        days = [day for day, _ in self.early]
        for day, closes in self.early:
            if fault := self._early_fault(day, closes):
                yield TimeFault("early", fault)
        for day in sorted({day for day in days if days.count(day) > 1}):
            yield TimeFault("early", f"Give {_said(day)} only once")

    def _early_fault(self, day: date, closes: time) -> str:
        hours = self.week[day.weekday()]
        if hours is None or day in self.closures:
            return f"{_said(day)} is not a working day, so it cannot close early"
        if not hours.opens < closes < hours.closes:
            return f"On {_said(day)} give a time between opening and closing"
        return ""


def chain_faults(priority: Priority, chain: Chain) -> Iterator[TimeFault]:
    """What is wrong with who is written to, and when."""
    place = priority.value
    if not chain.steps:
        yield TimeFault(place, "Name at least one step")
    spans = [chain.reply, chain.again, *(step.after for step in chain.steps)]
    if not all(_reachable(span) for span in spans):
        yield TimeFault(
            place, "Give each time between 1 minute and 80 working hours or 14 days"
        )
    if chain.again.minutes < LEAST_AGAIN:
        yield TimeFault(place, "Remind again after 5 minutes at the soonest")
    after = [step.after.minutes for step in chain.steps]
    if after != sorted(set(after)):
        yield TimeFault(place, "Put the steps in order, each later than the one before")
    if len({span.working for span in spans}) > 1:
        yield TimeFault(place, "Use working time for all of a chain, or for none of it")


def _reachable(span: Span) -> bool:
    return 0 < span.minutes <= (MOST_WORK if span.working else MOST_CLOCK)


def _minutes(hours: Hours | None) -> int:
    if hours is None:
        return 0
    opens, closes = hours.opens, hours.closes
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
