"""Notes of backups and restores, and of what the workers that ran here can do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, func, select, update

from storage.backup_tables import (
    BackupRow,
    RestoreFindingRow,
    RestoreRow,
    SkillRow,
)
from storage.tables import ActRow, CaseRow


class Backups:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, made: BackupRow) -> None:
        self._session.add(made)
        self._session.flush()

    def newest(self) -> BackupRow | None:
        found = select(BackupRow).order_by(col(BackupRow.as_of).desc())
        return self._session.exec(found.limit(1)).first()

    def needed_since(self) -> datetime | None:
        """When the oldest case began, which no older backup could have."""
        return self._session.exec(select(func.min(CaseRow.opened_at))).one()


class Restores:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, id: str, as_of: datetime, at: datetime) -> None:
        self._session.add(RestoreRow(id=id, as_of=as_of, at=at))
        self._session.flush()

    def newest(self) -> RestoreRow | None:
        found = select(RestoreRow).order_by(col(RestoreRow.at).desc())
        return self._session.exec(found.limit(1)).first()

    def unsettled(self) -> list[RestoreRow]:
        """Restores after which the open cases do not run on yet."""
        waiting = select(RestoreRow).where(col(RestoreRow.settled_at).is_(None))
        return list(self._session.exec(waiting.order_by(col(RestoreRow.at))))

    def take(self, id: str, at: datetime, lasts: timedelta) -> bool:
        """See to one, if no other worker does."""
        free = or_(
            col(RestoreRow.taken_at).is_(None), col(RestoreRow.taken_at) < at - lasts
        )
        waiting = (col(RestoreRow.id) == id, col(RestoreRow.settled_at).is_(None), free)
        changed = self._session.exec(
            update(RestoreRow).where(*waiting).values(taken_at=at)
        )
        return changed.rowcount == 1

    def still_taken(self, id: str, at: datetime) -> None:
        self._set(id, taken_at=at)

    def settle(self, id: str, at: datetime) -> None:
        self._set(id, settled_at=at)

    def find(self, id: str, reference: str, *, known: bool, left: bool) -> None:
        """Write down what Temporal knew of a case, once."""
        if self._session.get(RestoreFindingRow, (id, reference)) is None:
            self._session.add(
                RestoreFindingRow(
                    restore=id, reference=reference, known=known, left=left
                )
            )
            self._session.flush()

    def findings(self, id: str) -> list[RestoreFindingRow]:
        found = select(RestoreFindingRow).where(RestoreFindingRow.restore == id)
        return list(self._session.exec(found.order_by(RestoreFindingRow.reference)))

    def _set(self, id: str, **values: datetime) -> None:
        self._session.exec(
            update(RestoreRow).where(col(RestoreRow.id) == id).values(**values)
        )


class Skills:
    """What running cases may ask of a worker: orders of steps, and acts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, names: Iterable[str], version: str, at: datetime) -> None:
        known = set(self._session.exec(select(SkillRow.name)))
        for name in sorted(set(names) - known):
            self._session.add(SkillRow(name=name, version=version, since=at))
        self._session.flush()

    def beyond(self, names: Iterable[str]) -> list[SkillRow]:
        """What a worker that ran here could do, and one that has these cannot."""
        rows = select(SkillRow).where(col(SkillRow.name).not_in(list(names)))
        return list(self._session.exec(rows.order_by(col(SkillRow.name))))

    def acts_in_open_cases(self) -> set[str]:
        """The kinds of acts that are kept with cases which still run."""
        kinds = (
            select(ActRow.kind)
            .join(CaseRow, col(CaseRow.reference) == ActRow.reference, isouter=True)
            .where(col(CaseRow.closed_at).is_(None))
            .distinct()
        )
        return set(self._session.exec(kinds))
