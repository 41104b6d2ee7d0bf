"""What is in a copy for somebody who asked for it: pieces, each looked at by a person.

What a piece is marked with is found by how it is written, so that somebody looks at it
again. It decides nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.content import Content, Individual, Item
from domain.errors import NotAccepted, Why
from domain.giveaways import PERSONAL, giveaways
from domain.naming import all_names, names_in


class Mark(StrEnum):
    """Why somebody looks twice before a piece is given away."""

    THIRD_PARTY = "third_party"
    ENDANGERS = "endangers"
    CONFIDENTIAL = "confidential"
    LEGAL = "legal"


MARK_LABELS: dict[Mark, str] = {
    Mark.THIRD_PARTY: "Somebody else is in it",
    Mark.ENDANGERS: "It could put somebody in danger",
    Mark.CONFIDENTIAL: "It was told in confidence",
    Mark.LEGAL: "It may be legal advice",
}


class PieceKind(StrEnum):
    PERSON = "person"
    PURPOSE = "purpose"
    ITEM = "item"
    FILE = "file"
    ANSWER = "answer"
    DECISION = "decision"
    RECIPIENT = "recipient"


PIECE_LABELS: dict[PieceKind, str] = {
    PieceKind.PERSON: "Name and details",
    PieceKind.PURPOSE: "What it was for",
    PieceKind.ITEM: "A statement",
    PieceKind.FILE: "A file",
    PieceKind.ANSWER: "An answer",
    PieceKind.DECISION: "What was decided or done",
    PieceKind.RECIPIENT: "Who it was for",
}


class Choice(StrEnum):
    """What becomes of a piece."""

    KEEP = "keep"
    EDIT = "edit"
    LEAVE_OUT = "leave_out"


CHOICE_LABELS: dict[Choice, str] = {
    Choice.KEEP: "Give it to them as it is",
    Choice.EDIT: "Give it to them with parts blacked out",
    Choice.LEAVE_OUT: "Leave it out",
}


class Exemption(StrEnum):
    """On what ground something is not given to them."""

    OTHERS = "others"
    HARM = "harm"
    CHILD_ABUSE = "child_abuse"
    CRIME = "crime"
    LEGAL = "legal"
    NOT_THEIRS = "not_theirs"


EXEMPTION_LABELS: dict[Exemption, str] = {
    Exemption.OTHERS: "It is about somebody else too, who has not agreed, and it is "
    "not reasonable without that (DPA 2018, schedule 2, paragraph 16)",
    Exemption.HARM: "It would be likely to cause serious harm to somebody (DPA 2018, "
    "schedule 3, paragraphs 5, 11 and 19)",
    Exemption.CHILD_ABUSE: "It is about abuse of a child, and it is not in the child’s "
    "interest (DPA 2018, schedule 3, paragraph 21)",
    Exemption.CRIME: "It would get in the way of preventing or finding a crime (DPA "
    "2018, schedule 2, paragraph 2)",
    Exemption.LEGAL: "It is legal advice (DPA 2018, schedule 2, paragraph 19)",
    Exemption.NOT_THEIRS: "It is not about them (UK GDPR, Article 15)",
}

GIVEN_AS: dict[Exemption, str] = {
    Exemption.OTHERS: "It is about somebody else too.",
    Exemption.HARM: "The law lets us keep this back.",
    Exemption.CHILD_ABUSE: "The law lets us keep this back.",
    Exemption.CRIME: "The law lets us keep this back.",
    Exemption.LEGAL: "It is legal advice.",
    Exemption.NOT_THEIRS: "It is not about you.",
}
"""What they are told of the ground: never what would give away what is kept back."""

LEGAL_WORDS = re.compile(
    r"\b(solicitors?|barristers?|legal advice|legal team|counsel|privileged?"
    r"|in contemplation of (?:proceedings|litigation))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """One thing that is kept about somebody, before anybody chose."""

    reference: str
    kind: PieceKind
    heading: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """What somebody chose for a piece: what is given instead, and on what ground."""

    choice: Choice
    text: str = ""
    exemption: Exemption | None = None


def check_chosen(chosen: Chosen, before: str) -> Chosen:
    """A choice that can stand.

    Raises:
        NotAccepted: a ground or the changed words are missing.
    """
    if chosen.choice is Choice.KEEP:
        return Chosen(Choice.KEEP)
    if chosen.exemption is None:
        raise NotAccepted(Why.EXEMPTION_NEEDED, about="exemption")
    if chosen.choice is Choice.LEAVE_OUT:
        return Chosen(Choice.LEAVE_OUT, "", chosen.exemption)
    if not chosen.text.strip() or chosen.text.strip() == before.strip():
        raise NotAccepted(Why.NOTHING_BLACKED_OUT, about="text")
    return Chosen(Choice.EDIT, chosen.text.strip(), chosen.exemption)


class Marking:
    """Marks what is about one person in one case."""

    def __init__(self, content: Content, theirs: frozenset[str]) -> None:
        """`theirs` are the ids under which the case knows this person."""
        self._content = content
        self._theirs = theirs
        self._others = [p for p in content.individuals if p.id not in theirs]
        to = content.recipient
        named = [name for p in self._others for name in _all(p)]
        self._names = (*named, *((to.name,) if to and to.name else ()))

    def is_about_them(self, item: Item) -> bool:
        """Whether a statement is about them; one about nobody in particular is."""
        return not item.about or bool(self._theirs & set(item.about))

    def of_item(self, item: Item) -> tuple[Mark, ...]:
        """A statement with its marks, and with what stands in it."""
        shared = bool(self._others) and (
            not item.about or not set(item.about) <= self._theirs
        )
        away = item.endangers or item.id in self._content.gives_address_away
        known = {
            Mark.THIRD_PARTY: shared,
            Mark.ENDANGERS: away,
            Mark.CONFIDENTIAL: item.confidential,
        }
        return _in_order({m for m, so in known.items() if so}, self.of(item.text))

    def of(self, text: str) -> tuple[Mark, ...]:
        """What a text looks as if it had in it."""
        found = set()
        if names_in(text, self._names) or giveaways(text, PERSONAL):
            found.add(Mark.THIRD_PARTY)
        if LEGAL_WORDS.search(text):
            found.add(Mark.LEGAL)
        return _in_order(found)


def _all(person: Individual) -> tuple[str, ...]:
    return all_names(person.name, person.other_names)


def _in_order(*found: Iterable[Mark]) -> tuple[Mark, ...]:
    every = {mark for some in found for mark in some}
    return tuple(mark for mark in Mark if mark in every)
