"""Accounts that are locked or lost, and the tokens of people and programs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from casework.account_notes import AT_THE_MACHINE
from casework.accounts import NewAccount, NoSuchAccount, add_service, find
from casework.identity_side import IdentitySide, identity_side
from casework.services import new_address
from casework.tokens import Wanted, end_token, lines_of, new_token
from cli.embedded import CannotRun
from cli.people import Email, lifetime
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from domain.errors import CaseError
from domain.identity import Scope, check_service_roles
from domain.people import Role
from domain.refusals import SENTENCES

programs = typer.Typer(help="Accounts of programs.", no_args_is_help=True)

Reason = Annotated[str, typer.Option(help="Why; it is kept with the account.")]


@contextmanager
def _side(folder: Path) -> Iterator[IdentitySide]:
    """What looks after accounts; what it refuses is said in a sentence."""
    try:
        yield identity_side(settings_for(folder), storehouse_for(folder))
    except NoSuchAccount as error:
        raise CannotRun("There is no account with that e-mail address.") from error
    except CaseError as error:
        raise CannotRun(SENTENCES[error.why]) from error


def unlock(email: Email, data_dir: DataDir = VAR) -> None:
    """Let somebody try again who was wrong too often.

    Example: sharewell user unlock kit@school.example
    """
    with _side(data_dir) as side:
        side.account_care.unlock_address(email)
    typer.echo("Unlocked.")


def sign_out(email: Email, data_dir: DataDir = VAR) -> None:
    """End all browser sessions of somebody.

    Example: sharewell user sign-out kit@school.example
    """
    with _side(data_dir) as side:
        ended = side.account_care.sign_out_address(email)
    typer.echo(f"Signed out of {ended} {'browser' if ended == 1 else 'browsers'}.")


def send_link(email: Email, data_dir: DataDir = VAR) -> None:
    """E-mail somebody a link for a new password; a worker sends it.

    Example: sharewell user new-password kit@school.example
    """
    with _side(data_dir) as side:
        side.account_care.send_link_to(email)
    typer.echo("The link is on its way to them.")


def reset_second_step(email: Email, reason: Reason, data_dir: DataDir = VAR) -> None:
    """Take away a second step that somebody has lost; they set up another.

    Example: sharewell user reset-second-step kit@school.example --reason "Lost phone"
    """
    if not reason.strip():
        raise CannotRun("Say why with --reason.")
    with _side(data_dir) as side:
        side.account_care.reset_address(email, reason)
    typer.echo("Taken away. They set up another when they sign in.")


def list_tokens(email: Email, as_json: AsJson = False, data_dir: DataDir = VAR) -> None:
    """List somebody's tokens, without the tokens themselves.

    Example: sharewell token list kit@school.example
    """
    storehouse = storehouse_for(data_dir)
    with _side(data_dir), storehouse.reading() as store:
        lines = lines_of(store, find(store, email).actor.id)
    rows = [
        {
            "name": line.name,
            "label": line.label,
            "scope": line.scope.value,
            "expires_at": line.expires_at.isoformat() if line.expires_at else None,
            "used_at": line.used_at.isoformat() if line.used_at else None,
            "over": line.is_over,
        }
        for line in lines
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = "over" if row["over"] else f"until {row['expires_at']}"
        typer.echo(f"{row['name']:20} {row['scope']:8} {state}  {row['label']}")


def stop_token(
    email: Email,
    name: Annotated[str, typer.Argument(help="Its name in `token list`.")],
    data_dir: DataDir = VAR,
) -> None:
    """End a token: nobody gets in with it any more.

    Example: sharewell token end kit@school.example t-0123456789abcdef
    """
    storehouse = storehouse_for(data_dir)
    with _side(data_dir), storehouse.writing() as store:
        end_token(store, find(store, email).actor.id, AT_THE_MACHINE, name)
    typer.echo("Ended.")


@programs.command("add")
def add_program(
    name: Annotated[str, typer.Argument(help="What the program is called.")],
    role: Annotated[list[Role], typer.Option(help="practitioner or operations.")],
    organisation: Annotated[str, typer.Option(help="The organisation's id.")],
    expires: Annotated[str, typer.Option(help="How long its token lasts.")] = "90d",
    scope: Annotated[Scope, typer.Option(help="How far it reaches.")] = Scope.ACT,
    data_dir: DataDir = VAR,
) -> None:
    """Add a program with a token, and print the token, once.

    Example: sharewell program add "Case system" --role practitioner
    --organisation school --scope act
    """
    lasts = lifetime(expires)
    storehouse = storehouse_for(data_dir)
    with _side(data_dir), storehouse.writing() as store:
        check_service_roles(role)
        known = {each.id for each in store.accounts.organisations()}
        if organisation not in known:
            raise CannotRun(f"There is no organisation {organisation}.")
        new = NewAccount(new_address(), name, tuple(role), organisation)
        account = add_service(store, new, AT_THE_MACHINE)
        wanted = Wanted(scope, lasts)
        token = new_token(store, account.actor.id, AT_THE_MACHINE, wanted)
    typer.echo(token)
