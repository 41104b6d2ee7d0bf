"""What is stuck and has to be looked for: kept while it is found again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select

from storage.cases import ASLEEP, named
from storage.repair_tables import FindingRow
from storage.tables import (
    ActRow,
    CaseRow,
    RecordRow,
    TermsRow,
    TimelineRow,
    TroubleRow,
    UserRow,
)


@dataclass(frozen=True)
class Waiting:
    """A case with an act that is not applied yet: since when, and how many."""

    reference: str
    since: datetime
    acts: int


class Findings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, kind: str, found: Mapping[str, str], at: datetime) -> None:
        """These cases are stuck so, with a code each, and no others any more."""
        rows = self._session.exec(select(FindingRow).where(FindingRow.kind == kind))
        known = {row.reference: row for row in rows}
        for reference in known.keys() - found.keys():
            self._session.delete(known[reference])
        for reference, code in found.items():
            self.note(kind, reference, code, at)

    def note(self, kind: str, reference: str, code: str, at: datetime) -> None:
        """One case is stuck so; since when stays as it was first seen."""
        row = self._session.get(FindingRow, (reference, kind))
        row = row or FindingRow(reference=reference, kind=kind, since=at)
        row.code = code
        self._session.add(row)
        self._session.flush()

    def clear(self, kind: str, reference: str) -> None:
        self._session.exec(
            delete(FindingRow).where(
                col(FindingRow.reference) == reference, col(FindingRow.kind) == kind
            )
        )

    def clear_all(self, reference: str) -> None:
        self._session.exec(
            delete(FindingRow).where(col(FindingRow.reference) == reference)
        )

    def of_kind(self, kind: str) -> list[FindingRow]:
        return list(
            self._session.exec(select(FindingRow).where(FindingRow.kind == kind))
        )

    def in_organisation(self, organisation: str) -> list[FindingRow]:
        rows = (
            select(FindingRow)
            .join(CaseRow, col(CaseRow.reference) == FindingRow.reference)
            .where(CaseRow.organisation == organisation)
        )
        return list(self._session.exec(rows))

    def unsealed(
        self, organisation: str, before: datetime
    ) -> list[tuple[str, datetime]]:
        """Closed before then, without a sealed record; with when it was closed."""
        rows = self._session.exec(
            select(CaseRow.reference, CaseRow.closed_at)
            .join(
                RecordRow,
                col(RecordRow.reference) == CaseRow.reference,
                isouter=True,
            )
            .join(TermsRow, col(TermsRow.reference) == CaseRow.reference)
            .where(
                CaseRow.organisation == organisation,
                TermsRow.epoch != ASLEEP,
                col(CaseRow.closed_at) < before,
                col(RecordRow.reference).is_(None),
            )
        )
        return [(reference, at) for reference, at in rows if at is not None]

    def waiting(self, organisation: str, before: datetime) -> list[Waiting]:
        """What was received before then and not applied, by case."""
        cases = select(CaseRow.reference).where(CaseRow.organisation == organisation)
        people = select(UserRow.id).where(UserRow.organisation == organisation)
        rows = self._session.exec(
            select(ActRow.reference, ActRow.stored_at).where(
                col(ActRow.applied_at).is_(None),
                col(ActRow.stored_at) < before,
                or_(col(ActRow.reference).in_(cases), col(ActRow.actor).in_(people)),
            )
        )
        found: dict[str, list[datetime]] = {}
        for reference, at in rows:
            found.setdefault(reference, []).append(at)
        return [Waiting(ref, min(ats), len(ats)) for ref, ats in found.items()]

    def troubles(self, organisation: str) -> list[TroubleRow]:
        """Every failing step of an organisation's cases."""
        rows = (
            select(TroubleRow)
            .join(CaseRow, col(CaseRow.reference) == TroubleRow.reference)
            .where(CaseRow.organisation == organisation)
        )
        return list(self._session.exec(rows))

    def driven(self) -> dict[str, str]:
        """The reference of every open case, by the workflow that should drive it."""
        rows = self._session.exec(
            select(TermsRow.reference, TermsRow.epoch)
            .join(CaseRow, col(CaseRow.reference) == TermsRow.reference)
            .where(col(CaseRow.closed_at).is_(None), TermsRow.epoch != ASLEEP)
        )
        return {named(reference, epoch): reference for reference, epoch in rows}

    def is_over(self, reference: str, before: datetime) -> bool:
        """Whether its record was sealed before then: nothing of it need run."""
        row = self._session.get(RecordRow, reference)
        return row is not None and row.sealed_at < before

    def next_open(self, after: str, limit: int) -> list[tuple[str, datetime]]:
        """Open cases by reference, each with when something last happened in it."""
        rows = self._session.exec(
            select(CaseRow.reference, TimelineRow.at)
            .join(TermsRow, col(TermsRow.reference) == CaseRow.reference)
            .join(
                TimelineRow,
                (col(TimelineRow.reference) == CaseRow.reference)
                & (col(TimelineRow.number) == CaseRow.entries),
            )
            .where(
                col(CaseRow.closed_at).is_(None),
                TermsRow.epoch != ASLEEP,
                CaseRow.reference > after,
            )
            .order_by(CaseRow.reference)
            .limit(limit)
        )
        return list(rows)
