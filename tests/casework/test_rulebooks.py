"""Whose rules count for whom, and that a case keeps what it was bound to."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.rulebook import Rulebook, UnknownRuleSet
from casework.rulebooks import Rulebooks, RuleChoice
from casework.terms import Binding
from domain.errors import NotAllowed
from domain.people import Actor, Role
from domain.rules import RuleSetRefused
from domain.terms import Timings
from storage.cases import terms_of
from storage.database import sqlite_url
from storage.store import Storehouse
from storage.tables import TermsRow
from tests.builders import ELSEWHERE, HERE, PAT
from tests.storage.shelf import fresh_storehouse

BOOK = Rulebook()
KIT = Actor("u-kit", (Role.ADMINISTRATOR,), HERE)
FAR = Actor("u-far", (Role.ADMINISTRATOR,), ELSEWHERE)


def own(**changes: object) -> str:
    """The text of a sound rule set of somebody's own."""
    file: dict[str, Any] = BOOK.data("HMG-2018")
    return json.dumps({**file, "id": "HILL-1", "title": "Hill rules", **changes})


@pytest.fixture
def storehouse(tmp_path: Path) -> Iterator[Storehouse]:
    made = fresh_storehouse(sqlite_url(tmp_path / "rules.db"))
    yield made
    made.database.close()


@pytest.fixture
def books(storehouse: Storehouse) -> Rulebooks:
    return Rulebooks(storehouse, BOOK)


def bind(
    storehouse: Storehouse, books: Rulebooks, reference: str, id: str | None = None
) -> None:
    with storehouse.writing() as store:
        Binding(books, Timings()).bind(store, PAT, reference, id)


def faults(refused: pytest.ExceptionInfo[RuleSetRefused]) -> list[str]:
    return [fault.place for fault in refused.value.faults]


def test_provisional_rules_are_followed_only_where_somebody_chose_them(
    storehouse: Storehouse, books: Rulebooks
) -> None:
    assert "ENG-2026" in books.ids(PAT)
    assert "ENG-2026" not in books.for_requests(PAT)
    with pytest.raises(UnknownRuleSet):
        bind(storehouse, books, "SR-1", "ENG-2026")
    books.choose(KIT, RuleChoice("ENG-2026", ()))
    assert "ENG-2026" in books.for_requests(PAT)
    bind(storehouse, books, "SR-1")
    with storehouse.reading() as store:
        assert terms_of(store.session, "SR-1").rules.id == "ENG-2026"


def test_own_rules_are_there_for_ones_own_organisation_alone(books: Rulebooks) -> None:
    books.add(KIT, own())
    assert "HILL-1" in books.for_requests(PAT)
    assert "HILL-1" not in books.ids(FAR)
    with pytest.raises(UnknownRuleSet):
        books.get(FAR, "HILL-1")


def test_the_newest_version_counts_once_its_day_has_come(books: Rulebooks) -> None:
    books.add(KIT, own(version="2026-02-01", title="Newer"))
    books.add(KIT, own(version="2026-01-01", title="Older"))
    books.add(KIT, own(version="2026-03-01", title="Later", effective_from="2099-01"))
    assert books.get(PAT, "HILL-1")[1].title == "Newer"


def test_rules_whose_day_has_not_come_can_be_read_but_not_followed(
    storehouse: Storehouse, books: Rulebooks
) -> None:
    books.add(KIT, own(effective_from="2099-01-01"))
    assert books.get(PAT, "HILL-1")[1].title == "Hill rules"
    assert "HILL-1" not in books.for_requests(PAT)
    with pytest.raises(UnknownRuleSet):
        bind(storehouse, books, "SR-1", "HILL-1")
    with pytest.raises(RuleSetRefused, match="not in force yet"):
        books.choose(KIT, RuleChoice("HILL-1", ()))


def test_the_same_file_twice_is_one_and_another_of_its_name_is_refused(
    books: Rulebooks,
) -> None:
    first = books.add(KIT, own())
    assert books.add(KIT, own()).digest == first.digest
    with pytest.raises(RuleSetRefused) as refused:
        books.add(KIT, own(title="Other words"))
    assert faults(refused) == ["version"]
    assert books.get(PAT, "HILL-1")[1].title == "Hill rules"


def test_nobody_takes_the_name_of_our_own_rules(books: Rulebooks) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        books.add(KIT, own(id="DFE-2024", version="2027-01-01"))
    assert faults(refused) == ["id"]


def test_a_faulty_file_is_refused_whole_and_the_old_one_stays(books: Rulebooks) -> None:
    books.add(KIT, own())
    bad = own(version="2026-12-01", start="Q9", effective_from="soon")
    with pytest.raises(RuleSetRefused) as refused:
        books.add(KIT, bad)
    assert {"effective_from", "start"} <= set(faults(refused))
    assert [f.place for f in books.faults(KIT, bad)] == faults(refused)
    assert books.get(PAT, "HILL-1")[0].version == BOOK.get("HMG-2018")[0].version
    with pytest.raises(RuleSetRefused, match="not JSON"):
        books.add(KIT, "{")


def test_an_overlay_may_lie_over_ones_own_rules(books: Rulebooks) -> None:
    books.add(KIT, own())
    over = {
        "id": "HILL-2", "version": "2026-11-22", "title": "More", "over": "HILL-1",
        "effective_from": "2026-11", "source": "Hill School",
        "changes": {"Q1": {"help": "Ask at the office."}},
    }  # fmt: skip
    books.add(KIT, json.dumps(over))
    assert books.get(PAT, "HILL-2")[1].question("Q1").help == "Ask at the office."


@pytest.mark.parametrize(
    "role", [each for each in Role if each is not Role.ADMINISTRATOR]
)
def test_only_an_administrator_adds_or_chooses(books: Rulebooks, role: Role) -> None:
    actor = replace(KIT, roles=(role,))
    with pytest.raises(NotAllowed):
        books.add(actor, own())
    with pytest.raises(NotAllowed):
        books.choose(actor, RuleChoice("DFE-2024", ()))
    assert books.choice(actor) == RuleChoice("HMG-2018", ())


def test_a_guard_switched_off_is_off_for_new_cases_alone(
    storehouse: Storehouse, books: Rulebooks
) -> None:
    bind(storehouse, books, "SR-1")
    books.choose(KIT, RuleChoice("HMG-2018", ("G1",)))
    bind(storehouse, books, "SR-2")
    with storehouse.reading() as store:
        guards = [terms_of(store.session, r).rules.guards for r in ("SR-1", "SR-2")]
    assert [len(each) for each in guards] == [1, 0]
    books.choose(KIT, RuleChoice("HMG-2018", ()))
    assert books.choice(PAT).guards_off == ()


def test_a_guard_that_is_part_of_the_rules_cannot_be_switched_off(
    books: Rulebooks,
) -> None:
    for guard in ("G2", "G9"):
        with pytest.raises(RuleSetRefused) as refused:
            books.choose(KIT, RuleChoice("ENG-2026", (guard,)))
        assert faults(refused) == ["guards_off"]
    with pytest.raises(RuleSetRefused, match="no such rule set"):
        books.choose(KIT, RuleChoice("HMG-1066", ()))


def test_a_case_keeps_its_words_when_the_rules_get_others(
    storehouse: Storehouse, books: Rulebooks
) -> None:
    books.add(KIT, own(version="2026-01-01", title="As it was"))
    bind(storehouse, books, "SR-1", "HILL-1")
    books.add(KIT, own(version="2026-02-01", title="As it is"))
    bind(storehouse, books, "SR-2", "HILL-1")
    with storehouse.reading() as store:
        titles = [
            books.wording(store, terms_of(store.session, reference)).title
            for reference in ("SR-1", "SR-2")
        ]
    assert titles == ["As it was", "As it is"]


def test_a_case_older_than_kept_files_reads_the_words_of_the_package(
    storehouse: Storehouse, books: Rulebooks
) -> None:
    bind(storehouse, books, "SR-1")
    with storehouse.writing() as store:
        row = store.session.get_one(TermsRow, "SR-1")
        row.rules_digest = ""
        store.session.add(row)
    with storehouse.reading() as store:
        assert store.rulesets.wording("SR-1") is None
        terms = terms_of(store.session, "SR-1")
        assert books.wording(store, terms) == BOOK.get("HMG-2018")[1]
