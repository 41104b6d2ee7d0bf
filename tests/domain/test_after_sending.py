"""What may be done about a release that has left, and when it is asked after."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import Calendar
from domain.case import Case
from domain.chasing import Chase, due_chase, having_chased, next_chase
from domain.errors import Why
from domain.release import Feedback, RecipientProblem
from domain.stages import Stage, WaitingOn
from domain.terms import Terms
from domain.waiting import silence
from tests.builders import (
    ADA,
    KIM,
    MUM,
    NOON,
    OTHER_RHEA,
    PIA,
    RHEA,
    TERMS,
    a_case,
    a_problem,
    a_receipt,
    a_revocation,
    a_solution,
    after,
    an_unlocking,
    feedback,
    more_days,
    telling,
    why_not,
    writing_again,
)

LEFT = a_case(Stage.FOLLOWING_UP)
RECEIVED = after(LEFT, a_receipt())
REVOKED = after(LEFT, a_revocation())
CLOSED = a_case(Stage.CLOSED)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
CHASING = replace(TERMS, chases=True, calendar=Calendar())


def left_on(at: datetime, days: int = 14) -> Case:
    case = after(LEFT, telling(individual=KIM), telling(individual=MUM))
    assert case.release is not None
    ends = at + timedelta(days=days)
    return replace(case, release=replace(case.release, at=at, expires_at=ends))


@pytest.mark.parametrize("who", [ADA, None], ids=["adviser", "sender"])
def test_more_days_count_from_now_and_the_sender_or_an_adviser_gives_them(
    who: object,
) -> None:
    act = more_days(30) if who is None else more_days(30, by=ADA)
    extended = after(LEFT, act).release
    assert extended is not None
    assert extended.expires_at == NOON + timedelta(days=30)


@pytest.mark.parametrize("days", [0, -1, 31])
def test_nobody_gives_fewer_than_1_or_more_than_30_days(days: int) -> None:
    assert why_not(LEFT, more_days(days)) is Why.DAYS_OUT_OF_BOUNDS


def test_more_days_never_make_the_link_end_earlier() -> None:
    assert why_not(LEFT, more_days(5)) is Why.NOT_LONGER


def test_a_link_that_is_closed_or_a_case_that_is_finished_gets_no_more_days() -> None:
    assert why_not(REVOKED, more_days()) is Why.NO_LONGER_AVAILABLE
    assert why_not(CLOSED, more_days()) is Why.ALREADY_CLOSED
    assert why_not(LEFT, more_days(by=PIA)) is Why.NOT_FOUND


def test_who_has_confirmed_is_not_written_to_again() -> None:
    wish = writing_again()
    assert after(LEFT, wish).resent == wish.id
    assert why_not(RECEIVED, writing_again()) is Why.ALREADY_ACKNOWLEDGED


def test_a_problem_waits_for_the_sender_until_they_say_what_they_did() -> None:
    case = after(left_on(NOON), a_problem(RecipientProblem.INCOMPLETE))
    assert (case.problem, case.waiting_on) == (
        RecipientProblem.INCOMPLETE,
        WaitingOn.PRACTITIONER,
    )
    assert after(case, a_solution()).waiting_on is WaitingOn.RECIPIENT
    assert why_not(LEFT, a_solution()) is Why.NO_PROBLEM


def test_more_days_solve_the_problem_of_too_little_time_and_no_other() -> None:
    late = after(LEFT, a_problem(RecipientProblem.MORE_TIME), more_days())
    broken = after(LEFT, a_problem(RecipientProblem.CANNOT_OPEN), more_days())
    assert (late.problem, broken.problem) == (None, RecipientProblem.CANNOT_OPEN)


def test_only_its_own_recipient_reports_a_problem() -> None:
    assert why_not(LEFT, a_problem(by=OTHER_RHEA)) is Why.NOT_FOUND
    assert why_not(LEFT, a_problem(by=ADA)) is Why.NOT_YOUR_ROLE


def test_what_came_of_it_is_said_by_who_received_it_or_as_the_sender_heard_it() -> None:
    by_recipient = feedback(Feedback.NO_ACTION, by=RHEA)
    assert after(RECEIVED, by_recipient).feedback is Feedback.NO_ACTION
    assert after(LEFT, feedback()).feedback is Feedback.REFERRAL
    assert why_not(LEFT, feedback(by=RHEA)) is Why.RECEIVE_FIRST
    assert why_not(RECEIVED, feedback(by=ADA)) is Why.NOT_YOUR_CASE


def test_what_came_of_it_never_keeps_a_case_open() -> None:
    assert CLOSED.feedback is None
    later = after(CLOSED, feedback(by=RHEA))
    assert later == replace(CLOSED, taken=later.taken, revision=later.revision)


def test_what_is_closed_is_not_unlocked() -> None:
    assert why_not(REVOKED, an_unlocking()) is Why.NO_LONGER_AVAILABLE


def times(case: Case, terms: Terms = CHASING) -> list[tuple[Chase, datetime]]:
    """Everybody who is asked while nothing happens, in order."""
    asked = []
    while (found := next_chase(case, terms)) is not None:
        asked.append((found[1], found[0]))
        case = having_chased(case, found[1])
    return asked


def test_its_sender_is_asked_after_working_days_its_recipient_before_the_end() -> None:
    day = timedelta(days=1)
    assert times(left_on(MONDAY)) == [
        (Chase.SENDER_FIRST, MONDAY + day),
        (Chase.SENDER_SECOND, MONDAY + 3 * day),
        (Chase.RECIPIENT_WEEK, MONDAY + 7 * day),
        (Chase.RECIPIENT_LAST, MONDAY + 11 * day),
    ]


def test_weekends_and_holidays_are_no_working_days() -> None:
    friday = MONDAY + timedelta(days=4)
    holiday = frozenset({date(2026, 11, 30)})
    terms = replace(CHASING, calendar=Calendar(holidays=holiday))
    assert times(left_on(friday), terms)[0][1].date() == date(2026, 12, 1)


def test_a_short_link_brings_no_reminder_after_its_end() -> None:
    asked = [chase for chase, _ in times(left_on(MONDAY, days=2))]
    assert asked == [Chase.SENDER_FIRST]


def test_who_is_asked_what_came_of_it_has_had_10_working_days() -> None:
    case = after(left_on(MONDAY), a_receipt())
    case = replace(case, stage=Stage.FOLLOWING_UP)
    assert times(case) == [(Chase.FEEDBACK, NOON + timedelta(days=14))]
    assert times(after(case, feedback())) == []


def test_a_case_from_before_is_asked_after_as_it_always_was() -> None:
    assert times(left_on(MONDAY), TERMS) == []
    assert silence(left_on(MONDAY), TERMS, MONDAY) == timedelta(days=1)


def test_the_link_gets_a_last_reminder_again_when_it_works_for_longer() -> None:
    asked = having_chased(LEFT, Chase.RECIPIENT_LAST)
    assert after(asked, more_days()).chased == ()


def test_nobody_is_asked_before_it_is_time() -> None:
    case = left_on(MONDAY)
    assert due_chase(case, CHASING, MONDAY + timedelta(hours=23)) is None
    assert due_chase(case, CHASING, MONDAY + timedelta(days=1)) is Chase.SENDER_FIRST
