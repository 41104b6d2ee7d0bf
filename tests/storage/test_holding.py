"""A task passed from one to the next: of those who try at once, one is let through."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import RuleBroken, Why
from domain.people import Actor, Role
from storage.comments import Comment, CommentKind, Said
from storage.store import Store, Storehouse
from storage.tasks import Task
from tests import builders
from tests.builders import ADA, BEN, HERE, NOON
from tests.storage.shelf import Shelf, at_once
from tests.storage.test_tasks import live_task


@pytest.fixture
def held(shelf: Shelf) -> Task:
    """A task that Ada has."""
    task = live_task(shelf.storehouse, shelf.in_doubt().reference)
    with shelf.storehouse.writing() as store:
        store.tasks.claim(ADA, task, NOON)
    return live_task(shelf.storehouse, task.reference)


def test_of_fifty_who_claim_at_once_one_has_it_and_the_others_know_who(
    shelf: Shelf,
) -> None:
    task = live_task(shelf.storehouse, shelf.in_doubt().reference)
    advisers = [Actor(f"adviser-{n}", (Role.ADVISER,), HERE) for n in range(50)]

    def claim(who: Actor) -> Callable[[Store], str]:
        def work(store: Store) -> str:
            store.tasks.claim(who, task, NOON)
            return who.id

        return work

    done = at_once(shelf.storehouse, [claim(adviser) for adviser in advisers])
    (winner,) = [each for each in done if isinstance(each, str)]
    refused = [each for each in done if isinstance(each, RuleBroken)]
    assert len(refused) == 49
    assert {(no.other, no.since) for no in refused} == {(winner, NOON)}


def test_of_ten_who_take_over_at_once_one_has_it_and_the_others_know_who(
    storehouse: Storehouse, held: Task
) -> None:
    def take(who: str) -> Callable[[Store], str]:
        def work(store: Store) -> str:
            store.holding.hand_over(held, who, NOON)
            return who

        return work

    done = at_once(storehouse, [take(f"adviser-{n}") for n in range(10)])
    (winner,) = [each for each in done if isinstance(each, str)]
    refused = [each for each in done if isinstance(each, RuleBroken)]
    assert len(refused) == 9
    assert {(no.why, no.other) for no in refused} == {(Why.HELD_BY_ANOTHER, winner)}
    assert live_task(storehouse, held.reference).holder == winner


def test_giving_away_what_was_put_back_meanwhile_is_refused(
    storehouse: Storehouse, held: Task
) -> None:
    with storehouse.writing() as store:
        store.tasks.put_back(ADA, held, NOON)
    with pytest.raises(RuleBroken) as no, storehouse.writing() as store:
        store.holding.hand_over(held, BEN.id, NOON)
    assert no.value.why is Why.TASK_CHANGED


def test_what_is_decided_is_given_to_nobody(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    task = live_task(shelf.storehouse, case.reference)
    shelf.take(case, builders.a_withdrawal())
    with pytest.raises(RuleBroken) as no, shelf.storehouse.writing() as store:
        store.holding.hand_over(task, BEN.id, NOON)
    assert no.value.why is Why.ALREADY_DECIDED


def test_a_delegation_is_over_at_its_time_and_when_the_task_changes_hands(
    storehouse: Storehouse, held: Task
) -> None:
    ends = NOON + timedelta(days=1)
    with storehouse.writing() as store:
        store.holding.delegate(held, BEN.id, ends)
    lent = live_task(storehouse, held.reference)
    assert lent.is_delegated(NOON)
    assert not lent.is_delegated(ends)
    with storehouse.writing() as store:
        store.holding.hand_over(lent, "carl", NOON)
    assert live_task(storehouse, held.reference).delegate is None


def test_a_comment_is_sealed_and_kept_once(storehouse: Storehouse, held: Task) -> None:
    said = Said(CommentKind.REASON, "Ada is ill today.")
    comment = Comment(f"c-{held.id}", held.reference, ADA.id, True, NOON, said)
    with storehouse.writing() as store:
        assert store.comments.add(comment)
        assert not store.comments.add(replace(comment, author=BEN.id))
    with storehouse.reading() as store:
        assert store.comments.of(held.reference) == [comment]
        reasons = store.comments.reasons(held.reference)
    assert reasons == {comment.id: {"reason": "Ada is ill today."}}
