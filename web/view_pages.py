"""Saved views: filters of the inbox under a name, for oneself or for colleagues."""

import asyncio
from typing import Annotated, ClassVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from casework.house import House
from casework.inbox_filter import read_filter
from casework.saved_views import LONGEST_NAME
from casework.sessions import SignedIn
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


@router.get("/tasks/views")
def saved_views(request: Request, house: AskedHouse, who: Who) -> Response:
    return _page(request, house, who)


@router.get("/tasks/views/new")
def new_view(request: Request, house: AskedHouse, who: Who) -> Response:
    wanted, _ = read_filter(request.query_params)
    house.saved_views.all(who.actor)  # for advisers only
    return show("tasks/save-view.html", request, query=wanted.query, values={})


@router.post("/tasks/views")
async def save_view(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(NewViewForm, form)
    query, _ = read_filter(dict(parse_qsl(str(form.get("query") or ""))))
    if wanted is None:
        return show(
            "tasks/save-view.html",
            request,
            422,
            query=query.query,
            values=form,
            errors=errors,
        )
    await asyncio.to_thread(
        house.saved_views.save,
        who.actor,
        wanted.name,
        query,
        shared=bool(wanted.shared),
    )
    return see_other("/tasks/views")


@router.post("/tasks/views/{view_id}")
async def change_view(
    request: Request, house: AskedHouse, who: Who, view_id: str
) -> Response:
    form = await posted(request, who.csrf)
    await asyncio.to_thread(house.saved_views.get, who.actor, view_id)
    wanted, errors = read(ViewForm, form)
    if wanted is None:
        return await asyncio.to_thread(
            _page,
            request,
            house,
            who,
            {f"name-{view_id}": each for each in errors.values()},
        )
    await asyncio.to_thread(
        house.saved_views.change,
        who.actor,
        view_id,
        wanted.name,
        shared=bool(wanted.shared),
    )
    return see_other("/tasks/views")


@router.post("/tasks/views/{view_id}/delete")
async def delete_view(
    request: Request, house: AskedHouse, who: Who, view_id: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.saved_views.delete, who.actor, view_id)
    return see_other("/tasks/views")


def _page(
    request: Request, house: House, who: SignedIn, errors: Errors | None = None
) -> HTMLResponse:
    return show(
        "tasks/views.html",
        request,
        422 if errors else 200,
        saved=house.saved_views.all(who.actor),
        mine=who.actor.id,
        errors=errors or {},
    )
