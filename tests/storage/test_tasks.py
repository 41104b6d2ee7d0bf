"""The adviser inbox: opened and closed by the case, taken by one person."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.calendar import Calendar
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.people import Actor, Role
from domain.terms import ApprovalPolicy
from storage.store import Store, Storehouse
from storage.tasks import Task, TaskKind, TaskState
from tests import builders
from tests.builders import ADA, BEN, HERE, NOON, OTHER_ADA
from tests.storage.shelf import Shelf, at_once, terms_of


def live_task(storehouse: Storehouse, reference: str) -> Task:
    with storehouse.reading() as store:
        task = store.tasks.live(reference)
    assert task is not None
    return task


@pytest.fixture
def task(shelf: Shelf) -> Task:
    return live_task(shelf.storehouse, shelf.in_doubt().reference)


def test_a_case_in_doubt_opens_a_task_for_advice(task: Task) -> None:
    assert (task.kind, task.state) == (TaskKind.ADVICE, TaskState.OPEN)
    assert task.due_at > NOON
    assert task.holder is None


def test_settling_the_same_case_again_opens_nothing_more(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    first = live_task(shelf.storehouse, case.reference)
    with shelf.storehouse.writing() as store:
        store.tasks.settle(case, terms_of(case), NOON, Calendar())
    assert live_task(shelf.storehouse, case.reference) == first


def test_the_task_ends_when_the_case_no_longer_owes_it(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    task = live_task(shelf.storehouse, case.reference)
    shelf.take(case, builders.a_question())
    with shelf.storehouse.reading() as store:
        assert store.tasks.live(case.reference) is None
        assert store.tasks.get(ADA, task.id).state is TaskState.DONE


def test_withdrawing_the_case_cancels_its_task(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    task = live_task(shelf.storehouse, case.reference)
    shelf.take(case, builders.a_withdrawal())
    with shelf.storehouse.reading() as store:
        assert store.tasks.get(ADA, task.id).state is TaskState.CANCELLED


def test_of_twenty_advisers_who_claim_at_once_one_has_it(
    storehouse: Storehouse, task: Task
) -> None:
    advisers = [Actor(f"adviser-{n}", (Role.ADVISER,), HERE) for n in range(20)]

    def claim(who: Actor) -> Callable[[Store], str]:
        def work(store: Store) -> str:
            store.tasks.claim(who, task, NOON)
            return who.id

        return work

    done = at_once(storehouse, [claim(adviser) for adviser in advisers])
    winners = [each for each in done if isinstance(each, str)]
    refused = [each for each in done if isinstance(each, RuleBroken)]
    assert len(winners) == 1
    assert len(refused) == 19
    assert {(r.why, r.other) for r in refused} == {(Why.HELD_BY_ANOTHER, winners[0])}
    assert live_task(storehouse, task.reference).holder == winners[0]


def test_a_claimed_task_can_be_put_back_by_its_holder_only(
    storehouse: Storehouse, task: Task
) -> None:
    with storehouse.writing() as store:
        store.tasks.claim(ADA, task, NOON)
        held = store.tasks.get(ADA, task.id)
        store.tasks.claim(ADA, held, NOON)  # again, by the same person
        with pytest.raises(RuleBroken):
            store.tasks.put_back(BEN, held, NOON)
        store.tasks.put_back(ADA, held, NOON)
    free = live_task(storehouse, task.reference)
    assert (free.state, free.holder, free.version) == (TaskState.OPEN, None, 2)


def test_a_task_that_is_over_cannot_be_claimed(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    task = live_task(shelf.storehouse, case.reference)
    shelf.take(case, builders.a_question())
    with (
        pytest.raises(RuleBroken) as refused,
        shelf.storehouse.writing() as store,
    ):
        store.tasks.claim(ADA, task, NOON)
    assert refused.value.why is Why.ALREADY_DECIDED


def test_the_inbox_shows_the_most_urgent_first_and_whose_each_task_is(
    shelf: Shelf,
) -> None:
    calm = shelf.in_doubt()
    urgent = shelf.take(
        shelf.case(),
        builders.an_answer({**builders.DOUBTFUL, "H0": builders.YES}, send=True),
    )
    mine = live_task(shelf.storehouse, calm.reference)
    with shelf.storehouse.writing() as store:
        store.tasks.claim(BEN, mine, NOON)
        everything = [task.reference for task in store.tasks.inbox(BEN)]
        own = [task.id for task in store.tasks.inbox(BEN, "mine")]
        team = [task.reference for task in store.tasks.inbox(BEN, "team")]
    assert everything.index(urgent.reference) < everything.index(calm.reference)
    assert own == [mine.id]
    assert urgent.reference in team
    assert calm.reference not in team


def test_what_somebody_held_goes_back_to_the_team_when_they_leave(
    storehouse: Storehouse, task: Task
) -> None:
    leaver = replace(ADA, id="leaver")
    with storehouse.writing() as store:
        store.tasks.claim(leaver, task, NOON)
        store.tasks.give_back_all(leaver.id)
    assert live_task(storehouse, task.reference).holder is None


def test_for_another_organisation_the_task_does_not_exist(
    storehouse: Storehouse, task: Task
) -> None:
    with storehouse.reading() as store:
        with pytest.raises(CaseNotFound):
            store.tasks.get(OTHER_ADA, task.id)
        assert store.tasks.inbox(OTHER_ADA) == []


def test_the_first_of_two_approvers_gives_the_task_back(shelf: Shelf) -> None:
    """A second, different adviser has to be able to take it."""
    case = shelf.case()
    two = builders.terms(ApprovalPolicy.TWO_FOR_SENSITIVE, case.reference)
    waiting = builders.after(
        case, builders.an_answer(builders.SURE), builders.a_confirmation(), under=two
    )
    once = builders.after(waiting, builders.an_approval(), under=two)
    with shelf.storehouse.writing() as store:
        store.tasks.settle(waiting, two, NOON, Calendar())
        task = store.tasks.live(case.reference)
        assert task is not None
        store.tasks.claim(ADA, task, NOON)
        store.tasks.settle(once, two, NOON, Calendar())
        task = store.tasks.live(case.reference)
    assert task is not None
    assert task.holder is None
