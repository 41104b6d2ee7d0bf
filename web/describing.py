"""What the pages that describe a sharing have in common: its parts, one by one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TypeVar

from starlette.datastructures import FormData
from starlette.responses import Response

from adapters.clock import now
from casework.seen import check_unchanged, mark_of
from domain.content import Barred, Content, Individual, Item, Recipient
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.refusals import SENTENCES
from web.asking import once, text
from web.forms import Errors
from web.own_request import OwnRequest
from web.rendering import in_london

NEW = "new"
ANOTHER = "another"
"""What the button says that saves this part and asks for the next of its kind."""

Part = TypeVar("Part", bound=Individual | Item | Barred)


def today() -> date:
    return in_london(now()).date()


def part_of(parts: Iterable[Part], id: str) -> Part | None:
    """The part with this id; none for a new one.

    Raises:
        CaseNotFound: there is no such part any more.
    """
    if id == NEW:
        return None
    for part in parts:
        if part.id == id:
            return part
    raise CaseNotFound


def part_id(id: str, letter: str, form: FormData) -> str:
    """A new part is named after its form, so that a double click adds it once."""
    if id != NEW:
        return id
    return f"{letter}-{sha256(once(form).encode()).hexdigest()[:12]}"


def with_part(
    parts: tuple[Part, ...], part: Part, asked: str, why: Why
) -> tuple[Part, ...]:
    """The parts with this one added, or put in the place of its older self.

    Raises:
        RuleBroken: it was to be changed, and has been removed meanwhile.
    """
    if any(each.id == part.id for each in parts):
        return tuple(part if each.id == part.id else each for each in parts)
    if asked != NEW:
        raise RuleBroken(why, about=asked)
    return (*parts, part)


def mark_of_part(part: Part | Recipient | None) -> str:
    """Changes with what is written in a part, wherever it stands."""
    return mark_of(replace(part, left_out=False) if isinstance(part, Item) else part)


def check_as_seen(
    form: FormData, before: Part | Recipient | None, wanted: Part | Recipient
) -> None:
    """Whether a part is as it was when its form was opened.

    Raises:
        RuleBroken: it was changed meanwhile, by the same person elsewhere.
    """
    marks = mark_of_part(before), mark_of_part(wanted)
    check_unchanged(text(form, "revision"), *marks)


def changed_meanwhile(no: RuleBroken) -> Errors:
    """What to say on the form of a part that was changed after it was opened.

    Raises:
        RuleBroken: it was refused for another reason, which is no matter of the form.
    """
    if no.why is not Why.CHANGED_MEANWHILE:
        raise no
    return {"": SENTENCES[no.why]}


def after_saving(own: OwnRequest, kind: str, id: str, form: FormData) -> Response:
    """On with a new part: to another one, or to what is asked next."""
    if text(form, "then") == ANOTHER:
        return own.go(f"{kind}/{NEW}{own.query}")
    return own.go_back("next" if id == NEW else kind)


def address_warnings(content: Content) -> dict[str, str]:
    """What to say at each thing that gives away an address that must stay secret."""
    found = content.gives_address_away
    return {
        item.id: warning(content, item) for item in content.items if item.id in found
    }


def warning(content: Content, item: Item) -> str:
    people = [person for person in content.individuals if person.protected_address]
    names = [
        person.name for person in people if not item.about or person.id in item.about
    ]
    whose = f"{names[0]}’s address" if len(names) == 1 else "An address on this request"
    return (
        f"This looks as if it had an address in it. {whose} must be kept secret. "
        "Take it out, or leave this out. If it must go, an adviser has to agree."
    )
