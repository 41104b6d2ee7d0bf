"""The recipient's pages: no account, no script, and nothing about the case at the door.

Whoever opens a link sees the same pages, wherever it leads, until the four words have
shown that they are the recipient.
"""

import asyncio
import re
import secrets
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from casework.code_tries import Locked
from casework.collection import (
    IDLE,
    LONGEST,
    Cover,
    Step,
    WrongCode,
)
from domain.content import KIND_LABELS
from web import rendering
from web.account_pages import set_cookie
from web.asking import network, posted, see_other, text
from web.visits import Continuing, Here, Located, Opening, cookie_name

router = APIRouter(prefix="/c/{locator}")

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_ADDRESS = 254
LIMITS = {
    "idle_minutes": int(IDLE.total_seconds() // 60),
    "longest_minutes": int(LONGEST.total_seconds() // 60),
}


@router.head("")
def look(name: Located) -> Response:
    """What looks at a link without opening it begins no visit."""
    return Response(media_type="text/html")


@router.get("")
def door(here: Opening) -> Response:
    if here.visit.step is Step.INSIDE:
        return see_other(here.path("/items"))
    return _show("start", here, values={})


@router.post("/start")
async def start(request: Request, here: Continuing) -> Response:
    form = await posted(request, here.visit.csrf)
    email = text(form, "email")
    errors = _address_errors(email)
    if errors:
        return _show("start", here, 422, values={"email": email}, errors=errors)
    await asyncio.to_thread(
        here.house.collection.give_address, here.locator, here.visit.cookie, email
    )
    return see_other(here.path("/code"))


@router.get("/code")
def code_form(here: Continuing) -> Response:
    if here.visit.step is Step.ADDRESS:
        return see_other(here.path())
    return _show("code", here, values={})


@router.post("/code")
async def code(request: Request, here: Continuing) -> Response:
    form = await posted(request, here.visit.csrf)
    words = text(form, "words")
    if not words:
        return _code_again(here, words, "Enter the four words")
    try:
        cookie = await asyncio.to_thread(
            here.house.collection.give_code,
            here.locator,
            here.visit.cookie,
            words,
            network(request),
        )
    except WrongCode as wrong:
        return _code_again(here, words, _tries_left(wrong.left))
    except Locked:
        return _show("locked", here, 429)
    answer = see_other(here.path("/terms"))
    set_cookie(answer, here.house, cookie_name(here.house), cookie)
    return answer


@router.get("/terms")
def terms(here: Continuing) -> Response:
    return _show("terms", here, 200, values={}, **_cover(here))


@router.post("/terms")
async def accept(request: Request, here: Continuing) -> Response:
    form = await posted(request, here.visit.csrf)
    cover = await asyncio.to_thread(_cover, here)
    if not text(form, "accept"):
        errors = {"accept": "Tick the box to say that you will follow these rules"}
        return _show("terms", here, 422, values={}, errors=errors, **cover)
    await asyncio.to_thread(
        here.house.collection.accept, here.locator, here.visit.cookie
    )
    return see_other(here.path("/items"))


@router.get("/items")
def items(here: Continuing) -> Response:
    if here.visit.step is Step.TERMS:
        return see_other(here.path("/terms"))
    return _items(here)


@router.post("/acknowledge")
async def acknowledge(request: Request, here: Continuing) -> Response:
    form = await posted(request, here.visit.csrf)
    if not text(form, "received"):
        errors = {"received": "Tick the box to say that you have received this"}
        return await asyncio.to_thread(_items, here, 422, errors)
    receipt = await here.house.collection.acknowledge(here.locator, here.visit.cookie)
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


@router.get("/receipt")
def receipt(here: Continuing) -> Response:
    return _show("receipt", here, 200, **_cover(here))


@router.get("/not-me")
def not_me_form(here: Opening) -> Response:
    return _show("not-me", here)


@router.post("/not-me")
async def not_me(request: Request, here: Continuing) -> Response:
    await posted(request, here.visit.csrf)
    collection = here.house.collection
    await collection.not_for_me(here.locator, here.visit.cookie)
    return _cleared(here, "/stopped")


@router.get("/stopped")
def stopped(name: Located) -> Response:
    return rendering.page("collect/stopped.html")


@router.post("/leave")
async def leave(request: Request, here: Continuing) -> Response:
    await posted(request, here.visit.csrf)
    await asyncio.to_thread(
        here.house.collection.leave, here.locator, here.visit.cookie
    )
    return _cleared(here, "/left")


@router.get("/left")
def left(name: Located) -> Response:
    return rendering.page("collect/left.html", start_url=f"/c/{name}")


def _show(page: str, here: Here, status: int = 200, **context: object) -> HTMLResponse:
    answer = rendering.page(
        f"collect/{page}.html",
        status=status,
        path=here.path,
        csrf=here.visit.csrf,
        once=secrets.token_urlsafe(16),
        **LIMITS,
        **context,
    )
    if here.is_new:
        set_cookie(answer, here.house, cookie_name(here.house), here.visit.cookie)
    return answer


def _items(
    here: Here, status: int = 200, errors: dict[str, str] | None = None
) -> HTMLResponse:
    shared = here.house.collection.items(here.locator, here.visit.cookie)
    return _show(
        "items",
        here,
        status,
        content=shared.content,
        labels=KIND_LABELS,
        day=written_day,
        values={},
        errors=errors or {},
        **_around(shared),
    )


def _cover(here: Here) -> dict[str, object]:
    return _around(here.house.collection.cover(here.locator, here.visit.cookie))


def _around(cover: Cover) -> dict[str, object]:
    return {
        "parcel": cover.parcel,
        "organisation": cover.organisation,
        "help_telephone": cover.telephone,
    }


def _code_again(here: Here, words: str, sentence: str) -> HTMLResponse:
    errors = {"words": sentence}
    return _show("code", here, 422, values={"words": words}, errors=errors)


def _tries_left(left: int) -> str:
    tries = "1 try" if left == 1 else f"{left} tries"
    return f"Those words are not right. You have {tries} left"


def _address_errors(email: str) -> dict[str, str]:
    if not email:
        return {"email": "Enter your work email address"}
    if not ADDRESS.fullmatch(email) or len(email) > LONGEST_ADDRESS:
        example = "name@organisation.example"
        return {"email": f"Enter a whole email address, like {example}"}
    return {}


def _cleared(here: Here, page: str) -> Response:
    """Go to a page that nothing is needed for, with nothing kept in the browser."""
    answer = see_other(here.path(page))
    answer.delete_cookie(
        cookie_name(here.house), secure=here.house.settings.secure_cookies
    )
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def written_day(text: str) -> str:
    """A date as people write it; what is no date stays as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B} {day.year}"
