"""Passing on: what waits for an adviser goes to another team, or to a senior."""

from dataclasses import dataclass, replace

from domain import policies
from domain.acts import Act
from domain.case import Case
from domain.terms import Terms


@dataclass(frozen=True)
class PassOn(Act):
    """Hand a task to another team; the reason is in the act's row.

    The clock of the reply runs on: passing on is no way to gain time.
    """

    to: str

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_pass_on(self.by, case)
        return replace(case, passed_to=self.to)
