"""Declaring a conflict: from then on it is kept from them, and they let go of it."""

from hashlib import sha256

from adapters.clock import now
from casework.conflicts import content_of
from casework.inbox import note
from domain import policies
from domain.errors import CaseNotFound
from domain.offices import Office
from domain.people import Actor
from domain.timeline import What
from storage.barred import conflicted
from storage.cases import stored_case
from storage.conflicts import Declared
from storage.store import Store, Storehouse


class Conflicts:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def mine(self, actor: Actor) -> list[Declared]:
        """Whom the actor has declared a conflict with.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        policies.check_office(actor, Office.WORK_IN_INBOX)
        with self._storehouse.reading() as store:
            return store.conflicts.of(actor.organisation, actor.id)

    def declare(self, actor: Actor, name: str, once: str) -> Declared:
        """Keep that the actor has no part in a case about somebody of this name."""
        policies.check_office(actor, Office.WORK_IN_INBOX)
        id = sha256(f"{actor.id}|{once}".encode()).hexdigest()[:24]
        new = Declared(id, actor.id, name, now())
        with self._storehouse.writing() as store:
            store.conflicts.declare(new, actor.organisation)
            _keep_off(store, actor)
        return new

    def remove(self, actor: Actor, conflict_id: str) -> None:
        """Take a declaration back.

        Raises:
            CaseNotFound: the actor has declared no such conflict.
        """
        policies.check_office(actor, Office.WORK_IN_INBOX)
        with self._storehouse.writing() as store:
            if not store.conflicts.remove(actor.id, conflict_id):
                raise CaseNotFound
            _keep_off(store, actor)


def _keep_off(store: Store, actor: Actor) -> None:
    """Say anew who may take what waits, and who may not because it concerns them."""
    for reference in store.routing.waiting(actor.organisation):
        case = stored_case(store.session, reference)
        if case is not None:
            off = conflicted(store, actor.organisation, content_of(store, case))
            store.routing.keep_off(reference, off, now())
            if actor.id in off:
                _let_go(store, actor, reference)


def _let_go(store: Store, actor: Actor, reference: str) -> None:
    """What somebody cannot see any more, they cannot have either."""
    task = store.tasks.live(reference)
    if task is not None and task.holder == actor.id:
        store.tasks.put_back(actor, task, now())
        note(store, What.TASK_PUT_BACK, actor, task)
