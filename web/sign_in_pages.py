"""Signing in with one's own organisation, on the recipient's pages.

Coming back shows a page with one button. So no address that is opened lets anybody in.
"""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.sign_in import NotSignedIn
from casework.code_tries import Locked
from casework.proving import WrongCode
from casework.signing_in import Answer
from casework.visiting import NoLongerHere
from web.asking import AskedHouse, network, posted, text
from web.collect_showing import show
from web.proving_pages import inside
from web.visits import Here, coming_from, cookie_name

router = APIRouter(prefix="/c/back")

LONGEST = 2000


@router.get("")
def back(
    request: Request, house: AskedHouse, state: str = "", code: str = ""
) -> Response:
    here = _returning(request, house, state)
    if not code or max(len(code), len(state)) > LONGEST:
        return show("not-signed-in", here, 422)
    return show("signed-in", here, 200, state=state, code=code)


@router.post("")
async def finish(request: Request, house: AskedHouse) -> Response:
    form = await request.form(max_files=0, max_fields=10)
    state, code = (text(form, name)[:LONGEST] for name in ("state", "code"))
    here = await asyncio.to_thread(_returning, request, house, state)
    await posted(request, here.visit.csrf)
    answer = Answer(here.visit.cookie, state, code)
    try:
        signing_in = house.signing_in
        cookie = await signing_in.finish(answer, here.where, network(request))
    except (NotSignedIn, WrongCode):
        return show("not-signed-in", here, 422)
    except Locked:
        return show("locked", here, 429)
    return inside(here, cookie)


def _returning(request: Request, house: AskedHouse, state: str) -> Here:
    cookie = request.cookies.get(cookie_name(house))
    if not cookie or not state:
        raise NoLongerHere
    locator, visit = house.signing_in.back(cookie, state)
    return Here(house, locator, visit, is_new=False, where=coming_from(request))
