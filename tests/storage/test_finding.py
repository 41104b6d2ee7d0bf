"""What cases are found by: names however they are typed, and who looked for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete

from casework.reindexing import how_many_left, reindex
from domain.case import Case
from domain.content import Content, Individual, Recipient
from domain.reads import ReadKind
from storage.case_people import (
    Indexes,
    born_index,
    folded,
    index_of,
    indexes_of,
    likely_indexes,
    nhs_index,
    organisation_index,
    wanted_indexes,
)
from storage.inbox_tables import CasePersonRow
from storage.read_log import Read
from storage.read_tables import CaseIndexRow
from storage.store import Storehouse
from storage.tables import KeyRow
from tests import builders
from tests.builders import ELSEWHERE, HERE, NOON
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf

Found = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("typed", "as_if"),
    [
        ("  Kim   LOWE ", "kimlowe"),
        ("Seán O’Neill", "seanoneill"),
        ("Sean O'Neill", "seanoneill"),
        ("sean oneill", "seanoneill"),
        ("Anne-Marie", "annemarie"),
        ("Anne\u2010Marie", "annemarie"),
        ("Ｋｉｍ Groß", "kimgross"),
        ("Zoe\u0308", "zoe"),
        ("St. John", "stjohn"),
        ("MOD ʼ Nʼ", "modn"),
    ],
)
def test_a_name_is_one_name_however_it_is_typed(typed: str, as_if: str) -> None:
    assert folded(typed) == as_if


@pytest.fixture
def keep(storehouse: Storehouse, shelf: Shelf) -> Callable[..., Case]:
    """Keeps a case about these people, as it is kept when it is opened."""

    def kept(*people: Individual, to: str = "", place: str = HERE) -> Case:
        recipient = Recipient("Rae", "Lead", to, "rae@estuary.example", "")
        content = builders.content(individuals=people, recipient=recipient)
        case = shelf.case(content=content)
        with storehouse.writing() as store:
            indexes = indexes_of(store.keys.people(), content)
            store.case_people.keep(case.reference, place, indexes)
        return case

    return kept


@pytest.fixture
def found(storehouse: Storehouse) -> Found:
    def looked_for(name: str, born: str = "", place: str = HERE) -> list[str]:
        with storehouse.reading() as store:
            wanted = wanted_indexes(store.keys.people(), name, born)
            return store.case_people.cases_of(place, wanted)

    return looked_for


def test_somebody_is_found_by_each_of_their_names_and_by_nothing_less(
    keep: Callable[..., Case], found: Found
) -> None:
    person = Individual("p", "Iona O’Dell", "2014-05-06", other_names="Io Fenn, Sky")
    case = keep(person)
    for name in ("iona o dell", "Iona Odell", "IO FENN", "Sky"):
        assert found(name) == [case.reference]
    for name in ("Iona", "Dell", "Iona Odel", ""):
        assert found(name) == []
    assert found("Iona O'Dell", place=ELSEWHERE) == []


def test_a_date_of_birth_leaves_out_whoever_was_born_on_another_day(
    keep: Callable[..., Case], found: Found
) -> None:
    dated = keep(Individual("p", "Wren Hale", "2014-05-06"))
    undated = keep(Individual("p", "Wren Hale"))
    keep(Individual("p", "Wren Hale", "1980-01-01"))
    assert len(found("Wren Hale")) == 3
    known = {dated.reference, undated.reference}
    assert set(found("Wren Hale", "2014-05-06")) == known


def test_people_of_one_name_and_two_dates_are_not_taken_for_the_same(
    storehouse: Storehouse, keep: Callable[..., Case]
) -> None:
    keep(Individual("p", "Lark Hale", "1980-01-01"))
    other = Content(individuals=(Individual("p", "Lark Hale", "2014-05-06"),))
    with storehouse.reading() as store:
        likely = likely_indexes(store.keys.people(), other)
        assert store.case_people.cases_of(HERE, likely) == []


def test_somebody_is_found_by_their_nhs_number_and_by_their_birthday(
    storehouse: Storehouse, keep: Callable[..., Case]
) -> None:
    born, number = "2011-02-03", "9990000018"
    case = keep(Individual("p", "Bryony Ashby", born, nhs_number=number))
    with storehouse.reading() as store:
        cipher, people = store.keys.people(), store.case_people
        typed = nhs_index(cipher, "999 000 0018")
        assert people.cases_of(HERE, {typed}) == [case.reference]
        assert people.cases_of(HERE, {nhs_index(cipher, "9990000026")}) == []
        assert people.cases_of(HERE, {born_index(cipher, born)}) == [case.reference]
        renamed = Individual("q", "Bryony Vale", "2011-02-04", nhs_number=number)
        likely = likely_indexes(cipher, Content(individuals=(renamed,)))
        assert people.cases_of(HERE, likely) == [case.reference]


def test_an_organisation_is_found_however_it_is_typed(
    storehouse: Storehouse, keep: Callable[..., Case]
) -> None:
    case = keep(to="St. Brannoc’s Hospital")
    with storehouse.reading() as store:
        wanted = organisation_index(store.keys.people(), "st brannocs  hospital")
        assert store.case_people.cases_to(HERE, wanted) == [case.reference]
        assert store.case_people.cases_to(ELSEWHERE, wanted) == []


def test_cases_from_before_the_index_are_found_after_reindexing(
    storehouse: Storehouse, keep: Callable[..., Case], found: Found
) -> None:
    case = keep(Individual("p", "Fern Ashby"))
    with storehouse.writing() as store:
        store.session.exec(delete(CasePersonRow))
        store.session.exec(delete(CaseIndexRow))
    assert found("Fern Ashby") == []
    left = how_many_left(storehouse)
    assert (case.reference, True) in list(reindex(storehouse))
    assert found("Fern Ashby") == [case.reference]
    assert how_many_left(storehouse) < left
    assert case.reference not in dict(reindex(storehouse))


def test_cases_indexed_by_an_older_way_are_indexed_anew(
    storehouse: Storehouse, keep: Callable[..., Case], found: Found
) -> None:
    case = keep(Individual("p", "Moss Ashby", "2014-05-06"))
    with storehouse.writing() as store:
        row = store.session.get_one(CaseIndexRow, case.reference)
        row.version = 1
        old = index_of(store.keys.people(), "Moss Ashby", "2014-05-06")
        others = col(CasePersonRow.person) != old
        store.session.exec(delete(CasePersonRow).where(others))
    assert found("Moss Ashby") == []
    assert dict(reindex(storehouse))[case.reference]
    assert found("Moss Ashby") == [case.reference]


def test_a_case_whose_key_is_destroyed_is_found_no_more(
    storehouse: Storehouse, keep: Callable[..., Case], found: Found
) -> None:
    case = keep(Individual("p", "Reed Ashby"))
    with storehouse.writing() as store:
        store.session.delete(store.session.get_one(KeyRow, f"case:{case.reference}"))
        store.session.delete(store.session.get_one(CaseIndexRow, case.reference))
    assert dict(reindex(storehouse))[case.reference]
    assert found("Reed Ashby") == []


def test_a_case_that_was_altered_is_named_and_stops_nothing(
    storehouse: Storehouse, keep: Callable[..., Case], found: Found
) -> None:
    bad, good = keep(Individual("p", "Ivy Ashby")), keep(Individual("p", "Elm Ashby"))
    with tampering(storehouse.database) as connection:
        connection.execute(
            text("UPDATE contents SET body_sealed = :x WHERE reference = :case"),
            {"x": b"x" * 40, "case": bad.reference},
        )
    with storehouse.writing() as store:
        for each in (bad, good):
            store.session.delete(store.session.get_one(CaseIndexRow, each.reference))
    done = dict(reindex(storehouse))
    assert (done[bad.reference], done[good.reference]) == (False, True)
    with storehouse.writing() as store:
        store.case_people.keep(bad.reference, HERE, Indexes())


def a_read(**changes: object) -> Read:
    kind = ReadKind.PERSON_SEARCH
    made = Read(builders.fresh("read"), HERE, "ada", "adviser", NOON, kind, "index")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_log_of_reads_is_read_newest_first_and_in_parts(
    storehouse: Storehouse,
) -> None:
    reads = [
        a_read(at=NOON + timedelta(minutes=n), cases=(f"SR-{n}",)) for n in range(3)
    ]
    with storehouse.writing() as store:
        for each in (*reads, a_read(organisation=ELSEWHERE)):
            store.read_log.add(each)
    with storehouse.reading() as store:
        first = store.read_log.of(HERE, None, 2)
        assert first == [reads[2], reads[1]]
        after = (first[-1].at, first[-1].id)
        assert reads[0] in store.read_log.of(HERE, after, 9)
        assert len(store.read_log.of(ELSEWHERE, None, 9)) == 1


@pytest.mark.parametrize("change", ["UPDATE reads SET found = 0", "DELETE FROM reads"])
def test_the_log_of_reads_can_be_neither_changed_nor_shortened(
    storehouse: Storehouse, change: str
) -> None:
    with storehouse.writing() as store:
        store.read_log.add(a_read())
    with (
        pytest.raises(DBAPIError, match="reads is only added to"),
        storehouse.database.engine.begin() as connection,
    ):
        connection.execute(text(change))


def test_no_word_of_a_search_is_in_any_file_of_the_database(
    storehouse: Storehouse, keep: Callable[..., Case], sqlite_folder: Path
) -> None:
    if storehouse.database.engine.dialect.name != "sqlite":
        pytest.skip("the same indexes; the files of SQLite are at hand")
    keep(Individual("p", "Xanthippe Quarrendon"), to="Quarrendon Surgery")
    with storehouse.writing() as store:
        asked = index_of(store.keys.people(), "Xanthippe Quarrendon")
        store.read_log.add(a_read(asked=asked))
    raw = b"".join(each.read_bytes() for each in sqlite_folder.iterdir())
    assert asked.encode() in raw
    assert b"quarrendon" not in raw.lower()
