"""The recipients that an organisation has verified."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from storage.coding import dump, load
from storage.keys import Keys
from storage.tables import DirectoryRow


@dataclass(frozen=True)
class Contact:
    """One verified person at another organisation, and how they were verified."""

    id: str
    name: str
    role: str
    organisation: str
    email: str
    phone: str
    verified: str
    verified_at: datetime | None = None


class Directory:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, organisation: str, contact: Contact, at: datetime) -> None:
        cipher = self._keys.people()
        self._session.add(
            DirectoryRow(
                id=contact.id,
                organisation=organisation,
                entry_sealed=cipher.seal(f"directory:{contact.id}", dump(contact)),
                verified_at=at,
            )
        )
        self._session.flush()

    def all(self, organisation: str) -> list[Contact]:
        rows = self._session.exec(
            select(DirectoryRow)
            .where(DirectoryRow.organisation == organisation)
            .order_by(col(DirectoryRow.verified_at), DirectoryRow.id)
        )
        return [self._contact(row) for row in rows]

    def get(self, organisation: str, contact_id: str) -> Contact | None:
        row = self._session.get(DirectoryRow, contact_id)
        if row is None or row.organisation != organisation:
            return None
        return self._contact(row)

    def _contact(self, row: DirectoryRow) -> Contact:
        cipher = self._keys.people()
        entry = cipher.open(f"directory:{row.id}", row.entry_sealed)
        return replace(load(entry, Contact), verified_at=row.verified_at)
