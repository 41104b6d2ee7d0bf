"""Stages: each has a label, an owner and a way out."""

import pytest

from domain.case import Case
from domain.release import RELEASE_LABELS, ReleaseState
from domain.stages import (
    ENDING_LABELS,
    NEXT_STAGES,
    STAGE_LABELS,
    WAITING_LABELS,
    Ending,
    Stage,
    WaitingOn,
)
from tests.builders import ALWAYS, NOON, a_case, confirmed

OPEN = [stage for stage in Stage if stage is not Stage.CLOSED]


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_label_of_its_own(stage: Stage) -> None:
    assert STAGE_LABELS[stage]
    assert list(STAGE_LABELS.values()).count(STAGE_LABELS[stage]) == 1


@pytest.mark.parametrize("stage", OPEN)
def test_every_open_stage_can_be_left_and_can_end(stage: Stage) -> None:
    assert Stage.CLOSED in NEXT_STAGES[stage]
    assert stage not in NEXT_STAGES[stage]


def test_nothing_leads_out_of_the_end() -> None:
    assert NEXT_STAGES[Stage.CLOSED] == frozenset()


def test_what_was_shared_is_never_unshared() -> None:
    assert NEXT_STAGES[Stage.FOLLOWING_UP] == {Stage.CLOSED}


def test_every_stage_can_be_reached_from_the_first() -> None:
    reached, waiting = set[Stage](), [Stage.GATHERING]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting += NEXT_STAGES[here] - reached
    assert reached == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_a_move_the_table_forbids_says_so(stage: Stage) -> None:
    case = a_case(stage)
    for other in set(Stage) - NEXT_STAGES[stage] - {stage}:
        with pytest.raises(AssertionError, match=f"no move from {stage} to {other}"):
            case.moved(other, NOON)


@pytest.mark.parametrize(
    ("case", "owner"),
    [
        (a_case(Stage.GATHERING), WaitingOn.PRACTITIONER),
        (a_case(Stage.WITH_ADVISER), WaitingOn.ADVISER),
        (a_case(Stage.AWAITING_APPROVAL), WaitingOn.PRACTITIONER),
        (confirmed(a_case(Stage.AWAITING_APPROVAL), ALWAYS), WaitingOn.ADVISER),
        (a_case(Stage.SHARING), WaitingOn.SHAREWELL),
        (a_case(Stage.FOLLOWING_UP), WaitingOn.PRACTITIONER),
        (a_case(Stage.CLOSED), WaitingOn.NOBODY),
    ],
)
def test_it_is_always_known_whose_turn_it_is(case: Case, owner: WaitingOn) -> None:
    assert case.waiting_on is owner


def test_every_owner_ending_and_release_has_a_label() -> None:
    assert set(WAITING_LABELS) == set(WaitingOn)
    assert set(ENDING_LABELS) == set(Ending)
    assert set(RELEASE_LABELS) == set(ReleaseState)
