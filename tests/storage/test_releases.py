"""Releases: made once from what was approved, ended for good, read by one browser."""

from datetime import datetime, timedelta

import pytest

from domain.case import Case
from domain.content import Content
from domain.release import ReleaseState
from storage.releases import Parcel
from storage.store import Store, Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import Shelf, at_once, new_release

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def case(shelf: Shelf) -> Case:
    return shelf.case()


@pytest.fixture
def parcel(storehouse: Storehouse, case: Case) -> Parcel:
    return make(storehouse, case)


def make(storehouse: Storehouse, case: Case, content: Content | None = None) -> Parcel:
    new = new_release()
    content = content or builders.content()
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, content, new)
        made = store.releases.get(new.id)
    assert made is not None
    return made


def read(storehouse: Storehouse, parcel: Parcel) -> Parcel:
    with storehouse.reading() as store:
        found = store.releases.get(parcel.id)
    assert found is not None
    return found


def test_a_release_holds_exactly_what_left(storehouse: Storehouse, case: Case) -> None:
    content = builders.content().without(("i2",))
    parcel = make(storehouse, case, content)
    with storehouse.reading() as store:
        assert store.releases.content(parcel) == content
        assert store.releases.phrase(parcel) == "acorn album amber anchor"
        assert store.releases.at(parcel.locator) == parcel
        assert store.releases.of(case.reference) == parcel
        assert store.releases.is_addressed_to(parcel, " RHEA@example.org ")
        assert not store.releases.is_addressed_to(parcel, "rhea@example.com")
    assert parcel.digest == content.digest


def test_made_ten_times_at_once_it_is_one_release(
    storehouse: Storehouse, case: Case
) -> None:
    def work(store: Store) -> str:
        new = new_release()
        return store.releases.make(case.reference, HERE, builders.content(), new).id

    done = at_once(storehouse, [work] * 10)
    with storehouse.reading() as store:
        made = store.releases.of(case.reference)
    assert made is not None
    assert done == [made.id] * 10


@pytest.mark.parametrize(
    "state", [ReleaseState.EXPIRED, ReleaseState.REVOKED, ReleaseState.NOT_FOR_ME]
)
def test_an_ended_release_is_over_for_good_and_so_is_every_visit(
    storehouse: Storehouse, parcel: Parcel, state: ReleaseState
) -> None:
    with storehouse.writing() as store:
        store.releases.add_visit(f"visit-{parcel.id}", parcel.locator, "csrf", NOON)
        assert store.releases.end(parcel.id, state)
        assert not store.releases.end(parcel.id, ReleaseState.EXPIRED)
        assert store.releases.visit(f"visit-{parcel.id}", *long_ago()) is None
        store.releases.note_acknowledged(parcel.id, LATER)
    ended = read(storehouse, parcel)
    assert ended.state is state
    assert not ended.is_live(NOON)


def test_an_acknowledged_release_can_still_be_read_until_its_last_day(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    with storehouse.writing() as store:
        store.releases.note_acknowledged(parcel.id, LATER)
        store.releases.note_acknowledged(parcel.id, LATER + timedelta(hours=1))
    kept = read(storehouse, parcel)
    assert (kept.state, kept.acknowledged_at) == (ReleaseState.ACKNOWLEDGED, LATER)
    assert kept.is_live(LATER)
    assert not kept.is_live(kept.expires_at)


def test_only_the_first_opening_and_the_first_locking_are_noted(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    with storehouse.writing() as store:
        for at in (NOON, LATER):
            store.releases.note_opened(parcel.id, at)
            store.releases.lock(parcel.id, at)
    kept = read(storehouse, parcel)
    assert (kept.opened_at, kept.locked_at) == (NOON, NOON)


def test_a_visit_that_is_idle_or_old_is_over(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    name = f"visit-{parcel.id}"
    with storehouse.writing() as store:
        store.releases.add_visit(name, parcel.locator, "csrf", NOON)
        assert store.releases.visit(name, *long_ago()) is not None
        assert store.releases.visit(name, NOON, long_ago()[1]) is None
        assert store.releases.visit(name, long_ago()[0], NOON) is None
        store.releases.end_visit(name)
        assert store.releases.visit(name, *long_ago()) is None


def test_proving_oneself_ends_the_visit_of_whoever_was_inside(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    first, second, waiting = (f"{n}-{parcel.id}" for n in range(3))
    with storehouse.writing() as store:
        for name in (first, second, waiting):
            store.releases.add_visit(name, parcel.locator, f"csrf-{name}", NOON)
        store.releases.prove_visit(first, f"proved-{first}", LATER)
        store.releases.prove_visit(second, f"proved-{second}", LATER)
        inside = store.releases.visit(f"proved-{second}", *long_ago())
        gone = [first, second, f"proved-{first}"]
        assert [store.releases.visit(n, *long_ago()) for n in gone] == [None] * 3
        assert store.releases.visit(waiting, *long_ago()) is not None
        assert inside is not None
        assert (inside.proved_at, inside.csrf) == (LATER, f"csrf-{second}")


def long_ago() -> tuple[datetime, datetime]:
    return NOON - timedelta(days=1), NOON - timedelta(days=1)
