"""Who has no part in a case: it is about them, or about somebody they are close to."""

from collections.abc import Iterable
from dataclasses import replace

from domain import policies
from domain.case import Case
from domain.content import Content
from domain.people import Actor
from storage.barred import is_among, known_as, named_in
from storage.cases import read_content
from storage.keys import KeyDestroyed
from storage.store import Store


def case_of(store: Store, actor: Actor, reference: str) -> Case:
    """A case for somebody who may know of it, with what they have declared since.

    Raises:
        CaseNotFound: there is none, or none for this actor.
    """
    case = store.cases(actor).get(reference)
    try:
        return as_it_concerns(store, actor, case)
    except KeyDestroyed:  # then what was known when it was kept is all there is
        return case


def known_to(store: Store, actor: Actor, references: Iterable[str]) -> frozenset[str]:
    """Those of these cases that are not kept from the actor, for a list of them."""
    declared = store.conflicts.of(actor.organisation, actor.id)
    find = case_of if declared else _as_kept
    found = (find(store, actor, reference) for reference in references)
    return frozenset(
        case.reference
        for case in found
        if actor.id == case.opened_by or actor.id not in case.content.conflicted
    )


def _as_kept(store: Store, actor: Actor, reference: str) -> Case:
    return store.cases(actor).get(reference)


def as_it_concerns(store: Store, actor: Actor, case: Case) -> Case:
    """The case with what this actor has declared since its content was kept."""
    if actor.id in (case.opened_by, *case.content.conflicted):
        return case
    if not case.content.digest:
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
