"""The bare floor: the least that Temporal costs for a case, to compare Sharewell with.

A minimal workflow with four ordinary activities and one signal, in the same sandbox,
with the same converter and encryption, on the same server.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, Worker
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)

QUEUE = "floor"
STEP = workflow.ActivityConfig(start_to_close_timeout=timedelta(seconds=30))
REMINDER = timedelta(days=1)


@dataclass(frozen=True)
class Floor:
    """What a case carries at the least: a reference."""

    reference: str


@activity.defn
async def record(floor: Floor) -> None:
    """Touches nothing: only Temporal's own cost counts."""


@activity.defn
async def share(floor: Floor) -> None:
    """As above."""


@activity.defn
async def notify(floor: Floor) -> None:
    """As above."""


@activity.defn
async def finalise(floor: Floor) -> None:
    """As above."""


@workflow.defn
class FloorWorkflow:
    def __init__(self) -> None:
        self.decided = False

    @workflow.run
    async def run(self, floor: Floor) -> None:
        await workflow.execute_activity(record, floor, **STEP)
        await workflow.wait_condition(lambda: self.decided, timeout=REMINDER)
        for step in (share, notify, finalise):
            await workflow.execute_activity(step, floor, **STEP)

    @workflow.signal
    def decide(self) -> None:
        self.decided = True


def floor_worker(client: Client) -> Worker:
    restrictions = SandboxRestrictions.default.with_passthrough_modules("cli.floor")
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=[FloorWorkflow],
        activities=[record, share, notify, finalise],
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
    )


async def play_floor(client: Client, reference: str) -> None:
    """One case of the floor, from start to result."""
    handle = await client.start_workflow(
        FloorWorkflow.run, Floor(reference), id=reference, task_queue=QUEUE
    )
    await handle.signal(FloorWorkflow.decide)
    await handle.result()


async def work_for_ever(client: Client) -> None:
    async with floor_worker(client):
        await asyncio.Event().wait()
