"""Teams of advisers and who is on call, from the command line."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.rulebook import Rulebook
from casework.cover import Rota
from casework.rulebooks import Rulebooks
from casework.teams import GivenTeam, Teams
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, storehouse_for
from domain.calendar import LONDON
from domain.errors import CaseError
from domain.people import SYSTEM, Actor, Role
from domain.refusals import SENTENCES
from domain.teams import Member, Rank, Team
from storage.store import Store

app = typer.Typer(help="Teams of advisers.", no_args_is_help=True)
rota = typer.Typer(help="Who is on call.", no_args_is_help=True)

LONGEST_NAME = 200

Place = Annotated[str, typer.Argument(help="The organisation's id.")]
Name = Annotated[str, typer.Argument(help="The team's name.")]
Email = Annotated[str, typer.Argument(help="The adviser's e-mail address.")]
Routes = Annotated[
    list[str] | None,
    typer.Option("--route", help="What it is asked about; may be given several times."),
]


def _teams(folder: Path) -> Teams:
    storehouse = storehouse_for(folder)
    books = Rulebooks(storehouse, Rulebook())
    return Teams(storehouse, books)


def _administrator(store: Store, organisation: str) -> Actor:
    if organisation not in {each.id for each in store.accounts.organisations()}:
        raise CannotRun(f"There is no organisation {organisation}.")
    return Actor(SYSTEM, (Role.ADMINISTRATOR,), organisation)


def _in(folder: Path, organisation: str) -> Actor:
    with storehouse_for(folder).reading() as store:
        return _administrator(store, organisation)


def _user(folder: Path, organisation: str, email: str) -> str:
    with storehouse_for(folder).reading() as store:
        account = store.accounts.by_email(email)
    if account is None or account.actor.organisation != organisation:
        raise CannotRun(f"There is no account {email} at {organisation}.")
    return account.actor.id


def _named(teams: Teams, actor: Actor, name: str) -> Team:
    for team in teams.all(actor):
        if team.name.casefold() == name.casefold():
            return team
    raise CannotRun(f"There is no team {name}. Add it with `sharewell team add`.")


@app.command("add")
def add_team(
    organisation: Place, name: Name, route: Routes = None, data_dir: DataDir = VAR
) -> None:
    """Add a team and say what it is asked about.

    Example: sharewell team add school "Safeguarding" --route safeguarding_lead
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise typer.BadParameter(f"Give it a name of 1 to {LONGEST_NAME} characters.")
    teams, actor = _teams(data_dir), _in(data_dir, organisation)
    try:
        teams.add(actor, GivenTeam(name.strip(), tuple(dict.fromkeys(route or ()))))
    except CaseError as error:
        known = ", ".join(teams.routes(actor))
        raise CannotRun(f"{SENTENCES[error.why]} Routes: {known}.") from error
    typer.echo(f"Added {name}.")


@app.command("member")
def settle_member(
    organisation: Place,
    name: Name,
    email: Email,
    rank: Annotated[Rank, typer.Option(help="Their place in it.")] = Rank.MEMBER,
    remove: Annotated[bool, typer.Option("--remove", help="They leave it.")] = False,
    data_dir: DataDir = VAR,
) -> None:
    """Put an adviser into a team, or let them leave it.

    Example: sharewell team member school "Safeguarding" kit@school.example
    --rank deputy
    """
    teams, actor = _teams(data_dir), _in(data_dir, organisation)
    team, user = _named(teams, actor, name), _user(data_dir, organisation, email)
    others = [each for each in team.members if each.user != user]
    added = [] if remove else [Member(user, rank)]
    changed = replace(team, members=(*others, *added))
    try:
        given = GivenTeam(changed.name, changed.routes, changed.members)
        teams.change(actor, team.id, given)
    except CaseError as error:
        raise CannotRun(SENTENCES[error.why]) from error
    typer.echo(f"Kept {name}.")


@app.command("list")
def list_teams(
    organisation: Place, as_json: AsJson = False, data_dir: DataDir = VAR
) -> None:
    """List the teams of an organisation. Example: sharewell team list school"""
    teams, actor = _teams(data_dir), _in(data_dir, organisation)
    rows, names = teams.all(actor), teams.advisers(actor)
    if as_json:
        typer.echo(json.dumps([asdict(r) for r in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        members = ", ".join(names.get(each.user, "?") for each in row.members)
        typer.echo(f"{row.name:24} {' '.join(row.routes)}: {members or 'nobody'}")


@rota.command("add")
def add_turn(
    organisation: Place,
    email: Email,
    starts: Annotated[str, typer.Option("--from", help="Like 2026-12-24T17:00.")],
    until: Annotated[str, typer.Option(help="Like 2026-12-28T08:00.")],
    data_dir: DataDir = VAR,
) -> None:
    """Put an adviser on call; times are those of the United Kingdom.

    Example: sharewell on-call add school kit@school.example
    --from 2026-12-24T17:00 --until 2026-12-28T08:00
    """
    actor = _in(data_dir, organisation)
    user = _user(data_dir, organisation, email)
    times = (_moment(starts), _moment(until))
    try:
        Rota(storehouse_for(data_dir)).add(actor, user, times)
    except CaseError as error:
        raise CannotRun(SENTENCES[error.why]) from error
    typer.echo("Kept.")


@rota.command("list")
def list_turns(organisation: Place, data_dir: DataDir = VAR) -> None:
    """List who is on call, now and later. Example: sharewell on-call list school"""
    for line in Rota(storehouse_for(data_dir)).all(_in(data_dir, organisation)):
        starts, ends = (
            each.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
            for each in (line.turn.starts_at, line.turn.ends_at)
        )
        typer.echo(f"{line.name:24} {starts} to {ends}")


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter("Write a time like 2026-12-24T17:00.") from error
    return found if found.tzinfo else found.replace(tzinfo=LONDON)
