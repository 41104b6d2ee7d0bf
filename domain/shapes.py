"""The shapes that values in a rule set's file may have.

A shape finds what does not fit, and mends it: a value that does not fit gives way to
a neutral stand-in, so that the meaning of the rest can still be looked at.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

UNKNOWN = "?"
"""Stands in for a name that is missing or is no name at all."""


@dataclass(frozen=True)
class RuleFault:
    """One thing wrong with a rule set, and where."""

    place: str
    fault: str

    def __str__(self) -> str:
        return f"{self.place or 'the file'}: {self.fault}"


Faults = Iterator[RuleFault]


class Shape(Protocol):
    """What may stand in one place."""

    def faults(self, place: str, value: object) -> Faults:
        """What does not fit, here and in all that is inside."""
        ...

    def mended(self, value: object) -> Any:
        """The value with every part that does not fit replaced or left out."""
        ...


@dataclass(frozen=True)
class Leaf:
    """A single value: a text, a date, a flag."""

    fits: Callable[[object], bool]
    says: str
    stand_in: object

    def faults(self, place: str, value: object) -> Faults:
        if not self.fits(value):
            yield RuleFault(place, f"must be {self.says}")

    def mended(self, value: object) -> Any:
        return value if self.fits(value) else self.stand_in


@dataclass(frozen=True)
class Name(Leaf):
    """A name; one that is only badly spelled still says which thing is meant."""

    reserved: frozenset[str] = frozenset()

    def mended(self, value: object) -> Any:
        usable = isinstance(value, str) and value and value not in self.reserved
        return value if usable else self.stand_in


@dataclass(frozen=True)
class Many:
    """A list."""

    each: Shape
    at_least: int = 1
    at_most: int = 200

    def faults(self, place: str, value: object) -> Faults:
        if not isinstance(value, list | tuple):
            yield RuleFault(place, "must be a list")
            return
        if len(value) < self.at_least:
            yield RuleFault(place, "must not be empty")
        if len(value) > self.at_most:
            yield RuleFault(place, f"must not be longer than {self.at_most}")
        for number, item in enumerate(value[: self.at_most]):
            yield from self.each.faults(f"{place}[{called(item, number)}]", item)

    def mended(self, value: object) -> Any:
        there = value if isinstance(value, list | tuple) else ()
        return [self.each.mended(item) for item in there[: self.at_most]]


@dataclass(frozen=True)
class Table:
    """A table whose keys are names."""

    key: Shape
    each: Shape

    def faults(self, place: str, value: object) -> Faults:
        if not isinstance(value, Mapping):
            yield RuleFault(place, "must be a table")
            return
        for name, item in value.items():
            yield from self.key.faults(f"{place}.{name}", name)
            yield from self.each.faults(f"{place}.{name}", item)

    def mended(self, value: object) -> Any:
        there = value if isinstance(value, Mapping) else {}
        return {name: self.each.mended(item) for name, item in there.items()}


@dataclass(frozen=True)
class Fields:
    """A table with fields of its own."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape]

    def faults(self, place: str, value: object) -> Faults:
        if not isinstance(value, Mapping):
            yield RuleFault(place, "must be a table")
            return
        for name in sorted(self.required.keys() - value.keys()):
            yield RuleFault(within(place, name), "is missing")
        known = {**self.required, **self.optional}
        for name, item in value.items():
            if name in known:
                yield from known[name].faults(within(place, name), item)
            else:
                yield RuleFault(within(place, name), "is not a known field")

    def mended(self, value: object) -> Any:
        there = value if isinstance(value, Mapping) else {}
        kept = {
            name: shape.mended(there[name])
            for name, shape in {**self.required, **self.optional}.items()
            if name in there
        }
        lacking = self.required.keys() - kept.keys()
        return kept | {name: self.required[name].mended(None) for name in lacking}


def called(item: object, number: int) -> object:
    """What an item of a list is called in a fault's place: its id, or its number."""
    return item.get("id", number) if isinstance(item, Mapping) else number


def within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def spelled(pattern: str, says: str, reserved: frozenset[str] = frozenset()) -> Name:
    def fits(value: object) -> bool:
        return isinstance(value, str) and re.fullmatch(pattern, value) is not None

    return Name(fits, says, UNKNOWN, reserved)


def one_of(*words: str) -> Leaf:
    def fits(value: object) -> bool:
        return isinstance(value, str) and value in words

    return Leaf(fits, f"one of {', '.join(words)}", words[0])


def any_of(kind: type[StrEnum]) -> Leaf:
    return one_of(*(each.value for each in kind))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_month_or_day(value: object) -> bool:
    return _is_day(value) or _is_day(f"{value}-01")


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


text = Leaf(_is_text, "text", UNKNOWN)
flag = Leaf(_is_flag, "true or false", False)
day = Leaf(_is_day, "a date such as 2026-11-22", "1970-01-01")
month_or_day = Leaf(_is_month_or_day, "a month or a date such as 2024-05", "1970-01-01")
