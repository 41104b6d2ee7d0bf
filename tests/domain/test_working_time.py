"""Working time: when a span of it is over, whatever lies between, and why then."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.bank_holidays import calendar_of
from domain.calendar import LONDON, Calendar, Free, Hours, Nation, NoWorkingHours, Span
from domain.deadlines import CHAINS, at_work, chains_with, clock
from domain.due_words import explained, explained_day
from domain.graph import Priority
from domain.working_times import WorkingTimes, chain_faults

HALF_DAY = (date(2026, 12, 24), time(13))
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
PLAIN = Calendar()
SHUT = Calendar(
    CHRISTMAS, closures=frozenset({date(2026, 12, 29)}), early=(HALF_DAY,)
)  # fmt: skip


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "end"),
    [
        (PLAIN, "2026-11-23 10:00", 2, "2026-11-23 12:00"),
        (PLAIN, "2026-11-23 07:00", 2, "2026-11-23 11:00"),
        (PLAIN, "2026-11-23 15:00", 2, "2026-11-23 17:00"),
        (PLAIN, "2026-11-20 16:30", 2, "2026-11-23 10:30"),  # Friday evening
        (PLAIN, "2026-11-21 12:00", 8, "2026-11-23 17:00"),  # a Saturday
        (PLAIN, "2026-11-23 17:00", 1, "2026-11-24 10:00"),
        (PLAIN, "2026-03-27 16:00", 2, "2026-03-30 10:00"),  # clocks go forward
        (PLAIN, "2026-10-23 16:00", 2, "2026-10-26 10:00"),  # clocks go back
        (PLAIN, "2026-12-31 16:00", 2, "2027-01-01 10:00"),  # a year ends
        (SHUT, "2026-12-24 12:00", 2, "2026-12-30 10:00"),  # half a day, then closed
        (SHUT, "2026-12-24 14:00", 1, "2026-12-30 10:00"),
    ],
)
def test_working_time_runs_only_while_people_are_at_work(
    calendar: Calendar, start: str, hours: int, end: str
) -> None:
    assert calendar.after(london(start), at_work(hours)).at == london(end)


@pytest.mark.parametrize(
    ("nation", "start", "end"),
    [
        (Nation.ENGLAND, "2026-04-02 16:00", "2026-04-07 10:00"),  # Easter
        (Nation.WALES, "2026-04-02 16:00", "2026-04-07 10:00"),
        (Nation.SCOTLAND, "2026-04-02 16:00", "2026-04-06 10:00"),
        (Nation.NORTHERN_IRELAND, "2026-07-10 16:00", "2026-07-14 10:00"),
        (Nation.ENGLAND, "2026-07-10 16:00", "2026-07-13 10:00"),
        (Nation.SCOTLAND, "2026-11-27 16:00", "2026-12-01 10:00"),  # St Andrew's Day
        (Nation.SCOTLAND, "2026-12-31 16:00", "2027-01-05 10:00"),  # 2 January as well
        (Nation.ENGLAND, "2026-12-31 16:00", "2027-01-04 10:00"),
        (Nation.ENGLAND, "2028-12-22 16:00", "2028-12-27 10:00"),  # two years on
    ],
)
def test_each_nation_s_bank_holidays_are_no_working_time(
    nation: Nation, start: str, end: str
) -> None:
    calendar = calendar_of(nation, london("2026-02-01 12:00"))
    assert calendar.after(london(start), at_work(2)).at == london(end)


@pytest.mark.parametrize("start", ["2026-03-29 00:30", "2026-10-25 00:30"])
def test_time_by_the_clock_runs_through_a_change_of_the_clocks(start: str) -> None:
    due = PLAIN.after(london(start), clock(120))
    assert due.at - london(start).astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("calendar", "start", "span", "said"),
    [
        (
            PLAIN, "2026-11-20 16:30", at_work(2),
            "2 working hours from Friday 20 November at 4:30pm: Monday 23 November at "
            "10:30am. Not counted: Saturday 21 and Sunday 22 November.",
        ),
        (
            PLAIN, "2026-11-23 10:00", clock(15),
            "15 minutes from Monday 23 November at 10am: Monday 23 November at "
            "10:15am.",
        ),
        (
            PLAIN, "2026-11-23 10:00", Span(90, working=True),
            "1 hour and 30 minutes of working time from Monday 23 November at 10am: "
            "Monday 23 November at 11:30am.",
        ),
        (
            PLAIN, "2026-10-30 16:30", at_work(1),
            "1 working hour from Friday 30 October at 4:30pm: Monday 2 November at "
            "9:30am. Not counted: Saturday 31 October and Sunday 1 November.",
        ),
        (
            SHUT, "2026-12-24 12:30", at_work(1),
            "1 working hour from Thursday 24 December at 12:30pm: Wednesday 30 "
            "December at 9:30am. Not counted: Friday 25 December (bank holiday), "
            "Saturday 26 and Sunday 27 December, Monday 28 December (bank holiday), "
            "and Tuesday 29 December (closed).",
        ),
    ],
)  # fmt: skip
def test_a_deadline_says_how_it_was_worked_out(
    calendar: Calendar, start: str, span: Span, said: str
) -> None:
    assert explained(calendar.after(london(start), span)) == said


def test_what_was_left_of_the_time_is_called_so() -> None:
    due = PLAIN.after(london("2026-11-23 10:00"), at_work(1))
    assert explained(due, left=True).startswith("The time left was 1 working hour from")
    spent = PLAIN.after(london("2026-11-23 10:00"), at_work(1).less(90))
    assert explained(spent).startswith("All of the time was used before")


def test_the_end_of_the_next_working_day_names_what_it_passed_over() -> None:
    due = SHUT.next_after(london("2026-12-24 12:30"))
    assert explained_day(due, SHUT) == (
        "By the end of the next working day: Wednesday 30 December at 5pm. Not "
        "counted: Friday 25 December (bank holiday), Monday 28 December (bank "
        "holiday), and Tuesday 29 December (closed)."
    )


MOMENTS = some.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=some.just(UTC),
)
DAYS = some.dates(date(2024, 1, 1), date(2031, 12, 31))
TIMES = some.sampled_from([time(7, 30), time(9), time(12), time(16, 15), time(20)])
HOURS = some.none() | some.tuples(TIMES, TIMES).filter(lambda t: t[0] < t[1]).map(
    lambda t: Hours(*t)
)
WEEKS = some.tuples(*([HOURS] * 7)).filter(any)
CALENDARS = some.builds(
    Calendar,
    some.frozensets(DAYS, max_size=20),
    WEEKS,
    some.frozensets(DAYS, max_size=10),
    some.lists(some.tuples(DAYS, TIMES), max_size=5).map(tuple),
)
MINUTES = some.integers(1, 3 * 24 * 60)


@given(CALENDARS, MOMENTS, MINUTES)
def test_so_much_is_worked_until_then_as_was_to_be(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    start = start.replace(second=0, microsecond=0)
    due = calendar.after(start, Span(minutes, working=True))
    assert calendar.worked(start, due.at) == minutes


@given(CALENDARS, MOMENTS, some.timedeltas(timedelta(0), timedelta(days=9)), MINUTES)
def test_who_begins_later_is_never_done_earlier(
    calendar: Calendar, start: datetime, later: timedelta, minutes: int
) -> None:
    span = Span(minutes, working=True)
    assert calendar.after(start, span).at <= calendar.after(start + later, span).at


@given(CALENDARS, MOMENTS, MINUTES)
def test_no_working_time_ends_while_nobody_is_at_work(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    at = calendar.after(start, Span(minutes, working=True)).at
    assert calendar.is_open(at - timedelta(microseconds=1))


@given(CALENDARS, MOMENTS, MINUTES)
def test_every_day_that_was_passed_over_is_a_free_one(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    due = calendar.after(start, Span(minutes, working=True))
    assert all(calendar.free(day) is reason for day, reason in due.passed)
    assert {reason for _, reason in due.passed} <= set(Free)


# What an organisation may settle

WEEK = Calendar().week
MON_ONLY = (Hours(time(9), time(14)), *(None,) * 6)


def times(**wanted: object) -> WorkingTimes:
    return WorkingTimes(**{"nation": Nation.WALES, "week": WEEK} | wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ({"week": (None,) * 7}, "week"),
        ({"week": (Hours(time(17), time(9)), *WEEK[1:])}, "week.monday"),
        ({"week": (Hours(time(9), time(10)), *(None,) * 6)}, "week"),
        ({"early": ((date(2026, 12, 26), time(13)),)}, "early"),  # a Saturday
        ({"early": ((date(2026, 12, 24), time(18)),)}, "early"),
        ({"early": (HALF_DAY, HALF_DAY)}, "early"),
        (
            {
                "closures": frozenset(
                    date(2026, 1, 1) + timedelta(n) for n in range(101)
                )
            },
            "closures",
        ),
    ],
)
def test_a_calendar_that_cannot_be_used_says_what_to_do(
    wanted: dict[str, object], place: str
) -> None:
    assert {fault.place for fault in times(**wanted).faults()} == {place}


def test_the_least_calendar_that_is_taken_has_time_for_the_longest_chain() -> None:
    closed = frozenset(date(2026, 11, 23) + timedelta(weeks=n) for n in range(100))
    calendar = times(week=MON_ONLY, closures=closed).calendar()
    assert calendar.after(london("2026-11-20 12:00"), at_work(80)).at


def test_a_calendar_without_working_hours_cannot_be_made() -> None:
    with pytest.raises(NoWorkingHours):
        Calendar(week=(None,) * 7)


def test_the_usual_chains_have_no_faults() -> None:
    assert not [f for each in CHAINS for f in chain_faults(*each)]


def test_an_organisation_s_own_chain_takes_the_place_of_one_and_no_more() -> None:
    usual = dict(CHAINS)
    own = usual[Priority.EMERGENCY]
    found = dict(chains_with({Priority.STANDARD: own}))
    assert found == usual | {Priority.STANDARD: own}
