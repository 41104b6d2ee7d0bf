"""The moves that a case makes by itself: each is given the case as it stands then.

Somebody may have acted first. What no longer holds gives the same case back.
"""

from collections.abc import Callable

from temporalio import workflow

from domain.case import Case
from domain.stages import Stage
from domain.terms import Terms
from workflows.patches import OVERTAKEN, STAYS_CLOSED


class OwnMoves:
    terms: Terms

    def reminded(self, awaited: Case) -> Callable[[Case], Case]:
        """Nothing is to be said of a reminder that somebody was quicker than."""

        def move(case: Case) -> Case:
            over = case.has_moved_on(awaited) and workflow.patched(OVERTAKEN)
            return case if over else case.reminded()

        return move

    def told(self, individual: str) -> Callable[[Case], Case]:
        """Nothing is added to a case that closed before the news of it came back."""

        def move(case: Case) -> Case:
            late = not case.is_open and workflow.patched(STAYS_CLOSED)
            return case if late else case.told(individual, workflow.now())

        return move

    def told_by_us(self, individual: str) -> Callable[[Case], Case]:
        """Told by us, unless it was decided otherwise while that was on its way."""
        told = self.told(individual)
        return lambda case: told(case) if individual in case.to_be_told() else case

    def release_refused(self, case: Case) -> Case:
        return case.release_refused(workflow.now())

    def not_released(self, case: Case) -> Case:
        return self.release_refused(case) if case.stage is Stage.SHARING else case

    def lapsed(self, case: Case) -> Case:
        return case.lapsed(self.terms, workflow.now())

    def finished(self, case: Case) -> Case:
        return case.finished(self.terms, workflow.now())
