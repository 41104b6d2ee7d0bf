"""What Temporal knows of the run of one case: steps, timers, version; codes only.

Payloads stay as they are, sealed: nothing here opens one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.enums.v1 import EventType
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflow.v1 import PendingActivityInfo, WorkflowExecutionInfo
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

WITHIN = timedelta(seconds=2)
MOST = 4000
"""So many events are read; a case has a few hundred."""


class TemporalAway(Exception):
    """Temporal cannot be asked now."""


class StepState(StrEnum):
    """How far a step has come."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILING = "failing"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Step:
    """One run of one step, over all of its tries.

    Attributes:
        error: the class of the last error, never its text.
        next_try_at: when it is tried again by itself.
    """

    name: str
    began_at: datetime
    ended_at: datetime | None = None
    attempts: int = 1
    state: StepState = StepState.WAITING
    error: str = ""
    next_try_at: datetime | None = None


@dataclass(frozen=True)
class Run:
    """The run of a case as Temporal has it.

    Attributes:
        timers: when each pending timer fires, the next one first.
        wakings: how often it was tried to wake the case up, when that fails.
        version: which build of the worker had it last, as Temporal names it.
        is_cut: whether there was more of it than is shown.
    """

    workflow_id: str
    run_id: str
    status: str
    started_at: datetime
    ended_at: datetime | None
    steps: tuple[Step, ...]
    timers: tuple[datetime, ...]
    wakings: int
    version: str
    is_cut: bool


async def read_run(client: Client, workflow_id: str) -> Run | None:
    """The newest run of a workflow; None if Temporal does not know it.

    Raises:
        TemporalAway: it does not answer.
    """
    handle = client.get_workflow_handle(workflow_id)
    try:
        described = await handle.describe(rpc_timeout=WITHIN)
        events = await _events(handle)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise TemporalAway from error
    except RuntimeError as error:  # so the SDK says that it never connected
        raise TemporalAway from error
    return _run(described, events)


async def _events(handle: WorkflowHandle[object, object]) -> list[HistoryEvent]:
    found: list[HistoryEvent] = []
    async for event in handle.fetch_history_events(rpc_timeout=WITHIN):
        found.append(event)
        if len(found) == MOST:
            break
    return found


def _run(described: WorkflowExecutionDescription, events: list[HistoryEvent]) -> Run:
    raw = described.raw_description
    pending = {each.activity_id: each for each in raw.pending_activities}
    task = raw.pending_workflow_task
    return Run(
        workflow_id=described.id,
        run_id=described.run_id,
        status=described.status.name.lower() if described.status else "",
        started_at=described.start_time,
        ended_at=described.close_time,
        steps=_steps(events, pending),
        timers=_timers(events) if described.close_time is None else (),
        wakings=task.attempt if task.attempt > 1 else 0,
        version=_version(raw.workflow_execution_info),
        is_cut=len(events) == MOST,
    )


def _version(info: WorkflowExecutionInfo) -> str:
    deployed = info.versioning_info.deployment_version.build_id
    return deployed or info.most_recent_worker_version_stamp.build_id


# Steps

OVER: Mapping[int, tuple[str, StepState]] = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED: (
        "activity_task_completed_event_attributes",
        StepState.DONE,
    ),
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED: (
        "activity_task_failed_event_attributes",
        StepState.STOPPED,
    ),
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT: (
        "activity_task_timed_out_event_attributes",
        StepState.STOPPED,
    ),
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED: (
        "activity_task_canceled_event_attributes",
        StepState.STOPPED,
    ),
}


def _steps(
    events: list[HistoryEvent], pending: Mapping[str, PendingActivityInfo]
) -> tuple[Step, ...]:
    """Every step in the order in which they were asked for."""
    found: dict[int, Step] = {}
    for event in events:
        kind = event.event_type
        if kind == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            asked = event.activity_task_scheduled_event_attributes
            step = Step(asked.activity_type.name, _moment(event.event_time))
            found[event.event_id] = _as_pending(step, pending.get(asked.activity_id))
        elif kind == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            begun = event.activity_task_started_event_attributes
            step = found[begun.scheduled_event_id]
            error = _error(begun.last_failure)
            found[begun.scheduled_event_id] = replace(
                step, attempts=begun.attempt, error=error
            )
        elif kind in OVER:
            name, state = OVER[kind]
            number = getattr(event, name).scheduled_event_id
            ended = _moment(event.event_time)
            found[number] = replace(found[number], ended_at=ended, state=state)
    return tuple(found.values())


def _as_pending(step: Step, now: PendingActivityInfo | None) -> Step:
    if now is None:
        return step
    later = now.HasField("next_attempt_schedule_time")
    failing = now.HasField("last_failure")
    state = StepState.RUNNING if now.HasField("last_started_time") else step.state
    return replace(
        step,
        attempts=max(now.attempt - later, 1),
        state=StepState.FAILING if failing else state,
        error=_error(now.last_failure),
        next_try_at=_moment(now.next_attempt_schedule_time) if later else None,
    )


def _error(failure: Failure) -> str:
    """The class of an error: its text may say something, and stays away."""
    which = failure.WhichOneof("failure_info")
    if which == "application_failure_info":
        return failure.application_failure_info.type
    return which.removesuffix("_failure_info") if which else ""


# Timers


def _timers(events: list[HistoryEvent]) -> tuple[datetime, ...]:
    waiting: dict[str, datetime] = {}
    for event in events:
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            set_ = event.timer_started_event_attributes
            after = _span(set_.start_to_fire_timeout)
            waiting[set_.timer_id] = _moment(event.event_time) + after
        elif event.event_type == EventType.EVENT_TYPE_TIMER_FIRED:
            waiting.pop(event.timer_fired_event_attributes.timer_id, None)
        elif event.event_type == EventType.EVENT_TYPE_TIMER_CANCELED:
            waiting.pop(event.timer_canceled_event_attributes.timer_id, None)
    return tuple(sorted(waiting.values()))


def _moment(at: Timestamp) -> datetime:
    return at.ToDatetime(tzinfo=UTC)


def _span(of: Duration) -> timedelta:
    return of.ToTimedelta()
