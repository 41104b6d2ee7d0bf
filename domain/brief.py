"""What a workflow starts from: its terms and, after a loss, the case on record."""

from dataclasses import dataclass

from domain.case import Case
from domain.terms import Terms


@dataclass(frozen=True)
class Brief:
    """The input of a case's workflow. `kept` is a case that runs on from the record.

    `may_have_left`: something left after the moment to which the record was restored.
    """

    terms: Terms
    kept: Case | None = None
    may_have_left: bool = False

    @property
    def case(self) -> Case:
        return self.kept or Case(self.terms.reference)
