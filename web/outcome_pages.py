"""After a decision not to share: what whoever asked may be told, and asking again."""

import asyncio
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from casework.refusal_letter import refusal_letter
from web.asking import AskedHouse, Who, once, see_other, show
from web.forms import PageForm, Sentences, read
from web.own_request import Allowing, OwnForm, OwnRequest, typed

router = APIRouter(prefix="/requests/{reference}")

NEW_MOST = 2000

Reconsidering = Annotated[OwnRequest, Depends(Allowing("reconsider"))]


class NewForm(PageForm):
    """What is new since it was decided not to share."""

    new: Annotated[str, Field(max_length=NEW_MOST)]

    sentences: ClassVar[Sentences] = {
        ("new", "missing"): "Enter what is new",
        ("new", "*"): f"What is new must be {NEW_MOST:,} characters or fewer",
    }


@router.get("/letter")
def letter(
    reference: str, request: Request, house: AskedHouse, who: Who
) -> HTMLResponse:
    view = house.views.case(who.actor, reference)
    home = f"/requests/{reference}" if view.is_mine else f"/tasks/cases/{reference}"
    written = refusal_letter(house.storehouse, view)
    return show(
        "requests/letter.html", request, letter=written, view=view, back_to=home
    )


@router.get("/reconsider")
def ask_again(own: Reconsidering) -> Response:
    return own.show("reconsider", values={})


@router.post("/reconsider")
async def reconsider(own: Reconsidering, form: OwnForm) -> Response:
    said, errors = read(NewForm, form)
    if said is None:
        return own.show("reconsider", 422, values=typed(form), errors=errors)
    receipt = await own.house.desk.reconsider(
        own.actor, own.view.reference, said.new, once=once(form)
    )
    drafts, page = own.house.drafts, own.page
    await asyncio.to_thread(drafts.drop, own.actor, own.view.reference, page)
    return see_other(f"/requests/{receipt.reference}/next")
