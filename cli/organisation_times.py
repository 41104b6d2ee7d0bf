"""Working hours and chains of an organisation, from the command line."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from casework.calendars import Calendars
from cli.embedded import CannotRun
from cli.place import VAR, DataDir, storehouse_for
from domain.calendar import Hours
from domain.deadlines import Chain
from domain.graph import Priority
from domain.people import SYSTEM, Actor, Role
from domain.working_times import DAYS, TimesRefused, WorkingTimes
from storage.coding import dump, load

Id = Annotated[str, typer.Argument(help="The id of the organisation.")]
Some = list[str] | None
SHORT = 3
OFF = "off"


def settle_hours(
    id: Id,
    hours: Annotated[
        Some, typer.Option(help="mon=09:00-17:00, or sat=off; several times.")
    ] = None,
    closed: Annotated[
        Some, typer.Option(help="A closed day, like 2026-12-24; replaces all.")
    ] = None,
    early: Annotated[
        Some, typer.Option(help="2026-12-23=13:00: it closes early; replaces all.")
    ] = None,
    data_dir: DataDir = VAR,
) -> None:
    """Settle when an organisation is at work. Open requests keep their hours.

    Example: sharewell organisation hours school --hours fri=09:00-16:00
    --closed 2026-12-24
    """
    calendars, actor = _asked(data_dir, id)
    before = calendars.times(actor)
    wanted = replace(
        before,
        week=_week(before, hours or ()),
        closures=frozenset(map(_day, closed)) if closed else before.closures,
        early=tuple(map(_early, early)) if early else before.early,
    )
    _settled(lambda: calendars.settle(actor, wanted))
    typer.echo(f"Kept {id}.")


def settle_chains(
    id: Id,
    file: Annotated[
        Path | None, typer.Option(help="JSON in the form that is printed.")
    ] = None,
    data_dir: DataDir = VAR,
) -> None:
    """Print who is written to when an adviser is silent; with --file, settle it.

    A priority that is left out of the file goes back to the usual chain.

    Example: sharewell organisation chains school --file chains.json
    """
    calendars, actor = _asked(data_dir, id)
    if file is not None:
        _settled(lambda: calendars.settle_chains(actor, _chains(file)))
    shown = json.loads(dump(calendars.chains(actor), dict[Priority, Chain]))
    typer.echo(json.dumps(shown, indent=2))


def _asked(data_dir: Path, id: str) -> tuple[Calendars, Actor]:
    """Casework, asked as the organisation's administrator would."""
    storehouse = storehouse_for(data_dir)
    with storehouse.reading() as store:
        if all(each.id != id for each in store.accounts.organisations()):
            raise CannotRun(f"There is no organisation {id}.")
    return Calendars(storehouse), Actor(SYSTEM, (Role.ADMINISTRATOR,), id)


def _settled(settle: Callable[[], None]) -> None:
    try:
        settle()
    except TimesRefused as refused:
        raise CannotRun(
            " ".join(f"{each.place}: {each.fault}." for each in refused.faults)
        ) from refused


def _chains(file: Path) -> dict[Priority, Chain]:
    try:
        return load(file.read_text(encoding="utf-8"), dict[Priority, Chain])
    except (OSError, ValidationError) as error:
        raise CannotRun(f"{file} cannot be read as chains.") from error


def _week(before: WorkingTimes, changes: Iterable[str]) -> tuple[Hours | None, ...]:
    week = list(before.week)
    for change in changes:
        name, _, span = change.partition("=")
        known = [day for day in DAYS if len(name) >= SHORT and day.startswith(name)]
        if not known:
            raise typer.BadParameter(f"{name!r} is no day of the week, like mon.")
        week[DAYS.index(known[0])] = None if span == OFF else _hours(span)
    return tuple(week)


def _hours(span: str) -> Hours:
    try:
        opens, closes = map(time.fromisoformat, span.split("-"))
    except ValueError:
        raise typer.BadParameter(f"Write {span!r} like 09:00-17:00, or off.") from None
    return Hours(opens, closes)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"Write {written!r} like 2026-12-24.") from None


def _early(written: str) -> tuple[date, time]:
    day, _, at = written.partition("=")
    try:
        return _day(day), time.fromisoformat(at)
    except ValueError:
        raise typer.BadParameter(f"Write {written!r} like 2026-12-23=13:00.") from None
