"""Small numbers: no total less its other parts tells one."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.suppression import LEAST, Told, is_small, parts_told, told

COUNTS = some.lists(some.integers(0, 60), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((5, 9, 0), (5, 9, 0)),
        ((3, 20, 9), (None, 20, None)),
        ((3, 0, 9), (None, 0, None)),
        ((4, 4, 30), (None, None, 30)),
        ((1, 1, 30), (None, None, None)),
        ((2, 3, 0), (None, None, None)),
        ((2, 0, 0), (None, None, None)),
        ((7,), (7,)),
    ],
)
def test_what_is_small_goes_with_what_would_tell_of_it(
    parts: tuple[int, ...], shown: Told
) -> None:
    assert parts_told(parts) == shown


def test_a_number_on_its_own_is_told_from_five_and_when_it_is_none() -> None:
    assert [told(number) for number in (0, 1, 4, 5)] == [0, None, None, 5]


@given(COUNTS)
def test_no_total_less_what_is_told_gives_a_small_number(parts: list[int]) -> None:
    shown = parts_told(parts)
    assert not any(number is not None and is_small(number) for number in shown)
    hidden = [number for number, said in zip(parts, shown, strict=True) if said is None]
    if hidden and not is_small(sum(parts)):
        missing = sum(parts) - sum(number or 0 for number in shown)
        assert len(hidden) > 1
        assert missing >= LEAST


@given(COUNTS)
def test_where_the_total_is_not_told_no_part_is(parts: list[int]) -> None:
    assert set(parts_told(parts, total_told=False)) == {None}


@pytest.mark.parametrize("places", [2, 3, 4])
def test_whoever_knows_the_rule_and_the_total_is_still_left_in_doubt(
    places: int,
) -> None:
    """Every way of numbers that is told alike is laid out, and none is certain."""
    alike: dict[tuple[int, Told], list[tuple[int, ...]]] = defaultdict(list)
    for parts in product(range(9), repeat=places):
        if not is_small(sum(parts)):
            alike[sum(parts), parts_told(parts)].append(parts)
    for (total, shown), ways in alike.items():
        if total > 8:
            continue  # not every way is laid out
        for place, said in enumerate(shown):
            could_be = {way[place] for way in ways}
            assert said is not None or len(could_be) > 1, (shown, ways)
