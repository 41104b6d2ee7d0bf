"""Readings that are unusual, and what somebody else thought of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from domain.unusual import Sign, Verdict
from storage.audit_tables import AlertReviewRow, AlertRow
from storage.database import alone
from storage.keys import Keys


@dataclass(frozen=True)
class Review:
    """Who looked at it, when, and what they think."""

    by: str
    at: datetime
    verdict: Verdict
    words: str


@dataclass(frozen=True)
class Alert:
    """One of them. `reference` is the case, or the last one of several."""

    id: str
    organisation: str
    user: str
    sign: Sign
    reference: str
    at: datetime
    review: Review | None = None


class Alerts:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, alert: Alert) -> bool:
        """True if it is new."""
        alone(self._session, f"alert {alert.id}")
        if self._session.get(AlertRow, alert.id) is not None:
            return False
        row = AlertRow(
            id=alert.id,
            organisation=alert.organisation,
            user=alert.user,
            sign=alert.sign.value,
            reference=alert.reference,
            at=alert.at,
        )
        self._session.add(row)
        self._session.flush()
        return True

    def get(self, organisation: str, id: str) -> Alert | None:
        row = self._session.get(AlertRow, id)
        if row is None or row.organisation != organisation:
            return None
        return self._alert(row, self._session.get(AlertReviewRow, id))

    def page(
        self,
        organisation: str,
        after: tuple[datetime, str] | None,
        limit: int,
        *,
        reviewed: bool,
    ) -> list[Alert]:
        """Those that somebody has looked at, or those that wait; newest first."""
        review = AlertReviewRow
        query = (
            select(AlertRow, review)
            .join(review, col(review.alert) == AlertRow.id, isouter=True)
            .where(AlertRow.organisation == organisation)
            .where(col(review.alert).is_not(None) == reviewed)
        )
        if after is not None:
            query = query.where(tuple_(AlertRow.at, AlertRow.id) < after)
        newest = (col(AlertRow.at).desc(), col(AlertRow.id).desc())
        rows = self._session.exec(query.order_by(*newest).limit(limit))
        return [self._alert(row, looked) for row, looked in rows]

    def waiting(self, organisation: str) -> int:
        """How many nobody has looked at."""
        review = AlertReviewRow
        query = (
            select(func.count())
            .select_from(AlertRow)
            .join(review, col(review.alert) == AlertRow.id, isouter=True)
            .where(AlertRow.organisation == organisation, col(review.alert).is_(None))
        )
        return self._session.exec(query).one()

    def review(self, id: str, review: Review) -> bool:
        """True if nobody had looked at it before."""
        alone(self._session, f"alert {id}")
        if self._session.get(AlertReviewRow, id) is not None:
            return False
        sealed = self._keys.people().seal(f"alert:{id}", review.words)
        row = AlertReviewRow(
            alert=id,
            by=review.by,
            at=review.at,
            verdict=review.verdict.value,
            words_sealed=sealed,
        )
        self._session.add(row)
        self._session.flush()
        return True

    def _alert(self, row: AlertRow, looked: AlertReviewRow | None) -> Alert:
        review = None
        if looked is not None:
            words = self._keys.people().open(f"alert:{row.id}", looked.words_sealed)
            review = Review(looked.by, looked.at, Verdict(looked.verdict), words)
        sign = Sign(row.sign)
        place, user = row.organisation, row.user
        return Alert(row.id, place, user, sign, row.reference, row.at, review)
