"""Walking a chain: where it was altered, or where something is missing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class Link(Protocol):
    """One row of a chain. What else it says is for its own hash to know."""

    @property
    def number(self) -> int: ...

    @property
    def previous(self) -> str: ...

    @property
    def hash(self) -> str: ...


HashOf = Callable[[Any], str]


@dataclass(frozen=True)
class Chained:
    """A chain as it is known beside its rows: how long it is, and its last hash.

    Attributes:
        unit, units: what its links are called, such as "entry" and "entries".
    """

    owner: str
    unit: str
    units: str
    length: int
    head: str


def faults(links: Iterable[Link], hash_of: HashOf, known: Chained) -> Iterator[str]:
    """Where a chain does not hold: altered, removed, moved or cut short."""
    unit, owner = known.unit, known.owner
    previous, number = "", 0
    for link in links:
        number += 1
        if link.number != number:
            yield f"{unit} {number} of {owner} is missing"
            number = link.number
        elif link.previous != previous:
            yield f"{unit} {number} of {owner} does not follow the one before"
        if not _is_as_written(link, hash_of):
            yield f"{unit} {number} of {owner} was altered"
        previous = link.hash
    if (known.length, known.head) != (number, previous):
        yield f"the newest {known.units} of {owner} are missing"


def _is_as_written(link: Link, hash_of: HashOf) -> bool:
    try:
        return link.hash == hash_of(link)
    except (TypeError, ValueError, AttributeError):
        return False  # Sharewell never wrote a value of this kind
