"""Where cases were, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from domain.case import Case
from storage.running_tables import StayRow


@dataclass(frozen=True)
class Stay:
    """A stay at one stage; `until` is None while it lasts."""

    stage: str
    since: datetime
    until: datetime | None


def note_stay(session: Session, case: Case, since: datetime) -> None:
    """Write down that a case has come to another stage; a repeat changes nothing."""
    newest = (
        select(StayRow)
        .where(StayRow.reference == case.reference)
        .order_by(col(StayRow.number).desc())
        .limit(1)
    )
    last = session.exec(newest).first()
    if last is not None and last.stage == case.stage.value:
        return
    if last is not None:
        last.until = since
        session.add(last)
    session.add(
        StayRow(
            reference=case.reference,
            number=last.number + 1 if last else 1,
            organisation=case.organisation,
            stage=case.stage.value,
            since=since,
        )
    )
    session.flush()


class Stays:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, reference: str) -> list[Stay]:
        """Where a case has been, in order; nothing from before this was kept."""
        rows = select(StayRow).where(StayRow.reference == reference)
        found = self._session.exec(rows.order_by(col(StayRow.number)))
        return [Stay(row.stage, row.since, row.until) for row in found]

    def lasted(
        self, organisation: str, stage: str, after: datetime
    ) -> Sequence[timedelta]:
        """How long those stays were that ended since then."""
        rows = select(StayRow.since, StayRow.until).where(
            StayRow.organisation == organisation,
            StayRow.stage == stage,
            col(StayRow.until) >= after,
        )
        return [until - since for since, until in self._session.exec(rows) if until]
