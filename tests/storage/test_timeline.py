"""The account of a case: whoever changes it behind Sharewell's back is found out."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.store import Storehouse
from tests import builders
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf


@pytest.fixture
def reference(shelf: Shelf) -> str:
    """A case with an account of four entries."""
    case = shelf.in_doubt()
    case = shelf.take(case, builders.a_question())
    return shelf.take(case, builders.a_reply()).reference


def faults(storehouse: Storehouse, reference: str) -> list[str]:
    with storehouse.reading() as store:
        return list(store.timeline.faults(reference))


def tamper(
    storehouse: Storehouse, statement: str, reference: str, **values: str | int
) -> None:
    with tampering(storehouse.database) as connection:
        connection.execute(text(statement), {"reference": reference, **values})


def test_an_account_that_nobody_touched_holds(
    storehouse: Storehouse, reference: str
) -> None:
    assert faults(storehouse, reference) == []
    with storehouse.reading() as store:
        lines = store.timeline.of(reference)
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert [line.entry.what for line in lines] == [
        "opened",
        "answered",
        "asked",
        "replied",
    ]


ALTERED = "UPDATE timeline SET {} WHERE reference = :reference AND number = 2"


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'somebody-else'",
        "role = 'adviser'",
        "what = 'approved'",
        "at = '2020-01-01 00:00:00+00'",
        "codes = replace(codes, 'unsure', 'yes')",
        "name = name || 'x'",
    ],
)
def test_an_altered_entry_is_named(
    storehouse: Storehouse, reference: str, change: str
) -> None:
    if storehouse.database.engine.dialect.name == "sqlite":
        change = change.replace("00:00:00+00", "00:00:00.000000")
    tamper(storehouse, ALTERED.format(change), reference)
    assert f"entry 2 of {reference} was altered" in faults(storehouse, reference)


def test_an_entry_with_a_made_up_hash_does_not_fit_the_next_one(
    storehouse: Storehouse, reference: str
) -> None:
    tamper(storehouse, ALTERED.format("hash = 'made-up'"), reference)
    assert f"entry 3 of {reference} does not follow the one before" in faults(
        storehouse, reference
    )


def test_a_removed_entry_is_named(storehouse: Storehouse, reference: str) -> None:
    tamper(
        storehouse,
        "DELETE FROM timeline WHERE reference = :reference AND number = 2",
        reference,
    )
    assert f"entry 2 of {reference} is missing" in faults(storehouse, reference)


@pytest.mark.parametrize("kept", [0, 2, 3])
def test_an_account_that_was_cut_short_is_found(
    storehouse: Storehouse, reference: str, kept: int
) -> None:
    tamper(
        storehouse,
        "DELETE FROM timeline WHERE reference = :reference AND number > :kept",
        reference,
        kept=kept,
    )
    assert f"the newest entries of {reference} are missing" in faults(
        storehouse, reference
    )


def test_entries_in_another_order_are_named(
    storehouse: Storehouse, reference: str
) -> None:
    for was, becomes in ((2, 99), (3, 2), (99, 3)):
        tamper(
            storehouse,
            "UPDATE timeline SET number = :becomes "
            "WHERE reference = :reference AND number = :was",
            reference,
            was=was,
            becomes=becomes,
        )
    found = faults(storehouse, reference)
    assert f"entry 2 of {reference} was altered" in found
    assert f"entry 3 of {reference} was altered" in found


def test_an_entry_moved_to_another_case_is_found_in_both(
    storehouse: Storehouse, shelf: Shelf, reference: str
) -> None:
    other = shelf.case().reference
    tamper(
        storehouse,
        "UPDATE timeline SET reference = :other, number = 2 "
        "WHERE reference = :reference AND number = 4",
        reference,
        other=other,
    )
    assert f"the newest entries of {reference} are missing" in faults(
        storehouse, reference
    )
    assert f"entry 2 of {other} was altered" in faults(storehouse, other)


def test_the_same_name_twice_is_one_entry(
    storehouse: Storehouse, reference: str
) -> None:
    with storehouse.writing() as store:
        first = store.timeline.of(reference)[0].entry
        store.timeline.add(reference, f"{reference}:1", first)
        assert len(store.timeline.of(reference)) == 4
    assert faults(storehouse, reference) == []


@pytest.mark.parametrize("table", ["timeline", "contents", "records"])
@pytest.mark.parametrize("change", ["UPDATE {} SET reference = 'x'", "DELETE FROM {}"])
def test_what_is_kept_for_good_can_be_neither_changed_nor_removed(
    storehouse: Storehouse, shelf: Shelf, table: str, change: str
) -> None:
    reference = shelf.withdrawn().reference
    with storehouse.writing() as store:
        store.records.seal(reference, "{}", builders.NOON)
    with (
        pytest.raises(DBAPIError, match=f"{table} is only added to"),
        storehouse.database.engine.begin() as connection,
    ):
        connection.execute(text(change.format(table)))
    assert faults(storehouse, reference) == []


def test_postgresql_refuses_to_empty_a_table_that_is_only_added_to(
    storehouse: Storehouse,
) -> None:
    if storehouse.database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with (
        pytest.raises(DBAPIError, match="timeline is only added to"),
        storehouse.database.engine.begin() as connection,
    ):
        connection.execute(text("TRUNCATE timeline"))
