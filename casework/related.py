"""The requests that belong to one another: one that ended, and one that asks again."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from casework.conflicts import case_of
from domain import policies
from domain.case import Case
from domain.content import Content
from domain.errors import CaseNotFound
from domain.people import Actor, Role
from domain.stages import Ending
from storage.case_people import likely_indexes
from storage.origins import Origin, origin_of
from storage.store import Store


@dataclass(frozen=True)
class SamePerson:
    """Another case of the organisation that is about somebody in this one."""

    reference: str
    ending: Ending | None
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Related:
    """How a request came about, and what came of the one before it.

    `ending` is there only for somebody who may see the earlier request. `later` are
    requests in which its practitioner asked again about this one. `same_person` is
    for advisers, and holds only what they may see.
    """

    origin: Origin
    ending: Ending | None = None
    later: tuple[str, ...] = ()
    same_person: tuple[SamePerson, ...] = ()


def related(
    store: Store, actor: Actor, case: Case, content: Content, names: dict[str, str]
) -> Related:
    """What belongs to a case, for somebody who may see that case."""
    ending = None
    with suppress(CaseNotFound):
        if case.earlier:
            ending = case_of(store, actor, case.earlier).ending
    mine = actor.id == case.opened_by and not case.is_open
    later = store.acts.asked_again(actor.id, case.reference) if mine else []
    return Related(
        origin_of(store, case, names),
        ending,
        tuple(later),
        _about_the_same(store, actor, case, content),
    )


def _about_the_same(
    store: Store, actor: Actor, case: Case, content: Content
) -> tuple[SamePerson, ...]:
    """Cases about the same people, newest first; nothing of what they were about."""
    if not actor.has(Role.ADVISER) or actor.id == case.opened_by:
        return ()
    people = likely_indexes(store.keys.people(), content)
    found = []
    for reference in store.case_people.cases_of(case.organisation, people):
        with suppress(CaseNotFound):
            other = case_of(store, actor, reference)
            policies.check_can_see(actor, other)
            found.append(other)
    others = [each for each in found if each.reference != case.reference]
    others.sort(key=_opened, reverse=True)
    return tuple(
        SamePerson(each.reference, each.ending, each.opened_at, each.closed_at)
        for each in others
    )


def _opened(case: Case) -> tuple[str, str]:
    return (case.opened_at.isoformat() if case.opened_at else "", case.reference)
