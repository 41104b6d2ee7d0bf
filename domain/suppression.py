"""Small numbers that are not told, and those beside them that would give them away.

Whoever knows a total and all parts but one knows that one. So where a part is small,
others go with it, until what is missing could be shared out in more ways than one.
"""

from collections.abc import Sequence

LEAST = 5
"""The smallest number that is told, besides none at all."""

Told = tuple[int | None, ...]
"""Numbers as they are told; None is withheld."""


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def told(number: int) -> int | None:
    """One number that is no part of another."""
    return None if is_small(number) else number


def parts_told(parts: Sequence[int], *, total_told: bool = True) -> Told:
    """The parts of a total, without those that are small or would tell of one.

    Args:
        parts: what adds up to the total.
        total_told: whether the total is told anywhere. If it is not, no part is:
            together they would tell it.
    """
    if not total_told:
        return (None,) * len(parts)
    hidden = {place for place, number in enumerate(parts) if is_small(number)}
    rest = sorted(
        (place for place, number in enumerate(parts) if number >= LEAST),
        key=lambda place: (parts[place], place),
    )
    while hidden and not _leaves_doubt(parts, hidden):
        if not rest:
            return (None,) * len(parts)
        hidden.add(rest.pop(0))
    return tuple(
        None if place in hidden else number for place, number in enumerate(parts)
    )


def _leaves_doubt(parts: Sequence[int], hidden: set[int]) -> bool:
    """Whether any one of the hidden parts could be large, if the others were small.

    One small part alone never leaves any.
    """
    missing = sum(parts[place] for place in hidden)
    return missing - (len(hidden) - 1) >= LEAST
