"""What people send about a sharing, as values of the domain."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from api.asking import Call
from api.given import (
    ChosenRecipient,
    GivenBarred,
    GivenIndividual,
    GivenItem,
    GivenRecipient,
    NamedRecipient,
    NewRequest,
)
from api.problems import BadInput
from casework.views import CaseView
from domain.content import Barred, Content, Individual, Item, Recipient, Verified

T = TypeVar("T", Individual, Item, Barred)


def content_of(call: Call, sent: NewRequest) -> Content:
    """The content of a new request. The ids in it are given here.

    Raises:
        BadInput: a recipient who is not in the directory, or an id that is not ours.
    """
    people = individuals_of(sent.individuals, ())
    return Content(
        purpose=sent.purpose,
        trigger=sent.trigger,
        individuals=people,
        recipient=recipient_of(call, sent.recipient),
        items=items_of(sent.items, (), people),
        never=never_of(sent.never, ()),
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
            each.other_names,
            each.alleged_perpetrator,
            each.nhs_number,
        )
        for each in sent
    ]
    return tuple(_with_ids(people, known, "person", "individuals"))


def never_of(
    sent: Sequence[GivenBarred], known: tuple[Barred, ...]
) -> tuple[Barred, ...]:
    people = [Barred("", each.name, each.email or "") for each in sent]
    return tuple(_with_ids(people, known, "never", "people"))


def items_of(
    sent: Sequence[GivenItem],
    known: tuple[Item, ...],
    people: tuple[Individual, ...],
) -> tuple[Item, ...]:
    """The items as sent, in that order.

    Raises:
        BadInput: an item that is not there, or is about nobody on the request.
    """
    items = [
        Item(
            each.id or "",
            each.text,
            each.kind,
            each.source,
            each.observed_on.isoformat(),
            each.sensitive,
            tuple(
                id_of_individual(people, who, f"items.{n}.about") for who in each.about
            ),
            each.offence,
            each.confidential,
            each.endangers,
            each.left_out,
        )
        for n, each in enumerate(sent)
    ]
    return tuple(_with_ids(items, known, "item", "items"))


def recipient_of(call: Call, sent: GivenRecipient) -> Recipient:
    if not isinstance(sent, ChosenRecipient):
        return _named(call, sent)
    found = call.house.lookup.recipient(call.actor, sent.directory_id)
    if found is None:
        raise BadInput("recipient.directory_id", "There is nobody with this id.")
    return found


def _named(call: Call, sent: NamedRecipient) -> Recipient:
    """A recipient as sent; a check that names nobody was made by whoever says so."""
    checked = sent.verified_how in (Verified.RANG, Verified.KNOWN)
    if checked and sent.verified_on is None:
        raise BadInput("recipient.verified_on", "Say when it was checked.")
    by = sent.verified_by or call.house.lists.name_of(call.actor, call.actor.id)
    return Recipient(
        sent.name,
        sent.role,
        sent.organisation,
        sent.email,
        sent.phone,
        verified=sent.verified,
        verified_how=sent.verified_how,
        verified_on=_day(sent.verified_on) if checked else "",
        verified_by=by if checked else "",
    )


def individual_called(view: CaseView, called: str, field: str) -> str:
    """The id of the individual with this id, or with exactly this name.

    Raises:
        BadInput: there is nobody, or more than one, of that name.
    """
    return id_of_individual(view.content.individuals, called, field)


def id_of_individual(people: tuple[Individual, ...], called: str, field: str) -> str:
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
