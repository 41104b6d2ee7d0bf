"""A filter of running cases as conditions of a query."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlmodel import col

from domain.case_filter import (
    Age,
    CaseFilter,
    Counted,
    Due,
    Span,
    due_within,
    started,
)
from domain.release import ReleaseState
from storage.release_tables import BreachRow, ReleaseRow
from storage.tables import ActRow, CaseRow, TaskRow, TermsRow, TroubleRow
from storage.tasks import LIVE

LATE = timedelta(seconds=10)
"""An act that takes longer than this to be applied is worth a look."""

UNOPENED_AFTER = timedelta(days=1)

Names = Select[Any]
"""The references of some cases."""


def conditions(
    wanted: CaseFilter, organisation: str, at: datetime
) -> Iterator[ColumnElement[bool]]:
    """What has to be so of a case that the filter lets through."""
    yield from _by_row(wanted, at)
    if wanted.due:
        span = due_within(Due(wanted.due), at)
        yield or_(_in(_tasks(organisation, span)), _in(_ends(organisation, span)))
    if wanted.rules:
        ruleset, _, version = wanted.rules.partition("@")
        yield _bound_to(ruleset, version)
    if wanted.step:
        yield _in(_failing().where(col(TroubleRow.step) == wanted.step))
    if wanted.only in SETS:
        yield _in(SETS[Counted(wanted.only)](organisation, at))


def _by_row(wanted: CaseFilter, at: datetime) -> Iterator[ColumnElement[bool]]:
    same = {
        CaseRow.stage: wanted.stage,
        CaseRow.waiting_on: wanted.waiting,
        CaseRow.priority: wanted.priority,
        CaseRow.worker_version: wanted.version,
        CaseRow.organisation: wanted.organisation,
    }
    yield from (col(column) == code for column, code in same.items() if code)
    if wanted.age:
        yield from _within(col(CaseRow.opened_at), started(Age(wanted.age), at))
    if wanted.text:
        part = "".join(wanted.text.split()).upper()
        yield col(CaseRow.reference).contains(part, autoescape=True)


def _bound_to(ruleset: str, version: str) -> ColumnElement[bool]:
    bound = exists().where(
        col(TermsRow.reference) == col(CaseRow.reference),
        col(TermsRow.ruleset) == ruleset,
    )
    return bound.where(col(TermsRow.version) == version) if version else bound


def _failing() -> Names:
    return select(col(TroubleRow.reference))


def _tasks(organisation: str, span: Span) -> Names:
    return select(col(TaskRow.reference)).where(
        col(TaskRow.organisation) == organisation,
        col(TaskRow.state).in_(LIVE),
        *_within(col(TaskRow.due_at), span),
    )


def _ends(organisation: str, span: Span) -> Names:
    return _available(organisation).where(*_within(col(ReleaseRow.expires_at), span))


def _unopened(organisation: str, at: datetime) -> Names:
    return _available(organisation).where(
        col(ReleaseRow.made_at) < at - UNOPENED_AFTER,
        col(ReleaseRow.opened_at).is_(None),
    )


def _available(organisation: str) -> Names:
    return select(col(ReleaseRow.reference)).where(
        col(ReleaseRow.organisation) == organisation,
        col(ReleaseRow.state) == ReleaseState.AVAILABLE.value,
    )


def _unapplied(_: str, at: datetime) -> Names:
    return select(col(ActRow.reference)).where(
        col(ActRow.applied_at).is_(None), col(ActRow.stored_at) < at - LATE
    )


def _breaches(organisation: str, _: datetime) -> Names:
    return select(col(BreachRow.reference)).where(
        col(BreachRow.organisation) == organisation,
        col(BreachRow.ended_at).is_(None),
    )


def _of(
    names: Callable[[str, Span], Names], due: Due
) -> Callable[[str, datetime], Names]:
    return lambda organisation, at: names(organisation, due_within(due, at))


SETS: Mapping[Counted, Callable[[str, datetime], Names]] = {
    Counted.FAILING: lambda _, at: _failing(),
    Counted.OVERDUE: _of(_tasks, Due.OVERDUE),
    Counted.UNOPENED: _unopened,
    Counted.UNAPPLIED: _unapplied,
    Counted.BREACH: _breaches,
    Counted.TASKS_TODAY: _of(_tasks, Due.TODAY),
    Counted.TASKS_TOMORROW: _of(_tasks, Due.TOMORROW),
    Counted.SHARES_TODAY: _of(_ends, Due.TODAY),
    Counted.SHARES_TOMORROW: _of(_ends, Due.TOMORROW),
}
"""What a statement can count; the rest is worked out elsewhere, case by case."""


def _in(names: Names) -> ColumnElement[bool]:
    return col(CaseRow.reference).in_(names)


def _within(at: Any, span: Span) -> Iterator[ColumnElement[bool]]:
    begins, ends = span
    if begins is not None:
        yield at >= begins
    if ends is not None:
        yield at < ends
