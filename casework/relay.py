"""Sends what was stored but not sent, and re-sends what got no answer.

It runs beside the worker and is no workflow: it must run when Temporal does not.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from temporalio.service import RPCError, RPCStatusCode

from adapters.clock import now
from adapters.tracing import carrying_on
from adapters.version import VERSION
from casework.post import Post
from casework.reconciler import Reconciler
from domain.acts import apply
from domain.timeline import entry_of
from storage.acts import StoredAct
from storage.cases import stored_case, terms_of, workflow_id
from storage.store import Storehouse
from storage.upkeep import WorkerSeen

EVERY = 1.0
UNANSWERED_AFTER = timedelta(seconds=60)

log = structlog.get_logger()


class Relay:
    def __init__(self, storehouse: Storehouse, post: Post, worker_id: str) -> None:
        self._reconciler = Reconciler(storehouse, post)
        self._storehouse = storehouse
        self._post = post
        self._worker_id = worker_id
        self._started_at = now()

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self._sign_in)
            try:
                await self._reconciler.round()
                await self._send_owed()
            except RPCError as error:
                log.warning("temporal_away", reason_code=error.status.name)
            await asyncio.sleep(EVERY)

    async def _send_owed(self) -> None:
        stuck: set[str] = set()
        for stored in await asyncio.to_thread(self._owed):
            if stored.reference in stuck:
                continue  # one case's acts go in the order they were stored
            try:
                await self._send(stored)
            except ValueError:  # its case cannot be read: others do not wait for it
                stuck.add(stored.reference)
                log.error("case_unreadable", reference=stored.reference)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                stuck.add(stored.reference)
                log.error("workflow_missing", reference=stored.reference)
                await self._reconciler.resume(stored.reference)

    async def _send(self, stored: StoredAct) -> None:
        if await asyncio.to_thread(self._refuse_if_closed, stored):
            return
        with self._storehouse.reading() as store:
            workflow = workflow_id(store.session, stored.reference)
            terms = terms_of(store.session, stored.reference)
        with carrying_on(stored.trace):
            await self._post.send(workflow, stored.act, terms)
        await asyncio.to_thread(self._mark_sent, stored.act.id)

    def _owed(self) -> list[StoredAct]:
        with self._storehouse.reading() as store:
            late = now() - UNANSWERED_AFTER
            return store.acts.unsent() + store.acts.unanswered(late)

    def _refuse_if_closed(self, stored: StoredAct) -> bool:
        """A closed case is sent no act: its refusal is put on record here."""
        with self._storehouse.writing() as store:
            case = stored_case(store.session, stored.reference, lock=True)
            if case is None or case.is_open:
                return False
            if store.acts.outcome(stored.act.id) is None:
                terms = terms_of(store.session, stored.reference)
                _, outcome = apply(case, stored.act, terms)
                name = f"{stored.reference}:{stored.act.id}"
                entry = entry_of(stored.act, outcome)
                store.timeline.add(stored.reference, name, entry)
                store.acts.settle(outcome, now())
            store.acts.mark_sent(stored.act.id, now())
            return True

    def _mark_sent(self, act_id: str) -> None:
        with self._storehouse.writing() as store:
            store.acts.mark_sent(act_id, now())

    def _sign_in(self) -> None:
        self._say(None)

    def sign_out(self) -> None:
        """This worker was stopped on purpose, so nobody need look for it."""
        self._say(now())

    def _say(self, stopped_at: datetime | None) -> None:
        worker = WorkerSeen(
            self._worker_id, VERSION, self._started_at, now(), stopped_at
        )
        with self._storehouse.writing() as store:
            store.workers.seen(worker)
