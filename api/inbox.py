"""The advisers' inbox: what waits, and who does it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator

from api.answering import ACTING, READING
from api.asking import Acting, Asking, Call
from api.fields import Day, Line, Sent, Text
from api.given import Reason
from api.models import Page
from api.problems import DETAILS
from api.showing import task_of
from api.staff_models import BulkResult, BulkResults, Due, Task, TaskCounts
from casework.inbox import Done
from casework.inbox_filter import LONGEST, Filter
from domain.rules import Priority

router = APIRouter(prefix="/tasks", tags=["tasks"], responses=READING)

MOST = 100
Version = Annotated[int, Field(strict=True, ge=0)]
TaskId = Annotated[Line, Field(max_length=60)]
Code = Annotated[str, Field(max_length=LONGEST, pattern=r"^[A-Za-z0-9 -]*$")]


class GivenTakeOver(Reason):
    """Why, and the version of the task that was looked at."""

    version: Version


class GivenReassign(Reason):
    """To whom (an id), why, and the version that was looked at if that matters."""

    to: Line
    version: Version | None = None


class GivenDelegation(Sent):
    """Who prepares the task (an id), to the end of which day."""

    to: Line
    until: Day
    version: Version | None = None


class GivenFollowUp(Sent):
    day: Day


class GivenRead(Sent):
    read: bool


class GivenBulk(Sent):
    """One thing to do to several tasks. Each is done or refused on its own."""

    tasks: Annotated[list[TaskId], Field(min_length=1, max_length=MOST)]
    do: Literal["claim", "reassign"]
    to: Line | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def says_to_whom(self) -> "GivenBulk":
        if self.do == "reassign" and not (self.to and self.reason):
            raise ValueError("to reassign, say to whom and give a reason")
        return self


class Wanted(BaseModel):
    """Which tasks are asked for; `reference` is a part of one."""

    view: Literal["mine", "team", "all"] = "all"
    due: Due | None = None
    priority: Priority | None = None
    kind: Literal["advice", "approval", "review", "question"] | None = None
    team: Code = ""
    reference: Code = ""

    def as_filter(self) -> Filter:
        return Filter(
            self.view,
            self.due or "",
            self.priority or "",
            self.kind or "",
            self.team,
            self.reference,
        )


@router.get("", summary="List what advisers have to do", responses={403: ACTING[403]})
def list_tasks(call: Asking, chosen: Annotated[Wanted, Query()]) -> Page[Task]:
    """Most urgent first. `team` is what nobody has taken yet.

    `reference` is a part of one, at least its letters in a row.
    """
    lines = call.house.lists.inbox(call.actor, chosen.as_filter())
    return Page(items=[task_of(line) for line in lines])


@router.get("/count", summary="Count the tasks", responses={403: ACTING[403]})
def count_tasks(call: Asking) -> TaskCounts:
    return TaskCounts.model_validate(call.house.lists.counts(call.actor))


@router.post("/bulk", summary="Take or reassign several tasks", responses=ACTING)
def change_several(sent: GivenBulk, call: Acting) -> BulkResults:
    """What became of each. Tasks that nobody may know of are refused like unknown."""
    inbox = call.house.inbox
    if sent.do == "claim":
        done = inbox.claim_all(call.actor, sent.tasks)
    else:
        to, reason = sent.to or "", sent.reason or ""
        done = inbox.reassign_all(call.actor, sent.tasks, to, reason)
    return BulkResults(items=[_result(call, each) for each in done])


@router.post("/{task}/claim", summary="Take a task", responses=ACTING)
def claim_task(task: str, call: Acting) -> Task:
    call.house.inbox.claim(call.actor, task)
    return _task(call, task)


@router.post("/{task}/release", summary="Give a task back", responses=ACTING)
def put_back_task(task: str, call: Acting) -> Task:
    call.house.inbox.put_back(call.actor, task)
    return _task(call, task)


@router.post(
    "/{task}/take-over", summary="Take a task from a colleague", responses=ACTING
)
def take_over_task(task: str, sent: GivenTakeOver, call: Acting) -> Task:
    """They are told. Of two who do it at once, one gets it."""
    call.house.inbox.take_over(call.actor, task, sent.reason, sent.version)
    return _task(call, task)


@router.post("/{task}/reassign", summary="Give a task to a colleague", responses=ACTING)
def reassign_task(task: str, sent: GivenReassign, call: Acting) -> Task:
    call.house.inbox.reassign(call.actor, task, sent.to, sent.reason, sent.version)
    return _task(call, task)


@router.post(
    "/{task}/delegate", summary="Let a colleague prepare a task", responses=ACTING
)
def delegate_task(task: str, sent: GivenDelegation, call: Acting) -> Task:
    """It comes back at the end of that day by itself. Only its holder decides."""
    call.house.delegation.delegate(call.actor, task, sent.to, sent.until, sent.version)
    return _task(call, task)


@router.delete("/{task}/delegate", summary="End a delegation early", responses=ACTING)
def call_back_task(task: str, call: Acting) -> Task:
    call.house.delegation.call_back(call.actor, task)
    return _task(call, task)


@router.put(
    "/{task}/follow-up", summary="Put a task off to a later day", responses=ACTING
)
def put_off_task(task: str, sent: GivenFollowUp, call: Acting) -> Task:
    """It comes back on that day, or when it is overdue."""
    call.house.delegation.put_off(call.actor, task, sent.day)
    return _task(call, task)


@router.delete("/{task}/follow-up", summary="Bring a task back now", responses=ACTING)
def bring_back_task(task: str, call: Acting) -> Task:
    call.house.delegation.bring_back(call.actor, task)
    return _task(call, task)


@router.put("/{task}/read", summary="Mark a task read or unread", responses=ACTING)
def mark_task(task: str, sent: GivenRead, call: Acting) -> Task:
    """For the caller alone."""
    call.house.inbox.mark(call.actor, task, read=sent.read)
    return _task(call, task)


def _task(call: Call, task: str) -> Task:
    return task_of(call.house.lookup.task(call.actor, task))


def _result(call: Call, done: Done) -> BulkResult:
    no = done.no
    return BulkResult(
        task=done.task_id,
        reference=done.reference,
        done=no is None,
        refused=no.why.value if no else None,
        detail=DETAILS[no.why] if no else None,
        by=(call.house.lists.name_of(call.actor, no.other) or None)
        if no and no.other
        else None,
        since=no.since if no else None,
    )
