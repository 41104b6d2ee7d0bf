"""A copy of what is kept about somebody, as it is given to them, in every form.

What is left out is said to be left out, with a reason that gives nothing away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.record_blocks import Block, Quote, Section, Text
from domain.rights import RightsRequest
from domain.rights_pieces import GIVEN_AS, Choice, Chosen, Piece
from domain.rights_words import day_said

ABOUT = (
    "We keep this because people who work with children and adults at risk sometimes "
    "have to decide whether to share information to keep somebody safe. The law lets "
    "them: a public task, or the interest of somebody’s safety.",
    "What is below says who decided, what it was for and who it was for. It came from "
    "people who work with you or know you; where we may, we say who. No computer "
    "decides: people do.",
    "We keep such a record for as long as our rules for records say, and then a person "
    "decides whether it is destroyed.",
    "You can ask us to put right what is wrong, not to use it for now, or not to use "
    "it at all. You can complain to us, or to the Information Commissioner’s Office "
    "(ico.org.uk, telephone 0303 123 1113).",
)


@dataclass(frozen=True)
class AccessPart:
    """One part as it is given: `text` is None where it is left out."""

    heading: str
    text: str | None
    changed: bool
    why: str


@dataclass(frozen=True)
class AccessCase:
    reference: str
    parts: tuple[AccessPart, ...]


@dataclass(frozen=True)
class AccessCopy:
    """All of it, for one person, from one organisation."""

    number: str
    name: str
    received_on: str
    at: datetime
    organisation: str
    telephone: str
    cases: tuple[AccessCase, ...]


def copy_of(
    request: RightsRequest,
    name: str,
    organisation: str,
    telephone: str,
    chosen: Iterable[tuple[Piece, Chosen]],
) -> AccessCopy:
    """What was chosen, as it is given to them; cases in the order they are in."""
    cases: dict[str, list[AccessPart]] = {}
    for piece, choice in chosen:
        cases.setdefault(piece.reference, []).append(_part(piece, choice))
    return AccessCopy(
        request.id,
        name,
        request.received_on.isoformat(),
        request.opened_at,
        organisation,
        telephone,
        tuple(AccessCase(ref, tuple(parts)) for ref, parts in cases.items()),
    )


def _part(piece: Piece, chosen: Chosen) -> AccessPart:
    why = GIVEN_AS[chosen.exemption] if chosen.exemption else ""
    if chosen.choice is Choice.KEEP:
        return AccessPart(piece.heading, piece.text, changed=False, why="")
    if chosen.choice is Choice.EDIT:
        return AccessPart(piece.heading, chosen.text, changed=True, why=why)
    return AccessPart("", None, changed=True, why=why)


def data_of(made: AccessCopy) -> dict[str, Any]:
    """The copy for a machine to read, with the same in it."""
    return {
        "format": "sharewell-access-copy/1",
        "number": made.number,
        "name": made.name,
        "received_on": made.received_on,
        "organisation": made.organisation,
        "about": list(ABOUT),
        "cases": [
            {
                "reference": case.reference,
                "parts": [
                    {
                        "heading": part.heading,
                        "text": part.text,
                        "changed": part.changed,
                        "why": part.why,
                    }
                    for part in case.parts
                ],
            }
            for case in made.cases
        ],
    }


def sections_of(made: AccessCopy) -> tuple[Section, ...]:
    """The copy for a person to read."""
    day = day_said(made.received_on)
    about = Text(f"{made.name} asked for this. It came to us on {day}.")
    said: tuple[Block, ...] = (about, *map(Text, ABOUT))
    if not made.cases:
        said = (*said, Text("We looked for you, and we keep nothing about you."))
    return (
        Section("About this copy", said),
        *(
            Section(f"Case {case.reference}", tuple(map(_block, case.parts)))
            for case in made.cases
        ),
    )


def _block(part: AccessPart) -> Block:
    if part.text is None:
        return Text(f"Something is left out here. {part.why}")
    note = f". Parts of it are blacked out. {part.why}" if part.changed else ""
    return Quote(f"{part.heading}{note}", part.text)
