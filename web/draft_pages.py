"""Where pages save themselves while somebody types, and what comes too late is kept."""

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Match

from casework.drafts import TooLong
from casework.house import House
from domain.errors import CaseNotFound
from domain.people import Actor
from web.asking import (
    MOST_FIELDS,
    AskedHouse,
    ForgedForm,
    Who,
    check_origin,
    cookie_name,
    text,
    the_house,
)
from web.own_request import Own, OwnForm

router = APIRouter()
one = APIRouter(prefix="/requests/{reference}")

TOO_LARGE, KEPT = 413, 204

DECISION = "decision"
"""Its page has a draft for each choice."""


@one.post("/drafts/{page:path}")
async def save(page: str, own: Own, form: OwnForm) -> Response:
    return await _keep(own.house, own.actor, (own.view.reference, page), form)


@router.post("/tasks/{task_id}/drafts/{page:path}")
async def save_for_adviser(
    task_id: str, page: str, house: AskedHouse, who: Who, form: OwnForm
) -> Response:
    """What an adviser is writing about somebody else's request."""
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    return await _keep(house, who.actor, (view.reference, page), form)


@router.post("/tasks/cases/{reference}/drafts/{page:path}")
async def save_beside(
    reference: str, page: str, house: AskedHouse, who: Who, form: OwnForm
) -> Response:
    """What an adviser is writing about a case that has no task any more."""
    view = await asyncio.to_thread(house.views.case, who.actor, reference)
    return await _keep(house, who.actor, (view.reference, page), form)


async def _keep(
    house: House, actor: Actor, place: tuple[str, str], form: FormData
) -> Response:
    try:
        await asyncio.to_thread(house.drafts.keep, actor, *place, fields(form))
    except TooLong:
        raise HTTPException(TOO_LARGE) from None
    return Response(status_code=KEPT)


def fields(form: FormData) -> Sequence[tuple[str, str]]:
    """What was typed, in the order of the page."""
    return [(k, v) for k, v in form.multi_items() if isinstance(v, str)]


async def keep_late(request: Request) -> bool:
    """Keep a form about a request that came after its session had ended.

    It is shown again to the same person, once they are signed in.
    """
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    house = the_house(request)
    cookie = request.cookies.get(cookie_name(house), "")
    token = text(form, "csrf")
    actor = await asyncio.to_thread(house.sessions.timed_out, cookie, token)
    if actor is None:
        return False
    try:
        check_origin(request)
        place = await asyncio.to_thread(_place, house, actor, request.url.path, form)
        if place is None:
            return False
        await asyncio.to_thread(house.drafts.keep, actor, *place, fields(form))
    except (CaseNotFound, ForgedForm, TooLong):
        return False
    return True


def _place(
    house: House, actor: Actor, path: str, form: FormData
) -> tuple[str, str] | None:
    """The request and the page that an address is of, if it is of one.

    Raises:
        CaseNotFound: there is no such task for them.
    """
    first, *rest = path.replace("/drafts/", "/").strip("/").split("/")
    if first == "requests" and len(rest) > 1:
        return rest[0], "/".join(rest[1:])
    if first != "tasks" or len(rest) < 2:
        return None
    if rest[0] == "cases":
        return rest[1], "/".join(rest[2:])
    choice = [text(form, "choice")] if rest[1:] == [DECISION] else []
    page = "/".join([*rest[1:], *filter(None, choice)])
    return house.views.task(actor, rest[0]).reference, page


async def page_to_return_to(request: Request) -> str:
    """Where to go on after signing in again: the same page, if it can be opened."""
    path = request.url.path.replace("/drafts/", "/")
    if not _can_be_opened(request, path):
        return "/".join(path.split("/")[:3]) if path.startswith("/tasks/") else "/"
    if path.endswith(f"/{DECISION}"):
        choice = text(await request.form(), "choice")
        return f"{path}?choice={choice}" if choice.isalpha() else path
    return path


def _can_be_opened(request: Request, path: str) -> bool:
    """Whether a page of ours answers there, and not only a form."""
    asked = {**request.scope, "method": "GET", "path": path, "root_path": ""}
    routes = request.app.router.routes
    return any(route.matches(asked)[0] is Match.FULL for route in routes)


router.include_router(one)
