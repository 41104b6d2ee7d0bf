"""Signing in at one's own organisation, for those who work here.

Coming back shows a page with one button. So no address that is opened lets anybody in.
"""

import hmac
from asyncio import to_thread
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from adapters.sign_in import NotSignedIn
from casework.house import House
from casework.staff_sign_in import NoPart, Returned
from web import rendering
from web.account_pages import (
    drop_cookie,
    go_in,
    own_form,
    safe_path,
    set_cookie,
    tie,
    token_of,
)
from web.asking import AskedHouse, own_name, text, the_house
from web.visits import coming_from

router = APIRouter(prefix="/account")

AWAY = "sharewell-away"
"""A cookie of a browser that is away: at whose, its state, and where to next."""

LASTS = 600
LONGEST = 2000


@router.post("/elsewhere/{provider}")
async def leave_for(request: Request, house: AskedHouse, provider: str) -> Response:
    """On to their organisation: by a link, since a form may only lead to ourselves."""
    form = await own_form(request)
    try:
        there, state = await house.staff_sign_in.begin(provider)
    except NotSignedIn:
        return _not_signed_in(503)
    page = rendering.page("account/elsewhere.html", there=there)
    goes_to = urlsafe_b64encode(safe_path(text(form, "next")).encode()).decode()
    away = f"{provider}.{state}.{goes_to}"
    set_cookie(page, house, own_name(house, AWAY), away, LASTS)
    return page


@router.get("/back")
def back(request: Request, state: str = "", code: str = "") -> Response:
    if (
        not code
        or max(len(code), len(state)) > LONGEST
        or _away(request, state) is None
    ):
        return _not_signed_in(422)
    page = rendering.page(
        "account/back.html", csrf=token_of(request, state), once="", state=state,
        code=code,
    )  # fmt: skip
    tie(page, the_house(request), state)
    return page


@router.post("/back")
async def come_in(request: Request, house: AskedHouse) -> Response:
    form = await own_form(request)
    state, code = (text(form, name)[:LONGEST] for name in ("state", "code"))
    away = _away(request, state)
    if away is None:
        return _not_signed_in(422)
    provider, goes_to = away
    returned, where = Returned(provider, state, code), coming_from(request)
    try:
        entered = await house.staff_sign_in.finish(returned, where)
    except NotSignedIn:
        return _over(house, _not_signed_in(422))
    except NoPart:
        return _over(house, rendering.page("account/no-part.html", status=403))
    return _over(house, await to_thread(go_in, house, entered, goes_to))


def _over(house: House, answer: Response) -> Response:
    """Whatever came of it, this state is of no use again."""
    drop_cookie(answer, house, own_name(house, AWAY))
    return answer


def _away(request: Request, state: str) -> tuple[str, str] | None:
    """Where this browser was sent, and where it goes on; None if it was not."""
    away = request.cookies.get(own_name(the_house(request), AWAY), "")
    parts = away.split(".")
    if len(parts) != 3 or not state:
        return None
    if not hmac.compare_digest(parts[1].encode(), state.encode()):
        return None
    try:
        return parts[0], safe_path(urlsafe_b64decode(parts[2]).decode())
    except (NotBase64, ValueError):
        return None


def _not_signed_in(status: int) -> HTMLResponse:
    return rendering.page("account/not-signed-in.html", status=status)
