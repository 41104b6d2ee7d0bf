"""What operations wished to have repaired, and what came of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from domain.repairs import Repair
from storage.coding import dump, load
from storage.database import alone
from storage.repair_tables import RepairOutcomeRow, RepairRow, RepairStopRow

TRIED_FOR = timedelta(days=30)
"""What nothing came of by then is not tried any more."""

Codes = dict[str, str]


@dataclass(frozen=True)
class Result:
    """What came of a repair; `why` is a code where it was not done."""

    done: bool
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class KeptRepair:
    """A repair as it was wished, and what came of it so far."""

    id: str
    organisation: str
    reference: str
    repair: Repair
    by: str
    at: datetime
    codes: Codes = field(default_factory=dict)
    batch: str = ""
    number: int = 0
    result: Result | None = None


@dataclass(frozen=True)
class Stopped:
    """Who stopped a batch, and when."""

    by: str
    at: datetime


class Repairs:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, repair: KeptRepair) -> bool:
        """Keep a wish under its id; False if it is kept already."""
        alone(self._session, f"repairs of {repair.reference}")
        if self._session.get(RepairRow, repair.id) is not None:
            return False
        self._session.add(
            RepairRow(
                id=repair.id,
                batch=repair.batch,
                number=repair.number,
                organisation=repair.organisation,
                reference=repair.reference,
                kind=repair.repair.value,
                by=repair.by,
                codes=dump(repair.codes, Codes),
                at=repair.at,
            )
        )
        self._session.flush()
        return True

    def settle(self, repair: str, result: Result) -> bool:
        """Say what came of it, once. False if that was said already."""
        alone(self._session, f"repair {repair}")
        if self._session.get(RepairOutcomeRow, repair) is not None:
            return False
        self._session.add(
            RepairOutcomeRow(
                repair=repair, done=result.done, why=result.why, at=result.at
            )
        )
        self._session.flush()
        return True

    def get(self, repair: str) -> KeptRepair | None:
        row = self._session.get(RepairRow, repair)
        return None if row is None else self._whole([row])[0]

    def of(self, reference: str) -> list[KeptRepair]:
        """Everything that was wished for a case, newest first."""
        rows = select(RepairRow).where(RepairRow.reference == reference)
        newest = (col(RepairRow.at).desc(), col(RepairRow.id))
        return self._whole(self._session.exec(rows.order_by(*newest)))

    def batch(self, batch: str) -> list[KeptRepair]:
        """One batch, in the order in which it is done."""
        rows = select(RepairRow).where(RepairRow.batch == batch, RepairRow.batch != "")
        return self._whole(self._session.exec(rows.order_by(col(RepairRow.number))))

    def batches(self, organisation: str, limit: int) -> list[KeptRepair]:
        """The first wish of each of the newest batches."""
        rows = (
            select(RepairRow)
            .where(
                RepairRow.organisation == organisation,
                col(RepairRow.batch) != "",
                col(RepairRow.number) == 0,
            )
            .order_by(col(RepairRow.at).desc(), col(RepairRow.id))
            .limit(limit)
        )
        return self._whole(self._session.exec(rows))

    def proposed(self, reference: str) -> KeptRepair | None:
        """The cancelling that waits for a second person, if one does."""
        open_ones = (
            each
            for each in self.of(reference)
            if each.repair is Repair.CANCEL and each.result is None
        )
        return next(open_ones, None)

    def due(self, at: datetime, limit: int = 50) -> list[KeptRepair]:
        """What is still to be done, in order; nothing that waits for somebody."""
        outcomes = select(RepairOutcomeRow.repair)
        stopped = select(RepairStopRow.batch)
        rows = (
            select(RepairRow)
            .where(
                col(RepairRow.at) > at - TRIED_FOR,
                RepairRow.kind != Repair.CANCEL.value,
                col(RepairRow.id).not_in(outcomes),
                col(RepairRow.batch).not_in(stopped),
            )
            .order_by(col(RepairRow.at), col(RepairRow.number), col(RepairRow.id))
            .limit(limit)
        )
        return self._whole(self._session.exec(rows))

    def stop(self, batch: str, by: str, at: datetime) -> None:
        """Do nothing more of a batch."""
        if self._session.get(RepairStopRow, batch) is None:
            self._session.add(RepairStopRow(batch=batch, by=by, at=at))
            self._session.flush()

    def stopped(self, batch: str) -> Stopped | None:
        row = self._session.get(RepairStopRow, batch) if batch else None
        return None if row is None else Stopped(row.by, row.at)

    def _whole(self, rows: Iterable[RepairRow]) -> list[KeptRepair]:
        wished = list(rows)
        found = self._session.exec(
            select(RepairOutcomeRow).where(
                col(RepairOutcomeRow.repair).in_([row.id for row in wished])
            )
        )
        came = {row.repair: Result(row.done, row.at, row.why) for row in found}
        return [_repair(row, came.get(row.id)) for row in wished]


def _repair(row: RepairRow, result: Result | None) -> KeptRepair:
    return KeptRepair(
        row.id,
        row.organisation,
        row.reference,
        Repair(row.kind),
        row.by,
        row.at,
        load(row.codes, Codes),
        row.batch,
        row.number,
        result,
    )
