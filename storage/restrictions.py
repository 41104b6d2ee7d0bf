"""Which cases are not used for now, and because of which request."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from storage.rights_tables import RestrictionRow


class Restrictions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def place(self, request: str, reference: str) -> bool:
        """True if it was not restricted because of this request before."""
        row = self._session.get(RestrictionRow, (request, reference))
        if row is not None and row.lifted_at is None:
            return False
        row = row or RestrictionRow(request=request, reference=reference)
        row.lifted_at = None
        self._session.add(row)
        self._session.flush()
        return True

    def lift(self, request: str, reference: str, at: datetime) -> bool:
        """True if it was restricted because of this request."""
        changed = self._session.exec(
            update(RestrictionRow)
            .where(
                col(RestrictionRow.request) == request,
                col(RestrictionRow.reference) == reference,
                col(RestrictionRow.lifted_at).is_(None),
            )
            .values(lifted_at=at)
        )
        return changed.rowcount == 1

    def of(self, reference: str) -> list[str]:
        """The requests because of which a case is restricted now."""
        rows = select(RestrictionRow.request).where(
            RestrictionRow.reference == reference,
            col(RestrictionRow.lifted_at).is_(None),
        )
        return sorted(self._session.exec(rows))

    def because_of(self, request: str) -> list[str]:
        """The cases that are restricted now because of a request."""
        rows = select(RestrictionRow.reference).where(
            RestrictionRow.request == request, col(RestrictionRow.lifted_at).is_(None)
        )
        return sorted(self._session.exec(rows))
