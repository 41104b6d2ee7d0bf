"""What the reports count, by SQL over codes and times: nothing here says who."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from domain.happenings import What
from domain.release import ReleaseState, Way
from domain.stages import Ending
from storage.notice_tables import WithheldRow
from storage.release_tables import BreachRow, ReleaseRow
from storage.tables import CaseRow, TaskRow, TimelineRow
from storage.tasks import TaskKind, TaskState

Column = Any
"""A column, whichever of its types SQLModel gives it here."""

Query = Any
Span = tuple[datetime, datetime]
"""From a moment until before another."""

BY_TELEPHONE = Way.TELEPHONE.value

ACCEPTED = '"refused":null'
"""In an entry of the account, as it is written there: it was not refused."""


@dataclass(frozen=True)
class Ruled:
    """Cases whose rules came out alike, and one of them for the words."""

    outcome: str
    reasons: tuple[str, ...]
    number: int
    one: str


@dataclass(frozen=True)
class Work:
    """What became of tasks: done or waiting, each in time or late."""

    in_time: int
    late: int
    waiting: int
    overdue: int

    @property
    def parts(self) -> tuple[int, ...]:
        return self.in_time, self.late, self.waiting, self.overdue


class Figures:
    """The numbers of one organisation."""

    def __init__(self, session: Session, organisation: str) -> None:
        self._session = session
        self._of = organisation

    def opened(self, spans: Sequence[Span]) -> list[int]:
        """How many requests were started in each span."""
        return self._cases(col(CaseRow.opened_at), spans)

    def closed(self, spans: Sequence[Span]) -> list[int]:
        """How many ended in each."""
        return self._cases(col(CaseRow.closed_at), spans)

    def endings(self, span: Span) -> dict[str, int]:
        """How those ended that ended then."""
        query = select(col(CaseRow.ending), func.count()).where(*self._closed(span))
        return self._pairs(query.group_by(col(CaseRow.ending)))

    def ruled(self, span: Span, ending: Ending) -> list[Ruled]:
        """Why the rules came out as they did, for those that ended so."""
        by = (col(CaseRow.outcome), col(CaseRow.reasons))
        query = (
            select(*by, func.count(), func.min(col(CaseRow.reference)))
            .where(*self._closed(span), col(CaseRow.ending) == ending.value)
            .group_by(*by)
        )
        return [
            Ruled(outcome or "", tuple(reasons.split()), number, one)
            for outcome, reasons, number, one in self._rows(query)
        ]

    def work(self, span: Span, kinds: Sequence[TaskKind], at: datetime) -> Work:
        """What became of the tasks that came up then."""
        due, ended = col(TaskRow.due_at), col(TaskRow.ended_at)
        counts = (
            _how_many(and_(ended.is_not(None), ended <= due)),
            _how_many(and_(ended.is_not(None), ended > due)),
            _how_many(and_(ended.is_(None), due >= at)),
            _how_many(and_(ended.is_(None), due < at)),
        )
        query = select(*counts).where(*self._tasks(span, kinds))
        return Work(*(each or 0 for each in self._rows(query)[0]))

    def waits(self, span: Span, kinds: Sequence[TaskKind]) -> list[Span]:
        """From when to when those waited that are done."""
        query = select(col(TaskRow.opened_at), col(TaskRow.ended_at)).where(
            *self._tasks(span, kinds), col(TaskRow.state) == TaskState.DONE.value
        )
        return [(begun, ended) for begun, ended in self._rows(query)]

    def ways(self, span: Span) -> dict[str, int]:
        """How much left in which way: a way of the sender, or a link and its proof."""
        by = (col(ReleaseRow.way), col(ReleaseRow.state), col(ReleaseRow.channel))
        query = select(*by, func.count()).where(*self._released(span)).group_by(*by)
        found: Counter[str] = Counter()
        for way, state, channel, number in self._rows(query):
            spoken = state == ReleaseState.TELEPHONED.value
            found[way or (BY_TELEPHONE if spoken else channel)] += number
        return found

    def shares(self, span: Span) -> list[Span]:
        """From when each request was started to when it was shared."""
        query = (
            select(col(CaseRow.opened_at), col(ReleaseRow.made_at))
            .join(CaseRow, col(CaseRow.reference) == ReleaseRow.reference)
            .where(*self._released(span))
        )
        return [(begun, made) for begun, made in self._rows(query)]

    def withheld(self, until: Sequence[date]) -> list[int]:
        """How many notices are due to be thought about again by each day, and later."""
        due = col(WithheldRow.review_on)
        days = [day.isoformat() for day in until]
        first, last = due <= days[0], due > days[-1]
        between = (and_(due > before, due <= day) for before, day in pairwise(days))
        counts = [_how_many(each) for each in (first, *between, last)]
        query = select(*counts).where(col(WithheldRow.organisation) == self._of)
        return [each or 0 for each in self._rows(query)[0]]

    def happened(self, span: Span, kinds: Sequence[What]) -> dict[str, int]:
        """How often each was done, not only tried."""
        at, what = col(TimelineRow.at), col(TimelineRow.what)
        query = (
            select(what, func.count())
            .join(CaseRow, col(CaseRow.reference) == TimelineRow.reference)
            .where(
                col(CaseRow.organisation) == self._of,
                what.in_([kind.value for kind in kinds]),
                col(TimelineRow.codes).contains(ACCEPTED),
                *_within(at, span),
            )
            .group_by(what)
        )
        return self._pairs(query)

    def breaches(self, span: Span) -> int:
        """How often it became known that something went to the wrong person."""
        query = select(func.count()).where(
            col(BreachRow.organisation) == self._of,
            *_within(col(BreachRow.since), span),
        )
        return int(self._rows(query)[0][0])

    def _cases(self, at: Column, spans: Sequence[Span]) -> list[int]:
        counts = [_how_many(and_(*_within(at, span))) for span in spans]
        query = select(*counts).where(col(CaseRow.organisation) == self._of)
        return [each or 0 for each in self._rows(query)[0]]

    def _closed(self, span: Span) -> tuple[ColumnElement[bool], ...]:
        own = col(CaseRow.organisation) == self._of
        return own, *_within(col(CaseRow.closed_at), span)

    def _tasks(
        self, span: Span, kinds: Sequence[TaskKind]
    ) -> tuple[ColumnElement[bool], ...]:
        return (
            col(TaskRow.organisation) == self._of,
            col(TaskRow.kind).in_([kind.value for kind in kinds]),
            col(TaskRow.state) != TaskState.CANCELLED.value,
            *_within(col(TaskRow.opened_at), span),
        )

    def _released(self, span: Span) -> tuple[ColumnElement[bool], ...]:
        unmade = (ReleaseState.PREPARING.value, ReleaseState.TO_HAND_OVER.value)
        return (
            col(ReleaseRow.organisation) == self._of,
            col(ReleaseRow.state).not_in(unmade),
            *_within(col(ReleaseRow.made_at), span),
        )

    def _pairs(self, query: Query) -> dict[str, int]:
        return {str(code): int(number) for code, number in self._rows(query)}

    def _rows(self, query: Query) -> list[Any]:
        return list(self._session.connection().execute(query))


def _within(at: Column, span: Span) -> tuple[ColumnElement[bool], ...]:
    begins, ends = span
    return at >= begins, at < ends


def _how_many(so: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((so, 1), else_=0))
