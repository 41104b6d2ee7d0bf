"""Puts a copied database in its place. What was there is set aside, never deleted."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from storage.database import Database, sqlite_url
from storage.programs import run
from storage.tables import OrganisationRow

BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps of one database, by the ends of the names."""


def is_taken(database: Database) -> bool:
    """Whether somebody works with what is in this place already.

    What cannot be read counts as theirs.
    """
    file = _file_of(database)
    if file is not None and not file.exists():
        return False
    try:
        if not inspect(database.engine).get_table_names():
            return False
        with database.reading() as session:
            return session.exec(select(OrganisationRow.id)).first() is not None
    except DBAPIError:
        return True


@contextmanager
def brought_back(database: Database, copy: Path, aside: str) -> Iterator[Database]:
    """The database made of a copy. When the block ends well it is in its place.

    Args:
        database: the place.
        copy: what `Snapshot.write` wrote.
        aside: the end of the name under which what was there is kept.
    """
    file = _file_of(database)
    back = _back_in_server(database, copy, aside)
    if file is not None:
        back = _back_in_file(file, copy, aside)
    with back as made:
        yield made
        database.close()  # who asks it next asks what is in its place then


def kind_of(database: Database) -> str:
    return database.engine.dialect.name


def aside_of(database: Database, aside: str) -> str:
    """Where that which was there is found afterwards."""
    file = _file_of(database)
    return f"the schema {aside}" if file is None else str(_named(file, aside))


def _file_of(database: Database) -> Path | None:
    if kind_of(database) != "sqlite":
        return None
    return Path(str(database.engine.url.database))


def _named(file: Path, end: str) -> Path:
    return file.with_name(f"{file.name}.{end}")


@contextmanager
def _back_in_file(file: Path, copy: Path, aside: str) -> Iterator[Database]:
    new = _named(file, "restoring")
    for end in BESIDE:
        new.with_name(new.name + end).unlink(missing_ok=True)
    shutil.copyfile(copy, new)
    new.chmod(0o600)
    made = Database(sqlite_url(new))
    try:
        yield made
        with closing(made.engine.raw_connection()) as connection:
            # Alone in one file: only so can it be renamed as a whole.
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        made.close()
    for end in BESIDE:
        old = file.with_name(file.name + end)
        if old.exists():
            old.rename(_named(file, aside).with_name(_named(file, aside).name + end))
    new.rename(file)


@contextmanager
def _back_in_server(database: Database, copy: Path, aside: str) -> Iterator[Database]:
    """The old tables stay in a schema of their own; when it fails they come back."""
    _perform(database, f'ALTER SCHEMA public RENAME TO "{aside}"')
    _perform(database, "CREATE SCHEMA public")
    try:
        run(
            database.engine,
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={database.engine.url.database}",
            str(copy),
        )
        yield database
    except BaseException:
        database.engine.dispose()
        _perform(database, "DROP SCHEMA public CASCADE")
        _perform(database, f'ALTER SCHEMA "{aside}" RENAME TO public')
        raise


def _perform(database: Database, what: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(what))
