"""The recipient's pages: no account, no script, and nothing about the case at the door.

Whoever opens a link sees the same pages, wherever it leads, until a security code has
shown that they are the recipient.
"""

import asyncio
from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from casework.visiting import Step
from domain.content import KIND_LABELS
from domain.package import CONDITIONS
from web import rendering
from web.asking import posted, see_other, text
from web.collect_showing import around, cleared, show
from web.visits import (
    Continuing,
    Here,
    Inside,
    Located,
    Opening,
    Proved,
)

router = APIRouter(prefix="/c/{locator}")

LONGEST_ROLE, LONGEST_REFERENCE = 100, 60


@router.head("")
def look(name: Located) -> Response:
    """What looks at a link without opening it begins no visit."""
    return Response(media_type="text/html")


@router.get("")
def door(here: Opening) -> Response:
    if here.visit.step is Step.INSIDE:
        return see_other(here.path("/items"))
    return show("start", here, values={})


@router.get("/terms")
def terms(here: Proved) -> Response:
    return _terms(here)


@router.post("/terms")
async def accept(request: Request, here: Proved) -> Response:
    form = await posted(request, here.visit.csrf)
    values = {name: text(form, name) for name in ("role", "accept")}
    errors = _terms_errors(values)
    if errors:
        return await asyncio.to_thread(_terms, here, values, errors)
    await asyncio.to_thread(here.house.collection.accept, here.at, values["role"])
    return see_other(here.path("/items"))


def _terms(
    here: Here,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HTMLResponse:
    rules = here.house.collection.rules(here.locator, here.visit.cookie)
    return show(
        "terms",
        here,
        422 if errors else 200,
        rules=rules,
        conditions=CONDITIONS,
        values=values or {},
        errors=errors or {},
        **around(rules),
    )


def _terms_errors(values: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if not values["role"]:
        errors["role"] = "Enter your role, such as school nurse"
    elif len(values["role"]) > LONGEST_ROLE:
        errors["role"] = f"Use at most {LONGEST_ROLE} characters"
    if not values["accept"]:
        errors["accept"] = "Tick the box to say that you will follow these rules"
    return errors


@router.get("/items")
def items(here: Inside) -> Response:
    return _items(here)


@router.post("/acknowledge")
async def acknowledge(request: Request, here: Inside) -> Response:
    form = await posted(request, here.visit.csrf)
    values = {name: text(form, name) for name in ("received", "own_reference")}
    errors = _received_errors(values)
    if errors:
        return await asyncio.to_thread(_items, here, values, errors)
    own = values["own_reference"]
    receipt = await here.house.collection.acknowledge(here.at, own)
    if receipt.applied:
        return see_other(here.path("/receipt"))
    return rendering.page(
        "errors/202.html",
        status=202,
        layout="base_recipient.html",
        received_at=receipt.received_at,
        next_url=here.path("/receipt"),
        what="your confirmation",
    )


def _received_errors(values: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if not values["received"]:
        errors["received"] = "Tick the box to say that you have received this"
    if len(values["own_reference"]) > LONGEST_REFERENCE:
        errors["own_reference"] = f"Use at most {LONGEST_REFERENCE} characters"
    return errors


@router.get("/receipt")
def receipt(here: Inside) -> Response:
    received = here.house.collection.receipt(here.locator, here.visit.cookie)
    may = here.house.enrolment.may_set_up(here.at)
    context = {"received": received, "may_set_up_app": may, **around(received)}
    return show("receipt", here, 200, **context)


@router.post("/leave")
async def leave(request: Request, here: Continuing) -> Response:
    await posted(request, here.visit.csrf)
    await asyncio.to_thread(
        here.house.collection.leave, here.locator, here.visit.cookie
    )
    return cleared(here, "/left")


@router.get("/left")
def left(name: Located) -> Response:
    return rendering.page("collect/left.html", start_url=f"/c/{name}")


def _items(
    here: Here,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HTMLResponse:
    shared = here.house.collection.items(here.at)
    return show(
        "items",
        here,
        422 if errors else 200,
        content=shared.content,
        files=shared.files,
        labels=KIND_LABELS,
        day=written_day,
        values=values or {},
        errors=errors or {},
        **around(shared),
    )


def written_day(text: str) -> str:
    """A date as people write it; what is no date stays as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B} {day.year}"
