"""Reminds whoever handles what somebody asked, before the day by which it is answered.

It runs beside the worker. What is owed has a name, so that looking twice is writing
once.
"""

import asyncio

from adapters.clock import now
from casework.disposal import today
from casework.rights_desk import concerns
from domain.notices import Haste, Notice
from domain.offices import OFFICES, Office
from domain.people import SYSTEM, Role
from domain.rights import RightsRequest, Step, reminder_of
from storage.notices import Writing
from storage.rights import LogLine
from storage.store import Store, Storehouse

EVERY = 60.0


class RightsWatch:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY)

    def round(self) -> None:
        """Write about everything that is due soon or late, once for each time."""
        with self._storehouse.reading() as store:
            waiting = [r for r in store.rights.all_open() if reminder_of(r, today())]
        for request in waiting:
            with self._storehouse.writing() as store:
                _remind(store, request.organisation, request.id)


def _remind(store: Store, organisation: str, id: str) -> None:
    store.rights.hold(id)
    request = store.rights.get(organisation, id)
    mark = reminder_of(request, today()) if request else ""
    if request is None or not mark or request.due_on is None:
        return
    mark = f"{request.due_on.isoformat()}:{mark}"
    line = LogLine(Step.REMINDED, SYSTEM, now(), {}, "", f"reminded:{mark}")
    if not store.rights.note(id, line):
        return
    for user in _handlers(store, request):
        name = f"{id}:{Notice.RIGHTS_DUE.value}:{mark}:{user}"
        path, usual = f"/rights/{id}", Haste.USUAL
        writing = Writing(Notice.RIGHTS_DUE, user, id, name, path, usual)
        store.notices.owe(writing, now())


def _handlers(store: Store, request: RightsRequest) -> list[str]:
    """Whoever wrote it down; if they are gone, everybody who may handle it."""
    asked = store.rights.asked(request.id)
    here = [
        account
        for account in store.accounts.all(request.organisation)
        if not account.disabled and not concerns(store, account.actor, asked)
    ]
    first = [a.actor.id for a in here if a.actor.id == request.opened_by]
    roles: tuple[Role, ...] = OFFICES[Office.HANDLE_RIGHTS]
    able = [a.actor.id for a in here if any(map(a.actor.has, roles))]
    return [each for each in first if each in able] or able
