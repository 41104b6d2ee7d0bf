"""Saved views: filters of a list under a name, for oneself or for colleagues."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from casework.house import House
from casework.inbox_filter import read_filter
from casework.saved_views import LONGEST_NAME, SavedViews
from casework.sessions import SignedIn
from domain.case_filter import read_case_filter
from web.asking import AskedHouse, Who, posted, see_other, show
from web.form_fields import Ticked
from web.forms import Errors, PageForm, Sentences, read

router = APIRouter()


class ViewForm(PageForm):
    """What a view is called, and whether colleagues have it too."""

    name: Annotated[str, Field(max_length=LONGEST_NAME)]
    shared: Ticked = None

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter a name for this view",
        ("name", "*"): "The name must be 60 characters or fewer",
    }


class NewViewForm(ViewForm):
    query: Annotated[str, Field(max_length=400)] = ""


@dataclass(frozen=True)
class Listed:
    """Where the views of a list are kept, where the list is, and what it is called."""

    views: str
    list: str
    things: str
    example: str
    others: str


TASKS = Listed(
    "/tasks/views",
    "/tasks",
    "tasks",
    "Urgent ones that nobody has",
    "the other advisers",
)
CASES = Listed(
    "/operations/views",
    "/operations/cases",
    "cases",
    "Drafts older than a month",
    "others in operations",
)


def _listed(request: Request) -> Listed:
    return TASKS if request.url.path.startswith(TASKS.views) else CASES


def _kept(request: Request, house: House) -> SavedViews:
    return house.saved_views if _listed(request) == TASKS else house.case_views


def _query(request: Request, house: House, asked: Mapping[str, str]) -> str:
    """The filter that somebody sees now, as it is written into an address."""
    if _listed(request) == TASKS:
        return read_filter(asked)[0].query
    known = house.running.choices(request.state.who.actor).known
    return read_case_filter(asked, known)[0].query


@router.get("/tasks/views")
@router.get("/operations/views")
def saved_views(request: Request, house: AskedHouse, who: Who) -> Response:
    return _page(request, house, who)


@router.get("/tasks/views/new")
@router.get("/operations/views/new")
def new_view(request: Request, house: AskedHouse, who: Who) -> Response:
    _kept(request, house).all(who.actor)  # for whom the list is for, only
    query = _query(request, house, request.query_params)
    return _new_page(request, query, {})


@router.post("/tasks/views")
@router.post("/operations/views")
async def save_view(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(NewViewForm, form)
    asked = dict(parse_qsl(str(form.get("query") or "")))
    views = _kept(request, house)
    await asyncio.to_thread(views.all, who.actor)
    query = await asyncio.to_thread(_query, request, house, asked)
    if wanted is None:
        return _new_page(request, query, form, errors)
    await asyncio.to_thread(
        views.save, who.actor, wanted.name, query, shared=bool(wanted.shared)
    )
    return see_other(_listed(request).views)


@router.post("/tasks/views/{view_id}")
@router.post("/operations/views/{view_id}")
async def change_view(
    request: Request, house: AskedHouse, who: Who, view_id: str
) -> Response:
    form = await posted(request, who.csrf)
    views = _kept(request, house)
    await asyncio.to_thread(views.get, who.actor, view_id)
    wanted, errors = read(ViewForm, form)
    if wanted is None:
        wrong = {f"name-{view_id}": each for each in errors.values()}
        return await asyncio.to_thread(_page, request, house, who, wrong)
    shared = bool(wanted.shared)
    await asyncio.to_thread(
        views.change, who.actor, view_id, wanted.name, shared=shared
    )
    return see_other(_listed(request).views)


@router.post("/tasks/views/{view_id}/delete")
@router.post("/operations/views/{view_id}/delete")
async def delete_view(
    request: Request, house: AskedHouse, who: Who, view_id: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(_kept(request, house).delete, who.actor, view_id)
    return see_other(_listed(request).views)


def _new_page(
    request: Request,
    query: str,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> HTMLResponse:
    return show(
        "tasks/save-view.html",
        request,
        422 if errors else 200,
        listed=_listed(request),
        query=query,
        values=values,
        errors=errors or {},
    )


def _page(
    request: Request, house: House, who: SignedIn, errors: Errors | None = None
) -> HTMLResponse:
    return show(
        "tasks/views.html",
        request,
        422 if errors else 200,
        listed=_listed(request),
        saved=_kept(request, house).all(who.actor),
        mine=who.actor.id,
        errors=errors or {},
    )
