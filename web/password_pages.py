"""A new password: by whoever knows the old one, or by a link that was sent to them."""

from asyncio import to_thread
from collections.abc import Mapping
from secrets import token_urlsafe

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from casework.house import House
from casework.new_passwords import ChangedPassword
from domain.errors import CaseNotFound, NotAccepted
from domain.refusals import SENTENCES
from web import rendering
from web.account_pages import drop_cookie, own_form, set_cookie, tie, token_of
from web.asking import (
    AskedHouse,
    Who,
    cookie_name,
    network,
    posted,
    see_other,
    show,
    text,
    the_house,
)
from web.proving_pages import ADDRESS, LONGEST_ADDRESS

router = APIRouter(prefix="/account")

LONGEST_TOKEN = 100
LINK = "/new-password/{token}"
Errors = Mapping[str, str]


# One's own


@router.get("/password")
def password_form(request: Request, who: Who) -> Response:
    return _own(request, who)


@router.post("/password")
async def change_password(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    old, new = form.get("old"), form.get("password")
    if not isinstance(old, str) or not old:
        return _own(request, who, {"old": "Enter the password that you have now"})
    changed = ChangedPassword(old, new if isinstance(new, str) else "")
    cookie, where = request.cookies[cookie_name(house)], network(request)
    try:
        change = house.new_passwords.change
        entered = await to_thread(change, who, cookie, changed, where)
    except NotAccepted as no:
        return _own(request, who, {no.about or "": SENTENCES[no.why]})
    answer = see_other("/account/sessions")
    set_cookie(answer, house, cookie_name(house), entered.cookie)
    return answer


def _own(request: Request, who: Who, errors: Errors | None = None) -> HTMLResponse:
    status = 422 if errors else 200
    return show("account/password.html", request, status, errors=errors or {})


# By a link


@router.get("/forgotten")
def forgotten(request: Request) -> Response:
    return _before(request, "forgotten", values={}, errors={})


@router.post("/forgotten")
async def ask_for_link(request: Request, house: AskedHouse) -> Response:
    """The same answer, whether or not anybody has an account with this address."""
    form = await own_form(request)
    email = text(form, "email")
    if not ADDRESS.fullmatch(email) or len(email) > LONGEST_ADDRESS:
        fault = {"email": "Enter your email address, like name@organisation.example"}
        values = {"email": email}
        return _before(request, "forgotten", 422, values=values, errors=fault)
    await to_thread(house.new_passwords.ask_for_link, email, network(request))
    return see_other("/account/forgotten/sent")


@router.get("/forgotten/sent")
def link_sent(house: AskedHouse) -> Response:
    minutes = house.settings.reset_minutes
    return rendering.page("account/link-sent.html", minutes=minutes)


@router.get(LINK)
def new_password_form(request: Request, house: AskedHouse, token: str) -> Response:
    if not _is_open(house, token):
        return rendering.page("account/link-over.html", status=404)
    return _before(request, "new-password", errors={})


@router.post(LINK)
async def set_new_password(request: Request, house: AskedHouse, token: str) -> Response:
    form = await own_form(request)
    password = form.get("password")
    given = password if isinstance(password, str) else ""
    if len(token) > LONGEST_TOKEN:
        return rendering.page("account/link-over.html", status=404)
    try:
        await to_thread(house.new_passwords.by_link, token, given)
    except CaseNotFound:
        return rendering.page("account/link-over.html", status=404)
    except NotAccepted as no:
        fault = {"password": SENTENCES[no.why]}
        return _before(request, "new-password", 422, errors=fault)
    answer = see_other("/account/new-password")
    drop_cookie(answer, house, cookie_name(house))
    return answer


@router.get("/new-password")
def password_is_set() -> Response:
    return rendering.page("account/password-set.html")


def _is_open(house: House, token: str) -> bool:
    return len(token) <= LONGEST_TOKEN and house.new_passwords.is_open(token)


def _before(
    request: Request, name: str, status: int = 200, **context: object
) -> HTMLResponse:
    """A form for somebody who is not signed in."""
    nonce = token_urlsafe(16)
    page = rendering.page(
        f"account/{name}.html", status=status, csrf=token_of(request, nonce), once="",
        **context,
    )  # fmt: skip
    tie(page, the_house(request), nonce)
    return page
