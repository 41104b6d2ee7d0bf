"""What the recipient is given to keep: which parts it has, in which order, in words.

The same content, sender and day give the same package, wherever it is made.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from domain.attachments import Attachment
from domain.content import (
    KIND_LABELS,
    VERIFIED_LABELS,
    Content,
    Individual,
    Item,
    Recipient,
    Verified,
)
from domain.nhs_number import said_nhs_number

MARKING = "Confidential: safeguarding information"
"""Stands on every page, unless the organisation has a marking of its own."""

CONDITIONS = (
    "Use it to keep someone safe. Do not use it for anything else.",
    "Store it where your organisation keeps confidential records.",
    "Let only those people see it who need it for their work.",
    "Keep it only as long as your own rules say.",
    "Ask the sender before you share it with anyone else. If someone is in danger and "
    "it cannot wait, share what is needed and tell the sender afterwards.",
    "Do not tell the people it is about, or their family, unless you have agreed it "
    "with the sender. Telling them could put someone at risk.",
)

KINDS_OF_FILE = {
    "application/pdf": "PDF document",
    "image/jpeg": "Picture",
    "image/png": "Picture",
    "image/tiff": "Picture",
    "text/plain": "Text",
    "text/csv": "Table as text",
}
"""What people call a file; what is not here comes from an office program."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn the order round
    "\ufeff\ud800-\udfff]"
)
"""What cannot be seen and could hide or turn round what can: shown as what it is."""

UNITS = ((1024 * 1024, "MB"), (1024, "KB"))


@dataclass(frozen=True)
class Sender:
    """The organisation that shares, as the recipient may check it."""

    organisation: str
    telephone: str = ""
    marking: str = MARKING


@dataclass(frozen=True)
class PackedItem:
    """One statement, with what it is and where it is from."""

    number: int
    text: str
    kind: str
    source: str
    day: str
    about: str


@dataclass(frozen=True)
class PackedFile:
    """One file that goes with it, and how to tell that it is the same."""

    number: int
    label: str
    kind: str
    size: str
    sha256: str
    left_out: str


@dataclass(frozen=True)
class Package:
    """The whole document, part by part, in the order in which they stand."""

    number: str
    marking: str
    sender: str
    telephone: str
    recipient: tuple[str, ...]
    address_checked: str
    approved_on: str
    approved_at: datetime
    purpose: str
    basis: str
    about: tuple[str, ...]
    protected: bool
    handling: str
    conditions: tuple[str, ...]
    items: tuple[PackedItem, ...]
    files: tuple[PackedFile, ...]


@dataclass(frozen=True)
class Approval:
    """When it was approved, and the lawful reason in the words of the rules."""

    at: datetime
    basis: str = ""


@dataclass(frozen=True)
class Enclosed:
    """A file as it leaves: less the pages that were left out, hence its own digest."""

    file: Attachment
    size: int
    sha256: str


def packed(
    number: str,
    content: Content,
    sender: Sender,
    approval: Approval,
    files: tuple[Enclosed, ...],
) -> Package:
    """The package of a release, from the content that leaves."""
    to = content.recipient
    assert to is not None  # the licence rests on it
    names = {person.id: person.name for person in content.individuals}
    return Package(
        number=number,
        marking=seen(sender.marking),
        sender=seen(sender.organisation),
        telephone=seen(sender.telephone),
        recipient=tuple(seen(each) for each in (to.name, to.role, to.organisation)),
        address_checked=seen(_checked(to)),
        approved_on=said(approval.at.date().isoformat()),
        approved_at=approval.at,
        purpose=seen(content.purpose),
        basis=seen(approval.basis),
        about=tuple(_person(each) for each in content.individuals),
        protected=any(each.protected_address for each in content.individuals),
        handling=seen(content.handling),
        conditions=CONDITIONS,
        items=tuple(_item(n, i, names) for n, i in enumerate(content.items, 1)),
        files=tuple(_file(n, f) for n, f in enumerate(files, 1)),
    )


def _checked(to: Recipient) -> str:
    """How it was verified that this address is theirs, when and by whom."""
    if to.verified_how in (None, Verified.NOT_YET):
        return to.verified
    facts = (
        to.verified or VERIFIED_LABELS[to.verified_how],
        said(to.verified_on),
        f"by {to.verified_by}" if to.verified_by else "",
    )
    return ", ".join(filter(None, facts))


def _person(person: Individual) -> str:
    also, born = person.other_names, said(person.date_of_birth)
    facts = (
        person.name,
        f"also known as {also}" if also else "",
        f"born {born}" if born else "",
        f"NHS number {said_nhs_number(person.nhs_number)}" if person.nhs_number else "",
        person.relationship,
    )
    return seen(", ".join(filter(None, facts)))


def _item(number: int, item: Item, names: dict[str, str]) -> PackedItem:
    about = [names[id] for id in item.about if id in names]
    return PackedItem(
        number=number,
        text=seen(item.text),
        kind=KIND_LABELS[item.kind],
        source=seen(item.source),
        day=seen(said(item.observed_on)),
        about=seen(" and ".join(about)),
    )


def _file(number: int, enclosed: Enclosed) -> PackedFile:
    file = enclosed.file
    return PackedFile(
        number=number,
        label=seen(file.label),
        kind=KINDS_OF_FILE.get(file.media, "Office document"),
        size=as_size(enclosed.size),
        sha256=enclosed.sha256,
        left_out=_pages(file.pages_left_out),
    )


def _pages(left_out: tuple[int, ...]) -> str:
    """Which pages are missing, so that nobody takes the rest for the whole."""
    if not left_out:
        return ""
    if len(left_out) == 1:
        return f"The sender left out page {left_out[0]}."
    *most, last = map(str, sorted(left_out))
    return f"The sender left out pages {', '.join(most)} and {last}."


def as_size(size: int) -> str:
    """A number of bytes as people say it."""
    for unit, name in UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"


def said(iso: str) -> str:
    """A day as people write it; what is no day stays as it was typed."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def seen(text: str) -> str:
    """The text with nothing in it that is there and cannot be seen."""
    return UNSEEN.sub("\ufffd", text.replace("\r\n", "\n")).strip()
