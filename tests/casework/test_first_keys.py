"""A new database has the key of people before anybody reads there."""

import os
from pathlib import Path

from adapters.keys import KeyRing
from casework.key_care import make_first_keys
from storage.database import Database, sqlite_url
from storage.keys import PEOPLE
from storage.store import Storehouse


def test_the_key_of_people_is_made_once_and_not_by_a_reader(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "new.db"))
    storehouse = Storehouse(database, KeyRing({"kek": os.urandom(32)}, "kek"))
    make_first_keys(storehouse)  # there is nothing yet to put it into
    database.migrate()
    for _ in range(2):
        make_first_keys(storehouse)
        with storehouse.reading() as store:
            assert store.keys.has(PEOPLE)
            assert [key.name for key in store.keys.all()] == [PEOPLE]
    database.close()
