"""What operations see: how cases run, never what they are about."""

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING
from api.asking import Asking
from api.models import Page
from api.staff_models import RunningCase, RunningLine, Summary, Trouble
from domain.stages import Stage

Counted = Literal["failing", "overdue", "orphan", "unapplied"]
"""What one of the numbers in the summary counts."""

router = APIRouter(
    prefix="/operations",
    tags=["operations"],
    responses={**READING, 403: ACTING[403]},
)


@router.get("/summary", summary="How everything runs")
def read_summary(call: Asking) -> Summary:
    return Summary.model_validate(call.house.lists.summary(call.actor))


@router.get("/cases", summary="List open cases, longest waiting first")
def list_cases(
    call: Asking,
    stage: Stage | None = None,
    only: Counted | None = None,
    cursor: str | None = None,
) -> Page[RunningLine]:
    page = call.house.lists.running(call.actor, cursor, stage, only)
    lines = [RunningLine.model_validate(line) for line in page.items]
    return Page(items=lines, next=page.next)


@router.get("/cases/{reference}", summary="Read how one case runs")
def read_case(reference: str, call: Asking) -> RunningCase:
    line, troubles = call.house.lists.running_case(call.actor, reference)
    return RunningCase(
        **dict(RunningLine.model_validate(line)),
        troubles=[Trouble.model_validate(each) for each in troubles],
    )


@router.post(
    "/cases/{reference}/write-again",
    summary="Send once more what the mail server refused about a case",
    status_code=204,
)
def write_again(reference: str, call: Asking) -> Response:
    call.house.notices.try_again(call.actor, reference)
    return Response(status_code=204)
