"""The requests that belong to one another: one that ended, and one that asks again."""

from contextlib import suppress
from dataclasses import dataclass

from domain.case import Case
from domain.errors import CaseNotFound
from domain.people import Actor
from domain.stages import Ending
from storage.origins import Origin, origin_of
from storage.store import Store


@dataclass(frozen=True)
class Related:
    """How a request came about, and what came of the one before it.

    `ending` is there only for somebody who may see the earlier request. `later` are
    requests in which its practitioner asked again about this one.
    """

    origin: Origin
    ending: Ending | None = None
    later: tuple[str, ...] = ()


def related(store: Store, actor: Actor, case: Case, names: dict[str, str]) -> Related:
    """What belongs to a case, for somebody who may see that case."""
    ending = None
    with suppress(CaseNotFound):
        if case.earlier:
            ending = store.cases(actor).get(case.earlier).ending
    mine = actor.id == case.opened_by and not case.is_open
    later = store.acts.asked_again(actor.id, case.reference) if mine else []
    return Related(origin_of(store, case, names), ending, tuple(later))
