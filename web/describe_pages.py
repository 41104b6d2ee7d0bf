"""What would be shared: about whom, what, with whom and why."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import TypeVar

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from adapters.clock import now
from domain.content import KIND_LABELS, Content, Individual, Item, Recipient
from domain.errors import CaseNotFound, RuleBroken, Why
from web.asking import once, text
from web.describe_forms import (
    ItemForm,
    PersonForm,
    PurposeForm,
    RecipientForm,
    about_item,
    about_person,
    about_purpose,
)
from web.forms import read
from web.own_request import Answering, OwnForm, OwnRequest, typed
from web.rendering import in_london

router = APIRouter(prefix="/requests/{reference}")

NEW = "new"
SOMEBODY_ELSE = "other"

Part = TypeVar("Part", bound=Individual | Item)


# People


@router.get("/people")
def people(own: Answering) -> Response:
    return own.show("people")


@router.get("/people/{id}")
def person(id: str, own: Answering) -> Response:
    found = _part(own.view.content.individuals, id)
    values = about_person(found, _today()) if found else {}
    return own.show("person", id=id, values=values)


@router.post("/people/{id}")
async def keep_person(id: str, own: Answering, form: OwnForm) -> Response:
    said, errors = read(PersonForm, form, today=_today())
    if said is None:
        return own.show("person", 422, id=id, values=typed(form), errors=errors)
    person = said.individual(_id(id, "p", form), _today())

    def change(content: Content) -> Content:
        kept = _with(content.individuals, person, id, Why.UNKNOWN_INDIVIDUAL)
        return replace(content, individuals=kept)

    await own.describe(change, form)
    return own.go_back("people")


@router.get("/people/{id}/remove")
def remove_person(id: str, own: Answering) -> Response:
    person = _part(own.view.content.individuals, id)
    if person is None:
        return own.go("people")
    return own.show("remove-person", person=person)


@router.post("/people/{id}/remove")
async def person_removed(id: str, own: Answering, form: OwnForm) -> Response:
    def change(content: Content) -> Content:
        kept = tuple(each for each in content.individuals if each.id != id)
        return replace(content, individuals=kept)

    await own.describe(change, form)
    return own.go_back("people")


# Items


@router.get("/items")
def items(own: Answering) -> Response:
    return own.show("items", kinds=KIND_LABELS)


@router.get("/items/{id}")
def item(id: str, own: Answering) -> Response:
    found = _part(own.view.content.items, id)
    return own.show("item", id=id, values=about_item(found) if found else {})


@router.post("/items/{id}")
async def keep_item(id: str, own: Answering, form: OwnForm) -> Response:
    said, errors = read(ItemForm, form, today=_today())
    if said is None:
        return own.show("item", 422, id=id, values=typed(form), errors=errors)
    item = said.item(_id(id, "i", form))

    def change(content: Content) -> Content:
        kept = _with(content.items, item, id, Why.UNKNOWN_ITEM)
        return replace(content, items=kept)

    await own.describe(change, form)
    return own.go_back("items")


@router.get("/items/{id}/remove")
def remove_item(id: str, own: Answering) -> Response:
    item = _part(own.view.content.items, id)
    if item is None:
        return own.go("items")
    return own.show("remove-item", item=item)


@router.post("/items/{id}/remove")
async def item_removed(id: str, own: Answering, form: OwnForm) -> Response:
    def change(content: Content) -> Content:
        kept = tuple(each for each in content.items if each.id != id)
        return replace(content, items=kept)

    await own.describe(change, form)
    return own.go_back("items")


# The recipient


@router.get("/recipient")
def recipient(own: Answering) -> Response:
    contacts = own.house.lists.directory(own.actor)
    if not contacts:
        return own.go(f"recipient/{NEW}")
    chosen = own.view.content.recipient
    known = (chosen.directory_id or SOMEBODY_ELSE) if chosen else ""
    return own.show("recipient", contacts=contacts, values={"contact": known})


@router.post("/recipient")
async def choose_recipient(own: Answering, form: OwnForm) -> Response:
    contacts = await asyncio.to_thread(own.house.lists.directory, own.actor)
    chosen = text(form, "contact")
    if chosen == SOMEBODY_ELSE:
        return own.go(f"recipient/{NEW}{own.query}")
    found = [each for each in contacts if each.id == chosen]
    if not found:
        errors = {"contact": "Select who it is for"}
        return own.show(
            "recipient", 422, contacts=contacts, values=typed(form), errors=errors
        )
    contact = found[0]
    picked = Recipient(
        contact.name, contact.role, contact.organisation, contact.email,
        contact.phone, contact.id, contact.verified,
    )  # fmt: skip
    return await _send_to(own, form, picked)


@router.get("/recipient/new")
def new_recipient(own: Answering) -> Response:
    chosen = own.view.content.recipient
    known = chosen is not None and not chosen.directory_id
    values = asdict(chosen) if chosen and known else {}
    return own.show("new-recipient", values=values)


@router.post("/recipient/new")
async def keep_new_recipient(own: Answering, form: OwnForm) -> Response:
    said, errors = read(RecipientForm, form)
    if said is None:
        return own.show("new-recipient", 422, values=typed(form), errors=errors)
    return await _send_to(own, form, said.recipient())


async def _send_to(own: OwnRequest, form: FormData, recipient: Recipient) -> Response:
    await own.describe(lambda content: replace(content, recipient=recipient), form)
    return own.go_back("next")


# The purpose


@router.get("/purpose")
def purpose(own: Answering) -> Response:
    return own.show("purpose", values=about_purpose(own.view.content))


@router.post("/purpose")
async def keep_purpose(own: Answering, form: OwnForm) -> Response:
    said, errors = read(PurposeForm, form)
    if said is None:
        return own.show("purpose", 422, values=typed(form), errors=errors)
    await own.describe(
        lambda content: replace(content, purpose=said.purpose, trigger=said.trigger),
        form,
    )
    return own.go_back("next")


def _today() -> date:
    return in_london(now()).date()


def _part(parts: Iterable[Part], id: str) -> Part | None:
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


def _id(id: str, letter: str, form: FormData) -> str:
    """A new part is named after its form, so that a double click adds it once."""
    if id != NEW:
        return id
    return f"{letter}-{sha256(once(form).encode()).hexdigest()[:12]}"


def _with(
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
