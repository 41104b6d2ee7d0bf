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
from domain.stuck import Stuck
from domain.terms import Terms
from domain.timeline import What, own_entry
from storage.cases import (
    epoch_of,
    next_epoch,
    open_references,
    stored_case,
    terms_of,
    workflow_id,
)
from storage.store import Store, Storehouse

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
        """Resume what is out of step; at the start what is missing; tidy at times."""
        for reference in await asyncio.to_thread(self._out_of_step):
            await self.resume(reference)
        if self._looked_at is None:
            await self.find_missing()
        if self._looked_at is None or now() - self._looked_at > EVERY:
            await asyncio.to_thread(self._tidy)
            self._looked_at = now()

    async def find_missing(self) -> None:
        """Run on what is open and not driven, as after Temporal's data was lost.

        Later `casework.stuck_watch` looks for it all the time.
        """
        for reference in await asyncio.to_thread(self._open):
            workflow = await asyncio.to_thread(self._workflow, reference)
            if not await self._post.runs(workflow):
                await self.resume(reference)

    async def resume(self, reference: str, seen: int | None = None) -> bool:
        """Run a case again from the record, under its next epoch.

        False if there was nothing to run: it is over and sealed, its row cannot be
        read, or it was run again since somebody has `seen` its epoch.
        """
        try:
            old, epoch = await asyncio.to_thread(self._runs_now, reference)
        except ValueError:
            await asyncio.to_thread(self._note_unreadable, reference)
            return False
        if seen not in (None, epoch):
            return False
        await self._post.end(old)
        resumed = await asyncio.to_thread(self._next, reference, epoch)
        if resumed is None:
            return False
        workflow, terms, case = resumed
        await self._post.resume(workflow, terms, case)
        await asyncio.to_thread(self._settle, reference)
        log.warning("case_resumed", reference=reference)
        return True

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
            store.workers.forget(ended)

    def _out_of_step(self) -> list[str]:
        with self._storehouse.reading() as store:
            return store.troubles.lasting(OUT_OF_STEP, TIMES)

    def _open(self) -> list[str]:
        with self._storehouse.reading() as store:
            return open_references(store.session)

    def _workflow(self, reference: str) -> str:
        with self._storehouse.reading() as store:
            return workflow_id(store.session, reference)

    def _runs_now(self, reference: str) -> tuple[str, int]:
        """The workflow of a case, and its epoch.

        Raises:
            ValueError: nothing can be run from its row, so what runs is left alone.
        """
        with self._storehouse.reading() as store:
            stored_case(store.session, reference)
            terms_of(store.session, reference)
            epoch = epoch_of(store.session, reference)
            return workflow_id(store.session, reference), epoch

    def _next(self, reference: str, epoch: int) -> tuple[str, Terms, Case] | None:
        with self._storehouse.writing() as store:
            case = stored_case(store.session, reference, lock=True)
            if case is None or _is_over(store, case):
                store.troubles.clear_all(reference)
                store.findings.clear_all(reference)
                return None
            if epoch_of(store.session, reference) != epoch:
                return None  # somebody else has run it again
            terms = terms_of(store.session, reference)
            workflow = next_epoch(store.session, reference)
            store.acts.send_again(reference)
            ran_on = own_entry(What.REPAIRED, now(), repair="restart")
            store.timeline.add(reference, workflow, ran_on)
            return workflow, terms, case

    def _note_unreadable(self, reference: str) -> None:
        """Nothing can be run from a row that somebody wrote to; others run on."""
        with self._storehouse.writing() as store:
            store.findings.note(Stuck.UNREADABLE, reference, "case", now())
        log.error("case_unreadable", reference=reference)

    def _settle(self, reference: str) -> None:
        with self._storehouse.writing() as store:
            store.troubles.clear_all(reference)
            store.findings.clear_all(reference)


def _is_over(store: Store, case: Case) -> bool:
    """Closed and sealed; what is closed and not sealed runs on, to be sealed."""
    return not case.is_open and store.records.get(case.reference) is not None
