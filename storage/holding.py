"""Who holds an adviser's task, passed from one to the next; only as it was seen."""

from datetime import date, datetime

from sqlmodel import Session, col, update

from domain.errors import RuleBroken, Why
from storage.tables import TaskRow
from storage.tasks import LIVE, Task, TaskState


class Holding:
    """Changes of a task that somebody has looked at; of two at once one is made."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hand_over(self, task: Task, holder: str, at: datetime) -> None:
        """Give the task to somebody, whoever held it when it was looked at.

        Raises:
            RuleBroken: it changed hands meanwhile, or is done.
        """
        self._change(
            task,
            holder=holder,
            held_at=at,
            state=TaskState.CLAIMED.value,
            delegate=None,
            delegated_until=None,
            follow_up_on=None,
        )

    def delegate(self, task: Task, to: str | None, until: datetime | None) -> None:
        """Let a colleague prepare it until then, or no longer. The holder stays.

        Raises:
            RuleBroken: it changed hands meanwhile, or is done.
        """
        self._change(task, delegate=to, delegated_until=until)

    def put_off(self, task: Task, until: date | None) -> None:
        """Follow it up on a later day, or now.

        Raises:
            RuleBroken: it changed hands meanwhile, or is done.
        """
        self._change(task, follow_up_on=until.isoformat() if until else None)

    def _change(self, task: Task, **values: object) -> None:
        changed = self._session.exec(
            update(TaskRow)
            .where(
                col(TaskRow.id) == task.id,
                col(TaskRow.version) == task.version,
                col(TaskRow.state).in_(LIVE),
            )
            .values(version=TaskRow.version + 1, **values)
        )
        if changed.rowcount != 1:
            self._refuse(task)

    def _refuse(self, task: Task) -> None:
        row = self._session.get(TaskRow, task.id, populate_existing=True)
        if row is None or row.state not in LIVE:
            raise RuleBroken(Why.ALREADY_DECIDED, since=row.ended_at if row else None)
        if row.holder in (None, task.holder):
            raise RuleBroken(Why.TASK_CHANGED)
        raise RuleBroken(Why.HELD_BY_ANOTHER, other=row.holder, since=row.held_at)
