"""Closed cases of one organisation, searched in codes and read in pages either way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, select

from domain.stages import Ending, Stage
from storage.tables import CaseRow, TermsRow, TimelineRow

Place = tuple[datetime, str]
"""Where a page begins: when a case was closed, and its reference."""


@dataclass(frozen=True)
class Wanted:
    """Which closed cases are wanted; what is empty or None is not asked.

    Attributes:
        reference: a part of it.
        since: closed at this time or later.
        before: closed before this time.
        who: somebody who did something in it, or tried to.
        role: in which of their roles; without `who`, anybody's.
        among: only these cases.
    """

    reference: str = ""
    since: datetime | None = None
    before: datetime | None = None
    ending: str = ""
    ruleset: str = ""
    who: str = ""
    role: str = ""
    among: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ClosedCase:
    """One of them: codes and dates only."""

    reference: str
    ending: Ending
    opened_by: str
    opened_at: datetime
    closed_at: datetime
    ruleset: str
    version: str

    @property
    def place(self) -> Place:
        return self.closed_at, self.reference


class ClosedCases:
    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self,
        organisation: str,
        wanted: Wanted,
        limit: int,
        place: Place | None = None,
        *,
        newer: bool = False,
    ) -> list[ClosedCase]:
        """Those after a place, newest first; with `newer`, those before it.

        Rows that come or go meanwhile move nothing from one page to another.
        """
        at = tuple_(CaseRow.since, CaseRow.reference)
        query = (
            select(CaseRow, TermsRow)
            .join(TermsRow, col(TermsRow.reference) == CaseRow.reference)
            .where(CaseRow.organisation == organisation)
            .where(CaseRow.stage == Stage.CLOSED.value)
            .where(*_asked(wanted))
        )
        if place is not None:
            query = query.where(at > place if newer else at < place)
        columns = (col(CaseRow.since), col(CaseRow.reference))
        order = [each.asc() if newer else each.desc() for each in columns]
        rows = self._session.exec(query.order_by(*order).limit(limit))
        return [_closed(case, terms) for case, terms in rows]

    def rule_sets(self, organisation: str) -> list[str]:
        """Every rule set that a closed case there was bound to."""
        found = (
            select(TermsRow.ruleset)
            .join(CaseRow, col(CaseRow.reference) == TermsRow.reference)
            .where(CaseRow.organisation == organisation)
            .where(CaseRow.stage == Stage.CLOSED.value)
            .distinct()
        )
        return sorted(self._session.exec(found))


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked of a case beyond its organisation."""
    return [*_of_time(wanted), *_of_codes(wanted)]


def _of_time(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield col(CaseRow.since) >= wanted.since
    if wanted.before is not None:
        yield col(CaseRow.since) < wanted.before


def _of_codes(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    reference = col(CaseRow.reference)
    if wanted.reference:
        yield reference.contains(wanted.reference, autoescape=True)
    if wanted.ending:
        yield col(CaseRow.ending) == wanted.ending
    if wanted.ruleset:
        yield col(TermsRow.ruleset) == wanted.ruleset
    if wanted.who or wanted.role:
        yield _took_part(wanted)
    if wanted.among is not None:
        yield reference.in_(wanted.among)


def _took_part(wanted: Wanted) -> ColumnElement[bool]:
    lines = select(TimelineRow.number).where(TimelineRow.reference == CaseRow.reference)
    if wanted.who:
        lines = lines.where(TimelineRow.actor == wanted.who)
    if wanted.role:
        lines = lines.where(TimelineRow.role == wanted.role)
    return lines.exists()


def _closed(case: CaseRow, terms: TermsRow) -> ClosedCase:
    return ClosedCase(
        case.reference,
        Ending(case.ending or ""),
        case.opened_by,
        case.opened_at,
        case.since,
        terms.ruleset,
        terms.version,
    )
