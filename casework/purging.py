"""Takes away what was shared once it is not needed here any more.

The files are deleted first, then the release's key is destroyed and that is put on
record; each may be repeated. It runs beside the worker, because the workflow of the
case may have ended long before.
"""

import asyncio
from collections.abc import Callable

import structlog

from adapters.blobs import Blobs, OutOfReach
from adapters.clock import now
from domain.access import Access, AccessLine
from domain.people import SYSTEM
from storage.release_tables import ReleaseRow
from storage.store import Store, Storehouse

EVERY = 10.0
STEP = "purge"

Close = Callable[[Store, str], None]

log = structlog.get_logger()


class Purging:
    def __init__(self, storehouse: Storehouse, blobs: Blobs) -> None:
        self._storehouse = storehouse
        self._blobs = blobs

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY)

    def round(self) -> None:
        """Purge what is due, and what was being made ready for nothing."""
        with self._storehouse.reading() as store:
            due = store.packing.to_purge(now())
            forsaken = store.packing.to_discard()
        for row in due:
            self._take_away(row, _purged)
        for row in forsaken:
            self._take_away(row, _discarded)

    def _take_away(self, row: ReleaseRow, close: Close) -> None:
        with self._storehouse.reading() as store:
            objects = store.packing.objects(row.id)
        try:
            for each in objects:
                self._blobs.delete(each.blob)
        except OutOfReach as error:
            self._note(row.reference, type(error).__name__)
            return
        with self._storehouse.writing() as store:
            close(store, row.id)
            store.troubles.clear(row.reference, STEP)
        log.info("release_purged", reference=row.reference)

    def _note(self, reference: str, kind: str) -> None:
        log.warning("purge_failed", reference=reference, reason_code=kind)
        with self._storehouse.writing() as store:
            store.troubles.note(reference, STEP, kind, now())


def _purged(store: Store, release: str) -> None:
    at = now()
    if store.packing.note_purged(release, at):
        for what in (Access.PURGED, Access.KEY_DESTROYED):
            store.release_log.add(release, AccessLine(what, SYSTEM, at))


def _discarded(store: Store, release: str) -> None:
    store.packing.discard(release)
