"""Handing something over oneself: which way is open, and what may be put on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.attachments import PREFIX
from domain.case import Case
from domain.chasing import Chase, next_chase
from domain.errors import Why
from domain.handing_over import made_ready
from domain.release import ReleaseState, Way
from domain.stages import Ending, Stage, WaitingOn
from tests.builders import (
    ADA,
    DOUBTFUL,
    NOON,
    STAMP,
    TERMS,
    URGENT,
    a_confirmation,
    a_hand_over,
    a_release,
    a_revocation,
    a_way_chosen,
    a_withdrawal,
    after,
    an_answer,
    feedback,
    opened,
    ready_to_give,
    why_not,
)

CHASING = replace(TERMS, chases=True)
ALWAYS_SEEN = replace(TERMS, second_eyes=True)


def ready(way: Way = Way.POST) -> Case:
    chosen = after(opened(), an_answer(), a_way_chosen(way))
    assert chosen.stage is Stage.SHARING
    return made_ready(chosen, ready_to_give())


def test_what_is_ready_waits_for_its_sender() -> None:
    case = ready()
    assert (case.stage, case.waiting_on) == (Stage.SHARING, WaitingOn.PRACTITIONER)
    assert case.release
    assert case.release.state is ReleaseState.TO_HAND_OVER
    assert made_ready(case, ready_to_give()) is case  # a repeat makes nothing


def test_once_it_is_handed_over_it_goes_on_as_after_any_share() -> None:
    case = after(ready(), a_hand_over())
    assert case.stage is Stage.FOLLOWING_UP
    assert case.release
    assert case.release.state is ReleaseState.HANDED_OVER
    assert case.waiting_on is WaitingOn.PRACTITIONER  # who is told of it?
    assert why_not(case, a_hand_over()) is Why.NOTHING_TO_HAND_OVER
    assert after(case, feedback()).feedback is not None


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (a_hand_over(digest="d0"), Why.NOT_WHAT_IS_READY),
        (a_hand_over(Way.PORTAL), Why.NOT_WHAT_IS_READY),
        (a_hand_over(at=NOON + timedelta(minutes=1)), Why.NOT_GIVEN_THEN),
        (a_hand_over(at=NOON - timedelta(minutes=1)), Why.NOT_GIVEN_THEN),
        (a_hand_over(by=ADA), Why.NOT_YOUR_CASE),
        (a_revocation(), Why.NOTHING_SHARED),
        (feedback(), Why.NOTHING_SHARED),
    ],
)
def test_only_what_is_ready_is_put_on_record_by_its_sender(
    act: object, why: Why
) -> None:
    assert why_not(ready(), act) is why  # type: ignore[arg-type]


def test_what_is_withdrawn_was_never_given() -> None:
    case = after(ready(), a_withdrawal())
    assert (case.ending, case.release) == (Ending.WITHDRAWN, None)
    assert why_not(case, a_hand_over()) is Why.ALREADY_CLOSED


def test_approvals_are_needed_for_every_way() -> None:
    new = replace(STAMP, first_time=True, sensitive=False)
    begun = opened(ALWAYS_SEEN, new)
    chosen = after(begun, an_answer(), a_way_chosen(Way.TELEPHONE), under=ALWAYS_SEEN)
    assert chosen.stage is Stage.AWAITING_APPROVAL
    doubtful = after(opened(), an_answer(DOUBTFUL), a_way_chosen(Way.PORTAL))
    assert (doubtful.stage, doubtful.way) == (Stage.WITH_ADVISER, Way.PORTAL)


def test_the_last_choice_counts() -> None:
    case = after(opened(), an_answer(), a_way_chosen(Way.PORTAL))
    again = replace(case, stage=Stage.AWAITING_APPROVAL, confirmed=None)
    assert after(again, a_confirmation()).way is None


def test_files_are_not_told_by_telephone_and_danger_does_not_wait() -> None:
    files = replace(STAMP, items=(*STAMP.items, f"{PREFIX}1234"))
    with_files = after(opened(stamp=files), an_answer())
    assert why_not(with_files, a_way_chosen(Way.TELEPHONE)) is Why.FILES_NOT_SPOKEN
    assert after(with_files, a_way_chosen(Way.PORTAL)).stage is Stage.SHARING
    hurried = after(opened(), an_answer(URGENT))
    assert why_not(hurried, a_way_chosen(Way.POST)) is Why.WAY_TOO_SLOW


def test_its_sender_is_asked_what_came_of_it() -> None:
    chosen = after(opened(), an_answer(), a_way_chosen(Way.POST))
    case = after(made_ready(chosen, ready_to_give()), a_hand_over())
    found = next_chase(case, CHASING)
    assert found
    assert found[1] is Chase.FEEDBACK
    assert next_chase(ready(), CHASING) is None
    linked = replace(chosen, way=None).released(a_release(), CHASING)
    assert next_chase(linked, CHASING) != found
