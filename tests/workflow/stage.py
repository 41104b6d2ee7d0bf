"""A real server whose time can be skipped, and one case played on it."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment
from temporalio.worker import Worker

from activities.worker import runner
from adapters.codec import data_converter
from casework.post import Post
from domain.acts import Act, Outcome
from domain.case import Case
from domain.terms import Terms
from tests.workflow.recording import PATIENCE, Notebook
from workflows.share_request import ShareRequestWorkflow as Share

# Everybody may know this key: it has only ever sealed made-up cases.
TEST_KEY = b"for tests only, never for people"
CONVERTER = data_converter({"test": TEST_KEY}, "test")
SETTINGS = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    "history.transferProcessorMaxPollRPS=1000",  # else each step waits for a tick
)


def binary(name: str) -> str | None:
    """A program next to this Python, or on the path."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


class Server:
    """Temporal, and the one way in which tests let time pass."""

    def __init__(self, env: WorkflowEnvironment, per_case: bool) -> None:
        self._env = env
        self._per_case = per_case  # a clock for each case (V2), or one for all (V1)
        self.client = env.client

    @classmethod
    async def start(cls) -> "Server":
        try:
            env = await WorkflowEnvironment.start_time_skipping_v2(
                ts_config=TimeSkippingConfig(enabled=False),
                dev_server_existing_path=binary("temporal"),
                dev_server_extra_args=[
                    word for s in SETTINGS for word in ("--dynamic-config-value", s)
                ],
                data_converter=CONVERTER,
            )
        except RuntimeError:
            env = await WorkflowEnvironment.start_time_skipping(
                test_server_existing_path=binary("temporal-test-server"),
                data_converter=CONVERTER,
            )
            return cls(env, per_case=False)
        return cls(env, per_case=True)

    async def stop(self) -> None:
        await self._env.shutdown()

    async def passes(self, case: WorkflowHandle[Any, Any], time: timedelta) -> None:
        if self._per_case:
            await self._env.fast_forward(case, time)
        else:
            await self._env.sleep(time)

    @asynccontextmanager
    async def worker(
        self, queue: str, notebook: Notebook, workflow: type[Share] = Share
    ) -> AsyncIterator[None]:
        """Somebody to do the work of one queue, with this version of the workflow."""
        with ThreadPoolExecutor(4) as threads:
            async with Worker(
                self.client,
                task_queue=queue,
                workflows=[workflow],
                activities=[
                    notebook.record,
                    notebook.finalise,
                    notebook.freeze,
                    notebook.package,
                    notebook.activate,
                    notebook.discard,
                    notebook.release,
                    notebook.expire,
                    notebook.announce,
                    notebook.announce_again,
                    notebook.tell_individual,
                    notebook.call_adviser,
                    notebook.remind,
                ],
                activity_executor=threads,
                workflow_runner=runner(),
            ):
                yield


@dataclass
class Played:
    """One case on the server: what people do to it, and what is written of it."""

    server: Server
    notebook: Notebook
    terms: Terms
    queue: str

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.server.client.get_workflow_handle(self.terms.reference)

    async def sends(self, *acts: Act) -> None:
        """As casework sends them: the first one starts the case."""
        post = Post(self.server.client, self.queue)
        for act in acts:
            await post.send(self.terms.reference, act, self.terms)

    async def does(self, *acts: Act) -> Outcome:
        """Each act in turn, once the one before has its outcome; the last outcome."""
        assert acts
        for act in acts:
            await self.sends(act)
            outcome = await self.notebook.outcome_of(act)
        return outcome

    async def time_passes(self, time: timedelta) -> None:
        await self.server.passes(self.handle, time)

    async def timers_have_fired(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self._fired() < times:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)

    async def has_heard_of(self, step: str) -> None:
        """Wait until the workflow has been told that a step was done."""
        async with asyncio.timeout(PATIENCE):
            while not await self._heard_of(step):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)

    async def _heard_of(self, step: str) -> bool:
        """Whether a task of the workflow has ended since a step of this name did."""
        history = await self.handle.fetch_history()
        scheduled, done = set[int](), False
        for event in history.events:
            if event.HasField("activity_task_scheduled_event_attributes"):
                asked = event.activity_task_scheduled_event_attributes
                if asked.activity_type.name == step:
                    scheduled.add(event.event_id)
            if event.HasField("activity_task_completed_event_attributes"):
                came = event.activity_task_completed_event_attributes
                done = done or came.scheduled_event_id in scheduled
            if event.HasField("workflow_task_completed_event_attributes") and done:
                return True
        return False

    async def _fired(self) -> int:
        history = await self.handle.fetch_history()
        return sum(e.HasField("timer_fired_event_attributes") for e in history.events)

    async def ends(self) -> Case:
        """The case as it ended."""
        async with asyncio.timeout(PATIENCE):
            case: Case = await self.server.client.get_workflow_handle_for(
                Share.run, self.terms.reference
            ).result()
        return case

    @property
    def case(self) -> Case:
        """The case as it was last written down."""
        return self.notebook.cases[-1]

    @property
    def log(self) -> list[str]:
        return self.notebook.log


def a_name(kind: str) -> str:
    return f"{kind}-{token_hex(4)}"
