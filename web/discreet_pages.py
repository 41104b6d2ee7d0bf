"""The discreet pages: somebody reads with a code what they are told, and can stop it.

Nothing on them, in their titles or in their addresses says who we are, who reads, or
what it is about. Every page can be left at once, with script and without.
"""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from casework.house import House
from casework.notice_reading import NothingHere, NotRight, TooOften, Visitor
from web import rendering
from web.account_pages import drop_cookie, set_cookie
from web.asking import AskedHouse, network, posted, see_other, text
from web.forms import Errors

router = APIRouter(prefix="/n")

QUESTION_MOST = 1000
NOT_RIGHT = "That does not open a message. Check the code and the other answer"


@dataclass(frozen=True)
class AtTheDoor:
    """A browser at the door. `is_new` says that it has no cookie for it yet."""

    house: House
    visitor: Visitor
    is_new: bool


def cookie_name(house: House) -> str:
    secure = house.settings.secure_cookies
    return "__Host-messages" if secure else "messages"


def opening(request: Request, house: AskedHouse) -> AtTheDoor:
    given = request.cookies.get(cookie_name(house))
    visitor = house.notice_reading.visit(given)
    return AtTheDoor(house, visitor, visitor.cookie != given)


def continuing(request: Request, house: AskedHouse) -> AtTheDoor:
    """For every other page: only a visit begun at the door goes on.

    Raises:
        NothingHere: it never began, or it is over.
    """
    given = request.cookies.get(cookie_name(house))
    return AtTheDoor(house, house.notice_reading.continued(given), is_new=False)


Opening = Annotated[AtTheDoor, Depends(opening)]
Continuing = Annotated[AtTheDoor, Depends(continuing)]


@router.head("")
def look() -> Response:
    """What looks at the address without opening it begins no visit."""
    return Response(media_type="text/html")


@router.get("")
def door(at: Opening) -> Response:
    return see_other("/n/message") if at.visitor.notice else _door(at, {}, {})


@router.post("")
async def enter(request: Request, at: Continuing) -> Response:
    form = await posted(request, at.visitor.csrf)
    values = {"code": text(form, "code"), "answer": text(form, "answer")}
    errors = {
        "code": "" if values["code"] else "Enter your code",
        "answer": "" if values["answer"] else "Enter what only you know",
    }
    errors = {name: sentence for name, sentence in errors.items() if sentence}
    if errors:
        return _door(at, values, errors)
    try:
        cookie = await asyncio.to_thread(
            at.house.notice_reading.open,
            at.visitor.cookie,
            values["code"],
            values["answer"],
            network(request),
        )
    except NotRight:
        return _door(at, values, {"code": NOT_RIGHT})
    except TooOften:
        return rendering.page("discreet/too-often.html", status=429)
    answer = see_other("/n/message")
    set_cookie(answer, at.house, cookie_name(at.house), cookie)
    return answer


@router.get("/message")
def message(at: Continuing) -> Response:
    return _message(at, {}, {})


@router.post("/read")
async def say_read(request: Request, at: Continuing) -> Response:
    await posted(request, at.visitor.csrf)
    reading = at.house.notice_reading
    await asyncio.to_thread(reading.say_read, at.visitor.cookie)
    return see_other("/n/message")


@router.post("/question")
async def ask(request: Request, at: Continuing) -> Response:
    form = await posted(request, at.visitor.csrf)
    question = text(form, "question")
    errors = {} if question else {"question": "Enter your question"}
    if len(question) > QUESTION_MOST:
        most = f"Your question must be {QUESTION_MOST:,} characters or fewer"
        errors = {"question": most}
    if errors:
        values = {"question": question}
        return await asyncio.to_thread(_message, at, values, errors)
    reading = at.house.notice_reading
    await asyncio.to_thread(reading.ask, at.visitor.cookie, question)
    return see_other("/n/message")


@router.post("/not-safe")
async def not_safe(request: Request, at: Continuing) -> Response:
    await posted(request, at.visitor.csrf)
    reading = at.house.notice_reading
    await asyncio.to_thread(reading.not_safe, at.visitor.cookie)
    return _cleared(at, "/n/stopped")


@router.get("/stopped")
def stopped() -> Response:
    return rendering.page("discreet/ended.html", stopped=True)


@router.post("/leave")
async def leave(request: Request, at: Continuing) -> Response:
    await posted(request, at.visitor.csrf)
    await asyncio.to_thread(at.house.notice_reading.leave, at.visitor.cookie)
    return _cleared(at, "/n/closed")


@router.get("/closed")
def closed() -> Response:
    return rendering.page("discreet/ended.html", stopped=False)


async def nothing_here(request: Request, error: Exception) -> Response:
    """The same answer for what never was, what is over, and what was stopped."""
    assert isinstance(error, NothingHere)
    return rendering.page("discreet/ended.html", status=404, stopped=False)


def _door(at: AtTheDoor, values: dict[str, str], errors: Errors) -> HTMLResponse:
    return _show("door", at, errors, values=values)


def _message(at: AtTheDoor, values: dict[str, str], errors: Errors) -> HTMLResponse:
    reading = at.house.notice_reading.read(at.visitor.cookie)
    return _show("message", at, errors, values=values, reading=reading)


def _show(name: str, at: AtTheDoor, errors: Errors, **context: object) -> HTMLResponse:
    answer = rendering.page(
        f"discreet/{name}.html",
        status=422 if errors else 200,
        csrf=at.visitor.csrf,
        once=secrets.token_urlsafe(16),
        errors=errors,
        **context,
    )
    if at.is_new:
        set_cookie(answer, at.house, cookie_name(at.house), at.visitor.cookie)
    return answer


def _cleared(at: AtTheDoor, page: str) -> Response:
    """Go to a page that nothing is needed for, with nothing kept in the browser."""
    answer = see_other(page)
    drop_cookie(answer, at.house, cookie_name(at.house))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
