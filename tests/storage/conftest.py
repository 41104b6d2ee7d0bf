"""Every test here runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Storehouse
from tests import builders
from tests.postgres import Postgres
from tests.storage.shelf import Shelf, fresh_storehouse


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sqlite")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def storehouse(
    request: pytest.FixtureRequest, sqlite_folder: Path
) -> Iterator[Storehouse]:
    """An up-to-date database. Tests make cases of their own in it."""
    url = f"sqlite:///{sqlite_folder / builders.fresh('sharewell')}.db"
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.new_database()
    storehouse = fresh_storehouse(url)
    yield storehouse
    storehouse.database.close()


@pytest.fixture
def shelf(storehouse: Storehouse) -> Shelf:
    return Shelf(storehouse)
