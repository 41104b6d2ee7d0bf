"""The engine, and the two ways to use it: reading and writing."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlmodel import Session, func, select

from storage.once import ANSWERS

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerDatabase(Exception):
    """The database was written by a newer version of Sharewell."""


class Database:
    """One database. A unit of work is a `with` block: it commits or leaves nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Parameters stay out of errors: they may be sealed, but ids are enough.
        self.engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writer = self.engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at how things are: what is read twice is asked for once."""
        with Session(
            self.engine, expire_on_commit=False, info={ANSWERS: {}}
        ) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that takes SQLite's write lock at its start.

        A reader that later wants to write would be refused, not made to wait.
        """
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the schema up to date.

        Raises:
            NewerDatabase: it is further on than this version knows.
        """
        self.check_not_newer()
        command.upgrade(self._alembic(), "head")

    def check_not_newer(self) -> None:
        with self.engine.connect() as connection:
            current = self.revision(connection)
        if current is not None and not self.knows(current):
            raise NewerDatabase(current)

    def knows(self, revision: str) -> bool:
        """Whether this version knows such tables, or could bring them up to date."""
        return revision in {each.revision for each in self._scripts().walk_revisions()}

    def revision(self, connection: Connection) -> str | None:
        """Which tables are there; none if it was never set up."""
        return MigrationContext.configure(connection).get_current_revision()

    @cached_property
    def newest_revision(self) -> str:
        """Which tables this version was written for."""
        return str(self._scripts().get_current_head())

    @property
    def is_current(self) -> bool:
        """Whether the schema is the one that this version was written for."""
        with self.engine.connect() as connection:
            return self.revision(connection) == self.newest_revision

    def _scripts(self) -> ScriptDirectory:
        return ScriptDirectory.from_config(self._alembic())

    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self.engine
        return config

    def clock(self) -> datetime | None:
        """What time it is at the database server; nothing if it is this machine."""
        if self.engine.dialect.name == "sqlite":
            return None
        with self.engine.connect() as connection:
            told = connection.scalar(select(func.clock_timestamp()))
        return told if isinstance(told, datetime) else None

    def settle_deletions(self) -> None:
        """Leave nothing of what was deleted in SQLite's log of writes.

        While somebody else reads, it waits for the next time.
        """
        if self.engine.dialect.name == "sqlite":
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged survives a power cut
        "busy_timeout=10000",
        "foreign_keys=ON",
        "secure_delete=ON",  # a destroyed key leaves no trace in free pages
        "recursive_triggers=ON",  # INSERT OR REPLACE must not slip past a guard
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def alone(session: Session, what: str) -> None:
    """Hold this name until the transaction ends: who comes second waits, then looks.

    SQLite's only writer is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(sha256(what.encode()).digest()[:8], signed=True)
        session.exec(select(func.pg_advisory_xact_lock(number)))


def steady(session: Session) -> None:
    """Every statement of this transaction sees one moment; SQLite's do anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{os.fspath(path)}"
