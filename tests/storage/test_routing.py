"""Where a task goes, who may take it, and that none is left alone."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from domain.case import Case
from domain.cover import Cover, OnCall, day_of
from domain.people import Actor, Role
from domain.teams import Member, Team
from storage.accounts import Account, Organisation, Profile
from storage.store import Store, Storehouse
from storage.tasks import Task
from tests import builders
from tests.builders import NOON
from tests.storage.shelf import Shelf

_numbers = count(1)


def somebody(store: Store, place: str, role: Role = Role.ADVISER) -> Actor:
    number = next(_numbers)
    actor = Actor(f"u{number}-{place}", (role,), place)
    profile = Profile(f"Somebody {number}", f"{number}@{place}.example")
    store.accounts.add(Account(actor, profile, "hash"), NOON)
    return actor


@pytest.fixture
def place(storehouse: Storehouse) -> str:
    """An organisation in which nobody is an adviser yet."""
    name = f"place-{next(_numbers)}"
    with storehouse.writing() as store:
        store.accounts.keep_organisation(
            Organisation(name, name, "", "HMG-2018", "always")
        )
    return name


def waiting(shelf: Shelf, place: str) -> tuple[Case, Task]:
    """A case of that place that waits for an adviser, and its task."""
    by = Actor(f"pat-{place}", (Role.PRACTITIONER,), place)
    doubt = builders.an_answer(builders.DOUBTFUL, by, send=True)
    case = shelf.take(shelf.case(by), doubt)
    return case, task_of(shelf, case)


def task_of(shelf: Shelf, case: Case) -> Task:
    with shelf.storehouse.reading() as store:
        task = store.tasks.live(case.reference)
    assert task is not None
    return task


def candidates(shelf: Shelf, task: Task, days: int = 0) -> set[str]:
    with shelf.storehouse.reading() as store:
        day = day_of(NOON) + timedelta(days=days)
        return {each.user for each in store.routing.candidates(task.id, day)}


def test_a_task_opens_with_the_team_of_its_route(shelf: Shelf, place: str) -> None:
    with shelf.storehouse.writing() as store:
        ann, bob = somebody(store, place), somebody(store, place)
        leads = Team(f"t-{place}", "Leads", ("safeguarding_lead",), (Member(ann.id),))
        law = Team(f"l-{place}", "Law", ("legal",), (Member(bob.id),))
        store.teams.keep(place, leads)
        store.teams.keep(place, law)
    case, task = waiting(shelf, place)
    assert task.team == leads.id
    assert candidates(shelf, task) == {ann.id}
    with shelf.storehouse.reading() as store:
        assert store.tasks.inbox(bob, "team", NOON) == []
        assert [t.id for t in store.tasks.inbox(ann, "team", NOON)] == [task.id]
        assert [t.id for t in store.tasks.inbox(bob)] == [task.id]
    with shelf.storehouse.writing() as store:
        store.tasks.claim(ann, task, NOON)
    shelf.take(case, builders.passing_on("legal", ann))
    passed = task_of(shelf, case)
    assert (passed.id, passed.team, passed.holder) == (task.id, law.id, None)
    assert candidates(shelf, passed) == {bob.id}


def test_in_a_place_without_teams_every_adviser_sees_every_task(
    shelf: Shelf, place: str
) -> None:
    with shelf.storehouse.writing() as store:
        ann, bob = somebody(store, place), somebody(store, place)
    _, task = waiting(shelf, place)
    assert candidates(shelf, task) == {ann.id, bob.id}
    with shelf.storehouse.reading() as store:
        for who in (ann, bob):
            assert [t.id for t in store.tasks.inbox(who, "team", NOON)] == [task.id]


def test_a_stand_in_may_take_what_somebody_away_has_and_nobody_else(
    shelf: Shelf, place: str
) -> None:
    today = day_of(NOON)
    with shelf.storehouse.writing() as store:
        ann, bob, cy = (somebody(store, place) for _ in range(3))
        team = Team(f"t-{place}", "Leads", ("safeguarding_lead",), (Member(ann.id),))
        store.teams.keep(place, team)
        cover = Cover(f"c-{place}", ann.id, bob.id, today, today + timedelta(days=3))
        store.covers.add(place, cover, NOON)
    _, task = waiting(shelf, place)
    assert candidates(shelf, task) == {ann.id, bob.id}
    assert candidates(shelf, task, days=4) == {ann.id}
    with shelf.storehouse.writing() as store:
        store.tasks.claim(ann, task, NOON)
    held = replace(task, holder=ann.id)
    with shelf.storehouse.writing() as store:
        assert [t.id for t in store.tasks.inbox(bob, "team", NOON)] == [task.id]
        assert not store.tasks.may_relieve(cy, held, NOON)
        assert not store.tasks.may_relieve(bob, held, NOON + timedelta(days=5))
        store.tasks.claim(bob, held, NOON)
        found = store.tasks.live(task.reference)
    assert found is not None
    assert found.holder == bob.id


def test_a_task_that_nobody_can_take_is_found(shelf: Shelf, place: str) -> None:
    case, _ = waiting(shelf, place)
    with shelf.storehouse.writing() as store:
        assert store.routing.orphans(place, NOON) == [case.reference]
        ann = somebody(store, place)
        assert store.routing.orphans(place, NOON) == []
        store.accounts.disable(ann.id, NOON)
        assert store.routing.orphans(place, NOON) == [case.reference]


def test_the_practitioners_own_adviser_role_leaves_their_task_alone(
    shelf: Shelf, place: str
) -> None:
    with shelf.storehouse.writing() as store:
        pat = somebody(store, place)
    both = replace(pat, roles=(Role.PRACTITIONER, Role.ADVISER))
    doubt = builders.an_answer(builders.DOUBTFUL, both, send=True)
    case = shelf.take(shelf.case(both), doubt)
    assert candidates(shelf, task_of(shelf, case)) == set()
    with shelf.storehouse.reading() as store:
        assert store.routing.orphans(place, NOON) == [case.reference]


def test_changed_teams_change_who_may_take_what_waits(shelf: Shelf, place: str) -> None:
    with shelf.storehouse.writing() as store:
        ann, bob = somebody(store, place), somebody(store, place)
    _, task = waiting(shelf, place)
    team = Team(f"t-{place}", "Leads", ("safeguarding_lead",), (Member(bob.id),))
    with shelf.storehouse.writing() as store:
        store.teams.keep(place, team)
        store.routing.renew(place, NOON)
    assert candidates(shelf, task) == {bob.id}
    assert ann.id not in candidates(shelf, task)


def test_whoever_is_on_call_is_known_for_every_moment(
    storehouse: Storehouse, place: str
) -> None:
    with storehouse.writing() as store:
        ann = somebody(store, place)
        hours = [NOON + timedelta(hours=n) for n in range(4)]
        turn = OnCall(f"turn-{place}", ann.id, hours[1], hours[3])
        store.rota.add(place, turn)
        found = [store.rota.on_call(place, hour) for hour in hours]
    assert found == [[], [ann.id], [ann.id], []]
