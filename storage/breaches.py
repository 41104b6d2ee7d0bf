"""What went to the wrong person, and what was done about it; words are sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from domain.breach import Began, BreachStep, steps_left
from storage.database import alone
from storage.keys import Keys
from storage.release_tables import BreachRow, BreachStepRow


@dataclass(frozen=True)
class Settled:
    """A step that was done, or that is not needed, and what was written about it."""

    step: BreachStep
    done: bool
    by: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Breach:
    """One of them: since when it is known, and the steps that are settled."""

    reference: str
    organisation: str
    began: Began
    began_by: str
    since: datetime
    ended_at: datetime | None
    words: str = ""
    settled: tuple[Settled, ...] = ()

    @property
    def left(self) -> tuple[BreachStep, ...]:
        return steps_left(each.step for each in self.settled)

    def step(self, step: BreachStep) -> Settled | None:
        return next((each for each in self.settled if each.step is step), None)


class Breaches:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def begin(self, new: Breach) -> bool:
        """Keep that it is known. True if this was the first to say so."""
        alone(self._session, f"breach of {new.reference}")
        if self._session.get(BreachRow, new.reference) is not None:
            return False
        sealed = self._keys.case(new.reference).seal("breach", new.words)
        self._session.add(
            BreachRow(
                reference=new.reference,
                organisation=new.organisation,
                began=new.began.value,
                began_by=new.began_by,
                since=new.since,
                words_sealed=sealed,
            )
        )
        self._session.flush()
        return True

    def settle(self, reference: str, made: Settled) -> bool:
        """Keep that a step is settled, once. True if this settled it."""
        alone(self._session, f"breach of {reference}")
        if self._session.get(BreachStepRow, (reference, made.step.value)) is not None:
            return False
        cipher = self._keys.case(reference)
        self._session.add(
            BreachStepRow(
                reference=reference,
                step=made.step.value,
                done=made.done,
                by=made.by,
                at=made.at,
                words_sealed=cipher.seal(f"breach:{made.step.value}", made.words),
            )
        )
        self._session.flush()
        return True

    def end(self, reference: str, at: datetime) -> bool:
        """Nothing is left to do about it. True if this ended it."""
        changed = self._session.exec(
            update(BreachRow)
            .where(col(BreachRow.reference) == reference)
            .where(col(BreachRow.ended_at).is_(None))
            .values(ended_at=at)
        )
        return changed.rowcount == 1

    def get(self, reference: str) -> Breach | None:
        row = self._session.get(BreachRow, reference)
        if row is None:
            return None
        cipher = self._keys.case(reference)
        steps = select(BreachStepRow).where(BreachStepRow.reference == reference)
        settled = tuple(
            Settled(
                BreachStep(each.step),
                each.done,
                each.by,
                each.at,
                cipher.open(f"breach:{each.step}", each.words_sealed),
            )
            for each in self._session.exec(steps.order_by(col(BreachStepRow.at)))
        )
        return _breach(row, cipher.open("breach", row.words_sealed), settled)

    def known(self, organisation: str) -> list[Breach]:
        """All of an organisation, without words: what is not done first."""
        rows = select(BreachRow).where(BreachRow.organisation == organisation)
        order = (col(BreachRow.ended_at).is_not(None), col(BreachRow.since).desc())
        return [_breach(row) for row in self._session.exec(rows.order_by(*order))]

    def unreported(self) -> list[Breach]:
        """Those of which it is not settled yet whether they are reported."""
        report = BreachStepRow.step == BreachStep.REPORT.value
        settled = select(BreachStepRow.reference).where(report)
        rows = select(BreachRow).where(col(BreachRow.reference).not_in(settled))
        return [_breach(row) for row in self._session.exec(rows)]


def _breach(
    row: BreachRow, words: str = "", settled: tuple[Settled, ...] = ()
) -> Breach:
    return Breach(
        row.reference,
        row.organisation,
        Began(row.began),
        row.began_by,
        row.since,
        row.ended_at,
        words,
        settled,
    )
