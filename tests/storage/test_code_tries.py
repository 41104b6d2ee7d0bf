"""Wrong codes: a few for each network, ten for all, and a way back in again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from casework.code_tries import CodeTries, Locked, Try, TryLimits, unlock
from domain.access import Access
from domain.channels import Channel
from storage.releases import Parcel
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import Shelf, new_release

A, B, C = "192.0.2.1", "192.0.2.2", "2001:db8:1:2::/64"
TRIES = CodeTries(TryLimits())


@pytest.fixture
def parcel(storehouse: Storehouse, shelf: Shelf) -> Parcel:
    new, case = new_release(), shelf.case()
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, builders.content(), new)
    return read(storehouse, new.locator)


def read(storehouse: Storehouse, locator: str) -> Parcel:
    with storehouse.reading() as store:
        found = store.releases.at(locator)
    assert found is not None
    return found


def fail(
    storehouse: Storehouse, locator: str, network: str = A, at: datetime = NOON
) -> int:
    """One wrong code; how many are left.

    Raises:
        Locked: it was not even looked at.
    """
    given = Try(locator, network, at)
    with storehouse.writing() as store:
        known = store.releases.at(locator)
        TRIES.check(store, known, given)
        return TRIES.count(store, known, given)


def is_let_try(
    storehouse: Storehouse, locator: str, network: str, at: datetime = NOON
) -> bool:
    with storehouse.reading() as store:
        known = store.releases.at(locator)
        try:
            TRIES.check(store, known, Try(locator, network, at))
        except Locked:
            return False
    return True


def test_a_stranger_is_stopped_and_the_recipient_is_not_ss_06(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    left = [fail(storehouse, parcel.locator) for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert not is_let_try(storehouse, parcel.locator, A)
    assert is_let_try(storehouse, parcel.locator, B)
    assert read(storehouse, parcel.locator).locked_at is None


def test_a_network_waits_for_half_an_hour(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    for _ in range(5):
        fail(storehouse, parcel.locator)
    soon, later = (NOON + timedelta(minutes=each) for each in (29, 30))
    assert not is_let_try(storehouse, parcel.locator, A, soon)
    assert is_let_try(storehouse, parcel.locator, A, later)
    # For the rest of the day one more wrong try is enough.
    assert fail(storehouse, parcel.locator, A, later) <= 0
    assert not is_let_try(storehouse, parcel.locator, A, later)


def test_after_a_day_a_network_begins_anew(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    for _ in range(5):
        fail(storehouse, parcel.locator)
    assert fail(storehouse, parcel.locator, A, NOON + timedelta(hours=25)) == 4


def test_ten_wrong_codes_from_anywhere_lock_it_for_all(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    for network in (A, B):
        for _ in range(5):
            fail(storehouse, parcel.locator, network)
    assert read(storehouse, parcel.locator).locked_at == NOON
    assert not is_let_try(storehouse, parcel.locator, C, NOON + timedelta(days=3))
    with storehouse.reading() as store:
        lines = store.release_log.of(parcel.id)
    assert [each.line.what for each in lines] == [Access.LOCKED]


def test_a_lock_ends_what_is_open_ss_23(storehouse: Storehouse, parcel: Parcel) -> None:
    with storehouse.writing() as store:
        store.releases.add_visit("before", parcel.locator, "csrf", NOON)
        store.session.flush()
        store.releases.prove_visit("before", "inside", NOON)
    for network in (A, B):
        for _ in range(5):
            fail(storehouse, parcel.locator, network)
    with storehouse.reading() as store:
        before = NOON - timedelta(hours=1)
        assert store.releases.visit("inside", before, before) is None


def test_unlocked_it_takes_new_words_from_everywhere(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    for network in (A, B):
        for _ in range(5):
            fail(storehouse, parcel.locator, network)
    with storehouse.writing() as store:
        unlock(store, parcel)
        known = store.releases.at(parcel.locator)
        assert known is not None
        assert known.locked_at is None
        assert known.channel is Channel.PHRASE
        assert store.releases.phrase(known) != "acorn album amber anchor"
    assert all(is_let_try(storehouse, parcel.locator, each) for each in (A, B, C))


def test_a_link_that_leads_nowhere_is_counted_alike_ss_42(
    storehouse: Storehouse,
) -> None:
    left = [fail(storehouse, "nowhere") for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert not is_let_try(storehouse, "nowhere", A)


def test_many_workers_share_one_count_ss_05(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    def one(_: int) -> bool:
        try:
            fail(storehouse, parcel.locator, C)
        except Locked:
            return False
        return True

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(one, range(20))) == 5
