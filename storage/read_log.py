"""The log of reads: who looked for whom, and what was found. It is only added to."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from domain.reads import ReadKind
from storage.read_tables import ReadRow


@dataclass(frozen=True)
class Read:
    """One line of the log. `asked` is an index of what was typed, never the words."""

    id: str
    organisation: str
    user: str
    role: str
    at: datetime
    kind: ReadKind
    asked: str
    cases: tuple[str, ...] = ()


class ReadLog:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, read: Read) -> None:
        self._session.add(
            ReadRow(
                id=read.id,
                organisation=read.organisation,
                user=read.user,
                role=read.role,
                at=read.at,
                kind=read.kind.value,
                asked=read.asked,
                found=len(read.cases),
                cases=json.dumps(read.cases),
            )
        )
        self._session.flush()

    def of(
        self, organisation: str, after: tuple[datetime, str] | None, limit: int
    ) -> list[Read]:
        """What was looked for in an organisation, newest first."""
        query = select(ReadRow).where(ReadRow.organisation == organisation)
        if after is not None:
            query = query.where(tuple_(ReadRow.at, ReadRow.id) < after)
        newest = (col(ReadRow.at).desc(), col(ReadRow.id).desc())
        rows = self._session.exec(query.order_by(*newest).limit(limit))
        return [_read(row) for row in rows]


def _read(row: ReadRow) -> Read:
    return Read(
        row.id,
        row.organisation,
        row.user,
        row.role,
        row.at,
        ReadKind(row.kind),
        row.asked,
        tuple(json.loads(row.cases)),
    )
