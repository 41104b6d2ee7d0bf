"""How a recipient shows who they are: their address, then a security code.

Whatever is given, the same page comes next, wherever the link leads.
"""

import asyncio
import re

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from adapters.sign_in import NotSignedIn
from casework.code_tries import Locked
from casework.proving import WrongCode
from web.account_pages import set_cookie
from web.asking import network, posted, see_other, text
from web.collect_showing import show
from web.visits import Asked, Continuing, Here, cookie_name

router = APIRouter(prefix="/c/{locator}")

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_ADDRESS = 254
LONGEST_CODE = 100


@router.post("/start")
async def start(request: Request, here: Continuing) -> Response:
    form = await posted(request, here.visit.csrf)
    email = text(form, "email")
    errors = _address_errors(email)
    if errors:
        return show("start", here, 422, values={"email": email}, errors=errors)
    await asyncio.to_thread(
        here.house.proving.give_address, here.locator, here.visit.cookie, email
    )
    here.house.codes.soon(here.locator, here.visit.cookie)
    return see_other(here.path("/code"))


@router.get("/code")
def code_form(here: Asked) -> Response:
    return _code(here)


@router.post("/code")
async def code(request: Request, here: Asked) -> Response:
    form = await posted(request, here.visit.csrf)
    given = text(form, "code")[:LONGEST_CODE]
    if not given:
        return await _again(here, given, "Enter the security code")
    try:
        cookie = await asyncio.to_thread(
            here.house.proving.give_code, here.at, given, network(request)
        )
    except WrongCode as wrong:
        return await _again(here, given, _tries_left(wrong.left))
    except Locked:
        return show("locked", here, 429)
    return inside(here, cookie)


@router.post("/sign-in")
async def sign_in(request: Request, here: Asked) -> Response:
    """On to their organisation: by a link, since a form may only lead to ourselves."""
    await posted(request, here.visit.csrf)
    try:
        there = await here.house.signing_in.begin(here.at)
    except NotSignedIn:
        return show("not-signed-in", here, 503)
    return show("sign-in", here, 200, there=there)


@router.get("/new-code")
def new_code_form(here: Asked) -> Response:
    return show("new-code", here, 200, **_limits(here))


@router.post("/new-code")
async def new_code(request: Request, here: Asked) -> Response:
    await posted(request, here.visit.csrf)
    here.house.codes.soon(here.locator, here.visit.cookie)
    return see_other(here.path("/code"))


def inside(here: Here, cookie: str) -> Response:
    """They have proved who they are: on with a new cookie."""
    answer = see_other(here.path("/terms"))
    set_cookie(answer, here.house, cookie_name(here.house), cookie)
    return answer


async def _again(here: Here, given: str, sentence: str) -> HTMLResponse:
    errors = {"code": sentence}
    return await asyncio.to_thread(_code, here, 422, {"code": given}, errors)


def _code(
    here: Here,
    status: int = 200,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    return show(
        "code",
        here,
        status,
        values=values or {},
        errors=errors or {},
        signs_in=here.house.proving.provider(here.locator, here.visit.cookie),
        **_limits(here),
    )


def _limits(here: Here) -> dict[str, object]:
    settings = here.house.settings
    return {"digits": settings.code_digits, "code_minutes": settings.code_minutes}


def _tries_left(left: int) -> str:
    tries = "1 try" if left == 1 else f"{left} tries"
    return f"That code is not right. You have {tries} left"


def _address_errors(email: str) -> dict[str, str]:
    if not email:
        return {"email": "Enter your work email address"}
    if not ADDRESS.fullmatch(email) or len(email) > LONGEST_ADDRESS:
        example = "name@organisation.example"
        return {"email": f"Enter a whole email address, like {example}"}
    return {}
