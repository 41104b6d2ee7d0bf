"""`sharewell reindex`: after an upgrade every case is found by name."""

from pathlib import Path

import pytest
from sqlmodel import delete

from casework.house import open_storehouse
from cli import stack
from storage.case_people import wanted_indexes
from storage.inbox_tables import CasePersonRow
from storage.read_tables import CaseIndexRow
from tests.builders import HERE
from tests.cli.commands import settings, sharewell
from tests.storage.shelf import Shelf


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """An installation with three cases from before there was an index."""
    chosen = settings(tmp_path)
    stack.migrate(stack.settings_from(chosen))
    sharewell("organisation", "add", HERE, "--name", "Northgate", env=chosen)
    storehouse = open_storehouse(stack.settings_from(chosen))
    for _ in range(3):
        Shelf(storehouse).case()
    with storehouse.writing() as store:
        store.session.exec(delete(CasePersonRow))
        store.session.exec(delete(CaseIndexRow))
    storehouse.database.close()
    return chosen


def test_it_says_how_many_and_has_nothing_left_to_do(place: dict[str, str]) -> None:
    hint = sharewell("migrate", env=place)
    assert "3 cases cannot be found by name yet: `sharewell reindex`" in hint.stdout
    done = sharewell("reindex", env=place)
    assert (done.returncode, done.stdout) == (
        0,
        "Cases that can be found by name now: 3 more.\n",
    )
    again = sharewell("reindex", env=place)
    assert again.stdout == "Cases that can be found by name now: 0 more.\n"
    assert "reindex" not in sharewell("migrate", env=place).stdout
    storehouse = open_storehouse(stack.settings_from(place))
    with storehouse.reading() as store:
        kim = wanted_indexes(store.keys.people(), "kim lowe")
        assert len(store.case_people.cases_of(HERE, kim)) == 3
    storehouse.database.close()
