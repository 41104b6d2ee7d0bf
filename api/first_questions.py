"""A question to an adviser that names nobody, its answer, and that it was enough."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, request_after
from api.asking import Acting
from api.models import ShareRequest
from api.outcome_models import GivenFirstQuestion, GivenGuidance
from casework import first_steps
from domain.preliminaries import Guide, Settle

router = APIRouter(responses=ACTING)


@router.post(
    "/questions",
    summary="Ask an adviser first, without names",
    status_code=201,
    response_model=ShareRequest,
    tags=["requests"],
)
async def ask_first(sent: GivenFirstQuestion, call: Acting) -> Response:
    """It becomes a request with nobody in it, which may go on or be settled."""
    receipt = await first_steps.ask_first(
        call.house.desk, call.actor, sent.question, once=call.once
    )
    answer = await request_after(call, receipt, 201)
    answer.headers["Location"] = f"/api/v1/requests/{receipt.reference}"
    return answer


@router.post(
    "/requests/{reference}/settle",
    summary="Say that the advice was all that was needed",
    response_model=ShareRequest,
    tags=["requests"],
)
async def settle(reference: str, call: Acting) -> Response:
    receipt = await call.house.desk.do(
        call.actor,
        reference,
        lambda id, at, case: Settle(id, call.actor, at),
        once=call.once,
    )
    return await request_after(call, receipt)


@router.post(
    "/tasks/{task}/guide",
    summary="Answer a question that names nobody",
    response_model=ShareRequest,
    tags=["tasks"],
)
async def guide(task: str, sent: GivenGuidance, call: Acting) -> Response:
    view = await asyncio.to_thread(call.house.views.task, call.actor, task)
    receipt = await call.house.desk.do(
        call.actor,
        view.reference,
        lambda id, at, case: Guide(id, call.actor, at),
        words={"guidance": sent.guidance},
        once=call.once,
    )
    return await request_after(call, receipt)
