"""Signing in and out."""

import asyncio
import hmac
import secrets

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from casework.accounts import TooManyTries
from casework.house import House
from casework.views import first_page
from web import rendering
from web.asking import (
    AskedHouse,
    ForgedForm,
    Who,
    check_origin,
    cookie_name,
    network,
    posted,
    see_other,
    show,
    text,
    the_house,
)

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
    form = await _own_form(request)
    email, password = text(form, "email"), form.get("password")
    goes_to = safe_path(text(form, "next"))
    errors = {}
    if not email:
        errors["email"] = "Enter your email address"
    if not isinstance(password, str) or not password:
        errors["password"] = "Enter your password"  # noqa: S105 - a sentence
    if errors or not isinstance(password, str):
        return _form(request, 422, email=email, goes_to=goes_to, errors=errors)
    try:
        cookie = await asyncio.to_thread(
            house.accounts.sign_in, email, password, network(request)
        )
    except TooManyTries as error:
        minutes = int(error.wait.total_seconds() // 60) + 1
        return rendering.page("errors/429.html", status=429, wait=f"{minutes} minutes")
    if cookie is None:
        wrong = {"email": "The email address or the password is not right"}
        return _form(request, 422, email=email, goes_to=goes_to, errors=wrong)
    answer = see_other(goes_to)
    set_cookie(answer, house, cookie_name(house), cookie)
    return answer


@router.post("/account/sign-out")
async def sign_out(request: Request, house: AskedHouse, who: Who) -> Response:
    await posted(request, who.csrf)
    name = cookie_name(house)
    await asyncio.to_thread(house.accounts.sign_out, request.cookies[name])
    answer = see_other("/account/signed-out")
    answer.delete_cookie(name)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/account/signed-out")
def signed_out() -> Response:
    return rendering.page("account/signed-out.html")


def set_cookie(answer: Response, house: House, name: str, value: str) -> None:
    secure = house.settings.secure_cookies
    answer.set_cookie(
        name, value, path="/", secure=secure, httponly=True, samesite="lax"
    )


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
        csrf=_token(request, nonce),
        once="",
        values={"email": email},
        goes_to=goes_to,
        errors=errors or {},
    )
    answer.set_cookie(BEFORE, nonce, path="/account", httponly=True, samesite="strict")
    return answer


async def _own_form(request: Request) -> FormData:
    check_origin(request)
    form = await request.form(max_files=0, max_fields=20)
    nonce = request.cookies.get(BEFORE, "")
    given = form.get("csrf")
    if not nonce or not isinstance(given, str):
        raise ForgedForm
    if not hmac.compare_digest(given, _token(request, nonce)):
        raise ForgedForm
    return form


def _token(request: Request, nonce: str) -> str:
    return the_house(request).accounts.form_token(nonce)
