"""What its sender hands over themselves: made ready for them, and then recorded.

Everything before it is as for any other release: checked, approved, frozen and packed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain import policies
from domain.acts import Act
from domain.case import Case
from domain.errors import NotAccepted, RuleBroken, Why
from domain.people import Actor
from domain.permissions import Deed
from domain.release import Release, ReleaseState, Way
from domain.stages import Stage
from domain.terms import Terms

NAME, ROLE, CHECKED, THROUGH, SAID = "name", "role", "checked", "through", "said"
"""The words of such an act: who had it, how that was made sure of, and by what."""


def check_can_hand_over(actor: Actor, case: Case) -> None:
    """Take out what is ready, and say that it has been handed over."""
    policies.check_deed(Deed.HAND_OVER, actor, case)


def made_ready(case: Case, release: Release) -> Case:
    """It is packed, and waits for its sender; nothing, if they were quicker."""
    if case.stage is not Stage.SHARING or case.release is not None:
        return case
    return replace(case, release=release, revision=case.revision + 1)


@dataclass(frozen=True)
class HandOver(Act):
    """The sender has given exactly this to the recipient.

    To whom, and how they made sure of them, is in the act's row.
    """

    way: Way
    digest: str
    given_at: datetime

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_hand_over(self.by, case)
        assert case.release is not None  # it is there to be handed over
        if (self.way, self.digest) != (case.way, case.release.digest):
            raise RuleBroken(Why.NOT_WHAT_IS_READY)
        ready = case.release.at.replace(second=0, microsecond=0)
        if not ready <= self.given_at <= self.at:
            raise NotAccepted(Why.NOT_GIVEN_THEN, about="given_at")
        given = replace(case.release, state=ReleaseState.HANDED_OVER, at=self.at)
        shared = case.released(given, terms)
        return replace(shared, revision=case.revision)  # an act counts once
