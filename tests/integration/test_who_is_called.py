"""Who is written to about a case that waits for an adviser, up the chain."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from activities.calling import called
from adapters.clock import now
from domain.cover import Cover, OnCall, day_of
from domain.deadlines import CHAINS, Whom
from domain.graph import Priority
from domain.people import Role
from domain.teams import SAFEGUARDING, Member, Rank, Team
from storage.accounts import Organisation
from storage.cases import stored_case
from storage.store import Store
from tests.api.journey import UNSURE, answered, opened
from tests.live import Live

PLACE = "quayside"
ADVISERS = ("mel", "dev", "sid", "oli")
IN_A_WEEK = timedelta(days=7)


@pytest_asyncio.fixture
async def waiting(live: Live) -> str:
    """A request that waits for an adviser at a workplace of its own, without teams."""
    place = Organisation(PLACE, "Quayside Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    if "pip" not in live.logins:
        live.newcomer("pip", Role.PRACTITIONER, PLACE)
        for each in ADVISERS:
            live.newcomer(each, Role.ADVISER, PLACE)
    async with live.api("pip") as pip:
        reference = await opened(pip)
        await answered(pip, reference, UNSURE)
    return reference


def ids(live: Live) -> dict[str, str]:
    """The id of each of them, by the first part of their address."""
    with live.house.storehouse.reading() as store:
        found = store.accounts.all(PLACE)
    return {a.profile.email.partition("@")[0]: a.actor.id for a in found}


def asked(store: Store, reference: str, whom: Whom) -> set[str]:
    """The first names of those who are written to now."""
    case = stored_case(store.session, reference)
    task = store.tasks.live(reference)
    assert case is not None
    assert task is not None
    people = called(store, case, task, whom, now())
    return {each.profile.name.casefold() for each in people}


def staff(live: Live, store: Store, *, on_call: bool = True) -> None:
    """Mel is a member, Dev a deputy, Sid a senior; Oli is on call."""
    known = ids(live)
    members = (
        Member(known["mel"]),
        Member(known["dev"], Rank.DEPUTY),
        Member(known["sid"], Rank.SENIOR),
    )
    team = Team("quayside-1", "Safeguarding", (SAFEGUARDING,), members)
    store.teams.keep(PLACE, team)
    store.routing.renew(PLACE, now())
    if on_call:
        turn = OnCall("quayside-turn", known["oli"], now(), now() + IN_A_WEEK)
        store.rota.add(PLACE, turn)


class Undone(Exception):
    """What a test arranged is not kept."""


@contextmanager
def for_now(live: Live) -> Iterator[Store]:
    """Whatever is arranged here is forgotten afterwards."""
    with suppress(Undone), live.house.storehouse.writing() as store:
        yield store
        raise Undone


async def test_without_teams_everybody_who_may_decide_is_written_to(
    live: Live, waiting: str
) -> None:
    with live.house.storehouse.reading() as store:
        for whom in Whom:
            assert asked(store, waiting, whom) == set(ADVISERS)


async def test_each_step_asks_its_own_rank(live: Live, waiting: str) -> None:
    with for_now(live) as store:
        staff(live, store)
        assert asked(store, waiting, Whom.TEAM) == {"mel", "dev", "sid"}
        assert asked(store, waiting, Whom.DEPUTY) == {"dev"}
        assert asked(store, waiting, Whom.SENIOR) == {"sid"}
        assert asked(store, waiting, Whom.ON_CALL) == {"oli"}


async def test_who_holds_the_task_is_reminded_first(live: Live, waiting: str) -> None:
    with for_now(live) as store:
        staff(live, store)
        mel = store.accounts.get(ids(live)["mel"])
        task = store.tasks.live(waiting)
        assert mel is not None
        assert task is not None
        store.tasks.claim(mel.actor, task, now())
        assert asked(store, waiting, Whom.TEAM) == {"mel"}


async def test_where_nobody_is_of_a_rank_the_next_above_is_asked_and_at_last_all(
    live: Live, waiting: str
) -> None:
    with for_now(live) as store:
        staff(live, store, on_call=False)
        assert asked(store, waiting, Whom.ON_CALL) == set(ADVISERS)
        store.teams.leave_all(ids(live)["dev"])
        assert asked(store, waiting, Whom.DEPUTY) == {"sid"}


@pytest.mark.parametrize("priority", [priority for priority, _ in CHAINS])
async def test_a_team_of_members_only_is_never_climbed_into_nobody(
    live: Live, waiting: str, priority: Priority
) -> None:
    with for_now(live) as store:
        team = Team("quayside-1", "Safeguarding", (SAFEGUARDING,), members_only(live))
        store.teams.keep(PLACE, team)
        store.routing.renew(PLACE, now())
        for step in dict(CHAINS)[priority].steps:
            assert asked(store, waiting, step.whom)


def members_only(live: Live) -> tuple[Member, ...]:
    return (Member(ids(live)["mel"]),)


async def test_a_step_that_only_the_one_in_conflict_stands_on_climbs_past_them(
    live: Live, waiting: str
) -> None:
    with for_now(live) as store:
        staff(live, store)
        store.routing.keep_off(waiting, (ids(live)["dev"],), now())
        assert asked(store, waiting, Whom.DEPUTY) == {"sid"}


async def test_who_stands_in_is_written_to_as_well(live: Live, waiting: str) -> None:
    with for_now(live) as store:
        staff(live, store)
        known, today = ids(live), day_of(now())
        cover = Cover("quayside-cover", known["dev"], known["oli"], today, today)
        store.covers.add(PLACE, cover, now())
        assert asked(store, waiting, Whom.DEPUTY) == {"dev", "oli"}


async def test_whoever_asked_is_never_asked(live: Live, waiting: str) -> None:
    with live.house.storehouse.reading() as store:
        case = stored_case(store.session, waiting)
        task = store.tasks.live(waiting)
        assert case is not None
        assert task is not None
        own = replace(case, opened_by=ids(live)["mel"])
        found = called(store, own, task, Whom.TEAM, now())
        assert "Mel" not in {each.profile.name for each in found}
