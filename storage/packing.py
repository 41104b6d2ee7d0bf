"""A release from when it is frozen to when it is purged, and the files it consists of.

Every change is conditional on what it finds, so that a repeat changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlmodel import Session, col, delete, select, update

from domain.release import ReleaseState
from storage.keys import Keys
from storage.release_tables import ObjectRow, ReleaseRow
from storage.releases import LIVE
from storage.tables import CaseRow

PREPARING = ReleaseState.PREPARING.value
THERE = (ReleaseState.ACKNOWLEDGED, ReleaseState.HANDED_OVER)
"""The recipient has it."""
ENDED = (ReleaseState.EXPIRED, ReleaseState.REVOKED, ReleaseState.NOT_FOR_ME)


@dataclass(frozen=True)
class NewObject:
    """A file of a release, about to be sealed."""

    id: str
    number: int
    source: str
    media: str
    size: int
    sha256: str
    made_at: datetime
    allowed: int = 5


class Packing:
    """What is made ready for a release, activated, and taken away again."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def keep(self, release: str, new: NewObject) -> ObjectRow:
        """Note a file before it is stored, once; a repeat gives the first."""
        kept = self._session.get(ObjectRow, new.id)
        if kept is None:
            kept = ObjectRow(
                id=new.id,
                release=release,
                number=new.number,
                source=new.source,
                blob=f"releases/{release}/{new.id}",
                media=new.media,
                size=new.size,
                sha256=new.sha256,
                made_at=new.made_at,
                allowed=new.allowed,
            )
            self._session.add(kept)
            self._session.flush()
        return kept

    def objects(self, release: str) -> list[ObjectRow]:
        """Its files, the package first."""
        found = select(ObjectRow).where(ObjectRow.release == release)
        return list(self._session.exec(found.order_by(col(ObjectRow.number))))

    def activate(
        self, release: str, state: ReleaseState, at: datetime, lasts: timedelta
    ) -> bool:
        """Let the recipient at it from now on. True if this did it."""
        package = [o.sha256 for o in self.objects(release) if not o.source]
        changed = self._session.exec(
            update(ReleaseRow)
            .where(col(ReleaseRow.id) == release, col(ReleaseRow.state) == PREPARING)
            .values(
                state=state.value,
                made_at=at,
                expires_at=at + lasts,
                package_digest="".join(package),
            )
        )
        return changed.rowcount == 1

    def discard(self, release: str) -> None:
        """Nothing was let out of it: not even its name stays."""
        row = self._session.get(ReleaseRow, release, with_for_update=True)
        if row is None:
            return
        assert row.state == PREPARING, "what has left is purged, never discarded"
        self._session.exec(delete(ObjectRow).where(col(ObjectRow.release) == release))
        self._session.delete(row)
        self._keys.destroy(f"release:{release}")

    def hand_over(self, release: str) -> bool:
        """Its sender has given it to the recipient. True if this did it."""
        ready = ReleaseState.TO_HAND_OVER.value
        changed = self._session.exec(
            update(ReleaseRow)
            .where(col(ReleaseRow.id) == release, col(ReleaseRow.state) == ready)
            .values(state=ReleaseState.HANDED_OVER.value)
        )
        return changed.rowcount == 1

    # While its recipient may come

    def extend(self, release: str, until: datetime) -> None:
        """Let the recipient in for longer; never for less long than before."""
        self._session.exec(
            update(ReleaseRow)
            .where(
                col(ReleaseRow.id) == release,
                col(ReleaseRow.state).in_(LIVE),
                col(ReleaseRow.expires_at) < until,
            )
            .values(expires_at=until)
        )

    def unlock(self, release: str) -> bool:
        """Let the recipient try again. True if this did it."""
        changed = self._session.exec(
            update(ReleaseRow)
            .where(
                col(ReleaseRow.id) == release, col(ReleaseRow.locked_at).is_not(None)
            )
            .values(locked_at=None)
        )
        return changed.rowcount == 1

    def locked(self) -> list[ReleaseRow]:
        """What nobody gets into because of too many wrong tries."""
        found = select(ReleaseRow).where(
            col(ReleaseRow.locked_at).is_not(None), col(ReleaseRow.state).in_(LIVE)
        )
        return list(self._session.exec(found))

    # After it was received, or is over

    def purge_by(self, release: str, at: datetime) -> None:
        """It is not needed here beyond this moment; the first time counts."""
        self._session.exec(
            update(ReleaseRow)
            .where(col(ReleaseRow.id) == release, col(ReleaseRow.purge_at).is_(None))
            .values(purge_at=at)
        )

    def to_purge(self, now: datetime) -> list[ReleaseRow]:
        """The releases that are over, or were received long enough ago."""
        late = or_(col(ReleaseRow.purge_at) <= now, col(ReleaseRow.expires_at) <= now)
        received = col(ReleaseRow.state).in_([state.value for state in THERE])
        over = col(ReleaseRow.state).in_([state.value for state in ENDED])
        due = select(ReleaseRow).where(
            col(ReleaseRow.purged_at).is_(None), or_(over, and_(received, late))
        )
        return list(self._session.exec(due.limit(100)))

    def to_discard(self) -> list[ReleaseRow]:
        """Releases in the making whose case is not being shared any more."""
        forsaken = (
            select(ReleaseRow)
            .join(CaseRow, col(CaseRow.reference) == col(ReleaseRow.reference))
            .where(ReleaseRow.state == PREPARING, CaseRow.stage != "sharing")
        )
        return list(self._session.exec(forsaken.limit(100)))

    def note_purged(self, release: str, at: datetime) -> bool:
        """Destroy the key and with it every word of it. True if this did it."""
        self._keys.destroy(f"release:{release}")
        changed = self._session.exec(
            update(ReleaseRow)
            .where(col(ReleaseRow.id) == release, col(ReleaseRow.purged_at).is_(None))
            .values(purged_at=at)
        )
        return changed.rowcount == 1
