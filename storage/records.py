"""Sealed records."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, func, select

from storage.database import alone
from storage.keys import Keys
from storage.tables import RecordRow


@dataclass(frozen=True)
class Record:
    reference: str
    number: int
    sealed_at: datetime
    digest: str
    body: str

    @property
    def is_whole(self) -> bool:
        """Whether the body is the one that was sealed."""
        return sha256(self.body.encode()).hexdigest() == self.digest


class Records:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def seal(self, reference: str, body: str, at: datetime) -> bool:
        """Keep the record of a case, once. False if it is sealed already."""
        alone(self._session, "the number of the next record")
        if self._session.get(RecordRow, reference) is not None:
            return False
        last = self._session.exec(select(func.max(RecordRow.number))).one() or 0
        self._session.add(
            RecordRow(
                reference=reference,
                number=last + 1,
                sealed_at=at,
                digest=sha256(body.encode()).hexdigest(),
                body_sealed=self._keys.case(reference).seal("record", body),
            )
        )
        self._session.flush()
        return True

    def get(self, reference: str) -> Record | None:
        row = self._session.get(RecordRow, reference)
        if row is None:
            return None
        body = ""  # what does not open is not what was sealed
        with suppress(ValueError):
            body = self._keys.case(reference).open("record", row.body_sealed)
        return Record(reference, row.number, row.sealed_at, row.digest, body)

    def digest(self, reference: str) -> str:
        """The digest of what was sealed, which is known without its key; or nothing."""
        row = self._session.get(RecordRow, reference)
        return row.digest if row else ""
