"""That somebody has a page open: noted as it is shown, and while it stays open."""

import asyncio
from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from adapters.clock import now
from casework.presence import OpenPage
from casework.views import CaseView
from domain.errors import CaseError, CaseNotFound
from domain.people import Actor
from web.asking import AskedHouse, Watcher, posted, text, the_house

router = APIRouter()

LEFT = 204


def open_page(request: Request, what: str) -> OpenPage | None:
    """For a page with a form: who else has it open. That one has it is noted.

    None for somebody who may not change it.
    """
    actor: Actor = request.state.who.actor
    with suppress(CaseError):
        return the_house(request).presence.open(actor, what)
    return None


def open_case(request: Request, view: CaseView) -> OpenPage | None:
    """The same for a page of a case; a form that comes back is open as it was."""
    if request.method == "GET":
        return open_page(request, view.reference)
    return OpenPage(view.reference, now(), view.also_open)


@router.post("/open")
async def still_open(request: Request, house: AskedHouse, who: Watcher) -> Response:
    """The page is open still, or it was left. This keeps nobody signed in."""
    form = await posted(request, who.csrf)
    what, left = text(form, "what"), text(form, "left")
    if left:
        await asyncio.to_thread(house.presence.leave, who.actor, what, _moment(left))
        return Response(status_code=LEFT)
    page = await asyncio.to_thread(house.presence.open, who.actor, what)
    seen_at = page.seen_at.isoformat()
    return JSONResponse({"sentence": page.sentence, "seen_at": seen_at})


def _moment(written: str) -> datetime:
    """When a page was last seen, as it was told.

    Raises:
        CaseNotFound: nobody told this.
    """
    with suppress(ValueError):
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            return moment
    raise CaseNotFound
