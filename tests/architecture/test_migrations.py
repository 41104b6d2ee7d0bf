"""Migrations: they lead to what the models say, there and back, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from storage import tables
from storage.database import Database, NewerDatabase, sqlite_url
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    url = sqlite_url(tmp_path / "empty.db")
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.new_database()
    database = Database(url)
    yield database
    database.close()


def test_the_migrations_lead_to_exactly_what_the_models_say(database: Database) -> None:
    assert tables.CaseRow.metadata is SQLModel.metadata
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert database.is_current


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    database.migrate()
    assert database.is_current


def test_the_migrations_lead_back_to_an_empty_database(database: Database) -> None:
    database.migrate()
    command.downgrade(database._alembic(), "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    assert not database.is_current
    database.migrate()
    assert database.is_current


def test_the_guards_come_and_go_with_their_migration(database: Database) -> None:
    database.migrate()
    assert guards(database) > 0
    command.downgrade(database._alembic(), "0001")
    assert guards(database) == 0


def guards(database: Database) -> int:
    sqlite = database.engine.dialect.name == "sqlite"
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    if not sqlite:
        query = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
    with database.engine.connect() as connection:
        count: int = connection.execute(text(query)).scalar_one()
    return count


def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    database: Database,
) -> None:
    database.migrate()
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        database.migrate()
    assert not database.is_current
