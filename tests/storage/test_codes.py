"""Security codes: one browser, one use, one deadline, and none is kept in clear."""

from datetime import timedelta

import pytest

from adapters.passwords import new_id
from storage.codes import NewCode
from storage.store import Store, Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import Shelf, at_once, new_release

UNTIL = NOON + timedelta(minutes=10)
SOON = NOON + timedelta(minutes=1)


@pytest.fixture
def release(storehouse: Storehouse, shelf: Shelf) -> str:
    new = new_release()
    case = shelf.case()
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, builders.content(), new)
    return new.id


def send(store: Store, release: str, code: str = "012345", visit: str = "v1") -> str:
    id = new_id("code")
    store.codes.add(NewCode(id, release, visit, code, NOON, UNTIL))
    return id


def test_a_code_works_once(storehouse: Storehouse, release: str) -> None:
    with storehouse.writing() as store:
        send(store, release)
        assert store.codes.take(release, "v1", "012345", SOON)
        assert not store.codes.take(release, "v1", "012345", SOON)


def test_used_ten_times_at_once_it_works_once(
    storehouse: Storehouse, release: str
) -> None:
    with storehouse.writing() as store:
        send(store, release)

    def use(store: Store) -> bool:
        return store.codes.take(release, "v1", "012345", SOON)

    assert at_once(storehouse, [use] * 10).count(True) == 1


def test_a_code_is_for_one_browser_and_one_release(
    storehouse: Storehouse, release: str
) -> None:
    with storehouse.writing() as store:
        send(store, release)
        assert not store.codes.take(release, "v2", "012345", SOON)
        assert not store.codes.take("release-other", "v1", "012345", SOON)
        assert not store.codes.take(release, "v1", "543210", SOON)


def test_a_code_is_over_at_its_deadline(storehouse: Storehouse, release: str) -> None:
    with storehouse.writing() as store:
        send(store, release)
        assert not store.codes.take(release, "v1", "012345", UNTIL)


def test_a_new_code_ends_the_one_before(storehouse: Storehouse, release: str) -> None:
    with storehouse.writing() as store:
        send(store, release, "111111")
        later = NewCode(new_id("code"), release, "v1", "222222", SOON, UNTIL)
        store.codes.add(later)
        assert not store.codes.take(release, "v1", "111111", SOON)
        assert store.codes.take(release, "v1", "222222", SOON)


def test_a_code_is_over_after_so_many_wrong_tries(
    storehouse: Storehouse, release: str
) -> None:
    with storehouse.writing() as store:
        send(store, release)
        for _ in range(5):
            store.codes.miss("v1", SOON, 5)
        assert not store.codes.take(release, "v1", "012345", SOON)


def test_what_was_not_sent_does_not_count(storehouse: Storehouse, release: str) -> None:
    before = NOON - timedelta(minutes=15)
    with storehouse.writing() as store:
        send(store, release)
        dropped = send(store, release)
        assert store.codes.sent_since(release, before) == 2
        store.codes.drop(dropped)
        assert store.codes.sent_since(release, before) == 1
        assert store.codes.sent_since(release, NOON) == 0


def test_a_step_of_an_app_is_used_once(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        assert store.codes.spend_step("SECRET", 7, NOON)
        assert not store.codes.spend_step("SECRET", 7, NOON)
        assert store.codes.spend_step("SECRET", 8, NOON)
        assert store.codes.spend_step("OTHER", 7, NOON)


def test_a_step_used_ten_times_at_once_is_used_once(storehouse: Storehouse) -> None:
    def use(store: Store) -> bool:
        return store.codes.spend_step("SECRET", 99, NOON)

    assert at_once(storehouse, [use] * 10).count(True) == 1


def test_old_codes_are_forgotten(storehouse: Storehouse, release: str) -> None:
    with storehouse.writing() as store:
        send(store, release)
        store.codes.spend_step("FORGOTTEN", 1, NOON)
        store.codes.forget(SOON)
        assert store.codes.sent_since(release, NOON - timedelta(days=1)) == 0
        assert store.codes.spend_step("FORGOTTEN", 1, SOON)
