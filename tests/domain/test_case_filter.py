"""The filter of running cases: what an address says, and what it cannot say."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qsl

import pytest

from domain.case_filter import (
    Age,
    CaseFilter,
    Due,
    due_within,
    read_case_filter,
    started,
)
from tests.builders import NOON

KNOWN = {
    "organisation": ("northgate",),
    "rules": ("HMG-2018",),
    "version": (),
    "step": (),
}
WHOLE = CaseFilter(stage="gathering", age="week", due="overdue", text="7K3M")


def test_a_filter_comes_back_from_the_address_it_is_written_into() -> None:
    asked = dict(parse_qsl(WHOLE.query))
    assert read_case_filter(asked, KNOWN) == (WHOLE, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", "lost"),
        ("stage", "closed"),
        ("age", "'; DROP TABLE cases"),
        ("due", "never"),
        ("rules", "HMG-1066"),
        ("organisation", "southgate"),
        ("step", "dance"),
        ("text", "Robin; Alder"),
        ("text", "x" * 41),
    ],
)
def test_what_does_not_exist_is_told_apart_and_not_used(name: str, value: str) -> None:
    wanted, unknown = read_case_filter({name: value, "priority": "emergency"}, KNOWN)
    assert wanted == CaseFilter(priority="emergency")
    assert unknown == {name: value}


def test_any_and_nothing_let_everything_through() -> None:
    asked = {"stage": "any", "age": "", "lost": "x"}
    assert read_case_filter(asked, KNOWN) == (CaseFilter(), {})


def test_every_age_ends_where_the_next_begins() -> None:
    spans = [started(age, NOON) for age in Age]
    assert spans[0][1] is None
    for younger, older in pairwise(spans):
        assert younger[0] == older[1]


def test_days_that_something_is_due_on_are_those_of_london() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # half past eleven in London
    today, tomorrow = due_within(Due.TODAY, late), due_within(Due.TOMORROW, late)
    assert today == (late, late + timedelta(minutes=30))
    assert tomorrow[0] == today[1]
    assert due_within(Due.OVERDUE, late) == (None, late)
    assert due_within(Due.LATER, late) == (tomorrow[1], None)
