"""Cases as they run, for operations: found by codes and dates, without their bodies.

One page takes a handful of statements, however many cases there are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlmodel import Session, col

from domain.case_filter import CaseFilter
from domain.release import ReleaseState
from storage.release_tables import ReleaseRow
from storage.running_filter import conditions
from storage.tables import CaseRow, TaskRow, TermsRow, TroubleRow

Place = tuple[datetime, str]
Query = Any


@dataclass(frozen=True)
class RunningLine:
    """A case in the list of operations: codes and dates only.

    Attributes:
        due_at: when an adviser's task is due, or a share ends; the sooner of them.
        rules: the rule set, with its version behind an @.
        worker_version: the version of Sharewell that wrote it down last.
        trouble: the step that is failing, since `trouble_since`.
        error: the class of its error.
    """

    reference: str
    stage: str
    ending: str | None
    waiting_on: str
    since: datetime
    priority: str
    opened_at: datetime
    organisation: str = ""
    worker_version: str = ""
    due_at: datetime | None = None
    rules: str = ""
    trouble: str | None = None
    trouble_since: datetime | None = None
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True)
class Pile:
    """Cases that wait alike: how many, and since when half of them and the first."""

    code: str
    number: int
    median_since: datetime | None = None
    longest_since: datetime | None = None


COLUMNS = (
    col(CaseRow.reference),
    col(CaseRow.stage),
    col(CaseRow.ending),
    col(CaseRow.waiting_on),
    col(CaseRow.since),
    col(CaseRow.priority),
    col(CaseRow.opened_at),
    col(CaseRow.organisation),
    col(CaseRow.worker_version),
)
IS_OPEN = col(CaseRow.closed_at).is_(None)


class RunningCases:
    """The running cases of one organisation.

    One with a failing step, such as a record that cannot be sealed, is not over for
    operations even if it is closed.
    """

    def __init__(self, session: Session, organisation: str) -> None:
        self._session = session
        self._of = organisation

    def page(
        self,
        wanted: CaseFilter,
        at: datetime,
        limit: int,
        after: Place | None = None,
        among: Collection[str] | None = None,
    ) -> list[RunningLine]:
        """Those that a filter lets through, longest waiting first.

        Args:
            wanted: the filter.
            at: what time it is.
            limit: how many at most.
            after: where the page before ended.
            among: only these; None for all.
        """
        such = list(self._such(wanted, at, among))
        if after is not None:
            place = tuple_(col(CaseRow.since), col(CaseRow.reference))
            such.append(place > after)
        found = [
            line for so in self._parts() for line in self._lines([so, *such], limit)
        ]
        found.sort(key=lambda line: (line.since, line.reference))
        return self._with_more(found[:limit])

    def line(self, reference: str) -> RunningLine | None:
        """One of them, or one that is over; None if there is no such case."""
        one = col(CaseRow.reference) == reference
        found = self._rows(select(*COLUMNS).where(self._own, one))
        lines = self._with_more([RunningLine(*row) for row in found])
        return lines[0] if lines else None

    def count(
        self, wanted: CaseFilter, at: datetime, among: Collection[str] | None = None
    ) -> int:
        """How many a filter lets through."""
        such = list(self._such(wanted, at, among))
        query = select(func.count()).select_from(CaseRow).where(self._own, *such)
        return sum(int(self._rows(query.where(so))[0][0]) for so in self._parts())

    def piles(self, by: str) -> dict[str, Pile]:
        """Open cases by `stage` or `waiting_on`: how many, and how long they wait."""
        column, since = col(getattr(CaseRow, by)), col(CaseRow.since)
        query = select(column, func.count(), func.min(since)).where(self._own, IS_OPEN)
        return {
            code: Pile(code, number, self._middle(column == code, number), longest)
            for code, number, longest in self._rows(query.group_by(column))
        }

    def started(self, bounds: Sequence[datetime]) -> list[int]:
        """How many open cases were started since each of these moments."""
        opened = col(CaseRow.opened_at)
        counts = [func.count().filter(opened >= bound) for bound in bounds]
        query = select(*counts).select_from(CaseRow).where(self._own, IS_OPEN)
        return [int(number) for number in self._rows(query)[0]]

    def came(self, since: datetime) -> list[datetime]:
        """When each case was started that was started since then."""
        at = col(CaseRow.opened_at)
        return [row[0] for row in self._rows(select(at).where(self._own, at >= since))]

    def went(self, since: datetime) -> list[datetime]:
        """When each case ended that ended since then."""
        at = col(CaseRow.closed_at)
        return [row[0] for row in self._rows(select(at).where(self._own, at >= since))]

    def rules(self) -> list[tuple[str, str]]:
        """The rule sets that open cases are bound to, with their versions."""
        names = (col(TermsRow.ruleset), col(TermsRow.version))
        query = (
            select(*names)
            .join(CaseRow, col(CaseRow.reference) == TermsRow.reference)
            .where(self._own, IS_OPEN)
        )
        found = self._rows(query.distinct().order_by(*names))
        return [(ruleset, version) for ruleset, version in found]

    def versions(self) -> list[str]:
        """The versions of Sharewell that wrote open cases down last."""
        version = col(CaseRow.worker_version)
        query = select(version).where(self._own, IS_OPEN, version != "")
        return [row[0] for row in self._rows(query.distinct().order_by(version))]

    def steps(self) -> list[str]:
        """The steps that are failing now."""
        step = col(TroubleRow.step)
        query = select(step).join(
            CaseRow, col(CaseRow.reference) == TroubleRow.reference
        )
        found = self._rows(query.where(self._own).distinct().order_by(step))
        return [row[0] for row in found]

    @property
    def _own(self) -> ColumnElement[bool]:
        return col(CaseRow.organisation) == self._of

    def _parts(self) -> Iterator[ColumnElement[bool]]:
        """Those that are open; and apart from them, so that an index gives their order,
        those few that are closed with something still failing.
        """
        yield IS_OPEN
        failing = [row[0] for row in self._rows(select(col(TroubleRow.reference)))]
        if failing:
            yield and_(~IS_OPEN, col(CaseRow.reference).in_(set(failing)))

    def _such(
        self, wanted: CaseFilter, at: datetime, among: Collection[str] | None
    ) -> Iterable[ColumnElement[bool]]:
        yield from conditions(wanted, self._of, at)
        if among is not None:
            yield col(CaseRow.reference).in_(among)

    def _lines(self, such: list[ColumnElement[bool]], limit: int) -> list[RunningLine]:
        query = select(*COLUMNS).where(self._own, *such)
        oldest = (col(CaseRow.since), col(CaseRow.reference))
        rows = self._rows(query.order_by(*oldest).limit(limit))
        return [RunningLine(*row) for row in rows]

    def _middle(self, such: ColumnElement[bool], number: int) -> datetime | None:
        since = col(CaseRow.since)
        query = select(since).where(self._own, IS_OPEN, such).order_by(since)
        rows = self._rows(query.offset(number // 2).limit(1))
        return rows[0][0] if rows else None

    def _with_more(self, lines: list[RunningLine]) -> list[RunningLine]:
        """The same with what stands in other tables, one statement for each of them."""
        names = [line.reference for line in lines]
        due, rules, troubles = (
            self._due(names),
            self._bound(names),
            self._failing(names),
        )
        return [
            replace(
                line,
                due_at=due.get(line.reference),
                rules=rules.get(line.reference, ""),
                **troubles.get(line.reference, {}),
            )
            for line in lines
        ]

    def _due(self, references: list[str]) -> dict[str, datetime]:
        tasks = select(col(TaskRow.reference), func.min(TaskRow.due_at)).where(
            col(TaskRow.reference).in_(references), col(TaskRow.ended_at).is_(None)
        )
        ends = select(col(ReleaseRow.reference), col(ReleaseRow.expires_at)).where(
            col(ReleaseRow.reference).in_(references),
            col(ReleaseRow.state) == ReleaseState.AVAILABLE.value,
        )
        found = [
            *self._rows(tasks.group_by(col(TaskRow.reference))),
            *self._rows(ends),
        ]
        return {
            reference: min(due for _, due in all_)
            for reference, all_ in groupby(sorted(found), key=lambda row: str(row[0]))
        }

    def _bound(self, references: list[str]) -> dict[str, str]:
        query = select(
            col(TermsRow.reference), col(TermsRow.ruleset), col(TermsRow.version)
        ).where(col(TermsRow.reference).in_(references))
        return {
            name: f"{rules}@{version}" for name, rules, version in self._rows(query)
        }

    def _failing(self, references: list[str]) -> dict[str, dict[str, Any]]:
        """The step of each that has been failing for longest."""
        query = (
            select(
                col(TroubleRow.reference), col(TroubleRow.step),
                col(TroubleRow.first_at), col(TroubleRow.attempts),
                col(TroubleRow.kind),
            )
            .where(col(TroubleRow.reference).in_(references))
            .order_by(col(TroubleRow.first_at).desc())
        )  # fmt: skip
        names = ("trouble", "trouble_since", "attempts", "error")
        return {
            row[0]: dict(zip(names, row[1:], strict=True)) for row in self._rows(query)
        }

    def _rows(self, query: Query) -> list[Any]:
        return list(self._session.connection().execute(query))
