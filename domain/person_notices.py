"""The notice for one person: made from a template, and what may not stand in it.

It says what was shared in general. No statement is copied into it, so nothing of
anybody else can come with one; what a practitioner adds is looked through.
"""

import re
from calendar import month_abbr
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from domain.content import Content, Individual, Item, Kind
from domain.errors import Why
from domain.giveaways import holds_an_address
from domain.naming import all_names, names_in
from domain.notice_texts import CHILD, EASY, PLAIN
from domain.package import said, seen

NOTICE, WORD = "notice", "word"
"""Among the words of an act: the text, and a word that was agreed with the person."""

TOLD_BY = "by"
"""Among the words of an act: who told somebody, where it was not the actor."""

LONGEST = 8000

SHORTEST_WORD = 4
DATE = re.compile(r"(\d{1,2})[ ./-](\d{1,2}|[a-z]{3,9})[ ./-](\d{4})")
MONTHS = [name.lower() for name in month_abbr]


class Version(StrEnum):
    """For whom a notice is written."""

    PLAIN = "plain"
    CHILD = "child"
    EASY = "easy"


VERSION_LABELS: dict[Version, str] = {
    Version.PLAIN: "Plain",
    Version.CHILD: "For a child",
    Version.EASY: "Easy to read",
}

DEFAULTS: dict[Version, str] = {
    Version.PLAIN: PLAIN,
    Version.CHILD: CHILD,
    Version.EASY: EASY,
}

FILLED_IN: dict[str, str] = {
    "person": "their name",
    "organisation": "the name of your organisation",
    "telephone": "your telephone number",
    "day": "the date",
    "reference": "the reference",
    "what": "what was shared, in general",
    "recipient": "who it was shared with, or what kind of service",
    "why": "why it was shared, in general",
    "basis": "the lawful reason",
}
"""What a template may have in braces."""

NEEDED = ("organisation", "telephone", "what", "recipient", "why")
COMPLAINTS = "ico.org.uk"

BRACED = re.compile(r"{(\w+)}")

SHARED: dict[Kind, str] = {
    Kind.FACT: "what we have seen or know ourselves",
    Kind.REPORTED: "what somebody told us",
    Kind.OPINION: "what we think about it as people who do this work",
}
SOMETHING = "some of what we know about you"
WHY = "To help keep somebody safe."
UNNAMED_RECIPIENT = "A service that helps to keep people safe."
BASIS = "The law lets us share what is needed to keep somebody safe."


@dataclass(frozen=True)
class Ground:
    """What a notice is made from, beside the content: whose, when, on what basis."""

    organisation: str
    telephone: str
    reference: str
    day: str
    basis: str = ""


def template_faults(text: str) -> list[str]:
    """What is wrong with a template, as sentences."""
    used = BRACED.findall(text)
    unknown = dict.fromkeys(each for each in used if each not in FILLED_IN)
    faults = [f"{{{each}}} is nothing that we can fill in." for each in unknown]
    if set(BRACED.sub("", text)) & set("{}"):
        faults.append("There is a brace that does not belong to a pair.")
    faults += [
        f"It needs {{{each}}}: {FILLED_IN[each]}."
        for each in NEEDED
        if each not in used
    ]
    if COMPLAINTS not in text:
        faults.append(f"It needs a way to complain, with {COMPLAINTS} in it.")
    if len(text) > LONGEST:
        faults.append(f"It must be {LONGEST:,} characters or fewer.")
    return faults


def generated(
    template: str,
    content: Content,
    person: Individual,
    ground: Ground,
    *,
    names_recipient: bool = False,
) -> str:
    """The notice for one person, with their own words only."""
    words = {
        "person": person.name,
        "organisation": ground.organisation,
        "telephone": ground.telephone or "the number you have for us",
        "day": said(ground.day),
        "reference": ground.reference,
        "what": _what(content, person),
        "recipient": _recipient(content) if names_recipient else UNNAMED_RECIPIENT,
        "why": WHY,
        "basis": ground.basis or BASIS,
    }
    return tidy(_filled(template, words))


def _filled(template: str, words: Mapping[str, str]) -> str:
    """Each brace filled in once; what is filled in is never looked at again."""
    return BRACED.sub(lambda found: words.get(found[1], found[0]), template)


def _what(content: Content, person: Individual) -> str:
    """The kinds of statement that were shared about them, and not one of them."""
    kinds = {item.kind for item in content.going if _is_theirs(item, person)}
    lines = [SHARED[kind] for kind in Kind if kind in kinds] or [SOMETHING]
    return "\n".join(f"- {line}" for line in lines)


def _is_theirs(item: Item, person: Individual) -> bool:
    return not item.endangers and (not item.about or person.id in item.about)


def _recipient(content: Content) -> str:
    to = content.recipient
    parts = (to.role, to.organisation) if to else ()
    return f"{', '.join(each for each in parts if each)}." if any(parts) else ""


def tidy(text: str) -> str:
    """The text as it is kept: what cannot be seen is shown, lines end alike."""
    return "\n".join(line.rstrip() for line in seen(text).split("\n"))


def digest_of(text: str) -> str:
    """The mark of exactly this text."""
    return sha256(tidy(text).encode()).hexdigest()


def fault_in(text: str, content: Content, person: Individual, place: str) -> Why | None:
    """What may not stand in the notice of this person, if something does.

    Args:
        text: the notice.
        content: what was shared.
        person: whose notice it is.
        place: the name of the organisation, in which a name may well be.
    """
    if not text.strip():
        return Why.NOTICE_EMPTY
    if len(text) > LONGEST:
        return Why.NOTICE_TOO_LONG
    left = text
    for own in (*all_names(person.name, person.other_names), place):
        left = re.sub(re.escape(own), " ", left, flags=re.IGNORECASE)
    if names_in(left, tuple(_others(content, person))):
        return Why.NOTICE_NAMES_SOMEBODY
    if _says_what_endangers(left, content):
        return Why.NOTICE_ENDANGERS
    return None


def _others(content: Content, person: Individual) -> Iterator[str]:
    """Everybody else's names: on the request, on the list of never, the recipient."""
    for other in content.individuals:
        if other.id != person.id:
            yield from all_names(other.name, other.other_names)
    yield from (each.name for each in content.never if each.name)
    if content.recipient and content.recipient.name:
        yield content.recipient.name


def _says_what_endangers(text: str, content: Content) -> bool:
    plain = " ".join(text.casefold().split())
    dangerous = (item.text for item in content.items if item.endangers)
    copied = any(" ".join(each.casefold().split()) in plain for each in dangerous)
    secret = any(each.protected_address for each in content.individuals)
    return copied or (secret and holds_an_address(text))


def plain_answer(text: str) -> str:
    """What only they know, as it is compared: a date of birth, or a word."""
    plain = " ".join(text.casefold().split())
    found = DATE.fullmatch(plain)
    if found is None:
        return plain
    day, month, year = found.groups()
    number = month if month.isdigit() else _month(month)
    try:
        return date(int(year), int(number), int(day)).isoformat()
    except ValueError:
        return plain


def _month(name: str) -> str:
    return str(MONTHS.index(name[:3])) if name[:3] in MONTHS else "0"


@dataclass(frozen=True)
class Letter:
    """A notice as it is printed: what it says, who sends it, from which day."""

    organisation: str
    reference: str
    at: datetime
    text: str

    @property
    def blocks(self) -> "tuple[Block, ...]":
        return blocks(self.text)


@dataclass(frozen=True)
class Block:
    """A part of a notice as it is drawn: a heading, a list, or a paragraph."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """A notice part by part: `# ` begins a heading and `- ` a point of a list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", tidy(text)):
        found += _parts(part.split("\n"))
    return tuple(found)


def _parts(lines: list[str]) -> Iterator[Block]:
    for kind, group in _grouped(lines):
        if kind == "heading":
            yield from (Block(kind, (line,)) for line in group)
        else:
            yield Block(kind, tuple(group))


def _grouped(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    before, group = "", list[str]()
    for line in filter(None, lines):
        kind, words = _kind(line)
        if group and kind != before:
            yield before, group
            group = []
        before = kind
        group.append(words)
    if group:
        yield before, group


def _kind(line: str) -> tuple[str, str]:
    for mark, kind in (("# ", "heading"), ("- ", "list")):
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "paragraph", line
