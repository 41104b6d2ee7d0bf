"""What a sender hands over themselves: what is ready, its files, and how it went."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from api.answering import ACTING, READING, request_after
from api.asking import Acting, Asking
from api.attachments import AWAY, FILE
from api.handing_over_models import (
    GivenHandOver,
    ReadyFile,
    ReadyToHandOver,
    Said,
    SealedOnce,
)
from api.models import Recipient, ShareRequest
from casework.handing_over import Ready, TakenOut
from domain.handing_over import CHECKED, NAME, ROLE, SAID, THROUGH, HandOver

router = APIRouter(prefix="/requests/{reference}/hand-over", tags=["requests"])

OURS = {**ACTING, **FILE, **AWAY}


@router.get(
    "",
    summary="Read what is to be handed over",
    responses={**READING, 409: ACTING[409]},
)
def read_ready(reference: str, call: Asking) -> ReadyToHandOver:
    """For its sender, once it is approved and ready. Sharewell sends nothing."""
    return _ready(call.house.handing_over.ready(call.actor, reference))


@router.post(
    "",
    summary="Record that it was handed over",
    response_model=ShareRequest,
    responses=ACTING,
)
async def hand_over(reference: str, sent: GivenHandOver, call: Acting) -> Response:
    """Only if `digest` is what is ready now. It goes on as after any other share."""
    words = {
        NAME: sent.name,
        ROLE: sent.role,
        CHECKED: sent.checked,
        THROUGH: sent.through,
        SAID: sent.said,
    }
    receipt = await call.house.desk.do(
        call.actor,
        reference,
        lambda id, at, case: HandOver(
            id, call.actor, at, sent.way, sent.digest, sent.given_at
        ),
        words={name: text for name, text in words.items() if text},
        once=call.once,
    )
    return await request_after(call, receipt)


@router.post(
    "/files/{file}",
    summary="Download a file to hand over",
    response_class=StreamingResponse,
    responses=OURS,
)
async def take_out(reference: str, file: str, call: Acting) -> StreamingResponse:
    """Each time is a line of the release's log."""
    take = call.house.handing_over.take_out
    return _saved(await asyncio.to_thread(take, call.actor, reference, file))


@router.post(
    "/sealed-file",
    summary="Download everything sealed for the recipient's key",
    response_class=StreamingResponse,
    responses=OURS,
)
async def take_out_sealed(reference: str, call: Acting) -> StreamingResponse:
    """An archive in the form of age. Each time is a line of the release's log."""
    take = call.house.handing_over.take_out_sealed
    return _saved(await asyncio.to_thread(take, call.actor, reference))


def _ready(found: Ready) -> ReadyToHandOver:
    content = found.content
    to = content.recipient
    return ReadyToHandOver(
        way=found.way,
        digest=found.digest,
        since=found.since,
        recipient=Recipient.model_validate(to) if to else None,
        purpose=content.purpose,
        marking=found.marking,
        handling=content.handling,
        people=[person.name for person in content.individuals],
        items=[Said.model_validate(item) for item in content.items],
        files=[ReadyFile.model_validate(file) for file in found.files],
        sealed=[SealedOnce.model_validate(each) for each in found.sealed],
    )


def _saved(taken: TakenOut) -> StreamingResponse:
    return StreamingResponse(
        taken.pieces, media_type="application/octet-stream", headers=taken.headers
    )
