"""What may come before the questions, and what may come after an urgent share.

A masked question to an adviser, being shown another way, and completing a record that
there was no time for.
"""

from dataclasses import dataclass, replace

from domain import policies
from domain.acts import Act
from domain.case import Case
from domain.stages import Ending, Signpost, Stage
from domain.terms import Terms


@dataclass(frozen=True)
class AskFirst(Act):
    """Put a question to an adviser that names nobody; the words are in its row."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_ask_first(self.by, case)
        asking = replace(case, asks_first=True)
        return asking.moved(Stage.WITH_ADVISER, self.at)


@dataclass(frozen=True)
class Guide(Act):
    """An adviser answers a masked question; the words are in the act's row."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_guide(self.by, case)
        answered = replace(case, asks_first=False, guided=True)
        return answered.moved(Stage.GATHERING, self.at)


@dataclass(frozen=True)
class Settle(Act):
    """The advice was all that the practitioner needed: nothing is to be shared."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_settle(self.by, case)
        return case.closed(Ending.ADVISED, self.at)


@dataclass(frozen=True)
class ShowTheWay(Act):
    """What was asked for goes another way; that it was said is kept."""

    to: Signpost

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_signpost(self.by, case)
        shown = replace(case, signposted=self.to)
        return shown.closed(Ending.SIGNPOSTED, self.at)


@dataclass(frozen=True)
class Complete(Act):
    """Write down after an urgent share what there was no time for."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_complete(self.by, case)
        return replace(case, completion_owed=False)
