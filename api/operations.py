"""What operations see: how cases run, never what they are about."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.answering import ACTING, READING
from api.asking import Asking, Call
from api.problems import BadInput
from api.running_models import (
    Day,
    Run,
    RunningCase,
    RunningLine,
    RunningPage,
    Stay,
    StuckLine,
    Summary,
    Trouble,
    Wait,
    WaitingAct,
    Waking,
)
from casework.today import Today
from casework.today import Wait as Waited
from domain.case_filter import (
    Age,
    CaseFilter,
    Counted,
    Due,
    read_case_filter,
)
from domain.rules import Priority
from domain.stages import Stage, WaitingOn
from domain.stuck import Stuck

router = APIRouter(
    prefix="/operations",
    tags=["operations"],
    responses={**READING, 403: ACTING[403]},
)


class Wanted(BaseModel):
    """Which cases to list; what is left out lets all through.

    `rules` is a rule set, with or without its version behind an @; `text` is a part of
    a reference.
    """

    model_config = ConfigDict(frozen=True)

    only: Counted | None = None
    stuck: Stuck | None = None
    stage: Stage | None = None
    waiting: WaitingOn | None = None
    organisation: str | None = None
    age: Age | None = None
    due: Due | None = None
    priority: Priority | None = None
    rules: str | None = None
    version: str | None = None
    step: str | None = None
    text: str | None = None
    cursor: str | None = None


@router.get("/summary", summary="How everything runs")
def read_summary(call: Asking) -> Summary:
    return _summary(call.house.today_board.today(call.actor))


@router.get("/cases", summary="List open cases, longest waiting first")
def list_cases(call: Asking, wanted: Annotated[Wanted, Query()]) -> RunningPage:
    running = call.house.running
    asked = wanted.model_dump(mode="json", exclude_none=True, exclude={"cursor"})
    chosen = filter_of(call, asked)
    page = running.cases(call.actor, chosen, wanted.cursor)
    return RunningPage(
        items=[RunningLine.model_validate(line) for line in page.items],
        next=page.next,
        number=running.count(call.actor, chosen),
    )


def filter_of(call: Call, asked: dict[str, str]) -> CaseFilter:
    """The filter that was sent.

    Raises:
        BadInput: there is nothing of this name or code to filter by.
    """
    known = call.house.running.choices(call.actor).known
    chosen, unknown = read_case_filter(asked, known)
    wrong = [*unknown, *(name for name in asked if not hasattr(chosen, name))]
    if wrong:
        raise BadInput(wrong[0], "There is nothing like this to filter by.")
    return chosen


@router.get("/cases/{reference}", summary="Read how one case runs")
async def read_case(reference: str, call: Asking) -> RunningCase:
    look = await call.house.case_looks.look(call.actor, reference)
    case = look.case
    return RunningCase(
        **dict(RunningLine.model_validate(case.line)),
        as_of=look.as_of,
        troubles=[Trouble.model_validate(each) for each in case.troubles],
        stuck=[StuckLine.model_validate(each) for each in look.stuck],
        acts_waiting=[WaitingAct.model_validate(each) for each in case.acts],
        stays=[Stay.model_validate(each) for each in case.stays],
        waking=Waking.model_validate(look.waking) if look.waking else None,
        workflow_id=look.workflow_id,
        temporal_page=look.temporal_page,
        told=look.told,
        run=Run.model_validate(look.run) if look.run else None,
    )


@router.post(
    "/cases/{reference}/write-again",
    summary="Send once more what the mail server refused about a case",
    status_code=204,
)
def write_again(reference: str, call: Asking) -> Response:
    call.house.notices.try_again(call.actor, reference)
    return Response(status_code=204)


def _summary(today: Today) -> Summary:
    numbers = today.numbers
    return Summary(
        by_stage={Stage(each.code): each.number for each in today.stages},
        failing=numbers[Counted.FAILING],
        overdue=numbers[Counted.OVERDUE],
        orphan_tasks=numbers[Counted.ORPHAN],
        breaches=numbers[Counted.BREACH],
        waiting_acts=numbers[Counted.UNAPPLIED],
        alerts=today.alerts,
        late_reviews=today.late_reviews,
        worker_seen_at=today.worker_seen_at,
        log_signed_at=today.log_signed_at,
        as_of=today.as_of,
        numbers=dict(numbers),
        stuck=dict(today.stuck),
        stages=[_wait(each) for each in today.stages],
        waits=[_wait(each) for each in today.waits],
        ages=dict(today.ages),
        days=[Day.model_validate(each) for each in today.days],
    )


def _wait(wait: Waited) -> Wait:
    return Wait(
        code=wait.code,
        number=wait.number,
        median=_seconds(wait.median),
        longest=_seconds(wait.longest),
        stayed=_seconds(wait.stayed),
    )


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
