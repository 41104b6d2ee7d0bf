"""The log of refusals: who asked for what is not theirs. It is only added to."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, select

from domain.audit import Door, Wanted
from domain.errors import Why
from storage.audit_tables import RefusalRow
from storage.audited import newest
from storage.release_tables import ReleaseRow
from storage.tables import CaseRow, TaskRow


@dataclass(frozen=True)
class Refusal:
    """One line. `why` is what was really so, also where "not found" was said."""

    id: str
    organisation: str
    user: str
    role: str
    at: datetime
    door: Door
    page: str
    reference: str
    why: Why


class Refusals:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, refusal: Refusal) -> None:
        self._session.add(RefusalRow.model_validate(asdict(refusal)))
        self._session.flush()

    def has(self, like: Refusal, since: datetime) -> bool:
        """Whether the very same is on record already, from this moment on."""
        row = RefusalRow
        query = select(row.id).where(
            row.user == like.user,
            row.at >= since,
            row.reference == like.reference,
            row.page == like.page,
            row.why == like.why.value,
        )
        return self._session.exec(query.limit(1)).first() is not None

    def case_of(self, organisation: str, ids: list[str]) -> str:
        """The case of this organisation that one of these names; empty if none does."""
        for id in ids:
            task = self._session.get(TaskRow, id)
            release = self._session.get(ReleaseRow, id)
            found = task or release
            row = self._session.get(CaseRow, found.reference if found else id)
            if row is not None and row.organisation == organisation:
                return row.reference
        return ""

    def page(
        self,
        organisation: str,
        wanted: Wanted,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Refusal]:
        """What was refused in an organisation, newest first."""
        query = select(RefusalRow).where(RefusalRow.organisation == organisation)
        rows = self._session.exec(newest(query, RefusalRow, wanted, after, limit))
        return [_refusal(row) for row in rows]


def _refusal(row: RefusalRow) -> Refusal:
    kept = row.model_dump()
    return Refusal(**{**kept, "door": Door(row.door), "why": Why(row.why)})
