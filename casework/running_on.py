"""After a restore: every open case runs on from the record, and Temporal is told so.

Temporal may be ahead of a database that was brought back, or behind it, or empty. The
record decides. Before a worker takes any work, whatever still runs of an open case is
ended, and the case begins anew under an epoch that Temporal has not seen. What Temporal
knows and the record does not is written down, for people to look at.
"""

import asyncio
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from adapters.clock import now
from casework.post import Post
from domain.case import Case
from domain.terms import Terms
from storage.backup_tables import RestoreRow
from storage.cases import (
    is_bound,
    next_epoch,
    stored_case,
    terms_of,
    unfinished_references,
    workflow_id,
)
from storage.store import Storehouse
from workflows.share_request import ShareRequestWorkflow as Share

ASKING = timedelta(seconds=20)
LASTS = timedelta(minutes=2)
"""A worker that has said nothing for so long does not see to it any more."""
EVERY = 1.0
AT_ONCE = 10

EPOCH = re.compile(r"-e\d+$")
LEAVING = ("activate", "release")
"""With these steps something leaves."""

log = structlog.get_logger()


@dataclass(frozen=True)
class _Start:
    """From what a case begins anew; no case where its first act is still to come."""

    workflow: str
    terms: Terms
    case: Case | None


class RunningOn:
    def __init__(self, storehouse: Storehouse, client: Client, task_queue: str) -> None:
        self._storehouse = storehouse
        self._client = client
        self._task_queue = task_queue

    async def settle(self) -> None:
        """See to every restore that nobody has seen to, and wait where somebody does.

        Raises:
            RPCError: Temporal is away.
        """
        while waiting := await asyncio.to_thread(self._unsettled):
            for restore in waiting:
                if await asyncio.to_thread(self._take, restore.id):
                    await self._see_to(restore)
            await asyncio.sleep(EVERY)

    async def _see_to(self, restore: RestoreRow) -> None:
        known = await self._known_to_temporal(restore.as_of)
        unfinished = await asyncio.to_thread(self._unfinished)
        places = asyncio.Semaphore(AT_ONCE)

        async def one(reference: str) -> None:
            async with places:
                try:
                    await self._case(restore, reference, known.get(reference, []))
                except ValueError:  # its row was written to; all others run on
                    log.error("case_unreadable", reference=reference)
                await asyncio.to_thread(self._still_here, restore.id)

        references = sorted(known.keys() | unfinished)
        await asyncio.gather(*(one(reference) for reference in references))
        await asyncio.to_thread(self._settled, restore.id)
        log.warning("restore_settled", count=len(references))

    async def _case(
        self, restore: RestoreRow, reference: str, workflows: list[str]
    ) -> None:
        bound, case = await asyncio.to_thread(self._stored, reference)
        if case is not None and not case.is_open:
            return  # what is closed stays so, and a seal that is on its way may come
        left = await self._has_left(reference, workflows, restore.as_of)
        for workflow in workflows:
            await self._end(workflow)
        if left or not bound:
            await asyncio.to_thread(self._find, restore.id, reference, bound, left)
        if bound:
            await self._begin_anew(reference, left)

    async def _begin_anew(self, reference: str, left: bool) -> None:
        start = await asyncio.to_thread(self._next, reference)
        while await self._end(start.workflow):
            start = await asyncio.to_thread(self._next, reference)
        if start.case is not None:
            post = Post(self._client, self._task_queue)
            of = start.workflow, start.terms, start.case
            await post.resume(*of, may_have_left=left)
        log.warning("case_resumed", reference=reference)

    async def _end(self, workflow: str) -> bool:
        """End a workflow. False if Temporal knows none of this id."""
        handle = self._client.get_workflow_handle(workflow)
        try:
            await handle.describe(rpc_timeout=ASKING)
        except RPCError as error:
            return _unless_unknown(error)
        with suppress(RPCError):  # it has ended by itself
            await handle.terminate(reason="restored", rpc_timeout=ASKING)
        return True

    async def _known_to_temporal(self, as_of: datetime) -> dict[str, list[str]]:
        """Every workflow that runs or has ended since then, by its case."""
        since = as_of.strftime("%Y-%m-%dT%H:%M:%SZ")
        query = (
            f"WorkflowType = '{Share.__name__}' AND TaskQueue = '{self._task_queue}' "
            f"AND (ExecutionStatus = 'Running' OR CloseTime >= '{since}')"
        )
        found: dict[str, list[str]] = {}
        async for each in self._client.list_workflows(query, rpc_timeout=ASKING):
            found.setdefault(EPOCH.sub("", each.id), []).append(each.id)
        return found

    async def _has_left(
        self, reference: str, workflows: Iterable[str], as_of: datetime
    ) -> bool:
        """Whether something left that the record knows nothing of."""
        if await asyncio.to_thread(self._has_parcel, reference):
            return False  # it goes out once, under the names that it has on record
        for workflow in workflows:
            if await self._left_since(workflow, as_of):
                return True
        return False

    async def _left_since(self, workflow: str, as_of: datetime) -> bool:
        handle = self._client.get_workflow_handle(workflow)
        leaving = set[int]()
        async for event in handle.fetch_history_events():
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                step = event.activity_task_scheduled_event_attributes
                if step.activity_type.name in LEAVING:
                    leaving.add(event.event_id)
            elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
                done = event.activity_task_completed_event_attributes
                at = event.event_time.ToDatetime(as_of.tzinfo)
                if done.scheduled_event_id in leaving and at >= as_of:
                    return True
        return False

    def _unsettled(self) -> list[RestoreRow]:
        with self._storehouse.reading() as store:
            return store.restores.unsettled()

    def _take(self, id: str) -> bool:
        with self._storehouse.writing() as store:
            return store.restores.take(id, now(), LASTS)

    def _still_here(self, id: str) -> None:
        with self._storehouse.writing() as store:
            store.restores.still_taken(id, now())

    def _settled(self, id: str) -> None:
        with self._storehouse.writing() as store:
            store.restores.settle(id, now())

    def _unfinished(self) -> set[str]:
        with self._storehouse.reading() as store:
            return set(unfinished_references(store.session))

    def _stored(self, reference: str) -> tuple[bool, Case | None]:
        with self._storehouse.reading() as store:
            bound = is_bound(store.session, reference)
            return bound, stored_case(store.session, reference)

    def _has_parcel(self, reference: str) -> bool:
        with self._storehouse.reading() as store:
            return store.releases.of(reference) is not None

    def _find(self, id: str, reference: str, known: bool, left: bool) -> None:
        with self._storehouse.writing() as store:
            store.restores.find(id, reference, known=known, left=left)

    def _next(self, reference: str) -> _Start:
        with self._storehouse.writing() as store:
            case = stored_case(store.session, reference, lock=True)
            next_epoch(store.session, reference)
            store.acts.send_again(reference)
            store.troubles.clear_all(reference)
            store.findings.clear_all(reference)
            return _Start(
                workflow_id(store.session, reference),
                terms_of(store.session, reference),
                case,
            )


def _unless_unknown(error: RPCError) -> bool:
    if error.status is RPCStatusCode.NOT_FOUND:
        return False
    raise error
