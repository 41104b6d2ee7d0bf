"""For how long things are kept: reckoned from the end, or from a birth."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import CaseError, Why
from domain.retention import (
    PROPOSED,
    USUAL,
    Kept,
    RetentionClass,
    Runs,
    check_can_dispose,
    check_can_hold,
    check_can_keep,
    check_can_lift,
    check_class,
    check_reason,
    due_on,
    with_own,
)

CLOSED = date(2026, 3, 5)
KEPT = Kept("SR-1", "northgate", USUAL, date(2033, 3, 5))
ON_THE_DAY = date(2033, 3, 5)


@pytest.mark.parametrize(
    ("code", "births", "due"),
    [
        (USUAL, [], date(2033, 3, 5)),
        (USUAL, [date(2015, 6, 1)], date(2033, 3, 5)),
        ("child_file", [date(2015, 6, 1), date(2010, 1, 1)], date(2041, 1, 1)),
        ("looked_after", [date(2015, 6, 1)], date(2091, 1, 1)),
        ("staff_allegation", [date(2015, 6, 1)], date(2036, 3, 5)),
        ("child_file", [], date(2051, 3, 5)),  # nobody knows: from the end, so longer
        ("child_file", [date(1950, 1, 1)], date(2033, 3, 5)),  # never below the usual
    ],
)
def test_the_day_follows_from_the_class(
    code: str, births: list[date], due: date
) -> None:
    assert due_on(code, PROPOSED, CLOSED, births) == due


def test_the_end_of_february_is_reckoned_too() -> None:
    assert due_on(USUAL, PROPOSED, date(2028, 2, 29), []) == date(2035, 3, 1)


def test_a_day_that_runs_from_a_birth_does_not_give_the_birthday_away() -> None:
    days = {due_on("child_file", PROPOSED, CLOSED, [date(2015, m, 3)]) for m in (1, 12)}
    assert days == {date(2041, 1, 1)}


def refused(call: object, *args: object) -> Why:
    assert callable(call)
    with pytest.raises(CaseError) as no:
        call(*args)
    return no.value.why


def test_an_unknown_class_is_refused() -> None:
    assert refused(due_on, "no_such", PROPOSED, CLOSED, []) is Why.UNKNOWN_CLASS


def test_an_organisation_may_keep_longer_and_add_but_not_keep_shorter() -> None:
    usual = PROPOSED[USUAL]
    check_class(replace(usual, years=10), usual)
    assert refused(check_class, replace(usual, years=6), usual) is Why.PERIOD_SHORTER
    other = replace(usual, runs=Runs.BIRTH)
    assert refused(check_class, other, usual) is Why.RUNS_OTHERWISE
    for years in (0, 151):
        wrong = replace(usual, years=years)
        assert refused(check_class, wrong, None) is Why.PERIOD_OUT_OF_BOUNDS
    own = RetentionClass("own_1", "Youth club", 12, Runs.CLOSING)
    longer = replace(usual, years=9)
    assert due_on("own_1", with_own([own, longer]), CLOSED, []) == date(2038, 3, 5)
    assert due_on(USUAL, with_own([own, longer]), CLOSED, []) == date(2035, 3, 5)


def test_a_hold_needs_a_reason() -> None:
    assert refused(check_reason, "  \n ") is Why.REASON_NEEDED
    assert check_reason(" A claim ") == "A claim"


def test_nothing_is_disposed_of_early_under_hold_or_twice() -> None:
    check_can_dispose(KEPT, ON_THE_DAY)
    day_before = date(2033, 3, 4)
    held, decided = replace(KEPT, held_by="ada"), replace(KEPT, approved_by="ben")
    later = replace(KEPT, until=date(2034, 1, 1))
    gone = replace(KEPT, disposed=True)
    for kept, day, why in (
        (KEPT, day_before, Why.NOT_DUE),
        (later, ON_THE_DAY, Why.NOT_DUE),
        (held, ON_THE_DAY, Why.ON_HOLD),
        (decided, ON_THE_DAY, Why.DISPOSAL_DECIDED),
        (gone, ON_THE_DAY, Why.ALREADY_DISPOSED),
    ):
        assert refused(check_can_dispose, kept, day) is why
    assert refused(check_can_hold, held) is Why.ALREADY_HELD
    assert refused(check_can_lift, KEPT) is Why.NOT_HELD


def test_what_is_kept_longer_is_kept_to_a_later_day() -> None:
    check_can_keep(KEPT, date(2033, 3, 6), date(2026, 3, 5))
    for until, today in (
        (ON_THE_DAY, date(2026, 3, 5)),
        (date(2033, 6, 1), date(2033, 6, 1)),
    ):
        assert refused(check_can_keep, KEPT, until, today) is Why.DAY_NOT_LATER
