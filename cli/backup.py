"""Backups from the shell: made while people work, brought back, and what came of it."""

import json
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from adapters.blobs import Blobs, OutOfReach
from adapters.clock import now
from adapters.passwords import new_id
from adapters.settings import Settings
from casework import tombstones
from casework.backing_up import BackingUp, BackupInTheWay, keys_beside
from casework.backup_file import BackupBroken, BackupReader
from casework.key_backup import BackupRefused
from casework.restoring import Given, PlaceTaken, Restored, Restoring
from casework.tree_sealing import tree_keys_of
from cli import embedded
from cli.backup_words import (
    backup_said,
    findings_said,
    restore_said,
    tell_of_backup,
    tell_of_findings,
    tell_of_restore,
)
from cli.embedded import SECRETS, CannotRun, Place
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from cli.telling import Progress
from storage.programs import ProgramFailed
from storage.snapshot import DatabaseDamaged


def backup(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    with_files: Annotated[
        bool, typer.Option("--files/--no-files", help="Whether files are copied too.")
    ] = True,
    as_json: AsJson = False,
    data_dir: DataDir = VAR,
) -> None:
    """Copy the database and all files while people work; the keys to FILE.keys.

    Exit 1 if a file is on record and was not there.

    Example: sharewell backup backups/monday.backup
    """
    settings = settings_for(data_dir)
    storehouse = storehouse_for(data_dir)
    making = BackingUp(
        storehouse,
        Blobs(settings.blobs),
        tree_keys_of(settings),
        Progress(),
    )
    with closing(storehouse.database), _in_plain_words():
        made = making.make(file, with_files=with_files)
    if as_json:
        typer.echo(json.dumps(backup_said(made, file), indent=2))
    else:
        tell_of_backup(made, file, embedded_here=(data_dir / SECRETS).exists())
    raise typer.Exit(1 if made.manifest.missing else 0)


KeysFile = Annotated[
    Path | None,
    typer.Option(help="A file of keys, if not FILE.keys: a newer one will do."),
]
Tombstones = Annotated[
    Path | None,
    typer.Option("--tombstones", help="What `sharewell retention tombstones` printed."),
]
Over = Annotated[
    bool, typer.Option("--over", help="Set aside the database that is there.")
]
OnlyCheck = Annotated[
    bool, typer.Option("--check", help="Only look whether it could be restored.")
]
OnlyFiles = Annotated[
    bool, typer.Option("--only-files", help="Only put back files that are missing.")
]


def restore(
    file: Annotated[Path, typer.Argument(help="What `sharewell backup` wrote.")],
    keys: KeysFile = None,
    destroyed: Tombstones = None,
    over: Over = False,
    check: OnlyCheck = False,
    only_files: OnlyFiles = False,
    as_json: AsJson = False,
    data_dir: DataDir = VAR,
) -> None:
    """Bring back a backup, and verify it. Exit 1 if what came back is not whole.

    Example: sharewell restore backups/monday.backup
    """
    settings = settings_for(data_dir)
    restoring = Restoring(settings, Blobs(settings.blobs), Progress())
    with (
        closing(restoring),
        _in_plain_words(),
        _opened(file, settings) as reader,
    ):
        if only_files:
            put = restoring.put_back_files(reader)
            typer.echo(f"Files put back: {put}. Nothing else was changed.")
            return
        given = _given(file, reader, keys, destroyed or settings.tombstones_file)
        restoring.check(given)
        if check:
            typer.echo("It is whole, and its keys open. Nothing was changed.")
            return
        with _nobody_else_on(data_dir):
            restoring.check_place(over=over)
            came = restoring.restore(given)
    _say_restored(came, as_json)
    raise typer.Exit(1 if came.found.faults else 0)


def _given(
    file: Path, reader: BackupReader, keys: Path | None, destroyed: Path | None
) -> Given:
    lines = _lines(keys or keys_beside(file))
    return Given(reader, lines, file.resolve().parent, _destroyed(destroyed))


def _say_restored(came: Restored, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(restore_said(came), indent=2))
    else:
        tell_of_restore(came)


def restored(
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            help="Say that the database was brought back to this moment (UTC) by "
            "other means.",
        ),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = VAR,
) -> None:
    """Say what the last restore lost, as far as Temporal knew of it.

    Example: sharewell restored --as-of 2026-11-23T03:00
    """
    storehouse = storehouse_for(data_dir)
    if as_of is not None:
        moment = as_of.replace(tzinfo=now().tzinfo)
        with storehouse.writing() as store:
            store.restores.note(new_id("restore"), moment, now())
        typer.echo("Noted. Start a worker: it runs every open case on from the record.")
        return
    with storehouse.reading() as store:
        last = store.restores.newest()
        findings = store.restores.findings(last.id) if last else []
    if as_json:
        typer.echo(json.dumps(findings_said(last, findings), indent=2))
    elif last is None:
        typer.echo("This database was never restored.")
    else:
        tell_of_findings(last, findings)


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except OutOfReach as away:
        raise CannotRun("The place where files lie does not answer.") from away
    except (DBAPIError, DatabaseDamaged) as error:
        raise CannotRun(
            f"The database is damaged or away ({type(error).__name__}). If it is "
            "damaged, keep it as it is, and restore a backup somewhere else."
        ) from error
    except (
        BackupInTheWay, BackupBroken, BackupRefused, PlaceTaken, ProgramFailed,
    ) as no:  # fmt: skip
        raise CannotRun(str(no)) from no


@contextmanager
def _opened(file: Path, settings: Settings) -> Iterator[BackupReader]:
    try:
        with tarfile.open(file, "r:") as archive:
            yield BackupReader(archive, tree_keys_of(settings).public)
    except (OSError, tarfile.TarError) as error:
        raise CannotRun(f"{file.name} cannot be read, or is no backup.") from error


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(
            f"The file of keys {file.name} cannot be read. Give the newest one with "
            "--keys."
        ) from error


def _destroyed(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        return tombstones.read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tombstones.TombstonesBroken) as error:
        raise CannotRun(f"{file.name} is no whole file of tombstones.") from error


@contextmanager
def _nobody_else_on(folder: Path) -> Iterator[None]:
    """Where everything runs on one machine, nothing does meanwhile."""
    if not (folder / SECRETS).exists():
        yield
        return
    with embedded.lock(Place(folder.resolve(), "127.0.0.1", 0)):
        yield
