"""Whether Temporal answers, whether a worker takes from our queue, and what waits."""

from collections.abc import Iterable
from datetime import timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeTaskQueueResponse,
)
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.settings import Settings
from domain.health import QUEUE_LATE, Found, Part, Sign

PATIENCE = timedelta(seconds=4)
CASES = "cases"
KINDS = {
    CASES: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    "steps": TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
}


async def queue(
    client: Client, settings: Settings, kinds: Iterable[str] = KINDS
) -> Iterable[Found]:
    """Temporal itself, and for each kind of work how much of it waits."""
    found = [Found(Part.TEMPORAL)]
    try:
        for name in kinds:
            asked = DescribeTaskQueueRequest(
                namespace=settings.temporal_namespace,
                task_queue=TaskQueue(name=settings.task_queue),
                task_queue_type=KINDS[name],
                report_stats=True,
            )
            answer = await client.workflow_service.describe_task_queue(
                asked, timeout=PATIENCE
            )
            found.append(_waiting(name, answer))
    except (RPCError, RuntimeError):  # the SDK says so that it never connected
        return [Found(Part.TEMPORAL, Sign.AWAY)]
    return found


def _waiting(name: str, answer: DescribeTaskQueueResponse) -> Found:
    number = answer.stats.approximate_backlog_count
    if not answer.pollers:
        return Found(Part.QUEUE, Sign.NOBODY_TAKES, name, number=number)
    late = answer.stats.approximate_backlog_age.ToTimedelta() > QUEUE_LATE
    return Found(Part.QUEUE, Sign.LATE if late else Sign.WELL, name, number=number)
