"""Running cases: found by codes and dates, in pages, without reading what they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, text
from sqlmodel import col, update

from domain.case import Case
from domain.case_filter import CaseFilter, Counted
from domain.people import Actor, Role
from domain.stages import Stage
from storage.cases import ASLEEP, open_references, save_case
from storage.release_tables import BreachRow, ReleaseRow
from storage.running import RunningLine
from storage.running_filter import SETS
from storage.store import Storehouse
from storage.tables import TermsRow
from tests import builders
from tests.builders import NOON, OLA, PAT
from tests.storage.shelf import Shelf, new_release, terms_of

AT = NOON + timedelta(days=30)
EVERYTHING = CaseFilter()


def pages(
    storehouse: Storehouse, wanted: CaseFilter = EVERYTHING, size: int = 7
) -> Iterator[RunningLine]:
    """Every line that a filter lets through, page after page."""
    after: tuple[datetime, str] | None = None
    while True:
        with storehouse.reading() as store:
            lines = store.running(OLA).page(wanted, AT, size, after)
        yield from lines
        if len(lines) < size:
            return
        after = (lines[-1].since, lines[-1].reference)


def found(storehouse: Storehouse, **wanted: str) -> list[str]:
    return [line.reference for line in pages(storehouse, CaseFilter(**wanted))]


def count(storehouse: Storehouse, **wanted: str) -> int:
    with storehouse.reading() as store:
        return store.running(OLA).count(CaseFilter(**wanted), AT)


@contextmanager
def statements(storehouse: Storehouse) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    engine = storehouse.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_pages_show_every_open_case_once_longest_waiting_first(shelf: Shelf) -> None:
    made = {shelf.case(minutes=minutes % 3).reference for minutes in range(16)}
    lines = list(pages(shelf.storehouse))
    shown = [line.reference for line in lines]
    assert len(shown) == len(set(shown)) == count(shelf.storehouse)
    assert made <= set(shown)
    assert lines == sorted(lines, key=lambda line: (line.since, line.reference))


def test_a_closed_case_is_gone_unless_something_of_it_is_failing(shelf: Shelf) -> None:
    done, failing = shelf.withdrawn(), shelf.withdrawn()
    with shelf.storehouse.writing() as store:
        store.troubles.note(failing.reference, "finalise", "Broken", NOON)
    shown = found(shelf.storehouse)
    assert done.reference not in shown
    assert failing.reference in shown
    assert failing.reference in found(shelf.storehouse, only="failing")
    assert failing.reference in found(shelf.storehouse, step="finalise")
    assert failing.reference not in found(shelf.storehouse, step="announce")


def test_a_page_takes_as_many_statements_however_many_cases_there_are(
    shelf: Shelf,
) -> None:
    shelf.in_doubt()
    with statements(shelf.storehouse) as few:
        next(pages(shelf.storehouse, size=1000))
    for _ in range(12):
        shelf.in_doubt()
    with statements(shelf.storehouse) as many:
        next(pages(shelf.storehouse, size=1000))
    assert len(many) == len(few) < 10
    assert not [asked for asked in many if "cases.body" in asked]


@pytest.mark.parametrize("storehouse", ["sqlite"], indirect=True)
def test_the_list_is_read_from_an_index_in_its_order(shelf: Shelf) -> None:
    query = (
        "EXPLAIN QUERY PLAN SELECT reference FROM cases WHERE organisation = 'x' "
        "AND closed_at IS NULL ORDER BY since, reference LIMIT 26"
    )
    with shelf.storehouse.reading() as store:
        plan = str(store.session.connection().execute(text(query)).all())
    assert "INDEX open_cases " in plan
    assert "TEMP B-TREE" not in plan


def test_filters_narrow_by_what_stands_in_the_row(shelf: Shelf) -> None:
    fresh, doubtful = shelf.case(), shelf.in_doubt()
    narrowed = {
        "stage": ("gathering", "with_adviser"),
        "waiting": ("practitioner", "adviser"),
    }
    for name, (one, other) in narrowed.items():
        assert fresh.reference in found(shelf.storehouse, **{name: one})
        assert fresh.reference not in found(shelf.storehouse, **{name: other})
        assert doubtful.reference in found(shelf.storehouse, **{name: other})
    assert found(shelf.storehouse, text=fresh.reference.lower()) == [fresh.reference]
    assert fresh.reference in found(shelf.storehouse, rules="HMG-2018")
    assert found(shelf.storehouse, rules="HMG-2018@never") == []
    assert found(shelf.storehouse, text="100%") == []


def test_a_case_is_as_old_as_it_was_started(shelf: Shelf) -> None:
    old = shelf.case(minutes=-100 * 24 * 60)
    assert old.reference in found(shelf.storehouse, age="longer")
    for age in ("day", "week", "month", "quarter"):
        assert old.reference not in found(shelf.storehouse, age=age)


def test_a_case_is_found_by_the_version_that_wrote_it_last(shelf: Shelf) -> None:
    case = shelf.case()
    with shelf.storehouse.writing() as store:
        later = replace(case, revision=case.revision + 1)
        save_case(store.session, later, terms_of(case), "9.9.1")
    assert found(shelf.storehouse, version="9.9.1") == [case.reference]
    with shelf.storehouse.reading() as store:
        assert "9.9.1" in store.running(OLA).versions()


def test_what_is_due_is_the_task_or_the_end_of_a_share(shelf: Shelf) -> None:
    tasked, shared = shelf.in_doubt(), shelf.case()
    release(shelf, shared, NOON - timedelta(days=3))
    with shelf.storehouse.reading() as store:
        due = store.tasks.all_live(tasked.reference)[0].due_at
        ends = store.releases.of(shared.reference)
    lines = {line.reference: line for line in pages(shelf.storehouse)}
    assert ends is not None
    assert lines[tasked.reference].due_at == due
    assert lines[shared.reference].due_at == ends.expires_at
    overdue = found(shelf.storehouse, due="overdue")
    assert {tasked.reference, shared.reference} <= set(overdue)
    assert tasked.reference in found(shelf.storehouse, only="overdue")
    assert shared.reference not in found(shelf.storehouse, only="overdue")


def release(shelf: Shelf, case: Case, at: datetime) -> None:
    """Something that the recipient could collect since then."""
    made = replace(new_release(), made_at=at, expires_at=at + timedelta(days=14))
    with shelf.storehouse.writing() as store:
        store.releases.make(case.reference, OLA.organisation, builders.content(), made)
        of_case = col(ReleaseRow.reference) == case.reference
        available = update(ReleaseRow).where(of_case).values(state="available")
        store.session.exec(available)


def test_a_share_that_nobody_opened_for_a_day_is_counted(shelf: Shelf) -> None:
    unopened, opened, new = shelf.case(), shelf.case(), shelf.case()
    for case, at in ((unopened, NOON), (opened, NOON), (new, AT - timedelta(hours=1))):
        release(shelf, case, at)
    of_case = col(ReleaseRow.reference) == opened.reference
    with shelf.storehouse.writing() as store:
        store.session.exec(update(ReleaseRow).where(of_case).values(opened_at=AT))
    shown = found(shelf.storehouse, only="unopened")
    assert unopened.reference in shown
    assert not {opened.reference, new.reference} & set(shown)


def test_what_went_to_the_wrong_person_is_listed_until_it_is_done(shelf: Shelf) -> None:
    wrong, over = shelf.case(), shelf.case()
    with shelf.storehouse.writing() as store:
        for case, ended in ((wrong, None), (over, AT)):
            store.session.add(
                BreachRow(
                    reference=case.reference, organisation=OLA.organisation,
                    began="said", began_by="pat", since=NOON, ended_at=ended,
                    words_sealed=b"",
                )
            )  # fmt: skip
    shown = found(shelf.storehouse, only="breach")
    assert wrong.reference in shown
    assert over.reference not in shown


def test_acts_that_wait_are_listed_and_so_is_a_request_that_is_no_case_yet(
    shelf: Shelf,
) -> None:
    case = shelf.case()
    act = replace(builders.an_answer(), at=NOON)
    with shelf.storehouse.writing() as store:
        store.acts.store(case.reference, act, {})
    assert case.reference in found(shelf.storehouse, only="unapplied")
    with shelf.storehouse.reading() as store:
        assert [kind for kind, _, _ in store.acts.not_applied(case.reference)] == [
            "GiveAnswers"
        ]
        begun = dict(store.acts.not_begun(OLA.organisation, AT))
    assert case.reference not in begun


@pytest.mark.parametrize("which", list(SETS))
def test_what_a_number_counts_is_what_its_list_shows(
    shelf: Shelf, which: Counted
) -> None:
    shown = found(shelf.storehouse, only=which.value)
    assert count(shelf.storehouse, only=which.value) == len(shown)


def test_another_organisations_cases_are_not_among_them(shelf: Shelf) -> None:
    case = shelf.case()
    elsewhere = Actor("olaf", (Role.OPERATIONS,), builders.ELSEWHERE)
    with shelf.storehouse.reading() as store:
        running = store.running(elsewhere)
        assert running.line(case.reference) is None
        assert case.reference not in [
            line.reference for line in running.page(EVERYTHING, AT, 1000)
        ]


def test_half_of_those_at_a_stage_wait_for_so_long_at_least(
    shelf: Shelf,
) -> None:
    sinces = sorted(line.since for line in pages(shelf.storehouse) if _gathers(line))
    for minutes in (-9000, -8000, -7000):
        sinces.append(NOON + timedelta(minutes=minutes))
        shelf.case(minutes=minutes)
    with shelf.storehouse.reading() as store:
        pile = store.running(OLA).piles("stage")["gathering"]
    assert pile.number == len(sinces)
    assert pile.longest_since == min(sinces)
    assert pile.median_since == sorted(sinces)[len(sinces) // 2]


def _gathers(line: RunningLine) -> bool:
    return line.stage == Stage.GATHERING


def test_a_case_leaves_where_it_was_and_for_how_long(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    with shelf.storehouse.reading() as store:
        stays = store.stays.of(case.reference)
    assert [(stay.stage, stay.until is None) for stay in stays] == [
        ("gathering", False),
        ("with_adviser", True),
    ]
    assert stays[0].until == stays[1].since


def test_a_case_that_sleeps_is_not_looked_for_in_temporal(shelf: Shelf) -> None:
    case = shelf.case()
    of_case = col(TermsRow.reference) == case.reference
    with shelf.storehouse.writing() as store:
        assert case.reference in open_references(store.session)
        store.session.exec(update(TermsRow).where(of_case).values(epoch=ASLEEP))
        assert case.reference not in open_references(store.session)


def test_a_task_is_an_orphan_when_whoever_is_left_may_not_take_it(shelf: Shelf) -> None:
    with shelf.storehouse.reading() as store:
        before = store.routing.orphans(OLA.organisation, AT)
        advisers = store.teams.advisers(OLA.organisation)
    case = shelf.in_doubt()
    with shelf.storehouse.reading() as store:
        after = store.routing.orphans(OLA.organisation, AT)
    left = set(advisers) - {PAT.id}
    assert (case.reference in after) is not bool(left)
    assert set(before) <= set(after)
