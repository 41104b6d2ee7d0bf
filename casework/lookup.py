"""Finds one thing by its id, for somebody who may know of it."""

from datetime import timedelta

from adapters.clock import now
from casework.conflicts import case_of
from casework.recipients import as_recipient
from casework.task_lines import TaskLine, task_line
from domain import policies
from domain.content import Recipient
from domain.directory import STALE_AFTER
from domain.errors import CaseNotFound
from domain.offices import Office
from domain.people import Actor
from storage.accounts import Organisation
from storage.store import Storehouse


class Lookup:
    def __init__(
        self, storehouse: Storehouse, stale_after: timedelta = STALE_AFTER
    ) -> None:
        self._storehouse = storehouse
        self._stale_after = stale_after

    def task(self, actor: Actor, task_id: str) -> TaskLine:
        """An adviser's task, done or not, and who holds it.

        Raises:
            CaseNotFound: there is none, or the actor is none of its advisers.
        """
        if not policies.holds(actor, Office.WORK_IN_INBOX):
            raise CaseNotFound
        with self._storehouse.reading() as store:
            task = store.tasks.get(actor, task_id)
            names = store.accounts.names(actor.organisation)
            seen = store.read_marks.of(actor.id)
            return task_line(store, actor, task, names, seen)

    def case_of_release(self, actor: Actor, release_id: str) -> str:
        """The reference of the case that a release belongs to.

        Raises:
            CaseNotFound: there is none, or none for this actor.
        """
        with self._storehouse.reading() as store:
            parcel = store.releases.get(release_id)
            if parcel is None:
                raise CaseNotFound
            case = case_of(store, actor, parcel.reference)
            policies.check_can_see(actor, case)
            return case.reference

    def organisation(self, actor: Actor) -> Organisation:
        """The actor's own organisation and its settings."""
        with self._storehouse.reading() as store:
            return store.accounts.organisation(actor.organisation)

    def recipient(self, actor: Actor, contact_id: str) -> Recipient | None:
        """Somebody in the directory of the actor's organisation, to share with."""
        with self._storehouse.reading() as store:
            contact = store.directory.get(actor.organisation, contact_id)
        if contact is None or contact.retired_at is not None:
            return None
        return as_recipient(contact, now(), self._stale_after)
