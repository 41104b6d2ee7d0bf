"""Replays the cases that run now with the code that is here, and changes none of them.

Before an upgrade this says which of them would stop under the new version.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from temporalio.client import Client
from temporalio.worker import Replayer

from activities.worker import runner
from workflows.share_request import ShareRequestWorkflow

WORKFLOW = ShareRequestWorkflow.__name__


@dataclass(frozen=True)
class Replayed:
    """How the history of one running case went. `fault` is a class of error, if any."""

    workflow: str
    fault: str = ""


def open_cases(task_queue: str) -> str:
    """What finds the workflows of the cases that run now."""
    return (
        f"WorkflowType = '{WORKFLOW}' "
        f"AND TaskQueue = '{task_queue}' AND ExecutionStatus = 'Running'"
    )


async def replayed(client: Client, task_queue: str) -> AsyncIterator[Replayed]:
    """Each running case once it was replayed."""
    replayer = Replayer(
        workflows=[ShareRequestWorkflow],
        workflow_runner=runner(),
        namespace=client.namespace,
        data_converter=client.data_converter,
    )
    histories = client.list_workflows(open_cases(task_queue)).map_histories()
    async with replayer.workflow_replay_iterator(histories) as results:
        async for each in results:
            failure = each.replay_failure
            fault = type(failure).__name__ if failure is not None else ""
            yield Replayed(each.history.workflow_id, fault)
