"""Whether a password will do: long enough, not known to others, not easy to guess.

Everything is looked up on this machine; no part of a password ever leaves it.
"""

import re
from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

from zxcvbn import zxcvbn

from domain.errors import NotAccepted, Why

SHORTEST, LONGEST = 15, 200
LOOKED_AT = 72
"""How much of a password is tried out; what is longer is not easy to guess."""

HARD = 4
"""The library counts from 0 to 4: from here on it takes ten thousand million tries."""

FEWEST_DIGITS = 10
"""A shorter beginning of a hash would fit too many passwords."""

_LINE = re.compile(rb"^([0-9A-Fa-f]{10,40})(:\d+)?\s*$")


class PasswordRules:
    """The rules, with a list of known passwords where there is one.

    The list is a file of SHA-1 hashes or of their beginnings, in order, one a line,
    perhaps with a colon and a number after it.
    """

    def __init__(self, known: Path | None = None) -> None:
        self._known = known

    def check(self, password: str, about: Sequence[str] = ()) -> None:
        """Refuse a password that will not do; `about` are words of whose it is.

        Raises:
            NotAccepted: it is too short, too long, known or easy to guess.
        """
        if len(password) < SHORTEST:
            raise NotAccepted(Why.PASSWORD_TOO_SHORT, about="password")
        if len(password) > LONGEST:
            raise NotAccepted(Why.PASSWORD_TOO_LONG, about="password")
        if self._is_easy(password, about) or self._is_listed(password):
            raise NotAccepted(Why.PASSWORD_KNOWN, about="password")

    @staticmethod
    def _is_easy(password: str, about: Sequence[str]) -> bool:
        words = [part for each in about for part in re.split(r"[\W_]+", each) if part]
        found = zxcvbn(password[:LOOKED_AT], user_inputs=["sharewell", *words])
        return int(found["score"]) < HARD

    def _is_listed(self, password: str) -> bool:
        if self._known is None:
            return False
        wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        with self._known.open("rb") as lines:
            return _stands_in(lines, wanted.encode())


def _stands_in(lines: BinaryIO, wanted: bytes) -> bool:
    """Look for a hash by halving, so that a file of many gigabytes is no matter."""
    low, high = 0, lines.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        start, line = _line_at(lines, middle)
        found = _LINE.match(line)
        if found is None:
            high = middle  # behind the last line
            continue
        listed = found[1].upper()
        if wanted.startswith(listed):
            return True
        if listed < wanted:
            low = start + len(line)
        else:
            high = middle
    return False


def _line_at(lines: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first whole line that begins at a place or after it, and where it begins."""
    if place == 0:
        lines.seek(0)
        return 0, lines.readline()
    lines.seek(place - 1)
    lines.readline()
    return lines.tell(), lines.readline()
