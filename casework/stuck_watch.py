"""Looks for what is stuck and would not say so by itself, beside the worker.

The record is compared with what Temporal runs; and case by case, in turns, it is seen
whether a timer is long past, a file is missing, or a row cannot be read. What is safe
to mend is mended; the rest is shown to operations.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from temporalio.service import RPCError

from adapters.blobs import Blobs, OutOfReach
from adapters.clock import now
from casework.case_check import faults_of
from casework.post import Post
from casework.reconciler import Reconciler
from domain.stuck import Stuck
from storage.store import Storehouse

EVERY = timedelta(seconds=15)
MENDED_AFTER = timedelta(minutes=2)
"""Time for a list that is behind to catch up, and for somebody to look."""
OVER_FOR = timedelta(minutes=5)
IN_TURN = 100
"""So many cases are looked at in one round, then the next ones."""

BY_TURNS = (Stuck.TIMER_PAST, Stuck.FILE_MISSING, Stuck.UNREADABLE)

log = structlog.get_logger()


class StuckWatch:
    def __init__(self, storehouse: Storehouse, post: Post, blobs: Blobs) -> None:
        self._storehouse = storehouse
        self._post = post
        self._blobs = blobs
        self._reconciler = Reconciler(storehouse, post)
        self._last = ""
        self._suspected: set[str] = set()

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await self.round()
            await asyncio.sleep(EVERY.total_seconds())

    async def round(self) -> None:
        """Look once; what needs Temporal waits while that is away."""
        try:
            await self.compare()
        except RPCError as error:
            log.warning("temporal_away", reason_code=error.status.name)
        await asyncio.to_thread(self.look_at_some, now())

    # The record and Temporal

    async def compare(self) -> None:
        """See which cases nothing drives, and which are woken in vain."""
        listed, failing = await self._post.running(), await self._post.failing()
        driven = await asyncio.to_thread(self._driven)
        lost = {
            reference: ""
            for workflow, reference in driven.items()
            if workflow not in listed and not await self._post.runs(workflow)
        }
        vain = {driven[each]: "" for each in failing if each in driven}
        for reference in await asyncio.to_thread(self._keep, lost, vain):
            await self._reconciler.resume(reference)
        for workflow in listed - driven.keys():
            if await asyncio.to_thread(self._is_left_over, workflow):
                await self._post.end(workflow)
                log.warning("workflow_ended", reference=workflow)

    def _driven(self) -> dict[str, str]:
        with self._storehouse.reading() as store:
            return store.findings.driven()

    def _keep(self, lost: dict[str, str], vain: dict[str, str]) -> list[str]:
        """Note both; answers which cases are run on from their record now."""
        at = now()
        with self._storehouse.writing() as store:
            store.findings.keep(Stuck.TASK_FAILING, vain, at)
            store.findings.keep(Stuck.NO_WORKFLOW, lost, at)
            kept = store.findings.of_kind(Stuck.NO_WORKFLOW)
        return [each.reference for each in kept if at - each.since > MENDED_AFTER]

    def _is_left_over(self, workflow: str) -> bool:
        """Whether it runs although its case is over, as the record has it."""
        reference = "-".join(workflow.split("-")[:3])
        with self._storehouse.reading() as store:
            return store.findings.is_over(reference, now() - OVER_FOR)

    # Case by case

    def look_at_some(self, at: datetime) -> None:
        """Look at the next cases in turn; begin again after the last one."""
        with self._storehouse.reading() as store:
            these = store.findings.next_open(self._last, IN_TURN)
            found = {
                reference: faults_of(store, reference, last, at)
                for reference, last in these
            }
            files = {
                reference: [row.blob for row in store.attachments.of(reference)]
                for reference in found
            }
        for reference, blobs in files.items():
            if self._misses_one(blobs):
                found[reference][Stuck.FILE_MISSING] = ""
        self._note(found, at)
        self._last = these[-1][0] if len(these) == IN_TURN else ""

    def _misses_one(self, blobs: list[str]) -> bool:
        try:
            return not all(self._blobs.exists(blob) for blob in blobs)
        except OutOfReach:  # then nobody can say; packing will say so
            return False

    def _note(self, found: dict[str, dict[Stuck, str]], at: datetime) -> None:
        sure = {
            reference: self._sure(reference, found[reference]) for reference in found
        }
        with self._storehouse.writing() as store:
            for kind in BY_TURNS:
                known = {each.reference for each in store.findings.of_kind(kind)}
                for reference, faults in sure.items():
                    if kind in faults:
                        store.findings.note(kind, reference, faults[kind], at)
                    elif reference in known:
                        store.findings.clear(kind, reference)

    def _sure(self, reference: str, faults: dict[Stuck, str]) -> dict[Stuck, str]:
        """A timer that is seen past only once may be going off this moment."""
        if Stuck.TIMER_PAST not in faults:
            self._suspected.discard(reference)
            return faults
        if reference in self._suspected:
            return faults
        self._suspected.add(reference)
        return {k: code for k, code in faults.items() if k is not Stuck.TIMER_PAST}
