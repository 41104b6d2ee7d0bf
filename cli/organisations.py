"""Organisations from the command line: add one, settle how it works, list them."""

import json
import re
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from adapters.rulebook import Rulebook
from casework.calendars import Calendars
from casework.organisation import Governance
from casework.recipient_directory import RecipientDirectory
from casework.rulebooks import Rulebooks, RuleChoice
from cli.embedded import CannotRun
from cli.organisation_times import settle_chains, settle_hours
from cli.place import VAR, AsJson, DataDir, storehouse_for
from domain.calendar import Nation
from domain.errors import NotAccepted
from domain.organisation import AT_ONCE
from domain.people import SYSTEM, Actor, Role
from domain.refusals import SENTENCES
from domain.rules import RuleSetRefused
from domain.terms import ApprovalPolicy
from storage.accounts import Organisation
from storage.coding import dump
from storage.store import Store, Storehouse


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


app = typer.Typer(help="Organisations.", no_args_is_help=True)
app.command("hours")(settle_hours)
app.command("chains")(settle_chains)

Id = Annotated[str, typer.Argument(help="A short id: letters, digits, hyphens.")]
Ruleset = Annotated[str | None, typer.Option(help="The rules of its new requests.")]
Approval = Annotated[ApprovalPolicy | None, typer.Option(help="Its approval policy.")]
SecondEyes = Annotated[
    Switch | None, typer.Option(help="An adviser looks at new recipients.")
]
Named = Annotated[
    list[str] | None,
    typer.Option(help="The id of a guard; may be given several times."),
]


@app.command("add")
def add_organisation(
    id: Id,
    name: Annotated[str, typer.Option(help="Its name, as people know it.")],
    telephone: Annotated[str | None, typer.Option(help="Its published number.")] = None,
    ruleset: Ruleset = None,
    approval: Approval = None,
    data_dir: DataDir = VAR,
) -> None:
    """Add an organisation, or change its settings for new cases.

    Example: sharewell organisation add school --name "Hill School"
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,30}", id):
        raise typer.BadParameter("Use 2 to 31 small letters, digits and hyphens.")
    storehouse = storehouse_for(data_dir)
    with storehouse.writing() as store:
        if _find(store, id) is None:
            store.accounts.keep_organisation(
                Organisation(id, name, "", "HMG-2018", ApprovalPolicy.WHEN_UNSURE.value)
            )
    wanted = approval and approval.value
    _govern(storehouse, id, {"name": name, "telephone": telephone, "approval": wanted})
    _choose(storehouse, id, ruleset)
    typer.echo(f"Kept {id}.")


@app.command("set")
def set_organisation(
    id: Id,
    ruleset: Ruleset = None,
    approval: Approval = None,
    guard_off: Named = None,
    guard_on: Named = None,
    usual: Annotated[
        list[str] | None,
        typer.Option(help="basis=public_task, or basis.function=… for its details."),
    ] = None,
    emergency: Annotated[
        list[str] | None,
        typer.Option(help="Label=number, in the order to show them; replaces all."),
    ] = None,
    nation: Annotated[
        Nation | None, typer.Option(help="Whose bank holidays it keeps.")
    ] = None,
    second_eyes: SecondEyes = None,
    marking: Annotated[
        str | None, typer.Option(help="Stands on every page that leaves.")
    ] = None,
    data_dir: DataDir = VAR,
) -> None:
    """Settle how an organisation works from now on. Open cases keep their rules.

    Example: sharewell organisation set school --ruleset DFE-2024
    --usual basis=public_task --emergency "Police=999"
    """
    storehouse = storehouse_for(data_dir)
    known = _known(storehouse, id)
    _choose(storehouse, id, ruleset, off=guard_off, on=guard_on)
    given = {"approval": approval and approval.value, "marking": marking}
    told = {"emergency_numbers": _numbers(emergency), "usual": _usual(known, usual)}
    _govern(storehouse, id, {**given, **told})
    _keep_holidays(storehouse, id, nation)
    _look_twice(storehouse, id, second_eyes)
    typer.echo(f"Kept {id}.")


@app.command("list")
def list_organisations(as_json: AsJson = False, data_dir: DataDir = VAR) -> None:
    """List the organisations. Example: sharewell organisation list"""
    with storehouse_for(data_dir).reading() as store:
        rows = store.accounts.organisations()
    if as_json:
        plain = json.loads(dump(rows, list[Organisation]))
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for row in rows:
        off = f", without {' '.join(row.guards_off)}" if row.guards_off else ""
        typer.echo(f"{row.id:16} {row.name:32} {row.ruleset}, {row.approval}{off}")


def _find(store: Store, id: str) -> Organisation | None:
    return next((o for o in store.accounts.organisations() if o.id == id), None)


def _choose(
    storehouse: Storehouse,
    id: str,
    ruleset: str | None,
    *,
    off: list[str] | None = None,
    on: list[str] | None = None,
) -> None:
    """Settle its rules as its administrator would."""
    books = Rulebooks(storehouse, Rulebook())
    actor = _administrator(id)
    before = books.choice(actor)
    guards = [g for g in (*before.guards_off, *(off or ())) if g not in (on or ())]
    try:
        books.choose(actor, RuleChoice(ruleset or before.default, tuple(guards)))
    except RuleSetRefused as error:
        raise CannotRun(" ".join(fault.fault for fault in error.faults)) from error


def _govern(storehouse: Storehouse, id: str, given: dict[str, Any]) -> None:
    """Settle its policies as its administrator would; None leaves one as it is.

    Raises:
        CannotRun: something of it cannot be.
    """
    books = Rulebooks(storehouse, Rulebook())
    said = {name: value for name, value in given.items() if value is not None}
    if "marking" in said:
        said["marking"] = said["marking"].strip()
    try:
        Governance(storehouse, books).settle(_administrator(id), said, AT_ONCE)
    except NotAccepted as no:
        what = f"{no.about}: " if no.about else ""
        raise CannotRun(f"{what}{SENTENCES[no.why]}") from no


def _keep_holidays(storehouse: Storehouse, id: str, nation: Nation | None) -> None:
    if nation is None:
        return
    calendars, actor = Calendars(storehouse), _administrator(id)
    calendars.settle(actor, replace(calendars.times(actor), nation=nation))


def _look_twice(storehouse: Storehouse, id: str, wanted: Switch | None) -> None:
    if wanted is None:
        return
    directory = RecipientDirectory(storehouse)
    directory.settle(_administrator(id), second_eyes=wanted is Switch.ON)


def _administrator(id: str) -> Actor:
    return Actor(SYSTEM, (Role.ADMINISTRATOR,), id)


def _known(storehouse: Storehouse, id: str) -> Organisation:
    with storehouse.reading() as store:
        known = _find(store, id)
    if known is None:
        raise CannotRun(f"There is no organisation {id}.")
    return known


def _numbers(emergency: list[str] | None) -> tuple[tuple[str, str], ...] | None:
    return tuple(map(_pair, emergency)) if emergency else None


def _usual(known: Organisation, changes: list[str] | None) -> dict[str, Any] | None:
    """What is usually put beside answers with these changes made; None without any."""
    if not changes:
        return None
    usual = {id: dict(entry) for id, entry in known.usual.items()}
    for name, value in map(_pair, changes):
        id, _, field = name.partition(".")
        entry = usual.setdefault(id, {"option": "", "fields": {}})
        if field:
            entry["fields"] = {**entry["fields"], field: value}
        else:
            entry["option"] = value
    return usual


def _pair(text: str) -> tuple[str, str]:
    """What stands before and after the first equals sign.

    Raises:
        BadParameter: there is none, or nothing on one side of it.
    """
    name, _, value = (part.strip() for part in text.partition("="))
    if not (name and value):
        raise typer.BadParameter(f"Write {text!r} as a name, = and a value.")
    return name, value
