"""What would be shared: thing by thing, in order, and as its recipient would see it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from domain.content import KIND_LABELS, Content, Item
from domain.errors import RuleBroken, Why
from web.asking import text
from web.case_words import LABELS, say_day
from web.describing import (
    NEW,
    address_warnings,
    after_saving,
    changed_meanwhile,
    check_as_seen,
    mark_of_part,
    part_id,
    part_of,
    today,
    warning,
    with_part,
)
from web.forms import Errors, read
from web.item_forms import ItemForm, SplitForm, about_item
from web.own_request import Answering, OwnForm, OwnRequest, typed
from web.previews import preview_of

router = APIRouter(prefix="/requests/{reference}")

Items = tuple[Item, ...]


@router.get("/items")
def items(own: Answering) -> Response:
    return own.show(
        "items",
        labels=LABELS,
        warnings=address_warnings(own.view.content),
        preview=preview_of(own.view),
    )


@router.post("/items")
async def move(own: Answering, form: OwnForm) -> Response:
    """One thing goes up or down, is left out, or is put back."""
    id, how = text(form, "item"), MOVES.get(text(form, "move"))
    if how is None:
        return own.go("items")
    await own.describe(
        lambda content: replace(content, items=how(content.items, id)), form
    )
    return own.go(f"items#{id}")


@router.get("/items/{id}")
def item(id: str, own: Answering) -> Response:
    content = own.view.content
    found = part_of(content.items, id)
    return _form(own, id, about_item(found, content) if found else {})


@router.post("/items/{id}")
async def keep_item(id: str, own: Answering, form: OwnForm) -> Response:
    values = typed(form)
    said, errors = read(ItemForm, form, today=today())
    if said is None:
        return _form(own, id, values, errors)
    content = own.view.content
    known = {each.id: each for each in content.items}
    left_out = id in known and known[id].left_out
    item = said.item(part_id(id, "i", form), left_out)
    errors = _faults(content, item, address_goes=bool(said.address_goes))
    if errors:
        return _form(own, id, values, errors)

    def change(content: Content) -> Content:
        if id != NEW:
            check_as_seen(form, content.items[_place(content.items, id)], item)
        kept = with_part(content.items, item, id, Why.UNKNOWN_ITEM)
        return replace(content, items=kept)

    try:
        await own.describe(change, form)
    except RuleBroken as no:
        return _form(own, id, values, changed_meanwhile(no))
    return after_saving(own, "items", id, form)


@router.get("/items/{id}/remove")
def remove_item(id: str, own: Answering) -> Response:
    item = part_of(own.view.content.items, id)
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


@router.get("/items/{id}/split")
def split(id: str, own: Answering) -> Response:
    item = part_of(own.view.content.items, id)
    if item is None:
        return own.go("items")
    return own.show("split-item", values={"text": item.text})


@router.post("/items/{id}/split")
async def item_split(id: str, own: Answering, form: OwnForm) -> Response:
    said, errors = read(SplitForm, form)
    if said is None:
        return own.show("split-item", 422, values=typed(form), errors=errors)
    new = part_id("new", "i", form)

    def change(content: Content) -> Content:
        place = _place(content.items, id)
        parts = said.items(content.items[place], new)
        items = (*content.items[:place], *parts, *content.items[place + 1 :])
        return replace(content, items=items)

    await own.describe(change, form)
    return own.go("items")


@router.get("/preview")
def preview(own: Answering) -> Response:
    return own.show("preview", labels=LABELS, preview=preview_of(own.view))


def _form(
    own: OwnRequest, id: str, values: dict[str, Any], errors: Errors | None = None
) -> Response:
    found = part_of(own.view.content.items, id)
    return own.show(
        "item",
        422 if errors else 200,
        id=id,
        values=values,
        errors=errors or {},
        revision=mark_of_part(found) if found else None,
        changed=_rows(found) if found and "" in (errors or {}) else [],
    )


def _rows(item: Item) -> list[tuple[str, str]]:
    """A thing as it is, for somebody whose form met a change."""
    return [
        ("What it says", item.text),
        ("What kind of thing it is", KIND_LABELS[item.kind]),
        ("Where it is from", item.source),
        ("When that was", say_day(item.observed_on)),
    ]


def _faults(content: Content, item: Item, *, address_goes: bool) -> Errors:
    """What only shows beside the rest of the request."""
    if set(item.about) - {person.id for person in content.individuals}:
        return {"about": "Select people who are on this request"}
    alone = replace(content, items=(item,))
    if alone.gives_address_away and not address_goes:
        return {"address_goes": warning(content, item)}
    return {}


def _place(items: Items, id: str) -> int:
    """Where a thing stands.

    Raises:
        RuleBroken: it has been removed meanwhile.
    """
    for place, item in enumerate(items):
        if item.id == id:
            return place
    raise RuleBroken(Why.UNKNOWN_ITEM, about=id)


def _moved(by: int) -> Callable[[Items, str], Items]:
    def moved(items: Items, id: str) -> Items:
        place = _place(items, id)
        rest = [*items[:place], *items[place + 1 :]]
        rest.insert(max(place + by, 0), items[place])
        return tuple(rest)

    return moved


def _left_out(out: bool) -> Callable[[Items, str], Items]:
    def left_out(items: Items, id: str) -> Items:
        item = replace(items[_place(items, id)], left_out=out)
        return with_part(items, item, id, Why.UNKNOWN_ITEM)

    return left_out


MOVES: dict[str, Callable[[Items, str], Items]] = {
    "up": _moved(-1),
    "down": _moved(1),
    "leave_out": _left_out(out=True),
    "put_back": _left_out(out=False),
}
