"""Thousands of demo cases: copies with the rows an honest case has, and no workflow."""

from collections.abc import Iterator
from datetime import timedelta
from os import urandom
from pathlib import Path

import pytest

from adapters.clock import now
from adapters.key_settings import read_keys
from adapters.keys import KeyRing
from cli.demo_copies import Copier, Times, read_pattern
from cli.demo_many import fill_quickly, write
from domain import acts
from domain.case_filter import CaseFilter
from domain.stages import Ending
from storage.accounts import Organisation
from storage.cases import open_references, read_content, stored_case, workflow_id
from storage.database import Database, sqlite_url
from storage.store import Storehouse
from tests import builders
from tests.builders import OLA
from tests.live import Live, until
from tests.storage.shelf import Shelf
from tests.web.desk_work import actor, play

RING = KeyRing({"k1": urandom(32)}, "k1")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    storehouse = Storehouse(Database(sqlite_url(tmp_path / "many.db")), RING)
    storehouse.database.migrate()
    place = Organisation(
        builders.HERE, "Northgate", "01632 960000", "HMG-2018", "always"
    )
    with storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    yield Shelf(storehouse)
    storehouse.database.close()


def test_copies_are_whole_differ_and_are_spread_over_time(shelf: Shelf) -> None:
    played = {shelf.case().reference, shelf.in_doubt().reference}
    told: list[int] = []
    fill_quickly(shelf.storehouse, RING, 300, told.append)
    assert told == [250, 300]
    with shelf.storehouse.reading() as store:
        lines = store.running(OLA).page(CaseFilter(), now(), 1000)
        copies = [line for line in lines if line.reference not in played]
        assert len(copies) == 300
        assert {line.stage for line in copies} == {"gathering", "with_adviser"}
        assert max(line.since for line in copies) < now()
        assert len({line.since.date() for line in copies}) > 10
        people = set()
        for line in copies[:40]:
            case = stored_case(store.session, line.reference)
            assert case is not None
            assert list(store.timeline.faults(case.reference)) == []
            content = read_content(
                store.session, store.keys, case.reference, case.content.digest
            )
            assert content.digest == case.content.digest
            people.add(content.individuals[0].name)
        assert len(people) > 20
        assert set(open_references(store.session)) == played


async def test_a_copy_wakes_up_when_somebody_acts_on_it(live: Live) -> None:
    reference = await play(live, "begun")
    pat = actor(live, "pat")
    copied = copy_of(live, reference)
    await live.house.desk.do(
        pat,
        copied,
        lambda id, at, case: acts.Withdraw(id, pat, at),
        words={"reason": "It was a copy of something else."},
    )

    async def is_over() -> bool:
        with live.house.storehouse.reading() as store:
            case = stored_case(store.session, copied)
            return case is not None and case.ending is Ending.WITHDRAWN

    await until(is_over)
    with live.house.storehouse.reading() as store:
        assert workflow_id(store.session, copied) == copied
        assert list(store.timeline.faults(copied)) == []


def copy_of(live: Live, reference: str) -> str:
    """A case that was played, once more, as if it had been begun weeks ago."""
    settings = live.house.settings
    ring = KeyRing(read_keys(settings.keks), settings.kek_active)
    times = Times(now() - timedelta(days=20), now() - timedelta(days=12))
    with live.house.storehouse.writing() as store:
        pattern = read_pattern(store, reference)
        copier = Copier(ring, store.keys.people())
        rows = copier.copy(pattern, times, "Nell Cove Linnet", 0)
        write(store, [rows])
    return str(rows["cases"][0]["reference"])
