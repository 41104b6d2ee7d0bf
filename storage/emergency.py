"""Which cases were opened in an emergency, and what others thought of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from domain.emergency import Judgement
from storage.database import alone
from storage.emergency_tables import (
    EmergencyEndRow,
    EmergencyReadingRow,
    EmergencyReviewRow,
)
from storage.keys import Keys


@dataclass(frozen=True)
class Review:
    """Who looked at it, when, and what they think."""

    by: str
    at: datetime
    judgement: Judgement
    words: str


@dataclass(frozen=True)
class Reading:
    """One of them. `ended_at` is when it was closed before its time."""

    id: str
    organisation: str
    user: str
    reference: str
    session: str
    at: datetime
    until: datetime
    review_by: datetime
    ended_at: datetime | None = None
    review: Review | None = None

    def is_live(self, at: datetime) -> bool:
        """Whether its reader can still read the case, in the session they had."""
        return self.ended_at is None and at < self.until

    def is_overdue(self, at: datetime) -> bool:
        return self.review is None and self.review_by < at


Rows = tuple[EmergencyReadingRow, EmergencyEndRow | None, EmergencyReviewRow | None]
Whole = Select[EmergencyReadingRow, EmergencyEndRow, EmergencyReviewRow]


class EmergencyReadings:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, reading: Reading) -> None:
        row = EmergencyReadingRow(
            id=reading.id,
            organisation=reading.organisation,
            user=reading.user,
            reference=reading.reference,
            session=reading.session,
            at=reading.at,
            until=reading.until,
            review_by=reading.review_by,
        )
        self._session.add(row)
        self._session.flush()

    def get(self, organisation: str, id: str) -> Reading | None:
        query = _whole().where(
            EmergencyReadingRow.organisation == organisation,
            EmergencyReadingRow.id == id,
        )
        found = self._session.exec(query).first()
        return None if found is None else self._reading(found)

    def page(
        self,
        organisation: str,
        after: tuple[datetime, str] | None,
        limit: int,
        *,
        reviewed: bool,
    ) -> list[Reading]:
        """Those that somebody has looked at, or those that wait; newest first."""
        row, review = EmergencyReadingRow, EmergencyReviewRow
        query = _whole().where(
            row.organisation == organisation,
            col(review.reading).is_not(None) == reviewed,
        )
        if after is not None:
            query = query.where(tuple_(row.at, row.id) < after)
        newest = (col(row.at).desc(), col(row.id).desc())
        rows = self._session.exec(query.order_by(*newest).limit(limit))
        return [self._reading(each) for each in rows]

    def overdue(self, organisation: str, at: datetime) -> int:
        """How many should have been looked at by now, and were not."""
        row, review = EmergencyReadingRow, EmergencyReviewRow
        query = (
            select(func.count())
            .select_from(row)
            .join(review, col(review.reading) == row.id, isouter=True)
            .where(row.organisation == organisation, row.review_by < at)
            .where(col(review.reading).is_(None))
        )
        return self._session.exec(query).one()

    def end(self, id: str, at: datetime) -> None:
        """Close it for good; once is enough."""
        alone(self._session, f"emergency {id}")
        if self._session.get(EmergencyEndRow, id) is None:
            self._session.add(EmergencyEndRow(reading=id, at=at))
            self._session.flush()

    def review(self, id: str, review: Review) -> bool:
        """True if nobody had looked at it before."""
        alone(self._session, f"emergency {id}")
        if self._session.get(EmergencyReviewRow, id) is not None:
            return False
        sealed = self._keys.people().seal(f"emergency:{id}", review.words)
        row = EmergencyReviewRow(
            reading=id,
            by=review.by,
            at=review.at,
            judgement=review.judgement.value,
            words_sealed=sealed,
        )
        self._session.add(row)
        self._session.flush()
        return True

    def _reading(self, rows: Rows) -> Reading:
        row, end, looked = rows
        review = None
        if looked is not None:
            words = self._keys.people().open(f"emergency:{row.id}", looked.words_sealed)
            judgement = Judgement(looked.judgement)
            review = Review(looked.by, looked.at, judgement, words)
        kept: dict[str, Any] = row.model_dump()
        return Reading(**kept, ended_at=end.at if end else None, review=review)


def _whole() -> Whole:
    row, end, review = EmergencyReadingRow, EmergencyEndRow, EmergencyReviewRow
    return (
        select(row, end, review)
        .join(end, col(end.reading) == row.id, isouter=True)
        .join(review, col(review.reading) == row.id, isouter=True)
    )
