"""Where somebody is signed in, until when, and how to end it."""

from asyncio import to_thread

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from web.asking import AskedHouse, Watcher, Who, posted, see_other, show

router = APIRouter(prefix="/account")

HERE = "/account/sessions"


@router.get("/sessions")
def sessions(request: Request, house: AskedHouse, who: Who) -> Response:
    lines = house.sessions.mine(who)
    return show("account/sessions.html", request, lines=lines)


@router.post("/sessions/end-others")
async def end_others(request: Request, house: AskedHouse, who: Who) -> Response:
    await posted(request, who.csrf)
    await to_thread(house.sessions.end_others, who)
    return see_other(HERE)


@router.post("/sessions/{name}/end")
async def end(request: Request, house: AskedHouse, who: Who, name: str) -> Response:
    await posted(request, who.csrf)
    await to_thread(house.sessions.end, who, name)
    return see_other(HERE)


@router.get("/ends")
def ends(who: Watcher) -> Response:
    """When it ends by itself. Asking does not put that off."""
    return _ends(who)


@router.post("/stay")
async def stay(request: Request, who: Who) -> Response:
    """They are still here: being asked is being used."""
    await posted(request, who.csrf)
    return _ends(who)


def _ends(who: Watcher) -> Response:
    assert who.ends_at is not None
    assert who.at_latest is not None
    return JSONResponse(
        {
            "ends_at": who.ends_at.isoformat(),
            "at_latest": who.at_latest.isoformat(),
        }
    )
