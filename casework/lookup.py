"""Finds one thing by its id, for somebody who may know of it."""

from casework.task_lines import LONDON, TaskLine, task_line
from domain import policies
from domain.content import Recipient, Verified
from domain.errors import CaseNotFound
from domain.people import Actor, Role
from storage.accounts import Organisation
from storage.directory import Contact
from storage.store import Storehouse


class Lookup:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def task(self, actor: Actor, task_id: str) -> TaskLine:
        """An adviser's task, done or not, and who holds it.

        Raises:
            CaseNotFound: there is none, or the actor is none of its advisers.
        """
        if not actor.has(Role.ADVISER):
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
            case = store.cases(actor).get(parcel.reference)
            policies.check_can_see(actor, case)
            return case.reference

    def organisation(self, actor: Actor) -> Organisation:
        """The actor's own organisation and its settings."""
        with self._storehouse.reading() as store:
            return store.accounts.organisation(actor.organisation)

    def contact(self, actor: Actor, contact_id: str) -> Contact | None:
        """Somebody in the directory of the actor's organisation."""
        with self._storehouse.reading() as store:
            return store.directory.get(actor.organisation, contact_id)


def as_recipient(contact: Contact) -> Recipient:
    """Somebody from the directory, with what it says about how they were verified."""
    at = contact.verified_at
    return Recipient(
        contact.name,
        contact.role,
        contact.organisation,
        contact.email,
        contact.phone,
        contact.id,
        contact.verified,
        Verified.DIRECTORY,
        at.astimezone(LONDON).date().isoformat() if at else "",
    )
