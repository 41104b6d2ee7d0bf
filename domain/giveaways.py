"""What in a text could give somebody away: addresses, numbers, dates.

Found by how it is written, so it is a prompt to look again and never a guarantee.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing gives somebody away."""

    EMAIL = "email"
    POSTCODE = "postcode"
    STREET = "street"
    NHS_NUMBER = "nhs_number"
    TELEPHONE = "telephone"
    DATE = "date"
    SMALL_NUMBER = "small_number"


KIND_LABELS: dict[Kind, str] = {
    Kind.EMAIL: "an e-mail address",
    Kind.POSTCODE: "a postcode",
    Kind.STREET: "a street address",
    Kind.NHS_NUMBER: "an NHS number",
    Kind.TELEPHONE: "a telephone number",
    Kind.DATE: "a date",
    Kind.SMALL_NUMBER: "a number under 10",
}


@dataclass(frozen=True)
class Giveaway:
    """One thing found in a text, as it is written there."""

    kind: Kind
    text: str


MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
STREETS = (
    "road|street|lane|avenue|close|drive|court|crescent|terrace|gardens|grove|place"
    "|way|row|mews|square|hill|park|rd|st|ave|cres"
)
PATTERNS: dict[Kind, str] = {
    Kind.EMAIL: r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    Kind.POSTCODE: r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b",
    Kind.STREET: rf"\b[0-9]{{1,4}}[a-z]?,? (?:[A-Z][\w'’]*,? ){{1,3}}(?:{STREETS})\b",
    Kind.NHS_NUMBER: r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b",
    Kind.TELEPHONE: r"(?:\+44 ?|\b0)[0-9](?:[ -]?[0-9]){8,9}\b",
    Kind.DATE: r"\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})\b"
    r"|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
    rf"|\b[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})\b",
    Kind.SMALL_NUMBER: r"(?<![\w.,/-])[1-9](?![\w/-]|[.,][0-9])",
}
FOUND = {kind: re.compile(p, re.IGNORECASE) for kind, p in PATTERNS.items()}

PERSONAL = (Kind.EMAIL, Kind.POSTCODE, Kind.STREET, Kind.NHS_NUMBER, Kind.TELEPHONE)
"""What points at one person or one home wherever it stands."""


def giveaways(text: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> tuple[Giveaway, ...]:
    """What in this text could give somebody away, in the order of `kinds`.

    A stretch of text counts once, as the first kind it looks like.
    """
    found = []
    for kind in kinds:
        found += [Giveaway(kind, match) for match in FOUND[kind].findall(text)]
        text = FOUND[kind].sub(" ", text)
    return tuple(found)


def holds_an_address(text: str) -> bool:
    """Whether this looks as if it had somebody's postal address in it."""
    return bool(giveaways(text, (Kind.POSTCODE, Kind.STREET)))
