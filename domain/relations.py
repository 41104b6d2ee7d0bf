"""How somebody is related to a case, and what they may be used for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.case import Case
from domain.people import Actor, Role


class Relation(StrEnum):
    """What somebody is to one case. Several may be so at once."""

    OWNER = "owner"
    COLLEAGUE = "colleague"
    CONFLICTED = "conflicted"
    HAS_APPROVED = "has_approved"


def relations_of(actor: Actor, case: Case) -> frozenset[Relation]:
    """What the actor is to the case; nothing at all at another organisation."""
    if actor.organisation != case.organisation:
        return frozenset()
    approved = any(each.by == actor.id for each in case.valid_approvals)
    holds = {
        Relation.COLLEAGUE: True,
        Relation.OWNER: actor.id == case.opened_by,
        Relation.CONFLICTED: actor.id in case.content.conflicted,
        Relation.HAS_APPROVED: approved,
    }
    return frozenset(relation for relation, so in holds.items() if so)


class Hold(StrEnum):
    """Who has to have the task, for a change in the inbox."""

    ANYBODY = "anybody"
    NO_OTHER = "no_other"
    SOMEBODY_ELSE = "somebody_else"
    ONESELF = "oneself"
    LENT = "lent"


@dataclass(frozen=True)
class Held:
    """Who has a task and since when, and whom it is lent to now, to prepare."""

    by: str | None = None
    since: datetime | None = None
    lent_to: str | None = None


@dataclass(frozen=True)
class Party:
    """Those who have this role and are this to the case; None is any role."""

    role: Role | None
    is_: Relation

    def has(self, actor: Actor, relations: frozenset[Relation]) -> bool:
        fits = self.role is None or actor.has(self.role)
        return fits and self.is_ in relations
