"""Working days: after weekends, bank holidays and changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.calendar import LONDON, OFFICE, Calendar

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)})
CALENDAR = Calendar(CHRISTMAS)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("shared", "ends"),
    [
        ("2026-11-23 09:00", "2026-11-24 17:00"),
        ("2026-11-23 10:00", "2026-11-24 17:00"),
        ("2026-11-23 23:59", "2026-11-24 17:00"),
        ("2026-11-27 16:59", "2026-11-30 17:00"),
        ("2026-11-28 03:00", "2026-11-30 17:00"),
        ("2026-11-29 23:00", "2026-11-30 17:00"),
        ("2026-12-24 15:00", "2026-12-29 17:00"),
        ("2026-12-26 15:00", "2026-12-29 17:00"),
    ],
)
def test_the_next_working_day_ends_at_its_closing_time(shared: str, ends: str) -> None:
    assert CALENDAR.next_after(london(shared)).ends == london(ends)


def test_in_the_night_the_next_working_day_is_the_one_that_has_not_begun() -> None:
    found = CALENDAR.next_after(london("2026-11-24 02:00"))
    assert found.day == date(2026, 11, 24)


def test_the_bank_holidays_on_the_way_are_named_and_weekends_are_not() -> None:
    found = CALENDAR.next_after(london("2026-12-24 15:00"))
    assert found.holidays == (date(2026, 12, 25), date(2026, 12, 28))


@pytest.mark.parametrize(
    ("shared", "ends"),
    [
        ("2026-03-27 12:00+00:00", "2026-03-30 16:00+00:00"),  # clocks go forward
        ("2026-10-23 12:00+01:00", "2026-10-26 17:00+00:00"),  # clocks go back
    ],
)
def test_it_ends_by_the_clock_on_the_wall(shared: str, ends: str) -> None:
    found = Calendar().next_after(datetime.fromisoformat(shared))
    assert found.ends == datetime.fromisoformat(ends)


MOMENTS = some.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2032, 12, 31),  # noqa: DTZ001
    timezones=some.just(UTC),
)
HOLIDAYS = some.frozensets(
    some.dates(date(2024, 1, 1), date(2032, 12, 31)), max_size=40
)


@given(MOMENTS, HOLIDAYS)
def test_it_is_always_ahead_and_always_a_working_day(
    at: datetime, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    found = calendar.next_after(at)
    assert found.ends - at > timedelta(hours=7)
    assert found.day.weekday() < 5
    assert found.day not in holidays
    assert found.ends.astimezone(LONDON).time() == OFFICE.closes


@given(MOMENTS, HOLIDAYS)
def test_no_working_day_is_passed_over(at: datetime, holidays: frozenset[date]) -> None:
    calendar = Calendar(holidays)
    found = calendar.next_after(at)
    day = at.astimezone(LONDON).date() + timedelta(days=1)
    while day < found.day:
        assert not calendar.is_working(day)
        day += timedelta(days=1)


@given(MOMENTS, some.timedeltas(timedelta(0), timedelta(days=30)), HOLIDAYS)
def test_who_shares_later_is_never_due_earlier(
    at: datetime, later: timedelta, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    assert calendar.next_after(at).ends <= calendar.next_after(at + later).ends
