"""The log of reads: who looked for whom, and what was found. It is only added to."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.audit import LineKind, Wanted
from domain.reads import READINGS, ReadKind
from storage.audited import newest
from storage.read_tables import CaseReadRow, ReadRow


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
        for reference in dict.fromkeys(read.cases):
            row = CaseReadRow(read=read.id, reference=reference, at=read.at)
            self._session.add(row)
        self._session.flush()

    def get(self, id: str) -> Read | None:
        row = self._session.get(ReadRow, id)
        return None if row is None else _read(row)

    def of(
        self, organisation: str, after: tuple[datetime, str] | None, limit: int
    ) -> list[Read]:
        """What was looked for in an organisation, newest first."""
        query = select(ReadRow).where(
            ReadRow.organisation == organisation, col(ReadRow.kind).not_in(READINGS)
        )
        if after is not None:
            query = query.where(tuple_(ReadRow.at, ReadRow.id) < after)
        newest = (col(ReadRow.at).desc(), col(ReadRow.id).desc())
        rows = self._session.exec(query.order_by(*newest).limit(limit))
        return [_read(row) for row in rows]

    def page(
        self,
        organisation: str,
        wanted: Wanted,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Read]:
        """What was read and looked for in an organisation, newest first."""
        query = select(ReadRow).where(ReadRow.organisation == organisation)
        if wanted.kind is LineKind.READ:
            query = query.where(col(ReadRow.kind).in_(READINGS))
        if wanted.kind is LineKind.SEARCH:
            query = query.where(col(ReadRow.kind).not_in(READINGS))
        rows = self._session.exec(newest(query, ReadRow, wanted, after, limit))
        return [_read(row) for row in rows]

    def of_case(
        self, reference: str, after: tuple[datetime, str] | None, limit: int
    ) -> list[Read]:
        """Who read a case, or found it, newest first."""
        query = _of_case(reference)
        if after is not None:
            query = query.where(tuple_(CaseReadRow.at, CaseReadRow.read) < after)
        newest = (col(CaseReadRow.at).desc(), col(CaseReadRow.read).desc())
        rows = self._session.exec(query.order_by(*newest).limit(limit))
        return [_read(row) for row in rows]

    def has_read(
        self, user: str, reference: str, kind: ReadKind, since: datetime
    ) -> bool:
        """Whether that is on record already, from this moment on."""
        query = _of_case(reference).where(
            CaseReadRow.at >= since, ReadRow.user == user, ReadRow.kind == kind.value
        )
        return self._session.exec(query.limit(1)).first() is not None


def _of_case(reference: str) -> SelectOfScalar[ReadRow]:
    joined = select(ReadRow).join(CaseReadRow, col(CaseReadRow.read) == ReadRow.id)
    return joined.where(CaseReadRow.reference == reference)


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
