"""Acts: kept before anything else, in order, once, and until they are answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.acts import Act, Outcome
from domain.errors import RuleBroken, Why
from storage.acts import KINDS, StoredAct
from storage.store import Store
from tests import builders
from tests.builders import NOON, PAT
from tests.storage.shelf import Shelf, at_once

LATER = NOON + timedelta(hours=1)


def keep(shelf: Shelf, reference: str, *acts: Act) -> None:
    with shelf.storehouse.writing() as store:
        for act in acts:
            store.acts.store(reference, act, {})


@pytest.mark.parametrize("act", builders.one_of_each(), ids=lambda a: type(a).__name__)
def test_every_kind_of_act_comes_back_as_it_was_stored(shelf: Shelf, act: Act) -> None:
    act = replace(act, id=builders.fresh("act"))
    keep(shelf, shelf.case().reference, act)
    with shelf.storehouse.reading() as store:
        kept = store.acts.get(act.id)
    assert kept is not None
    assert kept.act == act


def test_there_is_a_place_for_every_kind_of_act() -> None:
    assert {type(act).__name__ for act in builders.one_of_each()} == set(KINDS)


def test_acts_wait_in_the_order_in_which_they_were_stored(shelf: Shelf) -> None:
    reference = shelf.case().reference
    first, second, third = (builders.an_answer() for _ in range(3))
    keep(shelf, reference, third, first, second)
    with shelf.storehouse.reading() as store:
        unsent = [s.act.id for s in store.acts.unsent(1000) if s.reference == reference]
        assert unsent == [third.id, first.id, second.id]
        assert [s.act for s in store.acts.unapplied(reference)] == [
            third,
            first,
            second,
        ]
        assert store.acts.waiting(reference) == 3
        assert store.acts.is_next(reference, third.id)
        assert not store.acts.is_next(reference, second.id)


def test_a_repeat_of_an_act_is_one_act(shelf: Shelf) -> None:
    reference, act = shelf.case().reference, builders.an_answer()
    with shelf.storehouse.writing() as store:
        assert store.acts.store(reference, act, {"reason": "Since"})
        again = replace(act, at=LATER)
        assert not store.acts.store(reference, again, {"reason": "Since"})
        assert store.acts.get(act.id) == StoredAct(reference, act)


@pytest.mark.parametrize(
    ("send", "reason"),
    [(True, "Since"), (False, "Other words")],
    ids=["another answer", "other words"],
)
def test_the_same_key_for_something_else_is_refused(
    shelf: Shelf, send: bool, reason: str
) -> None:
    reference, act = shelf.case().reference, builders.an_answer()
    with shelf.storehouse.writing() as store:
        store.acts.store(reference, act, {"reason": "Since"})
        other = replace(act, send=send)
        with pytest.raises(RuleBroken) as refused:
            store.acts.store(reference, other, {"reason": reason})
    assert refused.value.why is Why.SAME_KEY_OTHER_REQUEST


def test_acts_stored_at_once_are_all_kept_and_numbered(shelf: Shelf) -> None:
    reference = shelf.case().reference
    acts = [builders.an_answer() for _ in range(10)]

    def store_one(act: Act) -> Callable[[Store], bool]:
        return lambda store: store.acts.store(reference, act, {})

    done = at_once(shelf.storehouse, [store_one(act) for act in acts])
    assert done == [True] * 10
    with shelf.storehouse.reading() as store:
        assert {s.act.id for s in store.acts.unapplied(reference)} == {
            act.id for act in acts
        }


def test_one_form_sent_ten_times_at_once_is_one_act(shelf: Shelf) -> None:
    reference, act = shelf.case().reference, builders.an_answer()
    done = at_once(
        shelf.storehouse, [lambda store: store.acts.store(reference, act, {})] * 10
    )
    assert sorted(done, key=str) == [False] * 9 + [True]


def test_an_act_is_owed_until_it_is_sent_and_then_until_it_is_answered(
    shelf: Shelf,
) -> None:
    reference, act = shelf.case().reference, builders.an_answer()
    keep(shelf, reference, act)
    with shelf.storehouse.writing() as store:
        assert StoredAct(reference, act) in store.acts.unsent(1000)
        store.acts.mark_sent(act.id, LATER)
        assert StoredAct(reference, act) not in store.acts.unsent(1000)
        soon = LATER + timedelta(seconds=1)
        assert StoredAct(reference, act) not in store.acts.unanswered(LATER)
        assert StoredAct(reference, act) in store.acts.unanswered(soon)
        store.acts.settle(Outcome(act.id), soon)
        assert StoredAct(reference, act) not in store.acts.unanswered(soon)
        assert store.acts.waiting(reference) == 0


def test_an_outcome_is_written_once(shelf: Shelf) -> None:
    reference, act = shelf.case().reference, builders.an_answer()
    keep(shelf, reference, act)
    refused = Outcome(act.id, False, Why.CONTENT_CHANGED)
    with shelf.storehouse.writing() as store:
        store.acts.settle(refused, LATER)
        store.acts.settle(Outcome(act.id), LATER)
        assert store.acts.outcome(act.id) == refused
        assert store.acts.accepted(act.id) is None


def test_an_accepted_act_can_be_read_back_as_a_signature(shelf: Shelf) -> None:
    act = builders.an_answer()
    case = shelf.take(shelf.case(), act)
    with shelf.storehouse.reading() as store:
        assert store.acts.accepted(act.id) == act
        assert store.acts.accepted("nobody-did-this") is None
        assert store.acts.outcome(act.id) == Outcome(act.id)
        assert case.reference not in {s.reference for s in store.acts.unsent(1000)}


def test_the_opening_and_the_newest_content_can_be_found(shelf: Shelf) -> None:
    case = shelf.case(PAT)
    described, refused = builders.a_description(), builders.a_description()
    other = replace(refused, content=builders.EMPTY_STAMP)
    keep(shelf, case.reference, described, other)
    with shelf.storehouse.writing() as store:
        opening = store.acts.opening(case.reference)
        assert opening is not None
        assert opening.by == PAT
        assert store.acts.newest_digest(case.reference) == other.content.digest
        outcome = Outcome(other.id, False, Why.ALREADY_SHARED)
        store.acts.settle(outcome, LATER)
        newest = store.acts.newest_digest(case.reference)
    assert newest == described.content.digest
    with shelf.storehouse.reading() as store:
        assert store.acts.newest_digest("SR-NO-CASE") is None


def test_the_words_of_each_act_are_read_back_by_act(shelf: Shelf) -> None:
    reference, act = shelf.case().reference, builders.a_withdrawal()
    with shelf.storehouse.writing() as store:
        store.acts.store(reference, act, {"reason": "They asked us not to."})
    with shelf.storehouse.reading() as store:
        assert store.acts.words(reference) == {
            act.id: {"reason": "They asked us not to."}
        }
