"""What operations do to a case itself: more time for a reply, and its cancelling."""

from dataclasses import dataclass, replace

from domain import policies
from domain.acts import Act
from domain.case import Case
from domain.errors import NotAccepted, NotAllowed, RuleBroken, Why
from domain.people import Actor
from domain.permissions import Deed
from domain.repairs import MOST_HOURS
from domain.rules import Priority
from domain.stages import Ending
from domain.terms import Terms


def check_can_give_time(actor: Actor, case: Case) -> None:
    """Let a reply be due later: operations, while an adviser is awaited."""
    policies.check_deed(Deed.GIVE_TIME, actor, case)


def check_can_cancel(actor: Actor, case: Case) -> None:
    """End a case from which nothing was shared: operations, two of them."""
    policies.check_deed(Deed.CANCEL, actor, case)


def check_second(actor: Actor, proposed_by: str) -> None:
    """Agree to what another person proposed.

    Raises:
        NotAllowed: it was their own proposal.
    """
    if actor.id == proposed_by:
        raise NotAllowed(Why.SECOND_OPERATOR)


@dataclass(frozen=True)
class GiveTime(Act):
    """The adviser's reply is due so many hours later; why is in the act's row."""

    hours: int

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_give_time(self.by, case)
        if not 1 <= self.hours <= MOST_HOURS:
            raise NotAccepted(Why.HOURS_OUT_OF_BOUNDS, about="hours")
        if case.priority(terms) is Priority.EMERGENCY:
            raise RuleBroken(Why.EMERGENCY_WAITS)
        return replace(case, given_minutes=case.given_minutes + 60 * self.hours)


@dataclass(frozen=True)
class Cancel(Act):
    """End the case before anything is shared, as a colleague has proposed."""

    colleague: str

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_cancel(self.by, case)
        check_second(self.by, self.colleague)
        ended = replace(case, release=None)  # it was made, and never given
        return ended.closed(Ending.WITHDRAWN, self.at)
