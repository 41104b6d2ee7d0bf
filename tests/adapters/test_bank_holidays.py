"""Each nation keeps its own bank holidays."""

from datetime import date, datetime

import pytest

from adapters.bank_holidays import calendar_of
from domain.calendar import LONDON, Nation
from storage.coding import dump

NEW_YEARS_EVE = datetime(2026, 12, 31, 12, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        (Nation.SCOTLAND, date(2026, 11, 30)),
        (Nation.NORTHERN_IRELAND, date(2026, 3, 17)),
        (Nation.ENGLAND, date(2026, 4, 6)),
        (Nation.WALES, date(2026, 8, 31)),
    ],
)
def test_a_holiday_is_kept_where_it_is_one(nation: Nation, day: date) -> None:
    assert not calendar_of(nation, NEW_YEARS_EVE).is_working(day)


def test_easter_monday_is_a_working_day_in_scotland() -> None:
    assert calendar_of(Nation.SCOTLAND, NEW_YEARS_EVE).is_working(date(2026, 4, 6))


def test_the_holidays_of_the_next_year_are_known_before_it_begins() -> None:
    found = calendar_of(Nation.ENGLAND, NEW_YEARS_EVE).next_after(NEW_YEARS_EVE)
    assert found.day == date(2027, 1, 4)
    assert found.holidays == (date(2027, 1, 1),)


def test_a_case_is_bound_for_longer_than_it_runs_and_stays_small() -> None:
    bound = calendar_of(Nation.NORTHERN_IRELAND, NEW_YEARS_EVE)
    assert not bound.is_working(date(2030, 12, 25))
    assert len(dump(bound)) < 1500  # of some 2 MB that a payload may have
