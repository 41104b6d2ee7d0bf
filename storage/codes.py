"""Security codes: each for one browser, once, until its time is over."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from storage.code_tables import CodeRow, UsedStepRow
from storage.database import alone
from storage.keys import Keys


@dataclass(frozen=True)
class NewCode:
    """A code about to be sent. It is kept only as a keyed hash."""

    id: str
    release: str
    visit: str
    code: str
    sent_at: datetime
    expires_at: datetime


class Codes:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def sent_since(self, release: str, since: datetime) -> int:
        """How many were sent for a release; who asks now is the only one asking."""
        alone(self._session, f"codes of {release}")
        counted = select(func.count()).where(
            CodeRow.release == release, col(CodeRow.sent_at) > since
        )
        return self._session.exec(counted).one()

    def add(self, new: NewCode) -> None:
        """Keep a code. Those that the browser was sent before are over."""
        self._session.exec(
            update(CodeRow)
            .where(
                col(CodeRow.visit) == new.visit, col(CodeRow.expires_at) > new.sent_at
            )
            .values(expires_at=new.sent_at)
        )
        self._session.add(
            CodeRow(
                id=new.id,
                release=new.release,
                visit=new.visit,
                code_hash=self._hash(new.release, new.visit, new.code),
                sent_at=new.sent_at,
                expires_at=new.expires_at,
            )
        )
        self._session.flush()

    def drop(self, code_id: str) -> None:
        """It was never sent, so it does not count."""
        self._session.exec(delete(CodeRow).where(col(CodeRow.id) == code_id))

    def take(self, release: str, visit: str, code: str, at: datetime) -> bool:
        """Use a code. True for the one who used it first, in time, in this browser."""
        changed = self._session.exec(
            update(CodeRow)
            .where(
                col(CodeRow.release) == release,
                col(CodeRow.visit) == visit,
                col(CodeRow.code_hash) == self._hash(release, visit, code),
                col(CodeRow.used_at).is_(None),
                col(CodeRow.expires_at) > at,
            )
            .values(used_at=at)
        )
        return changed.rowcount == 1

    def miss(self, visit: str, at: datetime, most: int) -> None:
        """A wrong try against the code that this browser waits with."""
        live = (col(CodeRow.visit) == visit, col(CodeRow.expires_at) > at)
        self._session.exec(update(CodeRow).where(*live).values(tries=CodeRow.tries + 1))
        self._session.exec(
            update(CodeRow)
            .where(*live, col(CodeRow.tries) >= most)
            .values(expires_at=at)
        )

    def spend_step(self, secret: str, step: int, at: datetime) -> bool:
        """Use a time step of an authenticator app; False if it was used before."""
        index = self._keys.people().index(f"app|{secret}")
        alone(self._session, f"steps of {index}")
        if self._session.get(UsedStepRow, (index, step)) is not None:
            return False
        self._session.add(UsedStepRow(secret_index=index, step=step, used_at=at))
        self._session.flush()
        return True

    def forget(self, before: datetime) -> None:
        """What was over long ago counts for nothing any more."""
        self._session.exec(delete(CodeRow).where(col(CodeRow.sent_at) < before))
        self._session.exec(delete(UsedStepRow).where(col(UsedStepRow.used_at) < before))

    def _hash(self, release: str, visit: str, code: str) -> str:
        return self._keys.people().index(f"code|{release}|{visit}|{code}")
