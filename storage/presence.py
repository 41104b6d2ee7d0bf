"""Who has which page open: one row for each person and page, and none of its words."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from storage.database import alone
from storage.presence_tables import PresenceRow


@dataclass(frozen=True)
class Visit:
    """Somebody has a page open, since when."""

    user: str
    opened_at: datetime


class Presence:
    """`what` is the reference of a case, or names a page of an organisation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def see(self, user: str, what: str, at: datetime, since: datetime) -> None:
        """They have it open now; anew, if it was last heard of before `since`."""
        alone(self._session, f"presence of {user} {what}")
        row = self._session.get(PresenceRow, (user, what), populate_existing=True)
        row = row or PresenceRow(user=user, what=what, opened_at=at, seen_at=at)
        if row.seen_at < since:
            row.opened_at = at
        row.seen_at = at
        self._session.add(row)
        self._session.flush()

    def leave(self, user: str, what: str, seen_at: datetime | None = None) -> None:
        """They have it open no more.

        With `seen_at` only if it was not heard of since: they may have it open again,
        or somewhere else.
        """
        alone(self._session, f"presence of {user} {what}")
        gone = delete(PresenceRow).where(
            col(PresenceRow.user) == user, col(PresenceRow.what) == what
        )
        if seen_at is not None:
            gone = gone.where(col(PresenceRow.seen_at) == seen_at)
        self._session.exec(gone)

    def others(self, user: str, what: str, since: datetime) -> list[Visit]:
        """Who else has it open, as far as was heard since then; the first first."""
        rows = self._session.exec(
            select(PresenceRow)
            .where(
                PresenceRow.what == what,
                PresenceRow.user != user,
                col(PresenceRow.seen_at) >= since,
            )
            .order_by(col(PresenceRow.opened_at), col(PresenceRow.user))
        )
        return [Visit(row.user, row.opened_at) for row in rows]

    def tidy(self, before: datetime) -> None:
        """Forget what was last heard of before this moment."""
        self._session.exec(delete(PresenceRow).where(col(PresenceRow.seen_at) < before))
