"""What somebody with the database's own password could do: raw SQL, guards removed."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from storage.database import Database

GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
KEPT = (
    *("timeline", "contents", "records", "release_log"),
    *("tree_leaves", "tree_heads"),
    "rights_log",
)


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """A transaction in which nothing guards the tables; the guards are put back."""
    writer = database.engine.execution_options(writes=True)
    with writer.begin() as connection:
        if connection.dialect.name == "sqlite":
            yield from _without_sqlite_guards(connection)
        else:
            _switch(connection, "DISABLE")
            yield connection
            _switch(connection, "ENABLE")


def _without_sqlite_guards(connection: Connection) -> Iterator[Connection]:
    guards = connection.execute(text(GUARDS)).all()
    for name, _ in guards:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield connection
    for _, sql in guards:
        connection.exec_driver_sql(sql)


def _switch(connection: Connection, to: str) -> None:
    for table in KEPT:
        connection.execute(text(f"ALTER TABLE {table} {to} TRIGGER USER"))
