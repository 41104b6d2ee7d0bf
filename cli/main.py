"""The `sharewell` command: its tree, its exit codes, and how it ends."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from pydantic import ValidationError

from adapters.logs import configure
from adapters.settings import Settings
from casework.key_care import KeysDoNotOpen
from casework.versions import Incompatible
from cli import (
    account_commands,
    backup,
    bench,
    directory,
    key_backup,
    key_commands,
    mail,
    organisations,
    people,
    proof,
    retention_commands,
    rules,
    running,
    teams,
    upgrading,
    upkeep,
    walkthrough,
)
from cli.embedded import CannotRun
from storage.database import NewerDatabase

app = typer.Typer(
    help="Decide, get advice, share securely and keep the record.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

BAD_USAGE = 2


def run() -> None:
    """The entry point. Leaves at once: the Temporal SDK may hang at a normal exit."""
    code = perform(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def perform(words: Sequence[str]) -> int:
    """Carry out one command; the exit code that it ends with."""
    try:
        # What it returns is the exit code, where a command gave one.
        ended = app(list(words), standalone_mode=False)
    except (CannotRun, Incompatible, KeysDoNotOpen, NewerDatabase) as error:
        return complain(sentence(error))
    except ValidationError as error:
        return complain(settings_sentence(error))
    except typer.Exit as error:
        return error.exit_code
    except typer.Abort:
        return 130
    except Exception as error:
        return usage_or_raise(error)
    return ended if isinstance(ended, int) else 0


def usage_or_raise(error: Exception) -> int:
    """Bad usage in one sentence; anything else is a fault of ours and shows itself."""
    shown = getattr(error, "format_message", None)
    if shown is None:
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return complain(f"{shown()} Try --help.")


def complain(text: str) -> int:
    typer.echo(text, err=True)
    return BAD_USAGE


def sentence(error: Exception) -> str:
    if isinstance(error, NewerDatabase):
        return (
            "The database was written by a newer version of Sharewell. Install that "
            "version, or restore a backup made by this one."
        )
    return str(error)


def settings_sentence(error: ValidationError) -> str:
    """Which settings are missing or wrong, without their values."""
    faults = []
    for each in error.errors():
        name = "SHAREWELL_" + "_".join(str(part) for part in each["loc"]).upper()
        missing = each["type"] == "missing"
        faults.append(f"{name} is missing" if missing else f"{name}: {each['msg']}")
    return f"The settings are not complete: {'; '.join(faults)}. See docs/settings.md."


@app.command()
def up(
    demo: Annotated[
        bool, typer.Option("--demo", help="Add demo people and cases.")
    ] = False,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port of the pages.")] = 8000,
    data_dir: Annotated[Path, typer.Option(help="Where to keep everything.")] = Path(
        "var"
    ),
    cases: Annotated[
        int, typer.Option(min=0, help="How many demo cases; thousands take seconds.")
    ] = 40,
) -> None:
    """Run everything on this machine. Example: sharewell up --demo --port 8000"""
    asyncio.run(running.up(host, port, data_dir.resolve(), cases if demo else None))


@app.command()
def worker() -> None:
    """Run the worker with its relay. Example: sharewell worker"""
    configure()
    uvloop.run(running.worker(Settings.model_validate({})))


@app.command()
def web() -> None:
    """Run the pages and the JSON interface. Example: sharewell web"""
    configure()
    uvloop.run(running.web(Settings.model_validate({})))


@app.command()
def codec() -> None:
    """Decipher for Temporal's own pages. Off unless set up. Example: sharewell codec"""
    configure()
    uvloop.run(running.codec(Settings.model_validate({})))


@app.command()
def migrate() -> None:
    """Bring the database up to date. Example: sharewell migrate"""
    running.migrate(Settings.model_validate({}))


app.command()(walkthrough.walkthrough)
app.command()(bench.bench)
app.command()(proof.verify)
app.command("proof")(proof.prove)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(backup.restored)
app.command("check-upgrade")(upgrading.check_upgrade)
app.command()(upkeep.reindex)
app.command()(upkeep.doctor)
app.command()(upkeep.openapi)
people.users.command("unlock")(account_commands.unlock)
people.users.command("sign-out")(account_commands.sign_out)
people.users.command("new-password")(account_commands.send_link)
people.users.command("reset-second-step")(account_commands.reset_second_step)
people.tokens.command("list")(account_commands.list_tokens)
people.tokens.command("end")(account_commands.stop_token)
app.add_typer(account_commands.programs, name="program")
app.add_typer(people.users, name="user")
app.add_typer(people.tokens, name="token")
app.add_typer(organisations.app, name="organisation")
app.add_typer(teams.app, name="team")
app.add_typer(directory.app, name="directory")
app.add_typer(teams.rota, name="on-call")
app.add_typer(mail.app, name="mail")
app.add_typer(rules.app, name="ruleset")
key_commands.app.command("export")(key_backup.export_keys)
key_commands.app.command("import")(key_backup.import_keys)
app.add_typer(key_commands.app, name="keys")
app.add_typer(retention_commands.app, name="retention")
app.add_typer(proof.app, name="log")


if __name__ == "__main__":
    run()
