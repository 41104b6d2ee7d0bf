"""Whether a text names somebody: whole names, and each part of one.

A part of a name counts where it is written with a capital letter, as names are: "Rose"
is somebody and "rose" is not. A stop that is a little too careful is put right in a
moment; a name that has left cannot be called back.
"""

import re

from domain.barring import TITLES

UNKNOWN_NAME = "Name not known: "
"""Before the description of somebody whose name nobody knows."""

SHORTEST_PART = 2
CASES = r"(?i:'s|’s)?"


def names_in(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these names stand in the text, as they are written there."""
    found: dict[str, None] = {}
    for name in names:
        for part in (name, *_parts(name)):
            if match := _written(part, text):
                found.setdefault(match)
                break
    return tuple(found)


def all_names(name: str, other_names: str) -> tuple[str, ...]:
    """Every name one person goes by; a mere description is none."""
    known = [] if name.startswith(UNKNOWN_NAME) else [name]
    known += other_names.split(",")
    return tuple(each.strip() for each in known if each.strip())


def _parts(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_][\w'’-]*", name)
    return [
        word
        for word in words
        if len(word) >= SHORTEST_PART
        and word[0].isupper()
        and word.casefold() not in TITLES
    ]


def _written(name: str, text: str) -> str:
    """The name as the text has it; more than one word counts however it is written."""
    flags = re.IGNORECASE if " " in name else re.NOFLAG
    match = re.search(rf"(?<!\w){re.escape(name)}{CASES}(?!\w)", text, flags)
    return match[0] if match else ""
