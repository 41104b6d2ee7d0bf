"""Accounts and API tokens."""

import json
import re
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from adapters.phrases import WORDS
from casework.accounts import (
    AccountExists,
    Accounts,
    NewAccount,
    NoSuchAccount,
)
from casework.tokens import LONGEST
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from domain.errors import NotAccepted
from domain.identity import Scope
from domain.people import Role
from domain.refusals import SENTENCES

users = typer.Typer(help="Local accounts.", no_args_is_help=True)
tokens = typer.Typer(help="Tokens for the JSON interface.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]


def _accounts(folder: Path) -> Accounts:
    return Accounts(storehouse_for(folder), settings_for(folder))


@users.command("add")
def add_user(
    email: Email,
    name: Annotated[str, typer.Option(help="Their name, as others see it.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    organisation: Annotated[str, typer.Option(help="The organisation's id.")],
    generate: Annotated[
        bool, typer.Option("--generate", help="Make a password and print it once.")
    ] = False,
    data_dir: DataDir = VAR,
) -> None:
    """Add an account; the password is read from standard input.

    Example: sharewell user add kit@school.example --name "Kit Dale"
    --role practitioner --organisation school --generate
    """
    if {Role.RECIPIENT, Role.SYSTEM} & set(role):
        raise CannotRun("Recipients and Sharewell itself have no accounts.")
    with storehouse_for(data_dir).reading() as store:
        known = {each.id for each in store.accounts.organisations()}
    if organisation not in known:
        raise CannotRun(
            f"There is no organisation {organisation}. Add it with "
            f"`sharewell organisation add {organisation} --name …`."
        )
    password = _generated() if generate else sys.stdin.readline().rstrip("\n")
    new = NewAccount(email, name, tuple(role), organisation)
    try:
        actor = _accounts(data_dir).add(new, password)
    except AccountExists as error:
        raise CannotRun("That e-mail address has an account already.") from error
    except NotAccepted as error:
        raise CannotRun(f"{SENTENCES[error.why]} Or use --generate.") from error
    typer.echo(f"Added {actor.id}.")
    if generate:
        typer.echo(f"The password, shown only now: {password}")


def _generated() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(5))


@users.command("disable")
def disable_user(email: Email, data_dir: DataDir = VAR) -> None:
    """End an account and give its tasks back to the team, with notice.

    Example: sharewell user disable kit@school.example
    """
    try:
        _accounts(data_dir).disable(email)
    except NoSuchAccount as error:
        raise CannotRun("There is no account with that e-mail address.") from error
    typer.echo("Disabled. Their name stays on the records they made.")


@users.command("roles")
def settle_roles(
    email: Email,
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    data_dir: DataDir = VAR,
) -> None:
    """Settle what an account is for. An adviser no longer gives their tasks back.

    Example: sharewell user roles kit@school.example --role practitioner
    """
    if {Role.RECIPIENT, Role.SYSTEM} & set(role):
        raise CannotRun("Recipients and Sharewell itself have no accounts.")
    try:
        _accounts(data_dir).set_roles(email, tuple(dict.fromkeys(role)))
    except NoSuchAccount as error:
        raise CannotRun("There is no account with that e-mail address.") from error
    typer.echo("Kept. Their name stays on the records they made.")


@users.command("list")
def list_users(as_json: AsJson = False, data_dir: DataDir = VAR) -> None:
    """List the accounts. Example: sharewell user list --json"""
    rows = [
        {
            "id": account.actor.id,
            "email": account.profile.email,
            "name": account.profile.name,
            "organisation": account.actor.organisation,
            "roles": [role.value for role in account.actor.roles],
            "disabled": account.disabled,
        }
        for account in _accounts(data_dir).all()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        roles = row["roles"]
        state = ", ".join(roles) if isinstance(roles, list) else ""
        ended = " (disabled)" if row["disabled"] else ""
        typer.echo(f"{row['email']:32} {row['organisation']:16} {state}{ended}")


@tokens.command("create")
def create_token(
    email: Email,
    expires: Annotated[
        str, typer.Option(help="How long it lasts: 90d, 12h; at most 365d.")
    ] = "90d",
    scope: Annotated[Scope, typer.Option(help="How far it reaches.")] = Scope.ACT,
    data_dir: DataDir = VAR,
) -> None:
    """Make an API token and print it, once.

    Example: sharewell token create kit@school.example --expires 30d --scope read
    """
    lasts = lifetime(expires)
    try:
        token = _accounts(data_dir).create_token(email, lasts, scope)
    except NoSuchAccount as error:
        raise CannotRun("There is no account with that e-mail address.") from error
    typer.echo(token)


def lifetime(text: str) -> timedelta:
    """90d or 12h, and a year at most.

    Raises:
        BadParameter: it is neither, or longer.
    """
    found = re.fullmatch(r"(\d{1,4})([dh])", text)
    if found is None or found[1].strip("0") == "":
        raise typer.BadParameter("Write how long as 90d or 12h.")
    number = int(found[1])
    lasts = timedelta(days=number) if found[2] == "d" else timedelta(hours=number)
    if lasts > LONGEST:
        raise typer.BadParameter("A token lasts 365d at most.")
    return lasts
