"""What a second adviser does not see of the first before they have decided themselves.

Two who decide independently are worth more than one and an echo.
"""

from dataclasses import dataclass, replace

from domain.case import Case
from domain.people import Actor
from domain.terms import Terms
from domain.timeline import Entry, What

BOTH = 2
ONE_OF_THEM = "An adviser"
HIDDEN = (
    "An adviser has given their decision. What it says is shown once another adviser "
    "has decided as well."
)


@dataclass(frozen=True)
class Approvals:
    """How many different advisers have to approve, and how many have.

    `voided`: what would be shared has changed since somebody approved it.
    """

    needed: int
    given: int
    voided: bool


def approvals_of(case: Case, terms: Terms) -> Approvals:
    undecided = case.is_open and case.decision is None
    stale = len(case.approvals) > len(case.valid_approvals)
    return Approvals(
        case.approvals_needed(terms), len(case.valid_approvals), undecided and stale
    )


@dataclass(frozen=True)
class Blind:
    """What one reader may not see of the approvals that others gave."""

    others: frozenset[str] = frozenset()

    def case(self, case: Case) -> Case:
        """The case without the conditions that others set."""
        if not self.others:
            return case
        signed = tuple(
            replace(each, left_out=()) if each.by in self.others else each
            for each in case.approvals
        )
        return replace(case, approvals=signed, available_days=None)

    def names(self, names: dict[str, str]) -> dict[str, str]:
        """The names under which answers are read."""
        return names | dict.fromkeys(self.others, ONE_OF_THEM)

    def hides(self, entry: Entry) -> bool:
        """Whether what this line says is for later."""
        return entry.what is What.APPROVED and entry.by in self.others


def blind_for(actor: Actor, case: Case, terms: Terms) -> Blind:
    """Nothing is hidden from who has approved, or once it is decided."""
    mine = any(signed.by == actor.id for signed in case.valid_approvals)
    pending = case.is_open and case.decision is None
    if mine or not pending or case.approvals_needed(terms) < BOTH:
        return Blind()
    return Blind(frozenset(signed.by for signed in case.approvals) - {actor.id})
