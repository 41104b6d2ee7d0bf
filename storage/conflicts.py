"""Whom advisers have declared a conflict with. The names are sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from storage.inbox_tables import ConflictRow
from storage.keys import Keys


@dataclass(frozen=True)
class Declared:
    """Somebody about whom one adviser may not decide."""

    id: str
    user: str
    name: str
    declared_at: datetime


class Conflicts:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def declare(self, new: Declared, organisation: str) -> None:
        """Keep a declaration; a repeat of it changes nothing."""
        if self._session.get(ConflictRow, new.id) is not None:
            return
        sealed = self._keys.people().seal(f"conflict:{new.id}", new.name)
        self._session.add(
            ConflictRow(
                id=new.id,
                user=new.user,
                organisation=organisation,
                name_sealed=sealed,
                declared_at=new.declared_at,
            )
        )
        self._session.flush()

    def remove(self, user: str, conflict_id: str) -> bool:
        """Take back one's own declaration; False if there is no such one."""
        removed = self._session.exec(
            delete(ConflictRow).where(
                col(ConflictRow.id) == conflict_id, col(ConflictRow.user) == user
            )
        )
        return removed.rowcount == 1

    def of(self, organisation: str, user: str | None = None) -> list[Declared]:
        """What was declared in an organisation, or by one member of it, in order."""
        query = select(ConflictRow).where(ConflictRow.organisation == organisation)
        if user is not None:
            query = query.where(ConflictRow.user == user)
        people = self._keys.people()
        return [
            Declared(
                row.id,
                row.user,
                people.open(f"conflict:{row.id}", row.name_sealed),
                row.declared_at,
            )
            for row in self._session.exec(
                query.order_by(col(ConflictRow.declared_at), ConflictRow.id)
            )
        ]
