"""Who may not decide, because it is about them or about somebody they are close to."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from adapters.clock import now
from domain import policies
from domain.barring import bars
from domain.case import Case
from domain.content import Content
from domain.errors import CaseNotFound, NotAllowed, Why
from domain.naming import all_names
from domain.people import Actor, Role
from storage.accounts import Account
from storage.cases import read_content
from storage.conflicts import Declared
from storage.store import Store, Storehouse

Named = tuple[str, str]
"""A name and an address; either may be empty."""


class Conflicts:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def mine(self, actor: Actor) -> list[Declared]:
        """Whom the actor has declared a conflict with.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        _only_advisers(actor)
        with self._storehouse.reading() as store:
            return store.conflicts.of(actor.organisation, actor.id)

    def declare(self, actor: Actor, name: str, once: str) -> Declared:
        """Keep that the actor may not decide about somebody of this name."""
        _only_advisers(actor)
        id = sha256(f"{actor.id}|{once}".encode()).hexdigest()[:24]
        new = Declared(id, actor.id, name, now())
        with self._storehouse.writing() as store:
            store.conflicts.declare(new, actor.organisation)
        return new

    def remove(self, actor: Actor, conflict_id: str) -> None:
        """Take a declaration back.

        Raises:
            CaseNotFound: the actor has declared no such conflict.
        """
        _only_advisers(actor)
        with self._storehouse.writing() as store:
            if not store.conflicts.remove(actor.id, conflict_id):
                raise CaseNotFound


def conflicted(store: Store, organisation: str, content: Content) -> tuple[str, ...]:
    """Everybody of the organisation who may not decide about this content."""
    named = tuple(_named_in(content))
    declared = store.conflicts.of(organisation)
    found = {
        account.actor.id
        for account in store.accounts.all(organisation)
        if _is_among(_known_as(account), named)
    }
    found |= {each.user for each in declared if _is_among([(each.name, "")], named)}
    return tuple(sorted(found))


def as_it_concerns(store: Store, actor: Actor, case: Case) -> Case:
    """The case with what this actor has declared since its content was kept."""
    if actor.id in case.content.conflicted or not case.content.digest:
        return case
    digest = case.content.digest
    content = read_content(store.session, store.keys, case.reference, digest)
    account = store.accounts.get(actor.id)
    mine = _known_as(account) if account else []
    declared = store.conflicts.of(actor.organisation, actor.id)
    mine += [(each.name, "") for each in declared]
    if not _is_among(mine, tuple(_named_in(content))):
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


def _only_advisers(actor: Actor) -> None:
    if not actor.has(Role.ADVISER):
        raise NotAllowed(Why.NOT_YOUR_ROLE)


def _known_as(account: Account) -> list[Named]:
    return [(account.profile.name, account.profile.email)]


def _named_in(content: Content) -> Iterator[Named]:
    """Everybody the content is about, by each of their names, and its recipient."""
    for person in content.individuals:
        yield "", person.safe_email
        for name in all_names(person.name, person.other_names):
            yield name, person.safe_email
    if content.recipient is not None:
        yield content.recipient.name, content.recipient.email


def _is_among(known: Iterable[Named], named: Iterable[Named]) -> bool:
    there = tuple(named)
    return any(
        bars(name, email, to_name, to_email)
        for name, email in known
        for to_name, to_email in there
    )
