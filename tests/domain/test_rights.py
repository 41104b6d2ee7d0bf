"""When somebody is answered who asks about what is kept of them, and what is first."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain import rights
from domain.calendar import Calendar
from domain.errors import CaseError, Why
from domain.rights import Identity, Kind, Outcome, Pack, RightsRequest, Step
from domain.rights_words import STEP_SENTENCES, letter, step_said

OPENED = datetime(2026, 1, 5, 12, tzinfo=UTC)
WORKING = Calendar(holidays=frozenset({date(2026, 4, 3)})).is_working
ACCESS = RightsRequest(
    "RR-1", "larkhill", Kind.ACCESS, date(2026, 1, 5), date(2026, 2, 5), "ada", OPENED
)
COMPLAINT = replace(ACCESS, kind=Kind.COMPLAINT, due_on=date(2026, 2, 3))


def refused(call: object, *args: object) -> Why:
    assert callable(call)
    with pytest.raises(CaseError) as no:
        call(*args)
    return no.value.why


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        (date(2026, 1, 5), 1, date(2026, 2, 5)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 3, 3), 1, date(2026, 4, 6)),  # a bank holiday, then a weekend
        (date(2026, 1, 5), 3, date(2026, 4, 6)),  # 5 April is a Sunday
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_next_working_day(
    received: date, months: int, due: date
) -> None:
    assert rights.months_after(received, months, WORKING) == due


def test_a_complaint_is_acknowledged_on_the_thirtieth_day_at_the_latest() -> None:
    due = rights.due_on(Kind.COMPLAINT, date(2026, 1, 5), WORKING)
    assert due == date(2026, 2, 3)  # the day it came is the first of them


@pytest.mark.parametrize(
    ("today", "mark"),
    [
        (date(2026, 1, 20), ""),
        (date(2026, 1, 29), "7d"),
        (date(2026, 2, 3), "7d"),
        (date(2026, 2, 4), "1d"),
        (date(2026, 2, 5), "1d"),
        (date(2026, 2, 6), "late"),
    ],
)
def test_somebody_is_reminded_a_week_and_a_day_before_and_when_it_is_late(
    today: date, mark: str
) -> None:
    assert rights.reminder_of(ACCESS, today) == mark
    assert rights.reminder_of(replace(ACCESS, closed_at=OPENED), today) == ""


def test_more_time_is_taken_once_and_in_time_and_not_for_a_complaint() -> None:
    early, late = date(2026, 2, 5), date(2026, 2, 6)
    rights.check_can_extend(ACCESS, early)
    assert refused(rights.check_can_extend, ACCESS, late) is Why.TOO_LATE_TO_EXTEND
    longer = replace(ACCESS, extended=True)
    assert refused(rights.check_can_extend, longer, early) is Why.NOT_EXTENDED
    assert refused(rights.check_can_extend, COMPLAINT, early) is Why.NOT_EXTENDED


def test_nothing_is_done_for_somebody_nobody_has_recognised() -> None:
    close, done = rights.check_can_close, Outcome.DONE
    assert refused(close, ACCESS, done) is Why.IDENTITY_FIRST
    close(ACCESS, Outcome.NOT_DONE)
    known = replace(ACCESS, identity=Identity.KNOWN)
    assert refused(close, known, done) is Why.PACK_FIRST
    close(replace(known, pack=Pack.APPROVED), done)
    gone = replace(known, closed_at=OPENED)
    assert refused(close, gone, Outcome.NOT_DONE) is Why.RIGHTS_CLOSED


def test_a_complaint_is_acknowledged_before_it_is_answered() -> None:
    close, no = rights.check_can_close, Outcome.NOT_DONE
    assert refused(close, COMPLAINT, no) is Why.ACKNOWLEDGE_FIRST
    told = replace(COMPLAINT, acknowledged_on=date(2026, 1, 6))
    close(told, no)
    again = rights.check_can_acknowledge
    assert refused(again, told) is Why.COMPLAINT_ACKNOWLEDGED
    assert refused(again, ACCESS) is Why.OTHER_RIGHT


def test_whoever_chose_a_part_of_a_copy_does_not_approve_it() -> None:
    check, ready = rights.check_can_approve, replace(ACCESS, pack=Pack.READY)
    ready = replace(ready, ready_by="ada")
    check(ready, "ben", {"ada"})
    assert refused(check, ready, "ada", set()) is Why.SECOND_PERSON
    assert refused(check, ready, "ben", {"ada", "ben"}) is Why.SECOND_PERSON
    assert refused(check, ACCESS, "ben", set()) is Why.PACK_NOT_READY


def test_a_request_came_today_or_before_and_not_years_ago() -> None:
    check, today = rights.check_received, date(2026, 1, 5)
    check(date(2025, 1, 5), today)
    assert refused(check, date(2026, 1, 6), today) is Why.DATE_AHEAD
    assert refused(check, date(2024, 12, 31), today) is Why.RECEIVED_LONG_AGO


@pytest.mark.parametrize("step", Step)
def test_every_step_reads_as_a_sentence_whatever_is_known_of_it(step: Step) -> None:
    assert set(STEP_SENTENCES) == set(Step)
    assert "{" not in step_said(step, {})


def test_a_letter_says_what_becomes_of_it_and_where_else_to_turn() -> None:
    def said(request: RightsRequest, why: str = "") -> str:
        return letter(request, date(2026, 1, 6), "Larkhill", "01632 960001", why)

    assert "we answer by 5 February 2026" in said(ACCESS)
    assert "We look into it without delay" in said(COMPLAINT)
    longer = replace(ACCESS, extended=True, due_on=date(2026, 4, 7))
    assert "We need more time, until 7 April 2026" in said(longer, "It is a lot.")
    no = said(replace(ACCESS, outcome=Outcome.NOT_DONE), "It is not about you.")
    assert "We have not done what you asked." in no
    assert "It is not about you." in no
    for each in (said(ACCESS), no):
        assert "ico.org.uk" in each
        assert "01632 960001" in each
