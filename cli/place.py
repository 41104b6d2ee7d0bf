"""Which Sharewell a command is about: the environment's, or a data folder's."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from adapters.settings import Settings
from casework.house import open_storehouse
from casework.key_care import check_keys
from cli import embedded, stack
from cli.embedded import SECRETS, CannotRun, Place
from storage.store import Storehouse

DataDir = Annotated[
    Path,
    typer.Option(
        "--data-dir", help="The folder of `sharewell up`, where no settings are given."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

VAR = Path("var")


def settings_for(folder: Path) -> Settings:
    """The environment's settings, or those of an embedded Sharewell in a folder.

    Raises:
        CannotRun: there are neither.
    """
    if not (folder / SECRETS).exists():
        return Settings.model_validate({})
    with suppress(ValidationError):
        return Settings.model_validate({})  # explicit settings win over a folder
    ports = embedded.noted_ports(folder)
    demo = embedded.is_demo(folder)
    place = Place(folder.resolve(), "127.0.0.1", ports.web, demo=demo)
    environment = embedded.environment(place, ports.temporal, ports.mail)
    return stack.settings_from(environment)


def storehouse_for(folder: Path, *, without_keys: bool = False) -> Storehouse:
    """The database that a command is about, if its schema is the one we know.

    `without_keys`: also one whose keys have not been brought back yet.

    Raises:
        CannotRun: it has not been set up yet, or cannot be read.
    """
    storehouse = open_storehouse(settings_for(folder))
    try:
        _check(storehouse, without_keys)
    except DBAPIError as error:
        kind = type(error.orig).__name__
        raise CannotRun(
            f"The database cannot be read ({kind}). If it is damaged, keep it, "
            "restore a backup somewhere else, and verify that."
        ) from error
    return storehouse


def _check(storehouse: Storehouse, without_keys: bool) -> None:
    storehouse.database.check_not_newer()
    if not storehouse.database.is_current:
        raise CannotRun(
            "The database is not set up yet. Run `sharewell migrate`, or "
            "`sharewell up`, first."
        )
    if not without_keys:
        check_keys(storehouse)
