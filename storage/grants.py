"""Leave to fetch a file of a release: counted once, for one browser, for minutes."""

from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from storage.database import alone
from storage.release_tables import GrantRow, ObjectRow, ReleaseRow, VisitRow
from storage.releases import LIVE


class Grants:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, grant: str) -> GrantRow | None:
        """A grant by its id; who asks for the same one now waits."""
        alone(self._session, f"grant {grant}")
        return self._session.get(GrantRow, grant)

    def take(self, object: str) -> bool:
        """Count one download of it, if there is one left."""
        changed = self._session.exec(
            update(ObjectRow)
            .where(
                col(ObjectRow.id) == object,
                col(ObjectRow.used) < col(ObjectRow.allowed),
            )
            .values(used=ObjectRow.used + 1)
        )
        return changed.rowcount == 1

    def add(self, grant: GrantRow) -> None:
        self._session.add(grant)
        self._session.flush()

    def newest(self, object: str, visit: str, at: datetime) -> GrantRow | None:
        """The grant under which this browser may fetch it now."""
        found = select(GrantRow).where(
            GrantRow.object == object,
            GrantRow.visit == visit,
            col(GrantRow.expires_at) > at,
        )
        newest = found.order_by(col(GrantRow.expires_at).desc())
        return self._session.exec(newest).first()

    def holds(self, grant: str, began: datetime, at: datetime) -> bool:
        """Whether a download that runs may go on: nothing was closed meanwhile."""
        found = (
            select(GrantRow.id)
            .join(VisitRow, col(VisitRow.id) == col(GrantRow.visit))
            .join(ReleaseRow, col(ReleaseRow.locator) == col(VisitRow.locator))
            .where(
                GrantRow.id == grant,
                col(GrantRow.expires_at) > at,
                col(VisitRow.started_at) > began,
                col(ReleaseRow.state).in_(LIVE),
                col(ReleaseRow.suspended_at).is_(None),
                col(ReleaseRow.purged_at).is_(None),
                col(ReleaseRow.expires_at) > at,
            )
        )
        return self._session.exec(found).first() is not None

    def give_back(self, grant: str) -> bool:
        """It could not be fetched: as if it had never been asked for. Once."""
        row = self._session.get(GrantRow, grant)
        gone = self._session.exec(delete(GrantRow).where(col(GrantRow.id) == grant))
        if row is None or gone.rowcount != 1:
            return False
        self._session.exec(
            update(ObjectRow)
            .where(col(ObjectRow.id) == row.object, col(ObjectRow.used) > 0)
            .values(used=ObjectRow.used - 1)
        )
        return True
