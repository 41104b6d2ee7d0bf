"""Cases as they stand: who sees which, in what order, which state may be written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.case_filter import CaseFilter
from domain.errors import CaseNotFound
from domain.people import Actor, Role
from storage.cases import (
    StaleCase,
    keep_content,
    read_content,
    stored_case,
    workflow_id,
)
from storage.closed_cases import Wanted
from storage.store import Storehouse
from storage.tables import TermsRow, WorkerRow
from storage.upkeep import WorkerSeen
from tests import builders
from tests.builders import (
    ADA,
    AUDREY,
    BEN,
    ELSEWHERE,
    HERE,
    NOBODY,
    NOON,
    OLA,
    OTHER_ADA,
    PAT,
    PIA,
)
from tests.storage.shelf import Shelf


@pytest.mark.parametrize("actor", [PAT, ADA, BEN, OLA, AUDREY], ids=lambda a: a.id)
def test_a_case_is_there_for_its_practitioner_and_for_those_whose_role_it_is(
    shelf: Shelf, actor: Actor
) -> None:
    case = shelf.case(PAT)
    with shelf.storehouse.reading() as store:
        assert store.cases(actor).get(case.reference) == case


@pytest.mark.parametrize("actor", [PIA, NOBODY, OTHER_ADA], ids=lambda a: a.id)
def test_for_anybody_else_the_case_does_not_exist(shelf: Shelf, actor: Actor) -> None:
    case = shelf.case(PAT)
    with shelf.storehouse.reading() as store:
        with pytest.raises(CaseNotFound):
            store.cases(actor).get(case.reference)
        with pytest.raises(CaseNotFound):
            store.cases(actor).line(case.reference)


def test_nobody_finds_a_case_of_another_organisation_in_any_list(shelf: Shelf) -> None:
    reference = shelf.case(PAT).reference
    closed = shelf.withdrawn(PAT).reference
    with shelf.storehouse.reading() as store:
        running = store.running(OTHER_ADA)
        seen = {line.reference for line in running.page(CaseFilter(), NOON, 1000)}
        ended = store.closed_cases.page(ELSEWHERE, Wanted(), 1000)
    assert {reference, closed}.isdisjoint({*seen, *(each.reference for each in ended)})


def test_own_requests_come_newest_first_a_page_at_a_time(shelf: Shelf) -> None:
    someone = Actor("paging", (Role.PRACTITIONER,), HERE)
    opened = [shelf.case(someone, minutes=n // 2).reference for n in range(5)]
    seen: list[str] = []
    after: tuple[datetime, str] | None = None
    with shelf.storehouse.reading() as store:
        while page := store.cases(someone).own(after, 2):
            seen += [line.reference for line in page]
            after = (page[-1].opened_at, page[-1].reference)
    assert seen == opened[::-1]  # two opened in the same minute are told apart


def test_closed_cases_page_newest_first(shelf: Shelf) -> None:
    someone = Actor("closing", (Role.AUDITOR, Role.PRACTITIONER), HERE)
    closed = [shelf.withdrawn(someone, minutes=n + 500).reference for n in range(3)]
    with shelf.storehouse.reading() as store:
        wanted = Wanted(who=someone.id)
        first = store.closed_cases.page(HERE, wanted, 2)
        second = store.closed_cases.page(HERE, wanted, 1, first[-1].place)
    assert [each.reference for each in first + second] == closed[::-1]


def test_a_state_older_than_the_stored_one_is_not_written(shelf: Shelf) -> None:
    case = shelf.case()
    newer = shelf.take(case, builders.an_answer())
    for old in (case, replace(case, revision=newer.revision + 2)):
        with pytest.raises(StaleCase):
            shelf.save(old)
    with shelf.storehouse.reading() as store:
        assert stored_case(store.session, case.reference) == newer


def test_another_state_of_the_same_revision_is_not_written(shelf: Shelf) -> None:
    case = shelf.take(shelf.case(), builders.an_answer())
    with pytest.raises(StaleCase):
        shelf.save(replace(case, reminders=3))


def test_writing_the_same_state_again_changes_nothing(shelf: Shelf) -> None:
    case = shelf.case()
    shelf.save(case)
    with shelf.storehouse.reading() as store:
        assert stored_case(store.session, case.reference) == case


def test_after_a_restore_the_workflow_has_another_id(shelf: Shelf) -> None:
    reference = shelf.case().reference
    with shelf.storehouse.writing() as store:
        assert workflow_id(store.session, reference) == reference
        store.session.get_one(TermsRow, reference).epoch = 2
        store.session.flush()
        assert workflow_id(store.session, reference) == f"{reference}-e2"


def test_every_version_of_the_content_is_kept_under_its_digest(shelf: Shelf) -> None:
    first, second = builders.content("First"), builders.content("Second")
    case = shelf.case(content=first)
    with shelf.storehouse.writing() as store:
        for content in (second, second, first):
            keep_content(store.session, store.keys, case.reference, content, NOON)
    with shelf.storehouse.reading() as store:
        kept = [
            read_content(store.session, store.keys, case.reference, content.digest)
            for content in (first, second)
        ]
    assert kept == [first, second]


def test_a_moment_comes_back_in_utc_wherever_it_was_given(
    storehouse: Storehouse,
) -> None:
    summer = timezone(timedelta(hours=1))
    given = datetime(2026, 7, 1, 1, 30, 15, 123456, tzinfo=summer)
    with storehouse.writing() as store:
        store.workers.seen(WorkerSeen("worker-of-this-test", "1.0", given, given))
    with storehouse.reading() as store:
        kept = store.session.get_one(WorkerRow, "worker-of-this-test").seen_at
    assert kept == given
    assert kept.utcoffset() == UTC.utcoffset(None) == timedelta(0)
