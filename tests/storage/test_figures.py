"""What the reports count: each number from rows made for it, on both databases."""

from datetime import datetime, timedelta

import pytest

from domain.errors import Why
from domain.happenings import What
from domain.people import Role
from domain.release import ReleaseState
from domain.stages import Ending
from domain.timeline import Entry
from storage.accounts import Organisation
from storage.coding import dump
from storage.figures import Figures
from storage.notice_tables import WithheldRow
from storage.release_tables import BreachRow, ReleaseRow
from storage.store import Store, Storehouse
from storage.tables import CaseRow, TaskRow, TimelineRow
from storage.tasks import TaskKind
from tests import builders
from tests.builders import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THEN = (NOON - DAY, NOON + DAY)
BEFORE = (NOON - 2 * DAY, NOON - DAY)


@pytest.fixture
def place(storehouse: Storehouse) -> str:
    """An organisation of which nothing is counted yet."""
    id = builders.fresh("place")
    with storehouse.writing() as store:
        store.accounts.keep_organisation(
            Organisation(id, id, "01632 960000", "HMG-2018", "always")
        )
    return id


def a_case(
    store: Store,
    place: str,
    opened_at: datetime = NOON,
    ending: Ending | None = None,
    reasons: str = "",
    outcome: str | None = None,
) -> str:
    reference = builders.fresh("SR-FIGURE").upper()
    store.session.add(
        CaseRow(
            reference=reference,
            organisation=place,
            opened_by="pat",
            opened_at=opened_at,
            stage="closed" if ending else "gathering",
            since=opened_at,
            waiting_on="nobody",
            priority="standard",
            outcome=outcome,
            ending=ending.value if ending else None,
            closed_at=opened_at if ending else None,
            revision=1,
            body="{}",
            reasons=reasons,
        )
    )
    store.session.flush()
    return reference


def a_task(
    store: Store, place: str, due: timedelta, ended: timedelta | None, state: str
) -> None:
    reference = a_case(store, place)
    store.session.add(
        TaskRow(
            id=builders.fresh("T-figure"),
            reference=reference,
            organisation=place,
            kind=TaskKind.ADVICE.value,
            route="",
            priority="standard",
            state=state,
            opened_at=NOON,
            due_at=NOON + due,
            ended_at=NOON + ended if ended is not None else None,
        )
    )


def a_release(
    store: Store, place: str, state: ReleaseState, way: str = "", channel: str = "text"
) -> None:
    id = builders.fresh("release-figure")
    store.session.add(
        ReleaseRow(
            id=id,
            reference=a_case(store, place),
            number=id,
            locator=id,
            organisation=place,
            digest="",
            state=state.value,
            body_sealed=b"",
            phrase_sealed=b"",
            phrase_hash="",
            email_index="",
            made_at=NOON + 3 * HOUR,
            expires_at=NOON + DAY,
            channel=channel,
            way=way,
        )
    )


def an_entry(store: Store, place: str, entry: Entry) -> None:
    reference = a_case(store, place)
    store.session.add(
        TimelineRow(
            reference=reference,
            number=1,
            name=builders.fresh("figure"),
            what=entry.what.value,
            actor=entry.by,
            role=entry.role.value,
            at=entry.at,
            codes=dump(entry),
            previous="",
            hash="",
        )
    )


def test_a_request_counts_in_the_span_it_began_in_and_in_the_one_it_ended_in(
    storehouse: Storehouse, place: str
) -> None:
    edge = NOON - DAY  # the first moment of one span, and no longer of the other
    with storehouse.writing() as store:
        a_case(store, place)
        a_case(store, place, edge, Ending.WITHDRAWN)
        a_case(store, place, edge - HOUR, Ending.SHARED)
        a_case(store, builders.HERE, NOON, Ending.SHARED)
        figures = Figures(store.session, place)
        assert figures.opened([BEFORE, THEN]) == [1, 2]
        assert figures.closed([BEFORE, THEN]) == [1, 1]
        assert figures.endings(THEN) == {"withdrawn": 1}
        nobody = Figures(store.session, "nowhere")
        assert nobody.closed([THEN]) == [0]


def test_requests_are_counted_by_why_the_rules_came_out_so(
    storehouse: Storehouse, place: str
) -> None:
    with storehouse.writing() as store:
        for _ in range(2):
            a_case(
                store,
                place,
                NOON,
                Ending.NOT_SHARED,
                "NO_LAWFUL_REASON",
                "do_not_share",
            )
        one = a_case(store, place, NOON, Ending.NOT_SHARED, "", "escalate")
        a_case(store, place, NOON, Ending.SHARED, "CONSENT_GIVEN", "share")
        found = Figures(store.session, place).ruled(THEN, Ending.NOT_SHARED)
    told = {(each.outcome, each.reasons): each.number for each in found}
    assert told == {
        ("do_not_share", ("NO_LAWFUL_REASON",)): 2,
        ("escalate", ()): 1,
    }
    assert one in [each.one for each in found]


def test_tasks_are_done_or_waiting_in_time_or_late(
    storehouse: Storehouse, place: str
) -> None:
    with storehouse.writing() as store:
        a_task(store, place, 2 * HOUR, 2 * HOUR, "done")
        a_task(store, place, 2 * HOUR, 3 * HOUR, "done")
        a_task(store, place, 2 * HOUR, None, "open")
        a_task(store, place, 9 * HOUR, None, "claimed")
        a_task(store, place, 2 * HOUR, 9 * HOUR, "cancelled")
        figures = Figures(store.session, place)
        kinds = (TaskKind.ADVICE,)
        assert figures.work(THEN, kinds, NOON + 5 * HOUR).parts == (1, 1, 1, 1)
        assert figures.work(THEN, (TaskKind.REVIEW,), NOON).parts == (0, 0, 0, 0)
        assert figures.work(BEFORE, kinds, NOON).parts == (0, 0, 0, 0)
        waits = [ended - begun for begun, ended in figures.waits(THEN, kinds)]
        assert sorted(waits) == [2 * HOUR, 3 * HOUR]


def test_what_left_is_counted_by_its_way_and_what_did_not_leave_is_not(
    storehouse: Storehouse, place: str
) -> None:
    with storehouse.writing() as store:
        a_release(store, place, ReleaseState.AVAILABLE)
        a_release(store, place, ReleaseState.REVOKED, channel="phrase")
        a_release(store, place, ReleaseState.HANDED_OVER, way="post")
        a_release(store, place, ReleaseState.TELEPHONED)
        a_release(store, place, ReleaseState.PREPARING)
        a_release(store, place, ReleaseState.TO_HAND_OVER, way="post")
        figures = Figures(store.session, place)
        assert figures.ways(THEN) == {"text": 1, "phrase": 1, "post": 1, "telephone": 1}
        assert [made - begun for begun, made in figures.shares(THEN)] == [3 * HOUR] * 4


def test_notices_that_are_put_off_are_counted_by_their_day(
    storehouse: Storehouse, place: str
) -> None:
    today = NOON.date()
    with storehouse.writing() as store:
        for days in (-3, 0, 1, 30, 31):
            store.session.add(
                WithheldRow(
                    reference=builders.fresh("SR-WITHHELD"),
                    individual="p",
                    organisation=place,
                    decision="delay",
                    review_on=(today + days * DAY).isoformat(),
                    decided_by="pat",
                    decided_in="",
                    decided_at=NOON,
                )
            )
        store.session.flush()
        figures = Figures(store.session, place)
        assert figures.withheld((today, today + 30 * DAY)) == [2, 2, 1]


def test_what_was_only_tried_is_not_counted_as_done(
    storehouse: Storehouse, place: str
) -> None:
    done = Entry(What.REVOKED, "pat", Role.PRACTITIONER, NOON)
    tried = Entry(
        What.REVOKED, "pat", Role.PRACTITIONER, NOON,
        refused=Why.NOTHING_SHARED,
    )  # fmt: skip
    with storehouse.writing() as store:
        for entry in (done, tried):
            an_entry(store, place, entry)
        store.session.add(
            BreachRow(
                reference=a_case(store, place),
                organisation=place,
                began="sender",
                began_by="pat",
                since=NOON,
                words_sealed=b"",
            )
        )
        store.session.flush()
        figures = Figures(store.session, place)
        kinds = (What.REVOKED, What.EXPIRED)
        assert figures.happened(THEN, kinds) == {"revoked": 1}
        assert figures.happened(BEFORE, kinds) == {}
        assert (figures.breaches(THEN), figures.breaches(BEFORE)) == (1, 0)
