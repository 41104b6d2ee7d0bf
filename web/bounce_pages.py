"""Operations say here that an e-mail came back, by its Message-ID."""

import asyncio
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from casework.bounces import STATUS
from domain.errors import CaseNotFound, Why
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other, show
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import typed

router = APIRouter(prefix="/operations/mail")

UNKNOWN = "We have not sent an email with this Message-ID. Copy it again"


class BounceForm(PageForm):
    message_id: Annotated[str, Field(max_length=200)]
    why: Annotated[str, Field(pattern=f"^({STATUS.pattern})?$")] = ""

    sentences: ClassVar[Sentences] = {
        ("message_id", "missing"): "Enter the Message-ID",
        ("message_id", "*"): UNKNOWN,
        ("why", "*"): SENTENCES[Why.NO_STATUS].rstrip("."),
    }


@router.get("/bounced")
def bounced_form(request: Request, house: AskedHouse, who: Who) -> Response:
    house.running.check(who.actor)
    return _page(request)


@router.post("/bounced")
async def bounced(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    said, errors = read(BounceForm, form)
    if said is None:
        return _page(request, 422, errors, typed(form))
    try:
        reference = await asyncio.to_thread(
            house.bounces.note, who.actor, said.message_id, said.why
        )
    except CaseNotFound:
        return _page(request, 422, {"message_id": UNKNOWN}, typed(form))
    return see_other(f"/operations/cases/{reference}" if reference else "/operations")


def _page(
    request: Request,
    status: int = 200,
    errors: Errors | None = None,
    values: dict[str, object] | None = None,
) -> Response:
    return show(
        "operations/bounced.html",
        request,
        status=status,
        values=values or {},
        errors=errors or {},
    )
