"""Brings workflows back in line with the record: Temporal drives, the record decides.

A case that is open on record but has no workflow (Temporal's database was lost), or
whose workflow has fallen behind or run ahead of the record (one of the two was
restored from a backup), runs again from the record, under its next epoch. Effects are
safe to repeat, so nothing happens twice.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from adapters.clock import now
from casework.doorkeeper import NAME, window_of
from casework.drafts import KEPT_FOR
from casework.new_passwords import forget_asked
from casework.post import Post
from casework.sign_in_tries import forget_tries
from domain.case import Case
from domain.terms import Terms
from storage.cases import (
    next_epoch,
    open_references,
    stored_case,
    terms_of,
    workflow_id,
)
from storage.store import Storehouse

EVERY = timedelta(hours=1)
OVER = timedelta(days=2)
OUT_OF_STEP = "StaleCase"
TIMES = 3
"""A step overtaken by its own repeat fails once; a real one goes on failing."""

log = structlog.get_logger()


class Reconciler:
    def __init__(self, storehouse: Storehouse, post: Post) -> None:
        self._storehouse = storehouse
        self._post = post
        self._looked_at: datetime | None = None

    async def round(self) -> None:
        """Resume what is out of step, and at times look for what is missing."""
        for reference in await asyncio.to_thread(self._out_of_step):
            await self.resume(reference)
        if self._looked_at is None or now() - self._looked_at > EVERY:
            await self.find_missing()
            await asyncio.to_thread(self._tidy)
            self._looked_at = now()

    async def find_missing(self) -> None:
        for reference in await asyncio.to_thread(self._open):
            workflow = await asyncio.to_thread(self._workflow, reference)
            if not await self._post.runs(workflow):
                await self.resume(reference)

    async def resume(self, reference: str) -> None:
        """Run a case again from the record, under its next epoch."""
        old = await asyncio.to_thread(self._workflow, reference)
        await self._post.end(old)
        resumed = await asyncio.to_thread(self._next, reference)
        if resumed is None:
            return
        workflow, terms, case = resumed
        await self._post.resume(workflow, terms, case)
        await asyncio.to_thread(self._settle, reference)
        log.warning("case_resumed", reference=reference)

    def _tidy(self) -> None:
        """Sessions, visits and open pages of long ago are forgotten, and old drafts."""
        ended = now() - OVER
        with self._storehouse.writing() as store:
            store.releases.forget_visits(ended)
            store.person_notices.forget_visits(ended)
            store.accounts.forget_sessions(ended)
            store.codes.forget(ended)
            store.attempts.forget(NAME, window_of(ended))
            forget_tries(store, ended)
            forget_asked(store, ended)
            store.account_letters.forget(ended)
            store.drafts.tidy(now() - KEPT_FOR)
            store.presence.tidy(ended)

    def _out_of_step(self) -> list[str]:
        with self._storehouse.reading() as store:
            return store.troubles.lasting(OUT_OF_STEP, TIMES)

    def _open(self) -> list[str]:
        with self._storehouse.reading() as store:
            return open_references(store.session)

    def _workflow(self, reference: str) -> str:
        with self._storehouse.reading() as store:
            return workflow_id(store.session, reference)

    def _next(self, reference: str) -> tuple[str, Terms, Case] | None:
        with self._storehouse.writing() as store:
            case = stored_case(store.session, reference, lock=True)
            if case is None or not case.is_open:
                store.troubles.clear_all(reference)
                return None
            workflow = next_epoch(store.session, reference)
            store.acts.send_again(reference)
            return workflow, terms_of(store.session, reference), case

    def _settle(self, reference: str) -> None:
        with self._storehouse.writing() as store:
            store.troubles.clear_all(reference)
