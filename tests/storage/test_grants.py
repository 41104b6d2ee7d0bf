"""Downloads are counted by the database, and never beyond what is allowed."""

from datetime import timedelta

import pytest

from domain.release import ReleaseState
from storage.packing import NewObject
from storage.release_tables import GrantRow, ObjectRow
from storage.releases import Parcel
from storage.store import Store, Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import Shelf, at_once, new_release

SOON = NOON + timedelta(minutes=15)
LONG_AGO = NOON - timedelta(hours=1)


@pytest.fixture
def parcel(storehouse: Storehouse, shelf: Shelf) -> Parcel:
    """A release of one file that may be downloaded once."""
    new = new_release()
    with storehouse.writing() as store:
        reference = shelf.case().reference
        store.releases.make(reference, HERE, builders.content(), new)
        file = NewObject(f"{new.id}-o", 1, "", "application/pdf", 7, "ab", NOON, 1)
        store.packing.keep(new.id, file)
        store.releases.add_visit(f"{new.id}-v", new.locator, "csrf", NOON)
        made = store.releases.get(new.id)
    assert made is not None
    return made


def object_of(parcel: Parcel) -> str:
    return f"{parcel.id}-o"


def grant(parcel: Parcel) -> GrantRow:
    return GrantRow(
        id=builders.fresh("grant"), object=object_of(parcel),
        visit=f"{parcel.id}-v", granted_at=NOON, expires_at=SOON,
    )  # fmt: skip


def used(storehouse: Storehouse, parcel: Parcel) -> int:
    with storehouse.reading() as store:
        return store.session.get_one(ObjectRow, object_of(parcel)).used


def test_ss_15_twenty_at_once_where_one_is_allowed_are_one(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    def take(store: Store) -> bool:
        return store.grants.take(object_of(parcel))

    assert sorted(map(bool, at_once(storehouse, [take] * 20))) == [False] * 19 + [True]
    assert used(storehouse, parcel) == 1


def test_what_could_not_be_fetched_is_given_back_once(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    given = grant(parcel)
    name = given.id
    with storehouse.writing() as store:
        assert store.grants.take(object_of(parcel))
        store.grants.add(given)
    with storehouse.writing() as store:
        assert store.grants.give_back(name)
        assert not store.grants.give_back(name)
    assert used(storehouse, parcel) == 0


@pytest.mark.parametrize("state", [ReleaseState.REVOKED, ReleaseState.NOT_FOR_ME])
def test_a_closed_release_voids_every_grant(
    storehouse: Storehouse, parcel: Parcel, state: ReleaseState
) -> None:
    given = grant(parcel)
    name = given.id
    with storehouse.writing() as store:
        store.grants.add(given)
    with storehouse.writing() as store:
        assert store.grants.holds(name, LONG_AGO, NOON)
        assert not store.grants.holds(name, LONG_AGO, SOON)
        store.releases.end(parcel.id, state)
        assert not store.grants.holds(name, LONG_AGO, NOON)
        assert store.session.get(GrantRow, name) is None
