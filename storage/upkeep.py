"""What operations watch: failing steps, workers seen, tries counted."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, or_, select

from storage.database import alone
from storage.tables import AttemptRow, TroubleRow, WorkerRow


class Troubles:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, reference: str, step: str, kind: str, at: datetime) -> None:
        """A step of a case failed. `kind` is a class of error, never its text."""
        row = self._session.get(TroubleRow, (reference, step))
        row = row or TroubleRow(
            reference=reference,
            step=step,
            kind=kind,
            attempts=0,
            first_at=at,
            last_at=at,
        )
        row.kind, row.last_at = kind, at
        row.attempts += 1
        self._session.add(row)

    def clear(self, reference: str, step: str) -> None:
        self._session.exec(
            delete(TroubleRow).where(
                col(TroubleRow.reference) == reference, col(TroubleRow.step) == step
            )
        )

    def lasting(self, kind: str, attempts: int) -> list[str]:
        """The cases in which this kind of trouble came back so many times."""
        rows = select(TroubleRow.reference).where(
            TroubleRow.kind == kind, col(TroubleRow.attempts) >= attempts
        )
        return sorted(set(self._session.exec(rows)))

    def clear_all(self, reference: str) -> None:
        self._session.exec(
            delete(TroubleRow).where(col(TroubleRow.reference) == reference)
        )

    def of(self, reference: str) -> list[TroubleRow]:
        rows = select(TroubleRow).where(TroubleRow.reference == reference)
        return list(self._session.exec(rows))


@dataclass(frozen=True)
class WorkerSeen:
    """A worker as it said who it is, and when it was last seen."""

    id: str
    version: str
    started_at: datetime
    seen_at: datetime
    stopped_at: datetime | None = None


class Workers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def seen(self, worker: WorkerSeen) -> None:
        row = self._session.get(WorkerRow, worker.id)
        row = row or WorkerRow(id=worker.id, seen_at=worker.seen_at)
        row.seen_at, row.started_at = worker.seen_at, worker.started_at
        row.version, row.stopped_at = worker.version, worker.stopped_at
        self._session.add(row)

    def all(self) -> list[WorkerSeen]:
        """Those seen last come first."""
        newest = select(WorkerRow).order_by(col(WorkerRow.seen_at).desc())
        return [
            WorkerSeen(
                row.id,
                row.version,
                row.started_at or row.seen_at,
                row.seen_at,
                row.stopped_at,
            )
            for row in self._session.exec(newest)
        ]

    def last_seen(self) -> datetime | None:
        newest = select(func.max(WorkerRow.seen_at))
        return self._session.exec(newest).one()

    def forget(self, before: datetime) -> None:
        """Those of whom nothing was seen since."""
        silent = col(WorkerRow.seen_at) < before
        self._session.exec(delete(WorkerRow).where(silent))


class Attempts:
    """Counts tries of one name in windows of time, shared by every process."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, window: int) -> int:
        """One more try; the count in this window, this one included."""
        alone(self._session, f"tries of {name}")
        row = self._session.get(AttemptRow, (name, window), populate_existing=True)
        row = row or AttemptRow(name=name, window=window)
        row.count += 1
        self._session.add(row)
        self._session.flush()
        return row.count

    def count(self, name: str, window: int) -> int:
        row = self._session.get(AttemptRow, (name, window))
        return 0 if row is None else row.count

    def clear(self, name: str) -> None:
        """Every count of this name, and of the names that begin with it and a colon."""
        self._session.exec(
            delete(AttemptRow).where(
                or_(
                    col(AttemptRow.name) == name,
                    col(AttemptRow.name).startswith(f"{name}:", autoescape=True),
                )
            )
        )

    def forget(self, prefix: str, before: int) -> None:
        """Windows that are over, of every name that begins so."""
        self._session.exec(
            delete(AttemptRow).where(
                col(AttemptRow.name).startswith(prefix),
                col(AttemptRow.window) < before,
            )
        )

    def hold(self, name: str) -> None:
        """Until the transaction ends nobody else counts or looks at this name."""
        alone(self._session, f"counts of {name}")

    def recent(self, name: str, after: int) -> tuple[int, int]:
        """The count in the windows after this one, and the newest of them."""
        found = select(func.sum(AttemptRow.count), func.max(AttemptRow.window)).where(
            AttemptRow.name == name, col(AttemptRow.window) > after
        )
        count, newest = self._session.exec(found).one()
        return count or 0, newest or 0

    def total(self, name: str) -> int:
        summed = select(func.sum(AttemptRow.count)).where(AttemptRow.name == name)
        return self._session.exec(summed).one() or 0
