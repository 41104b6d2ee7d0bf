"""A release in the making, and one that is over: nothing twice, and nothing left."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.case import Case
from domain.release import ReleaseState
from storage.keys import KeyDestroyed
from storage.packing import NewObject
from storage.release_tables import ObjectRow
from storage.releases import NewRelease, Parcel
from storage.store import Store, Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import Shelf, at_once, new_release

DAY = timedelta(days=1)


@pytest.fixture
def case(shelf: Shelf) -> Case:
    return shelf.case()


@pytest.fixture
def parcel(storehouse: Storehouse, case: Case) -> Parcel:
    return make(storehouse, case, ReleaseState.PREPARING)


def make(storehouse: Storehouse, case: Case, state: ReleaseState) -> Parcel:
    new = NewRelease(**(vars(new_release()) | {"state": state}))
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, builders.content(), new)
        for number, source in ((2, "file-1"), (1, "")):
            store.packing.keep(new.id, an_object(new.id, number, source))
        made = store.releases.get(new.id)
    assert made is not None
    return made


def an_object(release: str, number: int, source: str, sha256: str = "ab") -> NewObject:
    id = f"{release}-{number}"
    return NewObject(id, number, source, "application/pdf", 7, sha256, NOON)


def read(storehouse: Storehouse, parcel: Parcel) -> Parcel | None:
    with storehouse.reading() as store:
        return store.releases.get(parcel.id)


def test_what_is_being_made_ready_is_not_there_for_its_recipient(
    parcel: Parcel,
) -> None:
    assert not parcel.is_live(NOON)


def test_a_file_is_noted_once_and_the_first_counts(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    again = an_object(parcel.id, 1, "", "other")
    with storehouse.writing() as store:
        assert store.packing.keep(parcel.id, again).sha256 == "ab"
        assert [each.number for each in store.packing.objects(parcel.id)] == [1, 2]


def test_activated_ten_times_at_once_it_is_activated_once(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    def work(store: Store) -> bool:
        state = ReleaseState.AVAILABLE
        return store.packing.activate(parcel.id, state, NOON + DAY, 3 * DAY)

    assert sum(done is True for done in at_once(storehouse, [work] * 10)) == 1
    kept = read(storehouse, parcel)
    assert kept is not None
    assert (kept.made_at, kept.expires_at) == (NOON + DAY, NOON + 4 * DAY)
    assert kept.package_digest == "ab"
    assert kept.is_live(NOON + DAY)


def test_what_is_discarded_was_never_there(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    for _ in range(2):
        with storehouse.writing() as store:
            store.packing.discard(parcel.id)
    assert read(storehouse, parcel) is None
    with storehouse.reading() as store:
        rows = select(ObjectRow).where(ObjectRow.release == parcel.id)
        assert store.session.exec(rows).all() == []
        with pytest.raises(KeyDestroyed):
            store.keys.get(f"release:{parcel.id}")


def test_what_has_left_is_never_discarded(storehouse: Storehouse, case: Case) -> None:
    left = make(storehouse, case, ReleaseState.AVAILABLE)
    with pytest.raises(AssertionError), storehouse.writing() as store:
        store.packing.discard(left.id)
    with storehouse.reading() as store:
        assert len(store.packing.objects(left.id)) == 2
        assert store.releases.content(left) == builders.content()


@pytest.mark.parametrize(
    ("state", "days", "due"),
    [
        (ReleaseState.PREPARING, 90, False),
        (ReleaseState.AVAILABLE, 90, False),
        (ReleaseState.TELEPHONED, 90, False),
        (ReleaseState.ACKNOWLEDGED, 6, False),
        (ReleaseState.ACKNOWLEDGED, 7, True),
        (ReleaseState.EXPIRED, 0, True),
        (ReleaseState.REVOKED, 0, True),
        (ReleaseState.NOT_FOR_ME, 0, True),
    ],
)
def test_it_is_purged_when_it_is_over_or_some_days_after_it_was_received(
    storehouse: Storehouse, case: Case, state: ReleaseState, days: int, due: bool
) -> None:
    made = make(storehouse, case, state)
    with storehouse.writing() as store:
        if state is ReleaseState.ACKNOWLEDGED:
            store.packing.purge_by(made.id, NOON + 7 * DAY)
            store.packing.purge_by(made.id, NOON + 30 * DAY)  # a repeat
        found = store.packing.to_purge(NOON + days * DAY)
    assert (made.id in [row.id for row in found]) is due


def test_what_was_received_is_purged_at_the_latest_when_its_time_is_over(
    storehouse: Storehouse, case: Case
) -> None:
    made = make(storehouse, case, ReleaseState.ACKNOWLEDGED)
    with storehouse.writing() as store:
        store.packing.purge_by(made.id, NOON + 30 * DAY)
        found = store.packing.to_purge(made.expires_at)
    assert made.id in [row.id for row in found]


def test_what_is_purged_keeps_its_row_and_loses_its_words(
    storehouse: Storehouse, case: Case
) -> None:
    made = make(storehouse, case, ReleaseState.EXPIRED)
    with storehouse.writing() as store:
        assert store.packing.note_purged(made.id, NOON)
        assert not store.packing.note_purged(made.id, NOON + DAY)
        assert made.id not in [row.id for row in store.packing.to_purge(NOON + DAY)]
    kept = read(storehouse, made)
    assert kept is not None
    assert (kept.number, kept.digest, kept.purged_at) == (
        made.number,
        made.digest,
        NOON,
    )
    with storehouse.reading() as store:
        assert len(store.packing.objects(made.id)) == 2
        for words in (store.releases.content, store.releases.phrase):
            with pytest.raises(KeyDestroyed):
                words(kept)


def test_what_is_made_ready_for_a_case_that_is_not_shared_any_more_is_forsaken(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    with storehouse.reading() as store:  # this case is still being gathered
        assert parcel.id in [row.id for row in store.packing.to_discard()]
