"""What an organisation may settle for itself, and from which day on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.calendar import Calendar
from domain.deadlines import EMERGENCY, SAME_DAY
from domain.errors import NotAccepted, Why
from domain.organisation import (
    CHANGE_LABELS,
    FIELDS,
    LATEST,
    MATTER_LABELS,
    POLICIES,
    ChangeKind,
    Collecting,
    Matter,
    check_collecting,
    check_marking,
    check_name,
    check_numbers,
    check_telephone,
    later_day,
)
from domain.organisation_words import FIELD_LABELS, said, say_chain, say_collecting
from domain.terms import ApprovalPolicy

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_a_change_begins_now_or_on_a_later_day() -> None:
    assert later_day(None, TODAY) is None
    assert later_day(TODAY, TODAY) is None
    assert later_day(TODAY + DAY, TODAY) == TODAY + DAY
    assert later_day(TODAY + LATEST, TODAY) == TODAY + LATEST


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (TODAY - DAY, Why.DATE_PAST),
        (TODAY + LATEST + DAY, Why.TOO_FAR_AHEAD),
    ],
)
def test_a_day_that_is_over_or_far_away_is_refused(day: date, why: Why) -> None:
    with pytest.raises(NotAccepted) as no:
        later_day(day, TODAY)
    assert (no.value.why, no.value.about) == (why, "begins_on")


NINE = tuple((f"Line {each}", "01632 960001") for each in range(9))


@pytest.mark.parametrize(
    ("check", "given", "about"),
    [
        (check_name, "", "name"),
        (check_name, "x" * 81, "name"),
        (check_telephone, "ask Joe", "telephone"),
        (check_telephone, "12", "telephone"),
        (check_marking, "x" * 81, "marking"),
        (check_numbers, (("Police", "one oh one"),), "emergency_numbers"),
        (check_numbers, (("", "101"),), "emergency_numbers"),
        (check_numbers, NINE, "emergency_numbers"),
        (check_collecting, Collecting(0, 1, 1), "days"),
        (check_collecting, Collecting(31, 1, 1), "days"),
        (check_collecting, Collecting(7, 7, 1), "reminder_days"),
        (check_collecting, Collecting(7, 1, 0), "last_reminder_days"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    check: Callable[[object], None], given: object, about: str
) -> None:
    with pytest.raises(NotAccepted) as no:
        check(given)
    assert no.value.about == about


def test_what_can_be_is_not_refused() -> None:
    check_name("Hill School")
    check_telephone("")
    check_telephone("+44 (0)1632 960001")
    check_numbers((("Police", "101"), ("Out of hours", "01632 960010")))
    check_marking("x" * 80)
    for wanted in (None, Collecting(1, 1, 1), Collecting(30, 29, 14)):
        check_collecting(wanted)


def test_everything_has_a_name() -> None:
    assert set(MATTER_LABELS) == set(Matter)
    assert set(CHANGE_LABELS) == set(ChangeKind)
    assert set(POLICIES) <= set(FIELDS)
    for matter, fields in FIELDS.items():
        if matter is not Matter.CHAINS:
            assert set(fields) <= set(FIELD_LABELS), matter


def test_values_are_said_in_words() -> None:
    assert said("approval", ApprovalPolicy.ALWAYS.value).endswith("every request")
    assert said("emergency_numbers", (("Police", "101"),)) == "Police: 101"
    assert said("emergency_numbers", ()) == "Nothing"
    assert said("second_step", value=True) == "Yes"
    assert said("nation", "northern-ireland") == "Northern Ireland"
    usual = {"basis": {"option": "public_task", "fields": {"function": "Section 47"}}}
    assert said("usual", usual) == "Basis: Public task\nFunction: Section 47"
    week = said("calendar", Calendar())
    assert week.startswith("Monday: 09:00 to 17:00")
    assert week.endswith("Sunday: closed")


def test_chains_and_links_are_said_in_words() -> None:
    lines = say_chain(EMERGENCY).splitlines()
    assert lines[0] == "A reply is due after 15 minutes"
    assert lines[1] == "After 10 minutes: the team"
    assert lines[-1] == "Then again every 15 minutes"
    assert "After 4 working hours, or when people go home" in say_chain(SAME_DAY)
    assert "works for 1 day." in say_collecting(Collecting(1, 1, 1))
