"""Signing in and out."""

import asyncio
import hmac
import secrets
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from casework.entering import Given
from casework.first_page import first_page
from casework.house import House
from casework.sessions import Entered
from web import rendering
from web.asking import (
    NEXT_STEP,
    AskedHouse,
    ForgedForm,
    Who,
    check_origin,
    cookie_name,
    network,
    own_name,
    posted,
    see_other,
    show,
    text,
    the_house,
)
from web.visits import coming_from

router = APIRouter()

BEFORE = "sharewell-form"
"""A cookie that ties the sign-in form to the browser it was shown to."""


@router.get("/")
def start(request: Request, who: Who) -> Response:
    return see_other(first_page(who.actor))


@router.get("/account")
def account(request: Request, who: Who) -> Response:
    return show("account/account.html", request)


@router.get("/account/sign-in")
def sign_in_form(request: Request) -> Response:
    goes_to = safe_path(request.query_params.get("next", ""))
    return _form(request, goes_to=goes_to)


@router.post("/account/sign-in")
async def sign_in(request: Request, house: AskedHouse) -> Response:
    form = await own_form(request)
    email, password = text(form, "email"), form.get("password")
    goes_to = safe_path(text(form, "next"))
    errors = {}
    if not email:
        errors["email"] = "Enter your email address"
    if not isinstance(password, str) or not password:
        errors["password"] = "Enter your password"  # noqa: S105 - a sentence
    if errors or not isinstance(password, str):
        return _form(request, 422, email=email, goes_to=goes_to, errors=errors)
    given = Given(password, network(request))
    entered = await asyncio.to_thread(
        house.entering.by_password, email, given, coming_from(request)
    )
    if entered is None:
        wrong = {"email": "The email address or the password is not right"}
        return _form(request, 422, email=email, goes_to=goes_to, errors=wrong)
    return go_in(house, entered, goes_to)


def go_in(house: House, entered: Entered, goes_to: str) -> Response:
    """On with a new cookie: to where they wanted, or to what is still to be done."""
    step = NEXT_STEP.get(entered.waits)
    answer = see_other(f"{step}?next={quote(goes_to)}" if step else goes_to)
    set_cookie(answer, house, cookie_name(house), entered.cookie)
    return answer


@router.post("/account/sign-out")
async def sign_out(request: Request, house: AskedHouse, who: Who) -> Response:
    await posted(request, who.csrf)
    name = cookie_name(house)
    provider = await asyncio.to_thread(house.sessions.sign_out, request.cookies[name])
    answer = see_other(f"/account/signed-out{f'/{provider}' if provider else ''}")
    drop_cookie(answer, house, name)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/account/signed-out/{provider}")
async def signed_out_of(house: AskedHouse, provider: str) -> Response:
    """They may still be signed in at their organisation: a link ends that as well."""
    there = await house.staff_sign_in.leave(provider)
    return rendering.page("account/signed-out.html", there=there)


@router.get("/account/signed-out")
def signed_out() -> Response:
    return rendering.page("account/signed-out.html")


def set_cookie(
    answer: Response, house: House, name: str, value: str, lasts: int | None = None
) -> None:
    secure = house.settings.secure_cookies
    answer.set_cookie(
        name, value, lasts, path="/", secure=secure, httponly=True, samesite="lax"
    )


def drop_cookie(answer: Response, house: House, name: str) -> None:
    """As it was set: browsers do not believe an answer that names it otherwise."""
    secure = house.settings.secure_cookies
    answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def safe_path(path: str) -> str:
    """Where to go after signing in: only ever a page of our own."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours and path.isprintable() else "/"


def _form(
    request: Request,
    status: int = 200,
    *,
    email: str = "",
    goes_to: str = "/",
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    answer = rendering.page(
        "account/sign-in.html",
        status=status,
        csrf=token_of(request, nonce),
        once="",
        values={"email": email},
        goes_to=goes_to,
        errors=errors or {},
        offered=the_house(request).staff_sign_in.offered(),
    )
    tie(answer, the_house(request), nonce)
    return answer


def tie(answer: Response, house: House, nonce: str) -> None:
    """Tie a form that is shown before anybody is signed in to this browser."""
    set_cookie(answer, house, own_name(house, BEFORE), nonce)


async def own_form(request: Request) -> FormData:
    check_origin(request)
    form = await request.form(max_files=0, max_fields=20)
    nonce = request.cookies.get(own_name(the_house(request), BEFORE), "")
    given = form.get("csrf")
    if not nonce or not isinstance(given, str):
        raise ForgedForm
    if not hmac.compare_digest(given.encode(), token_of(request, nonce).encode()):
        raise ForgedForm
    return form


def token_of(request: Request, nonce: str) -> str:
    return the_house(request).sessions.form_token(nonce)
