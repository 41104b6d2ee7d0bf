"""The form of an organisation's working times: read, and filled in again."""

import re
from datetime import date, datetime, time

from starlette.datastructures import FormData

from domain.calendar import LONDON, Hours, Nation
from domain.working_times import DAYS, TimeFault, WorkingTimes
from web.asking import text
from web.forms import Errors, read_day
from web.rendering import clock
from web.urgent_forms import read_clock

EARLY = re.compile(
    r"(?P<day>.+?),?\s+(at\s+)?(?P<time>\d{1,2}([.:]\d\d)?\s*([ap]m)?|midday|noon)",
    re.IGNORECASE,
)
SOME_DAY = date(2026, 1, 1)
ONE_A_LINE = "Write one day on each line, like 24 December 2026"
EARLY_LINE = "Write a day and a time on each line, like 24 December 2026 at 1pm"


def read_times(form: FormData) -> tuple[WorkingTimes | None, Errors]:
    """What was typed, or what is wrong with it."""
    errors: Errors = {}
    week = tuple(_hours(form, day, errors) for day in DAYS)
    closures = frozenset(_days(form, errors))
    early = tuple(_early(form, errors))
    nation = text(form, "nation")
    if nation not in set(Nation):
        errors["nation"] = "Select whose bank holidays you keep"
    if errors:
        return None, errors
    return WorkingTimes(Nation(nation), week, closures, early), {}


def typed(form: FormData) -> dict[str, str]:
    """Everything as it was typed."""
    return {name: str(value) for name, value in form.items()}


def as_typed(times: WorkingTimes) -> dict[str, str]:
    """What is settled, as somebody would type it."""
    values = {"nation": times.nation.value}
    for day, hours in zip(DAYS, times.week, strict=True):
        values[f"{day}-opens"] = _said(hours.opens) if hours else ""
        values[f"{day}-closes"] = _said(hours.closes) if hours else ""
    values["closures"] = "\n".join(_day(each) for each in sorted(times.closures))
    values["early"] = "\n".join(f"{_day(d)} at {_said(at)}" for d, at in times.early)
    return values


def in_fields(faults: list[TimeFault]) -> Errors:
    """Each fault at the field that it is about."""
    errors: Errors = {}
    for fault in faults:
        _, _, day = fault.place.partition("week.")
        week = fault.place.startswith("week")
        field = f"{day or DAYS[0]}-opens" if week else fault.place
        errors.setdefault(field, fault.fault)
    return errors


def _hours(form: FormData, day: str, errors: Errors) -> Hours | None:
    """When a day begins and ends; None for a day off."""
    written = {part: text(form, f"{day}-{part}") for part in ("opens", "closes")}
    if not any(written.values()):
        return None
    read = {}
    for part, each in written.items():
        try:
            read[part] = read_clock(each)
        except ValueError:
            errors[f"{day}-opens"] = (
                f"Enter when {day.capitalize()} opens and closes, like 9am and 5pm, "
                "or leave both empty"
            )
    return Hours(**read) if len(read) == len(written) else None


def _days(form: FormData, errors: Errors) -> list[date]:
    found = []
    for line in _lines(form, "closures"):
        try:
            found.append(read_day("Each closed day", line))
        except ValueError:
            errors["closures"] = ONE_A_LINE
    return found


def _early(form: FormData, errors: Errors) -> list[tuple[date, time]]:
    found = []
    for line in _lines(form, "early"):
        parts = EARLY.fullmatch(line)
        try:
            day = read_day("Each day", parts["day"] if parts else "")
            found.append((day, read_clock(parts["time"] if parts else "")))
        except ValueError:
            errors["early"] = EARLY_LINE
    return found


def _lines(form: FormData, name: str) -> list[str]:
    return [line.strip() for line in text(form, name).splitlines() if line.strip()]


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _said(at: time) -> str:
    return clock(datetime.combine(SOME_DAY, at, LONDON))
