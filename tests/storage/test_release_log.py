"""The log of a release: added to and never changed; it knows when somebody did."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.access import RECIPIENT, Access, AccessLine, Where
from domain.case import Case
from storage.releases import Parcel
from storage.store import Store, Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf, at_once, new_release


@pytest.fixture
def parcel(storehouse: Storehouse, shelf: Shelf) -> Parcel:
    return make(storehouse, shelf.case())


def make(storehouse: Storehouse, case: Case) -> Parcel:
    new = new_release()
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, builders.content(), new)
        made = store.releases.get(new.id)
    assert made is not None
    return made


def a_line(what: Access, once: str = "", words: str = "") -> AccessLine:
    where = Where("192.0.2.0/24", "Firefox")
    return AccessLine(what, RECIPIENT, NOON, once, where, {"file": 2}, words)


def log(storehouse: Storehouse, parcel: Parcel, *lines: AccessLine) -> list[bool]:
    with storehouse.writing() as store:
        return [store.release_log.add(parcel.id, line) for line in lines]


def faults(storehouse: Storehouse, parcel: Parcel) -> list[str]:
    with storehouse.reading() as store:
        return list(store.release_log.faults(parcel.id))


def test_lines_stand_in_the_order_in_which_they_came(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    accepted = a_line(Access.TERMS_ACCEPTED, "v1", "School nurse")
    log(storehouse, parcel, a_line(Access.OPENED, "h1"), accepted)
    with storehouse.reading() as store:
        first, second = store.release_log.of(parcel.id)
    assert [first.line.what, second.line.what] == ["opened", "terms_accepted"]
    assert (second.number, second.line.words) == (2, "School nurse")
    assert second.line.where == Where("192.0.2.0/24", "Firefox")
    assert second.line.codes == {"file": 2}
    assert faults(storehouse, parcel) == []


def test_the_same_thing_again_is_the_same_line(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    opened = a_line(Access.OPENED, "2026112210")
    assert log(storehouse, parcel, opened, opened) == [True, False]
    later = a_line(Access.OPENED, "2026112211")
    assert log(storehouse, parcel, later) == [True]


def test_many_at_once_are_one_chain(storehouse: Storehouse, parcel: Parcel) -> None:
    def adds(number: int) -> bool:
        return log(storehouse, parcel, a_line(Access.GRANTED, f"g{number}"))[0]

    def work(store: Store, number: int) -> bool:
        return store.release_log.add(parcel.id, a_line(Access.GRANTED, f"g{number}"))

    jobs = [lambda store, n=n: work(store, n) for n in range(10)]
    assert at_once(storehouse, jobs) == [True] * 10
    assert adds(99)
    with storehouse.reading() as store:
        numbers = [each.number for each in store.release_log.of(parcel.id)]
    assert numbers == list(range(1, 12))
    assert faults(storehouse, parcel) == []


@pytest.mark.parametrize("change", ["UPDATE release_log SET actor = 'x'", "DELETE"])
def test_a_line_can_be_neither_changed_nor_taken_out(
    storehouse: Storehouse, parcel: Parcel, change: str
) -> None:
    log(storehouse, parcel, a_line(Access.OPENED))
    statement = change if "UPDATE" in change else "DELETE FROM release_log"
    with pytest.raises(DBAPIError), storehouse.writing() as store:
        store.session.connection().execute(text(statement))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE releases SET log_lines = 3, log_head = 'x'", "newest lines"),
        ("UPDATE releases SET log_lines = 0, log_head = ''", "newest lines"),
    ],
)
def test_a_log_cut_short_is_found_out(
    storehouse: Storehouse, parcel: Parcel, change: str, says: str
) -> None:
    log(storehouse, parcel, a_line(Access.OPENED), a_line(Access.READ))
    with tampering(storehouse.database) as connection:
        connection.execute(text(f"{change} WHERE id = :id"), {"id": parcel.id})
    assert says in faults(storehouse, parcel)[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE release_log SET browser = 'Other'", "was altered"),
        ("UPDATE release_log SET words_sealed = :sealed", "was altered"),
        ("DELETE FROM release_log", "is missing"),
    ],
)
def test_a_line_altered_behind_the_back_is_found_out(
    storehouse: Storehouse, parcel: Parcel, change: str, says: str
) -> None:
    log(storehouse, parcel, a_line(Access.OPENED), a_line(Access.READ))
    values = {"id": parcel.id} | ({"sealed": b"1"} if ":sealed" in change else {})
    with tampering(storehouse.database) as connection:
        statement = f"{change} WHERE release = :id AND number = 1"
        connection.execute(text(statement), values)
    assert any(says in fault for fault in faults(storehouse, parcel))


def test_once_the_key_of_the_case_is_destroyed_the_lines_stay_without_words(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    log(storehouse, parcel, a_line(Access.TERMS_ACCEPTED, "v1", "School nurse"))
    with storehouse.writing() as store:
        store.keys.destroy(f"case:{parcel.reference}")
    with storehouse.reading() as store:
        (line,) = store.release_log.of(parcel.id)
    assert (line.line.what, line.line.words) == (Access.TERMS_ACCEPTED, "")
    assert faults(storehouse, parcel) == []
    assert line.line.at == NOON + timedelta(0)
