"""Who may not decide, because it is about them or about somebody they are close to."""

from dataclasses import replace
from hashlib import sha256

from adapters.clock import now
from domain import policies
from domain.case import Case
from domain.content import Content
from domain.errors import CaseNotFound
from domain.people import Actor
from domain.permissions import Office
from storage.barred import conflicted, is_among, known_as, named_in
from storage.cases import read_content, stored_case
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
        """Keep that the actor may not decide about somebody of this name."""
        policies.check_office(actor, Office.WORK_IN_INBOX)
        id = sha256(f"{actor.id}|{once}".encode()).hexdigest()[:24]
        new = Declared(id, actor.id, name, now())
        with self._storehouse.writing() as store:
            store.conflicts.declare(new, actor.organisation)
            _keep_off(store, actor.organisation)
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
            _keep_off(store, actor.organisation)


def _keep_off(store: Store, organisation: str) -> None:
    """Say anew who may take what waits, and who may not because it concerns them."""
    for reference in store.routing.waiting(organisation):
        case = stored_case(store.session, reference)
        if case is not None:
            off = conflicted(store, organisation, content_of(store, case))
            store.routing.keep_off(reference, off, now())


def as_it_concerns(store: Store, actor: Actor, case: Case) -> Case:
    """The case with what this actor has declared since its content was kept."""
    if actor.id in case.content.conflicted or not case.content.digest:
        return case
    account = store.accounts.get(actor.id)
    mine = known_as(account) if account else []
    declared = store.conflicts.of(actor.organisation, actor.id)
    mine += [(each.name, "") for each in declared]
    if not is_among(mine, tuple(named_in(content_of(store, case)))):
        return case
    stamp = replace(case.content, conflicted=(*case.content.conflicted, actor.id))
    return replace(case, content=stamp)


def check_can_take(store: Store, actor: Actor, case: Case) -> None:
    """Hold a task or act on it: neither one's own request nor about oneself.

    Raises:
        NotAllowed: it is theirs, names them, or they declared a conflict.
    """
    policies.check_can_take_task(actor, as_it_concerns(store, actor, case))


def may_take(store: Store, actor: Actor, case: Case) -> bool:
    """Whether somebody could hold the task of this case."""
    concerned = as_it_concerns(store, actor, case)
    return policies.allows(policies.check_can_take_task, actor, concerned)


def content_of(store: Store, case: Case) -> Content:
    """The content that a case stands on."""
    digest = case.content.digest
    return read_content(store.session, store.keys, case.reference, digest)
