"""What somebody has typed into a page and not yet sent, sealed under the case's key."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from storage.coding import dump, load
from storage.database import alone
from storage.keys import Keys
from storage.tables import CaseRow, DraftRow

Fields = tuple[tuple[str, str], ...]
"""Names and values as a form posts them; a name may come more than once."""


@dataclass(frozen=True)
class Draft:
    """One page as far as it was filled in, and when that was kept."""

    fields: Fields
    saved_at: datetime


class Drafts:
    """Drafts belong to one person each, and nobody else is ever shown them."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def keep(
        self, user: str, reference: str, page: str, fields: Fields, at: datetime
    ) -> None:
        """Keep a page in the place of its earlier draft."""
        alone(self._session, f"draft of {user} {reference} {page}")
        sealed = self._keys.case(reference).seal(_label(user, page), dump(fields))
        row = self._session.get(DraftRow, (user, reference, page))
        row = row or DraftRow(
            user=user, reference=reference, page=page, body_sealed=sealed, saved_at=at
        )
        row.body_sealed, row.saved_at = sealed, at
        self._session.add(row)
        self._session.flush()

    def get(self, user: str, reference: str, page: str) -> Draft | None:
        row = self._session.get(DraftRow, (user, reference, page))
        if row is None:
            return None
        text = self._keys.case(reference).open(_label(user, page), row.body_sealed)
        return Draft(load(text, Fields), row.saved_at)

    def drop(self, user: str, reference: str, page: str) -> None:
        row = self._session.get(DraftRow, (user, reference, page))
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def tidy(self, before: datetime) -> None:
        """Forget what was left lying since before this moment, and closed cases'."""
        closed = select(CaseRow.reference).where(col(CaseRow.closed_at).is_not(None))
        self._session.exec(
            delete(DraftRow).where(
                (col(DraftRow.saved_at) < before) | col(DraftRow.reference).in_(closed)
            )
        )


def _label(user: str, page: str) -> str:
    return f"draft:{user}:{page}"
