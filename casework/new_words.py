"""New spoken words for a recipient whom the usual way in does not reach.

Whatever let them in before stops at once, also for whoever is inside. It is a change of
the release's own row, so it works while Temporal is away.
"""

import asyncio
from datetime import datetime

from adapters.clock import now
from adapters.passwords import hash_code
from adapters.phrases import new_phrase
from domain import after_sending
from domain.access import Access, AccessLine
from domain.case import Case
from domain.errors import CaseError, NotAllowed, RuleBroken, Why
from domain.people import Actor, Role
from domain.timeline import Entry, What
from storage.releases import Parcel
from storage.store import Store, Storehouse


class NewWords:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    async def give(self, actor: Actor, reference: str, once: str) -> None:
        """Make new words, which only the sender sees. The same `once` twice is once.

        Raises:
            NotAllowed: the actor did not send it.
            RuleBroken: the link is over.
        """
        await asyncio.to_thread(self._give, actor, reference, once)

    def _give(self, actor: Actor, reference: str, once: str) -> None:
        at = now()
        with self._storehouse.writing() as store:
            case = store.cases(actor).get(reference)
            parcel = _to_speak(store, actor, case, at)
            name = store.keys.people().index(f"words|{actor.id}|{once}")
            line = AccessLine(Access.NEW_WORDS, actor.id, at, name)
            if not store.release_log.add(parcel.id, line):
                return
            speak(store, parcel)
            if case.is_open:  # what is sealed stays as it is
                role = Role.PRACTITIONER
                entry = Entry(What.NEW_WORDS, actor.id, role, at)
                store.timeline.add(reference, f"{reference}:{name}", entry)


def check_can_give(actor: Actor, case: Case) -> None:
    """Only its sender reads words out."""
    after_sending.check_can_unlock(actor, case)
    if actor.id != case.opened_by:
        raise NotAllowed(Why.NOT_YOUR_CASE)


def may_give(actor: Actor, case: Case, parcel: Parcel, at: datetime) -> bool:
    """Whether a page offers it."""
    try:
        check_can_give(actor, case)
    except CaseError:
        return False
    return parcel.can_be_closed(at)


def speak(store: Store, parcel: Parcel) -> None:
    """From now on only new words open it, and nobody is inside."""
    phrase = new_phrase()
    store.ways_in.speak(parcel, phrase, hash_code(phrase))
    store.releases.end_visits(parcel.locator)


def _to_speak(store: Store, actor: Actor, case: Case, at: datetime) -> Parcel:
    check_can_give(actor, case)
    parcel = store.releases.of(case.reference)
    if parcel is None or not parcel.can_be_closed(at):
        raise RuleBroken(Why.NO_LONGER_AVAILABLE)
    return parcel
