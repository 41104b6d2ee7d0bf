"""Any account at all verifies, and none does once anything in it is otherwise."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.people import Role
from domain.timeline import Entry, What
from storage import chains
from storage.coding import dump
from storage.tables import TimelineRow
from storage.timeline import chain_of, hash_of
from tests.builders import NOON

CASE = "SR-TEST-0001"

words = st.text(max_size=12)
entries = st.builds(
    Entry,
    st.sampled_from(What),
    words,
    st.sampled_from(Role),
    st.integers(0, 10**6).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    facts=st.lists(st.tuples(words, words), max_size=2).map(tuple),
)
accounts = st.lists(entries, min_size=1, max_size=12)


def chained(told: list[Entry]) -> list[TimelineRow]:
    rows: list[TimelineRow] = []
    for number, entry in enumerate(told, 1):
        row = TimelineRow(
            reference=CASE,
            number=number,
            name=f"{CASE}:{number}",
            what=entry.what.value,
            actor=entry.by,
            role=entry.role.value,
            at=entry.at,
            codes=dump(entry),
            previous=rows[-1].hash if rows else "",
            hash="",
        )
        row.hash = hash_of(row)
        rows.append(row)
    return rows


def faults(rows: Sequence[TimelineRow], whole: Sequence[TimelineRow]) -> list[str]:
    known = chain_of(CASE, len(whole), whole[-1].hash)
    return list(chains.faults(rows, hash_of, known))


@given(accounts)
def test_any_account_verifies(told: list[Entry]) -> None:
    rows = chained(told)
    assert faults(rows, rows) == []


@given(accounts, st.data())
def test_an_entry_that_says_anything_else_is_found(
    told: list[Entry], data: st.DataObject
) -> None:
    rows = chained(told)
    whole = chained(told)
    row = data.draw(st.sampled_from(rows))
    field = data.draw(st.sampled_from(["name", "what", "actor", "role", "codes"]))
    setattr(row, field, getattr(row, field) + data.draw(words.filter(bool)))
    assert f"entry {row.number} of {CASE} was altered" in faults(rows, whole)


@given(accounts, st.data())
def test_an_entry_that_is_gone_is_found(told: list[Entry], data: st.DataObject) -> None:
    whole = chained(told)
    gone = data.draw(st.sampled_from(whole))
    assert faults([row for row in whole if row is not gone], whole)


@given(accounts, st.data())
def test_entries_in_another_order_are_found(
    told: list[Entry], data: st.DataObject
) -> None:
    whole = chained(told)
    moved = data.draw(st.permutations(whole))
    assert bool(faults(moved, whole)) == (moved != whole)
