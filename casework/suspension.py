"""Stops what is on its way when the directory comes to know its recipient otherwise.

It stays stopped until an adviser who did not make that change has looked at it.
"""

import asyncio

from adapters.clock import now
from casework.conflicts import case_of
from domain import policies
from domain.access import Access, AccessLine
from domain.errors import NotAllowed, RuleBroken, Why
from domain.notices import Notice
from domain.people import SYSTEM, Actor, Role
from domain.timeline import Entry, What
from storage.cases import stored_case
from storage.news import Item, owe_news
from storage.releases import Parcel
from storage.store import Store, Storehouse


def suspend(store: Store, actor: Actor, email: str) -> None:
    """Stop every link to this address, and owe its senders a message."""
    at = now()
    stopped = store.releases.suspend_all_to(actor.organisation, email, actor.id, at)
    for reference in stopped:
        _note(store, reference, What.SUSPENDED, SYSTEM)
        parcel = store.releases.of(reference)
        if parcel is not None:
            _log(store, parcel, Access.SUSPENDED, actor.id)
        case = stored_case(store.session, reference)
        if case is not None:
            mark = at.isoformat()
            told = Item(Notice.SUSPENDED, reference, mark, case.opened_by)
            owe_news(store, told, at)


class Suspension:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    async def lift(self, actor: Actor, reference: str) -> None:
        """Let the recipient in again, as they were when it was approved.

        Raises:
            NotAllowed: the actor is no adviser, sent it, or made the change.
            RuleBroken: it is not stopped.
        """
        await asyncio.to_thread(self._lift, actor, reference)

    def _lift(self, actor: Actor, reference: str) -> None:
        with self._storehouse.writing() as store:
            case = case_of(store, actor, reference)
            policies.check_can_take_task(actor, case)
            parcel = store.releases.of(reference)
            if parcel is None or not is_suspended(parcel):
                raise RuleBroken(Why.NOT_SUSPENDED)
            if parcel.suspended_by == actor.id:
                raise NotAllowed(Why.OWN_CHANGE)
            store.releases.lift_suspension(parcel.id)
            _note(store, reference, What.RESUMED, actor.id)
            _log(store, parcel, Access.RESUMED, actor.id)


def _log(store: Store, parcel: Parcel, what: Access, by: str) -> None:
    at = now()
    line = AccessLine(what, by, at, at.isoformat())
    store.release_log.add(parcel.id, line)


def is_suspended(parcel: Parcel) -> bool:
    """Whether nobody gets in only because the directory has changed."""
    return parcel.suspended_at is not None and parcel.can_be_closed(now())


def _note(store: Store, reference: str, what: What, by: str) -> None:
    """A line of the account; a sealed one is not written on."""
    case = stored_case(store.session, reference)
    if case is None or not case.is_open:
        return
    at = now()
    role = Role.SYSTEM if by == SYSTEM else Role.ADVISER
    name = f"{reference}:{what.value}:{at.isoformat()}"
    store.timeline.add(reference, name, Entry(what, by, role, at))
