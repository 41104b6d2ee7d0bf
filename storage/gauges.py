"""How many and how old: numbers of the whole service, without anybody in them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from domain.stages import STAGE_LABELS, Ending, Stage
from storage.backup_tables import BackupRow
from storage.mail_tables import MailRow
from storage.release_tables import ReleaseRow
from storage.tables import ActRow, CaseRow, TaskRow, TroubleRow, WorkerRow
from storage.tasks import TaskState
from storage.tree_tables import TreeHeadRow

Reading = dict[str, list[tuple[tuple[str, ...], float]]]
"""For each number its values, each with the labels that belong to it."""

LIVE = (TaskState.OPEN.value, TaskState.CLAIMED.value, TaskState.WAITING.value)
PERIODS = {
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
}
OPEN_STAGES = tuple(stage for stage in STAGE_LABELS if stage is not Stage.CLOSED)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SILENT = timedelta(seconds=30)
"""A worker signs in every second; one that is silent for so long is gone."""


def gauges(session: Session, at: datetime) -> Reading:
    """Every number, as it is now."""
    readings: Reading = {}
    for part in PARTS:
        readings |= part(session, at)
    return readings


def _rows(session: Session, query: Any) -> list[Any]:
    return list(session.connection().execute(query))


def _age(at: datetime, since: datetime | None) -> float:
    return 0.0 if since is None else max((at - since).total_seconds(), 0.0)


def _cases(session: Session, at: datetime) -> Reading:
    longer = [
        func.sum(case((col(CaseRow.since) < at - span, 1), else_=0))
        for span in PERIODS.values()
    ]
    query = select(
        col(CaseRow.stage), func.count(), func.min(col(CaseRow.since)), *longer
    )
    still = query.where(col(CaseRow.closed_at).is_(None)).group_by(col(CaseRow.stage))
    empty = (0, None, *(0 for _ in PERIODS))
    found = {row[0]: row[1:] for row in _rows(session, still)}
    of = {stage.value: found.get(stage.value, empty) for stage in OPEN_STAGES}
    return {
        "case_stage": [((stage,), row[0]) for stage, row in of.items()],
        "case_stage_oldest_seconds": [
            ((stage,), _age(at, row[1])) for stage, row in of.items()
        ],
        "case_stage_waiting": [
            ((stage, period), number)
            for stage, row in of.items()
            for period, number in zip(PERIODS, row[2:], strict=True)
        ],
    }


def _comings(session: Session, at: datetime) -> Reading:
    """What was opened and what ended in the last day."""
    opened = select(func.count()).where(col(CaseRow.opened_at) > at - DAY)
    ended = select(col(CaseRow.ending), func.count()).group_by(col(CaseRow.ending))
    since = ended.where(col(CaseRow.closed_at) > at - DAY)
    found = dict(_rows(session, since))
    return {
        "cases_opened_last_day": [((), _rows(session, opened)[0][0])],
        "cases_ended_last_day": [
            ((ending.value,), found.get(ending.value, 0)) for ending in Ending
        ],
    }


def _tasks(session: Session, at: datetime) -> Reading:
    untaken = case((col(TaskRow.holder).is_(None), col(TaskRow.opened_at)))
    overdue = func.sum(case((col(TaskRow.due_at) < at, 1), else_=0))
    query = select(
        col(TaskRow.priority),
        func.count(),
        overdue,
        func.min(col(TaskRow.opened_at)),
        func.min(untaken),
    )
    still = query.where(col(TaskRow.state).in_(LIVE)).group_by(col(TaskRow.priority))
    rows = _rows(session, still)
    return {
        "tasks": [((row[0],), row[1]) for row in rows],
        "tasks_overdue": [((row[0],), row[2]) for row in rows],
        "task_age_seconds": [((row[0],), _age(at, row[3])) for row in rows],
        "task_untaken_age_seconds": [((row[0],), _age(at, row[4])) for row in rows],
    }


def acts(session: Session, at: datetime) -> Reading:
    waiting = select(func.count(), func.min(col(ActRow.stored_at)))
    unsent = _rows(session, waiting.where(col(ActRow.sent_at).is_(None)))[0]
    unapplied = _rows(session, waiting.where(col(ActRow.applied_at).is_(None)))[0]
    return {
        "relay_pending": [((), unsent[0])],
        "relay_oldest_seconds": [((), _age(at, unsent[1]))],
        "acts_without_outcome": [((), unapplied[0])],
        "acts_without_outcome_oldest_seconds": [((), _age(at, unapplied[1]))],
    }


def _releases(session: Session, at: datetime) -> Reading:
    query = select(col(ReleaseRow.state), func.count()).group_by(col(ReleaseRow.state))
    return {"releases": [((state,), number) for state, number in _rows(session, query)]}


def mail(session: Session, at: datetime) -> Reading:
    """What is due and not sent, and what will never arrive."""
    due = func.coalesce(col(MailRow.not_before), col(MailRow.made_at))
    owed = select(func.count(), func.min(due)).where(
        col(MailRow.sent_at).is_(None),
        col(MailRow.given_up_at).is_(None),
        col(MailRow.digest) == "",
        due < at,
    )
    lost = select(func.count()).where(col(MailRow.given_up_at) > at - DAY)
    number, oldest = _rows(session, owed)[0]
    return {
        "mail_waiting": [((), number)],
        "mail_oldest_seconds": [((), _age(at, oldest))],
        "mail_given_up_last_day": [((), _rows(session, lost)[0][0])],
    }


def _steps(session: Session, at: datetime) -> Reading:
    query = select(
        col(TroubleRow.step), func.count(), func.min(col(TroubleRow.first_at))
    ).group_by(col(TroubleRow.step))
    rows = _rows(session, query)
    return {
        "step_failing": [((row[0],), row[1]) for row in rows],
        "step_failing_oldest_seconds": [((row[0],), _age(at, row[2])) for row in rows],
    }


def _workers(session: Session, at: datetime) -> Reading:
    running = col(WorkerRow.stopped_at).is_(None)
    seen = select(func.max(col(WorkerRow.seen_at))).where(running)
    gone = select(func.count()).where(
        running,
        col(WorkerRow.seen_at) < at - SILENT,
        col(WorkerRow.seen_at) > at - HOUR,
    )
    by = select(col(WorkerRow.version), func.count())
    here = by.where(running, col(WorkerRow.seen_at) >= at - SILENT)
    last = _rows(session, seen)[0][0]
    return {
        "workers": [
            ((version,), number)
            for version, number in _rows(session, here.group_by(WorkerRow.version))
        ],
        "workers_silent": [((), _rows(session, gone)[0][0])],
        "worker_seen_age_seconds": [] if last is None else [((), _age(at, last))],
    }


def _backup(session: Session, at: datetime) -> Reading:
    """How old the newest is; without any, as old as the oldest case."""
    newest = _rows(session, select(func.max(col(BackupRow.as_of))))[0][0]
    first = _rows(session, select(func.min(col(CaseRow.opened_at))))[0][0]
    return {"backup_age_seconds": [((), _age(at, newest or first))]}


def _log(session: Session, at: datetime) -> Reading:
    signed = _rows(session, select(func.max(col(TreeHeadRow.at))))[0][0]
    return {"seal_age_seconds": [] if signed is None else [((), _age(at, signed))]}


PARTS: tuple[Callable[[Session, datetime], Reading], ...] = (
    _cases,
    _comings,
    _tasks,
    acts,
    _releases,
    mail,
    _steps,
    _workers,
    _log,
    _backup,
)
