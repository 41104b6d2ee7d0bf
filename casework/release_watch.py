"""Looks at what has left for as long as it matters: locks, and a breach’s clock.

No workflow does this, since the case may have ended long before. It runs beside the
worker; what is owed has a name, so that looking twice is writing once.
"""

import asyncio

from adapters.clock import now
from casework.breach_beginning import advisers_for
from domain.breach import asked_by
from domain.notices import Notice
from storage.cases import stored_case
from storage.news import Item, owe_news
from storage.store import Store, Storehouse

EVERY = 10.0
LOCKED = "locked"
"""The name under which operations see that a recipient is locked out."""


class ReleaseWatch:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY)

    def round(self) -> None:
        """Write to whoever has to know of a lock, or of the time that runs."""
        with self._storehouse.writing() as store:
            self._locked(store)
            self._clocks(store)

    def _locked(self, store: Store) -> None:
        for parcel in store.packing.locked():
            case = stored_case(store.session, parcel.reference)
            if case is None or parcel.locked_at is None:
                continue
            mark = parcel.locked_at.isoformat()
            item = Item(Notice.LOCKED, parcel.reference, mark, case.opened_by)
            owe_news(store, item, now())
            known = [t.step for t in store.troubles.of(parcel.reference)]
            if LOCKED not in known:
                store.troubles.note(parcel.reference, LOCKED, "TooManyTries", now())

    def _clocks(self, store: Store) -> None:
        for breach in store.breaches.unreported():
            case = stored_case(store.session, breach.reference)
            hours = asked_by(breach.since, now())
            if case is None or not hours:
                continue
            for adviser in advisers_for(store, case):
                mark = f"{hours}h"
                item = Item(Notice.BREACH_CLOCK, breach.reference, mark, adviser)
                owe_news(store, item, now())
