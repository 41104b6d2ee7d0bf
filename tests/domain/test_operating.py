"""What operations may do to a case itself, and for which ways of being stuck."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.acts import apply
from domain.calendar import Calendar
from domain.case import Case
from domain.deadlines import CHAINS
from domain.errors import RuleBroken, Why
from domain.repairs import (
    CURES,
    DEEDS,
    IN_BULK,
    NOT_NEEDED,
    REPAIR_WORDS,
    Repair,
    check_needed,
    cures_of,
)
from domain.rules import Priority
from domain.stages import Ending, Stage
from domain.stuck import STUCK_WORDS, Stuck
from domain.waiting import adviser_clock
from tests.builders import (
    NOON,
    TERMS,
    URGENT,
    a_cancelling,
    a_case,
    a_question,
    a_reply,
    after,
    an_answer,
    more_time,
    opened,
)

TIMED = replace(TERMS, chains=CHAINS, calendar=Calendar())
DOUBTED = a_case(Stage.WITH_ADVISER)
EMERGENCY = after(opened(), an_answer(URGENT), under=TIMED)


def left(case: Case) -> timedelta:
    """How long after noon the reply is due."""
    clock = adviser_clock(case, TIMED)
    assert clock is not None
    return clock.due.at - NOON


def test_a_reply_is_due_so_many_working_hours_later() -> None:
    later = after(DOUBTED, more_time(3), under=TIMED)
    assert left(later) - left(DOUBTED) == timedelta(hours=3)
    twice = after(later, more_time(1), under=TIMED)
    assert left(twice) - left(DOUBTED) == timedelta(hours=4)


def test_more_time_is_still_there_after_a_question_and_counts_as_no_advice() -> None:
    later = after(DOUBTED, more_time(3), under=TIMED)
    asked = after(later, a_question(), under=TIMED)
    assert asked.advice_minutes == 0
    assert left(after(asked, a_reply(), under=TIMED)) == left(later)


def test_nobody_is_kept_waiting_in_an_emergency() -> None:
    urgent = replace(DOUBTED, answers=EMERGENCY.answers)
    assert urgent.priority(TIMED) is Priority.EMERGENCY
    _, outcome = apply(urgent, more_time(1), TIMED)
    assert outcome.why is Why.EMERGENCY_WAITS
    given = replace(urgent, given_minutes=600)
    assert left(given) == left(urgent)


def test_a_case_that_is_cancelled_counts_as_withdrawn_and_can_be_asked_again() -> None:
    ended = after(DOUBTED, a_cancelling(), under=TIMED)
    assert (ended.stage, ended.ending) == (Stage.CLOSED, Ending.WITHDRAWN)
    assert ended.decision is None


def test_every_way_to_be_stuck_and_every_repair_has_its_words() -> None:
    assert set(STUCK_WORDS) == set(Stuck)
    assert set(REPAIR_WORDS) == set(DEEDS) == set(Repair)
    assert set(NOT_NEEDED) == set(CURES)
    for words in STUCK_WORDS.values():
        for said in (words.see, words.means, words.do):
            assert said.endswith(".")


def test_whatever_can_be_put_right_here_has_a_repair() -> None:
    by_hand = {kind for kind in Stuck if not cures_of(kind)}
    assert by_hand == {Stuck.UNREADABLE}


def test_nothing_that_decides_is_done_to_many_at_once() -> None:
    assert not {Repair.CANCEL, Repair.REASSIGN} & set(IN_BULK)


@pytest.mark.parametrize("repair", CURES)
def test_a_repair_is_for_what_it_cures_and_refused_otherwise(repair: Repair) -> None:
    for kind in CURES[repair]:
        check_needed(repair, frozenset({kind}))
    with pytest.raises(RuleBroken) as no:
        check_needed(repair, frozenset(set(Stuck) - set(CURES[repair])))
    assert no.value.why is NOT_NEEDED[repair]
