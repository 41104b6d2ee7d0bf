"""Which part of a file a browser asks for, when it goes on with a download."""

import re
from dataclasses import dataclass

ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class NoSuchPart(Exception):
    """The file ends before the part begins."""


@dataclass(frozen=True)
class Part:
    """From `start` up to, not including, `end`."""

    start: int
    end: int


def part_of(asked: str, size: int) -> Part | None:
    """The one part asked for; nothing where it is the whole, or not to be understood.

    Several parts at once are answered with the whole file.

    Raises:
        NoSuchPart: there is nothing there.
    """
    found = ONE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        part = Part(max(size - int(last), 0), size)
    else:
        part = Part(int(first), min(int(last) + 1, size) if last else size)
    if part.start >= size:
        raise NoSuchPart
    return part if part.start < part.end else None
