"""How a deadline was worked out, as a sentence: so much time, from when, less what."""

from collections.abc import Sequence
from datetime import date

from domain.calendar import DAY, Calendar, Due, Free, Span, WorkingDay, say_moment

HOUR = 60
BESIDE = {
    Free.WEEKEND: "",
    Free.BANK_HOLIDAY: " (bank holiday)",
    Free.CLOSURE: " (closed)",
}


def explained(due: Due, *, left: bool = False) -> str:
    """Where a deadline comes from; `left` if a part of its time was spent before."""
    at = say_moment(due.at)
    if due.span.minutes == 0:
        return f"All of the time was used before. It is due at once: {at}."
    rest = "The time left was " if left else ""
    begun = f"{rest}{_said(due.span)} from {say_moment(due.start)}: {at}."
    return begun + _not_counted(due.passed)


def explained_day(due: WorkingDay, calendar: Calendar) -> str:
    """The same for what is due at the end of the next working day."""
    passed = [(day, calendar.free(day) or Free.BANK_HOLIDAY) for day in due.holidays]
    said = f"By the end of the next working day: {say_moment(due.ends)}."
    return said + _not_counted(passed)


def _said(span: Span) -> str:
    hours, minutes = divmod(span.minutes, HOUR)
    parts = [_counted(hours, "hour")] if hours else []
    parts += [_counted(minutes, "minute")] if minutes else []
    kind = " of working time" if minutes and span.working else ""
    said = " and ".join(parts) + kind
    return said if kind or not span.working else said.replace(" ", " working ")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _not_counted(passed: Sequence[tuple[date, Free]]) -> str:
    groups = [_days(days) + BESIDE[reason] for reason, days in _runs(passed)]
    if not groups:
        return ""
    *before, last = groups
    listed = f"{', '.join(before)}, and {last}" if before else last
    return f" Not counted: {listed}."


def _runs(passed: Sequence[tuple[date, Free]]) -> list[tuple[Free, list[date]]]:
    """Days that follow each other for the same reason, together."""
    runs: list[tuple[Free, list[date]]] = []
    for day, reason in passed:
        if runs and runs[-1][0] is reason and runs[-1][1][-1] + DAY == day:
            runs[-1][1].append(day)
        else:
            runs.append((reason, [day]))
    return runs


def _days(days: Sequence[date]) -> str:
    """One day, two days, or the first and the last of more."""
    first, last = days[0], days[-1]
    if first == last:
        return _day(first)
    same = (first.year, first.month) == (last.year, last.month)
    begins = f"{first:%A} {first.day}" if same else _day(first)
    return f"{begins} {'and' if len(days) == 2 else 'to'} {_day(last)}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
