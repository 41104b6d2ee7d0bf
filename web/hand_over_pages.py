"""What a sender hands over themselves: what is ready, its files, and how it went."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response, StreamingResponse

from adapters.clock import now
from casework.handing_over import TakenOut
from casework.journey import HAND_OVER
from domain.errors import NotAccepted
from domain.handing_over import HandOver
from domain.refusals import SENTENCES
from web.asking import text
from web.case_words import LABELS
from web.form_fields import date_parts
from web.forms import Errors, read
from web.hand_over_forms import HandOverForm
from web.own_request import Allowing, OwnForm, OwnRequest, typed
from web.rendering import clock, in_london

router = APIRouter(prefix="/requests/{reference}/hand-over")

HandingOver = Annotated[OwnRequest, Depends(Allowing("hand_over"))]


@router.get("")
async def what_is_ready(own: HandingOver) -> Response:
    return await _page(own, _so_far(own))


@router.post("")
async def hand_over(own: HandingOver, form: OwnForm) -> Response:
    said, errors = read(HandOverForm, form, today=in_london(now()).date())
    if said is None:
        return await _page(own, typed(form), errors)
    ready = await asyncio.to_thread(
        own.house.handing_over.ready, own.actor, own.view.reference
    )
    seen, given = text(form, "digest"), said.moment
    try:
        receipt = await own.do(
            lambda id, at, case: HandOver(id, own.actor, at, ready.way, seen, given),
            form,
            said.words,
        )
    except NotAccepted as no:
        return await _page(own, typed(form), {"given_at": SENTENCES[no.why]})
    return own.after(receipt)


@router.post("/files/{file}")
async def take_out(own: HandingOver, file: str, form: OwnForm) -> Response:
    """One file, for the sender to hand over; it is a form because it is logged."""
    take = own.house.handing_over.take_out
    return _saved(await asyncio.to_thread(take, own.actor, own.view.reference, file))


@router.post("/sealed-file")
async def take_out_sealed(own: HandingOver, form: OwnForm) -> Response:
    take = own.house.handing_over.take_out_sealed
    return _saved(await asyncio.to_thread(take, own.actor, own.view.reference))


async def _page(
    own: OwnRequest, values: Mapping[str, Any], errors: Errors | None = None
) -> Response:
    ready = await asyncio.to_thread(
        own.house.handing_over.ready, own.actor, own.view.reference
    )
    return own.show(
        HAND_OVER,
        422 if errors else 200,
        ready=ready,
        labels=LABELS,
        values=values,
        errors=errors or {},
    )


def _so_far(own: OwnRequest) -> dict[str, str]:
    """Now, and to whoever it was approved for, is the likeliest."""
    at, to = in_london(now()), own.view.content.recipient
    when = {**date_parts("given_on", at.date().isoformat()), "given_at": clock(at)}
    return {**when, "name": to.name, "role": to.role} if to else when


def _saved(taken: TakenOut) -> Response:
    return StreamingResponse(
        taken.pieces, media_type="application/octet-stream", headers=taken.headers
    )
