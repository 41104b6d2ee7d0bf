"""Whether a recipient is somebody who must never receive this, by name or address."""

import re
import unicodedata

TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame", "pc", "dc")
)
FULL_NAME = 2


def bars(name: str, email: str, to_name: str, to_email: str) -> bool:
    """Whether this entry stops a release to that recipient.

    Names are alike however they are written, titles and middle names aside; a single
    name alone only bars exactly itself, so that one "Sam" does not bar every Sam.
    """
    same_address = bool(email) and _address(email) == _address(to_email)
    return same_address or _same_person(_words(name), _words(to_name))


def _same_person(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return False
    fewer, more = sorted((one, other), key=len)
    return one == other or (len(fewer) >= FULL_NAME and fewer <= more)


def _address(email: str) -> str:
    """Without what mail servers take for the same mailbox."""
    box, _, domain = email.strip().casefold().partition("@")
    return f"{box.partition('+')[0]}@{domain}"


def _words(name: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    # "O'Neil" and "ONeil" are one name, "Smith-Jones" is two words in any spelling.
    words = re.findall(r"[^\W_]+", re.sub(r"['’.]", "", plain))
    return frozenset(words) - TITLES or frozenset(words)
