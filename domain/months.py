"""Whole months, as reports are asked for."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date

MOST = 36
"""So many months a report covers at most."""

USUAL = 12


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year, written 2026-03."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def label(self) -> str:
        return f"{month_name[self.number]} {self.year}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        return self.later(1)

    def later(self, by: int) -> "Month":
        """So many months later; earlier, if it is less than none."""
        months = self.year * 12 + self.number - 1 + by
        return Month(months // 12, months % 12 + 1)


@dataclass(frozen=True)
class Months:
    """From one month to another, both of them included."""

    first: Month
    last: Month

    @property
    def all(self) -> tuple[Month, ...]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].next)
        return tuple(found)


class MonthsRefused(Exception):
    """No report can be about these months; `field` is which of the two is wrong."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(fault)
        self.field = field
        self.fault = fault


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def choosable(today: date) -> tuple[Month, ...]:
    """The months that a report may be about, newest first."""
    return tuple(month_of(today).later(-back) for back in range(MOST))


def months_of(first: str, last: str, today: date) -> Months:
    """The months that were asked for; what is left empty is the usual.

    Raises:
        MonthsRefused: one of them is no month, or no report can be about it.
    """
    until = _read("last", last, today) if last else month_of(today)
    begin = _read("first", first, today) if first else until.later(1 - USUAL)
    if begin > until:
        raise MonthsRefused("last", "The last month must not be before the first")
    return Months(begin, until)


def _read(field: str, written: str, today: date) -> Month:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", written, re.ASCII):
        raise MonthsRefused(field, "Choose a month from the list, like 2026-03")
    month = Month(*map(int, written.split("-")))
    if month not in choosable(today):
        raise MonthsRefused(
            field, f"Choose this month, or one of the {MOST - 1} before"
        )
    return month
