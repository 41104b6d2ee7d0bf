"""Where pages save themselves while somebody types, and what comes too late is kept."""

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import Response

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
    """Keep a form of a request that came after its session had ended.

    It is shown again to the same person, once they are signed in.
    """
    place = _place(request.url.path)
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    house = the_house(request)
    cookie = request.cookies.get(cookie_name(house), "")
    token = text(form, "csrf")
    actor = await asyncio.to_thread(house.accounts.timed_out, cookie, token)
    if place is None or actor is None:
        return False
    try:
        check_origin(request)
        await asyncio.to_thread(house.drafts.keep, actor, *place, fields(form))
    except (CaseNotFound, ForgedForm, TooLong):
        return False
    return True


def _place(path: str) -> tuple[str, str] | None:
    """The request and the page that an address is of, if it is of one."""
    first, _, rest = path.removeprefix("/").partition("/")
    reference, _, page = rest.partition("/")
    page = page.removeprefix("drafts/")
    return (reference, page) if first == "requests" and page else None


def page_to_return_to(path: str) -> str:
    """Where to go on after signing in again."""
    place = _place(path)
    if place is not None:
        return f"/requests/{place[0]}/{place[1]}"
    return "/".join(path.split("/")[:3]) if path.startswith("/tasks/") else "/"


router.include_router(one)
