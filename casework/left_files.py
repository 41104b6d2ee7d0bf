"""Deletes files that belong to nothing: taken off a request, or never put on one.

An upload that broke off leaves a sealed file; a file that was taken off stays a day,
because the act that took it off may still be on its way.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from adapters.blobs import Blobs, OutOfReach
from adapters.clock import now
from casework.filing import newest_content
from domain.case import Case
from storage.attachments import AttachmentRow
from storage.cases import stored_case
from storage.keys import KeyDestroyed
from storage.store import Store, Storehouse

EVERY = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)

log = structlog.get_logger()


class LeftFiles:
    def __init__(self, storehouse: Storehouse, blobs: Blobs) -> None:
        self._storehouse = storehouse
        self._blobs = blobs

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY.total_seconds())

    def round(self) -> None:
        """Delete what was left a day ago or earlier."""
        before = now() - KEPT_FOR
        try:
            self._delete_unknown(before)
            for row in self._taken_off(before):
                self._blobs.delete(row.blob)
                with self._storehouse.writing() as store:
                    store.attachments.drop(row.id)
        except OutOfReach:
            log.warning("files_out_of_reach")

    def _taken_off(self, before: datetime) -> list[AttachmentRow]:
        with self._storehouse.reading() as store:
            rows = store.attachments.before(before)
            return [row for row in rows if _is_left(store, row)]

    def _delete_unknown(self, before: datetime) -> None:
        """Files without a row: their upload got no further."""
        old = [b.name for b in self._blobs.all("cases") if b.since < before]
        by_id = {name.rpartition("/")[2]: name for name in old}
        with self._storehouse.reading() as store:
            known = store.attachments.known(by_id)
        for id in by_id.keys() - known:
            self._blobs.delete(by_id[id])


def _is_left(store: Store, row: AttachmentRow) -> bool:
    """No version of the request that still counts has this file."""
    case = stored_case(store.session, row.reference)
    if case is None or store.acts.waiting(row.reference):
        return False
    try:
        return row.id not in _files_on(store, case)
    except KeyDestroyed:  # nobody can open it any more
        return True


def _files_on(store: Store, case: Case) -> set[str]:
    return {file.id for file in newest_content(store, case).attachments}
