"""Conflicts: an adviser says about whom they may not decide."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from web.asking import AskedHouse, Who, once, posted, see_other, show
from web.form_fields import NAME_MOST
from web.forms import Errors, PageForm, Sentences, read

router = APIRouter(prefix="/account/conflicts")

HERE = "/account/conflicts"


class ConflictForm(PageForm):
    """Somebody an adviser is close to."""

    name: Annotated[str, Field(max_length=NAME_MOST)]

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter their name",
        ("name", "*"): "Their name must be 200 characters or fewer",
    }


@router.get("")
def conflicts(request: Request, house: AskedHouse, who: Who) -> Response:
    return _page(request, house, who, {})


@router.post("")
async def declare(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(ConflictForm, form)
    if wanted is None:
        return await asyncio.to_thread(_page, request, house, who, form, errors)
    keep = house.conflicts.declare
    await asyncio.to_thread(keep, who.actor, wanted.name, once(form))
    return see_other(HERE)


@router.post("/{conflict}/remove")
async def remove(
    request: Request, house: AskedHouse, who: Who, conflict: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.conflicts.remove, who.actor, conflict)
    return see_other(HERE)


def _page(
    request: Request,
    house: AskedHouse,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> HTMLResponse:
    return show(
        "account/conflicts.html",
        request,
        422 if errors else 200,
        declared=house.conflicts.mine(who.actor),
        values=values,
        errors=errors or {},
    )
