"""Organisations from the command line: add one, settle how it works, list them."""

import json
import re
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from adapters.rulebook import Rulebook
from casework.rulebooks import Rulebooks, RuleChoice
from cli.embedded import CannotRun
from cli.organisation_times import settle_chains, settle_hours
from cli.place import VAR, AsJson, DataDir, storehouse_for
from domain.calendar import Nation
from domain.people import SYSTEM, Actor, Role
from domain.rules import RuleSetRefused
from domain.terms import ApprovalPolicy
from storage.accounts import Organisation
from storage.coding import dump
from storage.store import Store, Storehouse

LONGEST_MARKING = 80
"""It stands on one line above every page."""


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
        known = _find(store, id) or Organisation(
            id, name, "", "HMG-2018", ApprovalPolicy.WHEN_UNSURE.value
        )
        telephone = known.telephone if telephone is None else telephone
        store.accounts.keep_organisation(replace(known, name=name, telephone=telephone))
    _settle(storehouse, id, approval=approval)
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
    with storehouse.reading() as store:
        if _find(store, id) is None:
            raise CannotRun(f"There is no organisation {id}.")
    _choose(storehouse, id, ruleset, off=guard_off, on=guard_on)
    _settle(storehouse, id, approval, usual, emergency, nation)
    _look_twice(storehouse, id, second_eyes)
    if marking is not None:
        _mark(storehouse, id, marking.strip())
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
    actor = Actor(SYSTEM, (Role.ADMINISTRATOR,), id)
    before = books.choice(actor)
    guards = [g for g in (*before.guards_off, *(off or ())) if g not in (on or ())]
    try:
        books.choose(actor, RuleChoice(ruleset or before.default, tuple(guards)))
    except RuleSetRefused as error:
        raise CannotRun(" ".join(fault.fault for fault in error.faults)) from error


def _settle(
    storehouse: Storehouse,
    id: str,
    approval: ApprovalPolicy | None = None,
    usual: list[str] | None = None,
    emergency: list[str] | None = None,
    nation: Nation | None = None,
) -> None:
    numbers = tuple(_pair(each) for each in emergency or ())
    with storehouse.writing() as store:
        known = store.accounts.organisation(id)
        entries = _usual(known, usual or [])
        if usual:
            _check_usual(storehouse, known, entries)
        store.accounts.keep_organisation(
            replace(
                known,
                approval=approval.value if approval else known.approval,
                usual=entries,
                emergency_numbers=numbers or known.emergency_numbers,
                nation=nation.value if nation else known.nation,
            )
        )


def _look_twice(storehouse: Storehouse, id: str, wanted: Switch | None) -> None:
    if wanted is None:
        return
    with storehouse.writing() as store:
        known = store.accounts.organisation(id)
        settled = replace(known, second_eyes=wanted is Switch.ON)
        store.accounts.keep_organisation(settled)


def _mark(storehouse: Storehouse, id: str, marking: str) -> None:
    if len(marking) > LONGEST_MARKING:
        raise CannotRun(f"A marking has at most {LONGEST_MARKING} characters.")
    with storehouse.writing() as store:
        known = store.accounts.organisation(id)
        store.accounts.keep_organisation(replace(known, marking=marking))


def _usual(known: Organisation, changes: list[str]) -> dict[str, Any]:
    """What is usually put beside answers, with these changes made."""
    usual = {id: dict(entry) for id, entry in known.usual.items()}
    for name, value in map(_pair, changes):
        id, _, field = name.partition(".")
        entry = usual.setdefault(id, {"option": "", "fields": {}})
        if field:
            entry["fields"] = {**entry["fields"], field: value}
        else:
            entry["option"] = value
    return usual


def _check_usual(
    storehouse: Storehouse, known: Organisation, usual: dict[str, Any]
) -> None:
    """Only what the questions of its rules really offer can be usual.

    Raises:
        CannotRun: they offer no such thing.
    """
    actor = Actor(SYSTEM, (Role.ADMINISTRATOR,), known.id)
    _, wording = Rulebooks(storehouse, Rulebook()).get(actor, known.ruleset)
    offered = {e.id: e for q in wording.questions for e in q.evidence if e.options}
    for id, entry in usual.items():
        option = offered[id].option(entry["option"]) if id in offered else None
        if option is None:
            choice = entry["option"] or "its choice"
            raise CannotRun(f"{known.ruleset} has no {id} with {choice}.")
        there = {field.id for field in offered[id].fields_for(option.id)}
        for field in sorted(entry["fields"].keys() - there):
            raise CannotRun(f"{id} has no {field} with {option.id}.")


def _pair(text: str) -> tuple[str, str]:
    """What stands before and after the first equals sign.

    Raises:
        BadParameter: there is none, or nothing on one side of it.
    """
    name, _, value = (part.strip() for part in text.partition("="))
    if not (name and value):
        raise typer.BadParameter(f"Write {text!r} as a name, = and a value.")
    return name, value
