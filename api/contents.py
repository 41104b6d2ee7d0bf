"""What people send about a sharing, as values of the domain."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from api.asking import Call
from api.given import (
    ChosenRecipient,
    GivenIndividual,
    GivenItem,
    GivenRecipient,
    NewRequest,
)
from api.problems import BadInput
from casework.views import CaseView
from domain.content import Content, Individual, Item, Recipient

T = TypeVar("T", Individual, Item)


def content_of(call: Call, sent: NewRequest) -> Content:
    """The content of a new request. The ids in it are given here.

    Raises:
        BadInput: a recipient who is not in the directory, or an id that is not ours.
    """
    return Content(
        purpose=sent.purpose,
        trigger=sent.trigger,
        individuals=individuals_of(sent.individuals, ()),
        recipient=recipient_of(call, sent.recipient),
        items=items_of(sent.items, ()),
    )


def individuals_of(
    sent: Sequence[GivenIndividual], known: tuple[Individual, ...]
) -> tuple[Individual, ...]:
    people = [
        Individual(
            each.id or "",
            each.name,
            _day(each.date_of_birth),
            each.relationship,
            each.protected_address,
            each.safe_email or "",
        )
        for each in sent
    ]
    return tuple(_with_ids(people, known, "person", "individuals"))


def items_of(sent: Sequence[GivenItem], known: tuple[Item, ...]) -> tuple[Item, ...]:
    items = [
        Item(
            each.id or "",
            each.text,
            each.kind,
            each.source,
            each.observed_on.isoformat(),
            each.sensitive,
        )
        for each in sent
    ]
    return tuple(_with_ids(items, known, "item", "items"))


def recipient_of(call: Call, sent: GivenRecipient) -> Recipient:
    if not isinstance(sent, ChosenRecipient):
        return Recipient(
            sent.name,
            sent.role,
            sent.organisation,
            sent.email,
            sent.phone,
            verified=sent.verified,
        )
    found = call.house.lookup.contact(call.actor, sent.directory_id)
    if found is None:
        raise BadInput("recipient.directory_id", "There is nobody with this id.")
    return Recipient(
        found.name,
        found.role,
        found.organisation,
        found.email,
        found.phone,
        found.id,
        found.verified,
    )


def individual_called(view: CaseView, called: str, field: str) -> str:
    """The id of the individual with this id, or with exactly this name.

    Raises:
        BadInput: there is nobody, or more than one, of that name.
    """
    people = view.content.individuals
    ids = [person.id for person in people if person.id == called]
    ids = ids or [person.id for person in people if person.name == called]
    if len(ids) == 1:
        return ids[0]
    fault = "There is no such person on this request."
    if ids:
        fault = "More than one person has this name. Give the id."
    raise BadInput(field, fault)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _with_ids(
    sent: list[T], known: tuple[T, ...], word: str, field: str
) -> Iterator[T]:
    """Each with the id it has, that of its equal, or a new one.

    Whoever sends the same list twice gets the same ids.
    """
    free = {each.id: each for each in known}
    for number, each in enumerate(sent):
        if each.id and free.pop(each.id, None) is None:
            raise BadInput(f"{field}.{number}.id", "There is none with this id.")
    numbers = [each.id.rpartition("-")[2] for each in known]
    last = max((int(n) for n in numbers if n.isdecimal()), default=0)
    for each in sent:
        if not each.id:
            equal = _equal(each, free)
            last += not equal
            each = replace(each, id=equal or f"{word}-{last}")
            free.pop(each.id, None)
        yield each


def _equal(each: T, free: dict[str, T]) -> str:
    return next((id for id, one in free.items() if replace(one, id="") == each), "")
