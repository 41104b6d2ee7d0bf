"""Builds the worker: the workflow, its activities, and the sandbox they run in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, Worker
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)

from activities.notices import NoticeActivities
from activities.record import RecordingActivities
from activities.sharing import SharingActivities
from activities.troubles import TroubleWatch
from activities.workplace import Workplace
from workflows.share_request import ShareRequestWorkflow

STEPS_AT_ONCE = 20


def runner() -> SandboxedWorkflowRunner:
    """The domain comes from outside the sandbox; lint guards it instead.

    So does what traces: it knows by itself when a workflow is being replayed.
    """
    outside = ("domain", "opentelemetry")
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*outside)
    return SandboxedWorkflowRunner(restrictions=restrictions)


def build_worker(client: Client, workplace: Workplace) -> Worker:
    recording = RecordingActivities(workplace)
    sharing = SharingActivities(workplace)
    notices = NoticeActivities(workplace)
    return Worker(
        client,
        task_queue=workplace.settings.task_queue,
        workflows=[ShareRequestWorkflow],
        activities=[
            recording.record,
            recording.finalise,
            sharing.freeze,
            sharing.package,
            sharing.activate,
            sharing.discard,
            sharing.release,
            sharing.expire,
            notices.announce,
            notices.announce_again,
            notices.tell_individual,
            notices.call_adviser,
            notices.remind,
        ],
        activity_executor=ThreadPoolExecutor(STEPS_AT_ONCE),
        max_concurrent_activities=STEPS_AT_ONCE,
        interceptors=[TroubleWatch(workplace.storehouse)],
        workflow_runner=runner(),
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        # After a worker dies its cases wait this long for it before another has them.
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=20),
    )
