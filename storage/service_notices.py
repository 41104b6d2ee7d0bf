"""What everybody is told for a while, on every page; and since when keys are in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.database import alone
from storage.keys import Keys
from storage.service_tables import KeyUseRow, ServiceNoticeRow


@dataclass(frozen=True)
class ServiceNotice:
    """A notice for everybody. Its number grows with each that is set."""

    words: str
    starts_at: datetime
    ends_at: datetime
    set_by: str
    set_at: datetime
    number: int = 0


class ServiceNotices:
    """Lines are only added: who told everybody what, and who took it down."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, notice: ServiceNotice) -> None:
        """Put it in the place of the one before; without words there is none."""
        number = self._newest_number() + 1
        key = self._keys.people()
        sealed = key.seal(_label(number), notice.words) if notice.words else None
        row = ServiceNoticeRow(
            number=number,
            set_by=notice.set_by,
            set_at=notice.set_at,
            starts_at=notice.starts_at,
            ends_at=notice.ends_at,
            words_sealed=sealed,
        )
        self._session.add(row)
        self._session.flush()

    def hold(self) -> int:
        """Nobody else sets one until the transaction ends; the newest one's number."""
        alone(self._session, "notices for everybody")
        return self._newest_number()

    def _newest_number(self) -> int:
        return self._session.exec(select(func.max(ServiceNoticeRow.number))).one() or 0

    def newest(self, most: int = 1) -> list[ServiceNotice]:
        """The newest first, with those that took one down."""
        query = select(ServiceNoticeRow).order_by(col(ServiceNoticeRow.number).desc())
        return [self._read(row) for row in self._session.exec(query.limit(most))]

    def _read(self, row: ServiceNoticeRow) -> ServiceNotice:
        words = ""
        if row.words_sealed is not None:
            words = self._keys.people().open(_label(row.number), row.words_sealed)
        return ServiceNotice(
            words, row.starts_at, row.ends_at, row.set_by, row.set_at, row.number
        )


def _label(number: int) -> str:
    return f"service_notice:{number}"


class KeyUses:
    """Since when each active key has been the active one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, active: Mapping[str, str], at: datetime) -> None:
        """The active key of each ring, as a part starts."""
        for ring, id in active.items():
            if self._session.get(KeyUseRow, (ring, id)) is None:
                self._session.add(KeyUseRow(ring=ring, id=id, since=at))
                self._session.flush()

    def all(self) -> list[KeyUseRow]:
        query = select(KeyUseRow).order_by(col(KeyUseRow.ring), col(KeyUseRow.since))
        return list(self._session.exec(query))
