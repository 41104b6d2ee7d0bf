"""A database as it stood at one moment, copied while people go on working.

The table of keys is left out of the copy: keys are kept apart, and not for long.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection
from sqlmodel import Session, func, select

from storage.database import Database, sqlite_url
from storage.programs import run


class DatabaseDamaged(Exception):
    """The database itself is not whole, so no copy of it would be."""


class Snapshot(Protocol):
    """One moment of a database: looked at first, then written to a file."""

    @property
    def kind(self) -> str: ...

    def reading(self) -> AbstractContextManager[Session]: ...

    def write(self, file: Path) -> None:
        """Write all of it but the keys to a file. Nothing is read after that.

        Raises:
            DatabaseDamaged: it is not whole.
            ProgramFailed: PostgreSQL's program is missing, or failed.
        """


@contextmanager
def snapshot(database: Database, folder: Path) -> Iterator[Snapshot]:
    """This moment of a database, kept in a folder of ours for as long as it is used."""
    if database.engine.dialect.name == "sqlite":
        copy = folder / "copy.db"
        with (
            closing(database.engine.raw_connection()) as whole,
            closing(sqlite3.connect(copy)) as made,
        ):
            # All pages in one step: in several, each write of others begins it anew.
            whole.driver_connection.backup(made)  # type: ignore[union-attr]
        yield SqliteSnapshot(copy)
        return
    moment = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with moment.connect() as connection:
        name = connection.scalar(select(func.pg_export_snapshot()))
        yield PostgresSnapshot(connection, str(name))


@dataclass(frozen=True)
class SqliteSnapshot:
    copy: Path
    kind: str = "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        copied = Database(sqlite_url(self.copy))
        with copied.reading() as session:
            yield session
        copied.close()

    def write(self, file: Path) -> None:
        with closing(sqlite3.connect(self.copy, isolation_level=None)) as copy:
            if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise DatabaseDamaged
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("PRAGMA journal_mode=MEMORY")  # no key in a file beside it
            copy.execute("PRAGMA secure_delete=ON")
            copy.execute("DELETE FROM keys")
        self.copy.rename(file)


@dataclass(frozen=True)
class PostgresSnapshot:
    connection: Connection
    name: str
    kind: str = "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self.connection) as session:
            yield session

    def write(self, file: Path) -> None:
        run(
            self.connection.engine,
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--exclude-table-data=public.keys",
            f"--snapshot={self.name}",
            f"--file={file}",
        )
