"""Who is away and who stands in; who is rung outside working hours."""

from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from domain.cover import Cover, OnCall, day_of, stand_ins
from storage.inbox_tables import CoverRow, OnCallRow
from storage.once import once_in_a_reading


class Covers:
    def __init__(self, session: Session) -> None:
        self._session = session

    @once_in_a_reading
    def since(self, organisation: str, day: date) -> list[Cover]:
        """The covers of an organisation that are not over on this day."""
        rows = self._session.exec(
            select(CoverRow)
            .where(CoverRow.organisation == organisation)
            .where(col(CoverRow.last_day) >= day.isoformat())
            .order_by(CoverRow.first_day, CoverRow.id)
        )
        return [_cover(row) for row in rows]

    def stand_ins(self, organisation: str, user: str, at: datetime) -> list[Cover]:
        """Who stands in for somebody now; empty while they are not away."""
        day = day_of(at)
        return list(stand_ins(self.since(organisation, day), user, day, day))

    def get(self, organisation: str, cover_id: str) -> Cover | None:
        row = self._session.get(CoverRow, cover_id)
        if row is None or row.organisation != organisation:
            return None
        return _cover(row)

    def add(self, organisation: str, cover: Cover, at: datetime) -> None:
        self._session.add(
            CoverRow(
                id=cover.id,
                organisation=organisation,
                user=cover.user,
                covered_by=cover.covered_by,
                first_day=cover.first_day.isoformat(),
                last_day=cover.last_day.isoformat(),
                added_at=at,
            )
        )
        self._session.flush()

    def remove(self, cover_id: str) -> None:
        self._session.exec(delete(CoverRow).where(col(CoverRow.id) == cover_id))

    def forget_stand_in(self, user: str) -> None:
        """Somebody has left: they stand in for nobody any more."""
        self._session.exec(delete(CoverRow).where(col(CoverRow.covered_by) == user))


class Rota:
    """Who is on call, and when."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def since(self, organisation: str, at: datetime) -> list[OnCall]:
        """The turns that are not over yet, the next one first."""
        rows = self._session.exec(
            select(OnCallRow)
            .where(OnCallRow.organisation == organisation)
            .where(col(OnCallRow.ends_at) > at)
            .order_by(col(OnCallRow.starts_at), OnCallRow.id)
        )
        return [OnCall(r.id, r.user, r.starts_at, r.ends_at) for r in rows]

    def on_call(self, organisation: str, at: datetime) -> list[str]:
        """Who is on call at this moment."""
        turns = self.since(organisation, at)
        return list(dict.fromkeys(t.user for t in turns if t.starts_at <= at))

    def add(self, organisation: str, turn: OnCall) -> None:
        self._session.add(
            OnCallRow(
                id=turn.id,
                organisation=organisation,
                user=turn.user,
                starts_at=turn.starts_at,
                ends_at=turn.ends_at,
            )
        )
        self._session.flush()

    def has(self, organisation: str, turn_id: str) -> bool:
        row = self._session.get(OnCallRow, turn_id)
        return row is not None and row.organisation == organisation

    def remove(self, turn_id: str) -> None:
        self._session.exec(delete(OnCallRow).where(col(OnCallRow.id) == turn_id))

    def forget(self, user: str) -> None:
        """Somebody has left: they are on call no more."""
        self._session.exec(delete(OnCallRow).where(col(OnCallRow.user) == user))


def _cover(row: CoverRow) -> Cover:
    return Cover(
        row.id,
        row.user,
        row.covered_by,
        date.fromisoformat(row.first_day),
        date.fromisoformat(row.last_day),
    )
