"""For how long each finished case is kept, and the classes of an organisation."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from domain.retention import Kept, RetentionClass, Runs, with_own
from storage.database import alone
from storage.retention_tables import RetentionClassRow, RetentionRow

Place = tuple[str, str]
"""Where a page of a list begins: a day and a reference."""


class Retention:
    def __init__(self, session: Session) -> None:
        self._session = session

    # Cases

    def hold(self, reference: str) -> None:
        """Nobody else decides about this case until the transaction ends."""
        alone(self._session, f"retention of {reference}")

    def of(self, reference: str) -> Kept | None:
        row = self._session.get(RetentionRow, reference)
        return None if row is None else _kept(row)

    def keep(self, kept: Kept, approved_at: datetime | None = None) -> None:
        """How it stands with a case from now on."""
        row = self._session.get(RetentionRow, kept.reference)
        row = row or RetentionRow(
            reference=kept.reference, organisation="", code="", due_on="", day=""
        )
        row.organisation, row.code = kept.organisation, kept.code
        row.due_on, row.day = kept.due_on.isoformat(), kept.day.isoformat()
        row.until = kept.until.isoformat() if kept.until else ""
        row.held_by, row.approved_by = kept.held_by, kept.approved_by
        row.approved_at = (approved_at or row.approved_at) if kept.approved_by else None
        row.disposed = kept.disposed
        self._session.add(row)
        self._session.flush()

    def approved_at(self, reference: str) -> datetime | None:
        row = self._session.get(RetentionRow, reference)
        return row.approved_at if row else None

    def note_cleared(self, reference: str, at: datetime) -> None:
        """The last file is deleted: nothing is left to do."""
        row = self._session.get_one(RetentionRow, reference)
        row.cleared_at = row.cleared_at or at
        self._session.add(row)

    def due(
        self,
        organisation: str,
        today: date,
        after: Place | None,
        limit: int,
    ) -> list[Kept]:
        """What nobody has decided about and whose day has come, the oldest first."""
        query = select(RetentionRow).where(
            RetentionRow.organisation == organisation,
            col(RetentionRow.disposed).is_(False),
            col(RetentionRow.day) <= today.isoformat(),
        )
        if after is not None:
            place = tuple_(RetentionRow.day, RetentionRow.reference)
            query = query.where(place > after)
        order = (col(RetentionRow.day), col(RetentionRow.reference))
        rows = self._session.exec(query.order_by(*order).limit(limit))
        return [_kept(row) for row in rows]

    def of_class(self, organisation: str, code: str) -> list[Kept]:
        """What is kept under a class and not disposed of."""
        rows = select(RetentionRow).where(
            RetentionRow.organisation == organisation,
            RetentionRow.code == code,
            col(RetentionRow.disposed).is_(False),
        )
        return [_kept(row) for row in self._session.exec(rows)]

    def to_do(self) -> list[Kept]:
        """What people decided is to be destroyed, and is not yet, or not wholly."""
        rows = select(RetentionRow).where(
            (col(RetentionRow.approved_by) != "") | col(RetentionRow.disposed),
            col(RetentionRow.cleared_at).is_(None),
        )
        order = (col(RetentionRow.day), col(RetentionRow.reference))
        return [_kept(row) for row in self._session.exec(rows.order_by(*order))]

    # Classes

    def classes(self, organisation: str) -> dict[str, RetentionClass]:
        """The classes that an organisation uses, by code."""
        rows = select(RetentionClassRow).where(
            RetentionClassRow.organisation == organisation
        )
        own = self._session.exec(rows.order_by(RetentionClassRow.label)).all()
        return with_own(_classes(own))

    def settle(
        self, organisation: str, new: RetentionClass, by: str, at: datetime
    ) -> None:
        self._session.merge(
            RetentionClassRow(
                organisation=organisation,
                code=new.code,
                label=new.label,
                years=new.years,
                runs=new.runs.value,
                source=new.source,
                changed_by=by,
                changed_at=at,
            )
        )
        self._session.flush()


def _classes(rows: Iterable[RetentionClassRow]) -> list[RetentionClass]:
    return [
        RetentionClass(row.code, row.label, row.years, Runs(row.runs), row.source)
        for row in rows
    ]


def _kept(row: RetentionRow) -> Kept:
    return Kept(
        row.reference,
        row.organisation,
        row.code,
        date.fromisoformat(row.due_on),
        date.fromisoformat(row.until) if row.until else None,
        row.held_by,
        row.approved_by,
        row.disposed,
    )
