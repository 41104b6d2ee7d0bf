"""Files that were added to requests: what is known of each, and where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.keys import Keys
from storage.release_tables import AttachmentRow
from storage.tables import CaseRow

__all__ = ["AttachmentRow", "Attachments", "NewAttachment", "blob_name"]


@dataclass(frozen=True)
class NewAttachment:
    """A clean file as it is added. `state` is what the virus scan said."""

    id: str
    reference: str
    name: str
    media: str
    size: int
    sha256: str
    pages: int | None
    state: str
    added_by: str


def blob_name(id: str) -> str:
    """Where a file of a case lies."""
    return f"cases/{id}"


class Attachments:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, new: NewAttachment, at: datetime, scanned_by: str) -> None:
        sealed = self._keys.case(new.reference).seal(f"attachment:{new.id}", new.name)
        self._session.add(
            AttachmentRow(
                id=new.id,
                reference=new.reference,
                blob=blob_name(new.id),
                media=new.media,
                size=new.size,
                sha256=new.sha256,
                pages=new.pages,
                state=new.state,
                scanned_at=at if scanned_by else None,
                scanned_by=scanned_by,
                added_by=new.added_by,
                added_at=at,
                name_sealed=sealed,
            )
        )
        self._session.flush()

    def get(self, reference: str, id: str) -> AttachmentRow | None:
        row = self._session.get(AttachmentRow, id)
        return row if row is not None and row.reference == reference else None

    def of(self, reference: str) -> list[AttachmentRow]:
        rows = select(AttachmentRow).where(AttachmentRow.reference == reference)
        return list(self._session.exec(rows.order_by(col(AttachmentRow.added_at))))

    def note_scan(self, id: str, state: str, at: datetime, by: str) -> None:
        """What the scanner said of the very bytes that are kept."""
        row = self._session.get(AttachmentRow, id)
        if row is not None:
            row.state, row.scanned_at, row.scanned_by = state, at, by
            self._session.add(row)

    def drop(self, id: str) -> None:
        row = self._session.get(AttachmentRow, id)
        if row is not None:
            self._session.delete(row)

    def before(self, at: datetime) -> list[AttachmentRow]:
        """Files added before this, on requests that are still open."""
        rows = (
            select(AttachmentRow)
            .join(CaseRow, col(CaseRow.reference) == AttachmentRow.reference)
            .where(AttachmentRow.added_at < at, col(CaseRow.closed_at).is_(None))
        )
        return list(self._session.exec(rows))

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of these ids that are a file's."""
        wanted = list(ids)
        rows = select(AttachmentRow.id).where(col(AttachmentRow.id).in_(wanted))
        return set(self._session.exec(rows))
