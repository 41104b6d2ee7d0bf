"""What can be done with a release that has left."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from adapters.passwords import new_secret
from api.answering import ACTING, request_after
from api.asking import Acting
from api.given import Reason
from api.models import ShareRequest
from api.showing import request_of
from domain import acts

router = APIRouter(prefix="/releases", tags=["releases"], responses=ACTING)


@router.post("/{release}/revoke", summary="Close it", response_model=ShareRequest)
async def revoke(release: str, sent: Reason, call: Acting) -> Response:
    """For its sender, or an adviser. Nobody can open it from then on."""
    reference = await asyncio.to_thread(
        call.house.lookup.case_of_release, call.actor, release
    )
    receipt = await call.house.desk.do(
        call.actor,
        reference,
        lambda id, at, case: acts.Revoke(id, call.actor, at),
        words={"reason": sent.reason},
        once=call.once,
    )
    return await request_after(call, receipt)


@router.post("/{release}/resume", summary="Let its recipient in again")
async def resume(release: str, call: Acting) -> ShareRequest:
    """For an adviser: it was stopped because the directory was changed."""
    reference = await asyncio.to_thread(
        call.house.lookup.case_of_release, call.actor, release
    )
    await call.house.suspension.lift(call.actor, reference)
    view = await asyncio.to_thread(call.house.views.case, call.actor, reference)
    return request_of(view, call.advises)


@router.post("/{release}/words", summary="Give its recipient new words")
async def new_words(release: str, call: Acting) -> ShareRequest:
    """For its sender, who reads them out. Whatever let them in before stops."""
    reference = await asyncio.to_thread(
        call.house.lookup.case_of_release, call.actor, release
    )
    await call.house.new_words.give(call.actor, reference, call.once or new_secret())
    view = await asyncio.to_thread(call.house.views.case, call.actor, reference)
    return request_of(view, call.advises)
