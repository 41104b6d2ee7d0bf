"""What a record that people read is made of: headings, facts, lists, quoted words.

A page and a document draw the same blocks, so that both tell the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from domain.access import RECIPIENT
from domain.calendar import LONDON, say_clock
from domain.package import said
from domain.people import SYSTEM

NOBODY_HERE = {SYSTEM: "Sharewell", RECIPIENT: "The recipient"}
"""Those who did something and have no account."""

Account = Mapping[str, Any]
"""A record as it was sealed, read back from its JSON."""


@dataclass(frozen=True)
class Facts:
    """What is known, each with what it is called."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Point:
    """One line of a list, with something small below it."""

    text: str
    small: str = ""


@dataclass(frozen=True)
class Points:
    """A list; numbered where the order says something."""

    lines: tuple[Point, ...]
    numbered: bool = False
    kind: str = "points"


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, and whose they are."""

    about: str
    words: str
    kind: str = "quote"


@dataclass(frozen=True)
class Text:
    """A plain sentence."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Under:
    """A smaller heading."""

    heading: str
    kind: str = "under"


Block = Facts | Points | Quote | Text | Under


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


def facts(rows: Iterable[tuple[str, Any]]) -> Facts:
    """Those of the facts that say something."""
    return Facts(tuple((key, str(value)) for key, value in rows if value))


def day(iso: str | None) -> str:
    return said(iso) if iso else ""


def when(iso: str | None) -> str:
    """Day and time as clocks here showed it: "23 November 2026 at 9:30am"."""
    if not iso:
        return ""
    at = datetime.fromisoformat(iso).astimezone(LONDON)
    return f"{at.day} {at:%B} {at.year} at {say_clock(at)}"


def exactly(iso: str | None) -> str:
    """The same with the time in UTC, which no change of clocks makes unclear."""
    if not iso:
        return ""
    at = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{when(iso)} (UTC: {at.day} {at:%B} {at.year}, {at:%H:%M:%S})"


def by(made: Mapping[str, Any]) -> str:
    """Who did it, and when."""
    who = made["by"]
    return f"{NOBODY_HERE.get(who, who)}, {when(made['at'])}"


def count(many: int, thing: str) -> str:
    return f"{many} {thing}" if many == 1 else f"{many} {thing}s"
