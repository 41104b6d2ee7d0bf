"""Not shared: the letter and asking again. Not for here: where it goes instead."""

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, request_after
from api.asking import Acting, Asking
from api.models import ShareRequest
from api.outcome_models import GivenSignpost, Letter, Way, Ways, WhatIsNew
from casework.refusal_letter import refusal_letter
from casework.signposts import WAYS
from domain.preliminaries import ShowTheWay

router = APIRouter(tags=["requests"])


@router.get("/signposts", summary="List what goes another way", responses=READING)
def list_signposts(call: Asking) -> Ways:
    return Ways(items=[Way.model_validate(way) for way in WAYS])


@router.post(
    "/requests/{reference}/signpost",
    summary="End it: this goes another way",
    response_model=ShareRequest,
    responses=ACTING,
)
async def signpost(reference: str, sent: GivenSignpost, call: Acting) -> Response:
    receipt = await call.house.desk.do(
        call.actor,
        reference,
        lambda id, at, case: ShowTheWay(id, call.actor, at, sent.to),
        once=call.once,
    )
    return await request_after(call, receipt)


@router.get(
    "/requests/{reference}/letter",
    summary="Read what whoever asked may be told",
    responses={**READING, 409: ACTING[409]},
)
def read_letter(reference: str, call: Asking) -> Letter:
    view = call.house.views.case(call.actor, reference)
    return Letter.model_validate(refusal_letter(call.house.storehouse, view))


@router.post(
    "/requests/{reference}/reconsider",
    summary="Ask again, with something new, in a new request",
    status_code=201,
    response_model=ShareRequest,
    responses=ACTING,
)
async def reconsider(reference: str, sent: WhatIsNew, call: Acting) -> Response:
    receipt = await call.house.desk.reconsider(
        call.actor, reference, sent.what_is_new, once=call.once
    )
    answer = await request_after(call, receipt, 201)
    answer.headers["Location"] = f"/api/v1/requests/{receipt.reference}"
    return answer
