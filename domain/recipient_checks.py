"""Whether an address can be a recipient's: one mailbox, at their work, and theirs.

Everything here is told what is known (domains, people) and looks nothing up.
"""

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address

from domain.barring import bars
from domain.content import Content
from domain.naming import all_names

DOMAIN_TYPED, ADDRESS_CHECKED = "recipient_domain", "recipient_checked"
"""Among the words of an act: what was typed of the address, how it was checked."""

BESIDE = {
    DOMAIN_TYPED: "They typed what stands after the @: {}.",
    ADDRESS_CHECKED: "How the address was checked: {}",
}
"""The same as sentences beside what was done."""

PUBLIC_SUFFIXES = (
    "gov.uk", "gov.scot", "gov.wales", "nhs.uk", "nhs.net", "nhs.scot", "police.uk",
    "sch.uk", "ac.uk", "mod.uk", "parliament.uk", "cjsm.net",
)  # fmt: skip
"""Where public bodies have their addresses."""

LOOKS_LIKE = str.maketrans(
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u0578\u043e\u0440\u0455"
    "\u03c5\u03bd\u0445\u0443\u03b1\u03bf\u03c1\u03b9\u03ba\u0131\u026101",
    "acdehijlnopsuvxyaopikigol",
)
"""Letters of other alphabets, and digits, that are read as a Latin letter."""

PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
SHORTEST = 4
"""Names shorter than this are alike by chance."""


def is_one_mailbox(address: str) -> bool:
    """Whether this is one address of one mailbox and nothing else."""
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError, MessageError):
        return False
    plain = f"{parsed.username}@{parsed.domain}" == address
    plain = plain and parsed.username.isascii()  # else few mail servers take it
    return plain and "." in parsed.domain.strip(".") and "[" not in parsed.domain


def domain_of(address: str) -> str:
    """What stands after the @, as it is compared."""
    return address.rpartition("@")[2].strip().rstrip(".").casefold()


def is_same_domain(typed: str, address: str) -> bool:
    """Whether somebody typed the part of the address after the @."""
    return bool(typed.strip()) and domain_of(typed) == domain_of(address)


def is_within(domain: str, domains: Iterable[str]) -> bool:
    """Whether a domain is one of these, or lies below one of them."""
    return any(domain == d or domain.endswith(f".{d}") for d in domains)


def lookalike(domain: str, known: Iterable[str]) -> str:
    """The known domain that this one could be mistaken for; empty if there is none."""
    known = tuple(dict.fromkeys(known))
    if is_within(domain, (*known, *PUBLIC_SUFFIXES)):
        return ""
    read = _as_read(domain)
    for other in known:
        if _nearly(read, _as_read(other)):
            return other
    return _like_a_public_one(read)


def has_foreign_letters(domain: str) -> bool:
    """Whether a domain is not written in plain letters alone."""
    return not domain.isascii() or any(
        label.startswith("xn--") for label in domain.split(".")
    )


def is_named(content: Content) -> str:
    """By what the recipient is somebody whom this is about: "name", "email", or ""."""
    to = content.recipient
    if to is None:
        return ""
    for person in content.individuals:
        if bars("", person.safe_email, "", to.email):
            return "email"
        names = all_names(person.name, person.other_names)
        if any(bars(name, "", to.name, "") for name in names):
            return "name"
    return ""


def is_written_in(phone: str, texts: Iterable[str]) -> bool:
    """Whether a telephone number stands in what would be shared."""
    wanted = _digits(phone)
    return len(wanted) >= SHORTEST * 2 and any(wanted in _digits(t) for t in texts)


def _digits(text: str) -> str:
    digits = "".join(c for c in text if c.isdecimal() or c == "+")
    return digits.replace("+44", "0")


def _like_a_public_one(read: str) -> str:
    """A public ending in the middle of a domain, or nearly at its end."""
    for suffix in PUBLIC_SUFFIXES:
        end = ".".join(read.split(".")[-2:])
        inside = f".{suffix}." in f".{read}" or suffix.replace(".", "-") in read
        if inside or _nearly(end, suffix):
            return suffix
    return ""


def _as_read(domain: str) -> str:
    """The domain as an eye takes it in: without accents and foreign letters."""
    labels = (_decoded(label) for label in domain.casefold().split("."))
    plain = unicodedata.normalize("NFKD", ".".join(labels)).translate(LOOKS_LIKE)
    read = "".join(c for c in plain if not unicodedata.combining(c))
    for pair, letter in PAIRS:
        read = read.replace(pair, letter)
    return read


def _decoded(label: str) -> str:
    if label.startswith("xn--"):
        with suppress(UnicodeError):
            return label.removeprefix("xn--").encode("ascii").decode("punycode")
    return label


def _nearly(one: str, other: str) -> bool:
    """Alike, or alike but for one letter or two that changed places."""
    if min(len(one), len(other)) < SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while one[start : start + 1] == other[start : start + 1] != "":
        start += 1
    one, other = one[start:], other[start:]
    return (
        one[1:] == other[1:]
        or one == other[1:]
        or one[1:] == other
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )
