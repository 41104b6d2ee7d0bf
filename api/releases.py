"""What can be done with a release that has left."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, request_after
from api.asking import Acting
from api.given import Reason
from api.models import ShareRequest
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
