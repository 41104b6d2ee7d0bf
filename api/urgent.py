"""The urgent lane: whom to ring, what was told by telephone, the record afterwards."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from adapters.passwords import new_secret
from api.answering import ACTING, READING, request_after
from api.asking import Acting, Asking, Call
from api.fields import LONDON
from api.given import GivenCompletion, GivenTelephone
from api.models import EmergencyNumber, Organisation, ShareRequest
from api.problems import BadInput
from casework.urgent import Urgent, UrgentLane
from domain import preliminaries
from domain.content import Recipient

router = APIRouter(tags=["requests"], responses=ACTING)


@router.get(
    "/organisation",
    summary="Read your own organisation, with whom to ring in an emergency",
    responses=READING,
)
def read_organisation(call: Asking) -> Organisation:
    found = call.house.lookup.organisation(call.actor)
    return Organisation(
        id=found.id,
        name=found.name,
        telephone=found.telephone,
        nation=found.nation,
        emergency_numbers=[
            EmergencyNumber(label=label, number=number)
            for label, number in found.emergency_numbers
        ],
    )


@router.post(
    "/requests/{reference}/telephone",
    summary="Record what was told by telephone in an emergency",
    response_model=ShareRequest,
)
async def record_told(reference: str, sent: GivenTelephone, call: Acting) -> Response:
    """It counts as shared: no link is made, and nothing is sent to anybody."""
    once = call.once or new_secret()
    view = await asyncio.to_thread(call.house.views.case, call.actor, reference)
    if not sent.individual and not view.content.individuals:
        raise BadInput("individual", "Say who it is about.")
    urgent = await asyncio.to_thread(_told, call, sent, once)
    lane = UrgentLane(call.house.desk, call.actor, view, once)
    receipt = await lane.share(
        lambda content: urgent.as_told(content, sent.told_at), by_telephone=True
    )
    return await request_after(call, receipt)


@router.post(
    "/requests/{reference}/complete",
    summary="Complete the record of an urgent share",
    response_model=ShareRequest,
)
async def complete(reference: str, sent: GivenCompletion, call: Acting) -> Response:
    receipt = await call.house.desk.do(
        call.actor,
        reference,
        lambda id, at, case: preliminaries.Complete(id, call.actor, at),
        words=sent.model_dump(),
        once=call.once,
    )
    return await request_after(call, receipt)


def _told(call: Call, sent: GivenTelephone, once: str) -> Urgent:
    to = sent.recipient
    return Urgent(
        about=sent.individual or "",
        said=sent.said,
        recipient=Recipient(to.name, to.role, to.organisation, "", to.phone),
        source=call.house.lists.name_of(call.actor, call.actor.id),
        day=sent.told_at.astimezone(LONDON).date().isoformat(),
        mark=once,
    )
