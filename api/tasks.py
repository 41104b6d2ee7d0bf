"""One task, and what an adviser decides on it."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, request_after
from api.asking import Acting, Asking, Call
from api.given import GivenDecision, GivenPassOn, GivenQuestion, GivenReview
from api.models import ShareRequest
from api.problems import BadInput
from api.showing import request_of, task_of
from api.staff_models import TaskWithRequest
from api.unnamed import in_its_field
from casework.filing import Make
from casework.journey import is_new_to_us
from domain import acts
from domain.acts import HANDLING, Act, Choice
from domain.answering import Given
from domain.case import Case
from domain.errors import NotAccepted
from domain.recipient_checks import ADDRESS_CHECKED

router = APIRouter(prefix="/tasks", tags=["tasks"], responses=READING)


@router.get(
    "/{task}",
    summary="Read a task with its request",
    responses={403: ACTING[403]},
)
def read_task(task: str, call: Asking) -> TaskWithRequest:
    line = call.house.lookup.task(call.actor, task)
    view = call.house.views.task(call.actor, task)
    request = request_of(view, call.advises)
    return TaskWithRequest(**dict(task_of(line)), request=request)


@router.post(
    "/{task}/ask",
    summary="Ask the practitioner",
    response_model=ShareRequest,
    responses=ACTING,
)
async def ask(task: str, sent: GivenQuestion, call: Acting) -> Response:
    return await _do(
        call,
        task,
        lambda id, at, case: acts.Ask(id, call.actor, at),
        {"question": sent.question},
    )


@router.post(
    "/{task}/decision",
    summary="Approve, decline or only advise",
    response_model=ShareRequest,
    responses=ACTING,
)
async def decide(task: str, sent: GivenDecision, call: Acting) -> Response:
    """With `digest`, the decision holds only for the content that was looked at."""
    if sent.conditions and sent.decision is not Choice.APPROVE:
        raise BadInput("conditions", "Only an approval can have conditions.")
    await asyncio.to_thread(_check_looked_at, call, task, sent)
    words = {"reason": sent.reason}
    if sent.recipient_checked and sent.decision is Choice.APPROVE:
        words[ADDRESS_CHECKED] = sent.recipient_checked
    if sent.conditions and sent.conditions.handling:
        words[HANDLING] = sent.conditions.handling
    return await _do(call, task, _decision(call, sent), words)


@router.post(
    "/{task}/pass",
    summary="Pass a task on to another team",
    response_model=ShareRequest,
    responses=ACTING,
)
async def pass_on(task: str, sent: GivenPassOn, call: Acting) -> Response:
    """The time to reply runs on. The reason is for whoever gets the task."""
    house = call.house
    view = await asyncio.to_thread(house.views.task, call.actor, task)
    receipt = await house.passing.on(
        call.actor, view, sent.to, reason=sent.reason, once=call.once
    )
    return await request_after(call, receipt)


@router.post(
    "/{task}/review",
    summary="Look back at an urgent share",
    response_model=ShareRequest,
    responses=ACTING,
)
async def review(task: str, sent: GivenReview, call: Acting) -> Response:
    return await _do(
        call,
        task,
        lambda id, at, case: acts.Review(
            id, call.actor, at, sent.needed, sent.enough, sent.right_recipient
        ),
        {"lessons": sent.lessons} if sent.lessons else {},
    )


def _check_looked_at(call: Call, task: str, sent: GivenDecision) -> None:
    """Whoever is the second pair of eyes says how they looked."""
    if sent.decision is not Choice.APPROVE or sent.recipient_checked:
        return
    view = call.house.views.task(call.actor, task)
    if "decide" in view.may and is_new_to_us(view):
        raise BadInput(ADDRESS_CHECKED, "Say how you checked the address.")


def _decision(call: Call, sent: GivenDecision) -> Make:
    conditions = sent.conditions

    def make(id: str, at: datetime, case: Case) -> Act:
        return acts.Decide(
            id,
            call.actor,
            at,
            sent.decision,
            sent.digest or case.content.digest,
            tuple(Given(node, value) for node, value in sent.answers.items()),
            tuple(conditions.leave_out) if conditions else (),
            conditions.expires_days if conditions else None,
            bool(conditions and conditions.second_approver),
        )

    return make


async def _do(call: Call, task: str, make: Make, words: Mapping[str, str]) -> Response:
    view = await asyncio.to_thread(call.house.views.task, call.actor, task)
    try:
        receipt = await call.house.desk.do(
            call.actor, view.reference, make, words=words, once=call.once
        )
    except NotAccepted as no:
        raise await in_its_field(call, view.reference, no) from no
    return await request_after(call, receipt)
