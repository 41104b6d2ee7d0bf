"""The adviser inbox. A change is made only if the task is as it was seen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, or_, select, update

from domain.calendar import Calendar
from domain.case import Case
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.people import Actor, Role
from domain.stages import WaitingOn
from domain.terms import Terms
from storage.due_times import DueTime, reply_due, review_due, usual_due
from storage.routing import Routing
from storage.tables import TaskRow


class TaskKind(StrEnum):
    ADVICE = "advice"
    APPROVAL = "approval"
    REVIEW = "review"
    QUESTION = "question"
    TELLING = "telling"


class TaskState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


BY_NEXT_DAY = (TaskKind.REVIEW, TaskKind.TELLING)
"""What is done by the end of the next working day."""

BESIDE = {TaskKind.TELLING: "-T"}
"""What may be owed beside another task, and so has a name of its own."""

LIVE = (TaskState.OPEN.value, TaskState.CLAIMED.value)


@dataclass(frozen=True)
class Task:
    id: str
    reference: str
    organisation: str
    kind: TaskKind
    route: str
    priority: str
    state: TaskState
    version: int
    holder: str | None
    held_at: datetime | None
    opened_at: datetime
    due_at: datetime
    due_because: str = ""
    team: str = ""
    follow_up_on: str | None = None
    delegate: str | None = None
    delegated_until: datetime | None = None

    def is_delegated(self, at: datetime) -> bool:
        """Whether a colleague is preparing it; that ends by itself."""
        until = self.delegated_until
        return self.delegate is not None and until is not None and at < until


class Tasks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def settle(
        self, case: Case, terms: Terms, at: datetime, calendar: Calendar
    ) -> None:
        """Open the tasks that the case now owes, and end those it no longer does."""
        owed = _owed(case)
        live = self._session.exec(
            select(TaskRow).where(
                TaskRow.reference == case.reference,
                col(TaskRow.ended_at).is_(None),
            )
        ).all()
        clock = reply_due(case, terms)
        for row in live:
            if row.kind in owed:
                self._carry_on(row, case, at, clock)
            else:
                self._end(row, case, at)
        for kind in owed:
            if all(row.kind != kind for row in live):
                due = clock or usual_due(case, terms, at)
                if kind in BY_NEXT_DAY:
                    due = review_due(at, calendar)
                self._open(case, terms, kind, (at, due))

    def _carry_on(
        self, row: TaskRow, case: Case, at: datetime, clock: DueTime | None
    ) -> None:
        """A task that is owed still: its time, its holder and its team may be new."""
        if clock is not None:
            row.due_at, row.due_because = clock.at, clock.because
        signed = {approval.by for approval in case.valid_approvals}
        if row.holder in signed:  # a second, different adviser is waited for
            self._give_back(row)
        elif case.passed_to not in ("", row.route):
            self._give_back(row)
            Routing(self._session).pass_on(row, case, at)

    def _open(
        self, case: Case, terms: Terms, kind: TaskKind, times: tuple[datetime, DueTime]
    ) -> None:
        opened_at, due = times
        row = TaskRow(
            id=f"T-{case.reference[3:]}-{case.revision}{BESIDE.get(kind, '')}",
            reference=case.reference,
            organisation=case.organisation,
            kind=kind.value,
            route="",
            priority=case.priority(terms).value,
            state=TaskState.OPEN.value,
            opened_at=opened_at,
            due_at=due.at,
            due_because=due.because,
        )
        Routing(self._session).place(row, case, terms, opened_at)

    def _give_back(self, row: TaskRow) -> None:
        row.holder, row.held_at = None, None
        row.delegate, row.delegated_until = None, None
        row.state = TaskState.OPEN.value
        row.version += 1
        self._session.add(row)
        self._session.flush()

    def _end(self, row: TaskRow, case: Case, at: datetime) -> None:
        done = TaskState.DONE if case.ending != "withdrawn" else TaskState.CANCELLED
        row.state, row.ended_at = done.value, at
        row.version += 1
        self._session.add(row)
        self._session.flush()

    def get(self, actor: Actor, task_id: str) -> Task:
        """A task of the actor's organisation.

        Raises:
            CaseNotFound: there is none, or not for this actor.
        """
        row = self._session.get(TaskRow, task_id)
        if row is None or row.organisation != actor.organisation:
            raise CaseNotFound
        return _task(row)

    def live(self, reference: str, *wanted: str) -> Task | None:
        """The task of a case that is in the inbox now; the main one of two.

        Args:
            reference: the case.
            wanted: the id or kind of the task that is meant, where it is there.
        """
        live = self.all_live(reference)
        meant = [task for task in live if {task.id, task.kind.value} & {*wanted}]
        return next(iter((*meant, *live)), None)

    def all_live(self, reference: str) -> list[Task]:
        """Every task of a case that is in the inbox now, the main one first."""
        rows = select(TaskRow).where(
            TaskRow.reference == reference, col(TaskRow.state).in_(LIVE)
        )
        found = [_task(row) for row in self._session.exec(rows)]
        return sorted(found, key=lambda task: task.kind in BESIDE)

    def inbox(
        self, actor: Actor, view: str = "all", at: datetime | None = None
    ) -> list[Task]:
        """What waits in the organisation's inbox, most urgent first.

        The view "team" is what nobody has; with a time, of one's own teams only, and
        with what those have for whom one stands in then. An adviser is not shown what
        concerns them.
        """
        query = select(TaskRow).where(
            TaskRow.organisation == actor.organisation, col(TaskRow.state).in_(LIVE)
        )
        if view == "mine":
            mine = (col(TaskRow.holder) == actor.id, col(TaskRow.delegate) == actor.id)
            query = query.where(or_(*mine))
        if view == "team" and at is not None:
            open_to = Routing(self._session).open_to(actor.id, actor.organisation, at)
            query = query.where(col(TaskRow.id).in_(open_to))
        elif view == "team":
            query = query.where(col(TaskRow.holder).is_(None))
        rows = self._session.exec(query.order_by(col(TaskRow.due_at), col(TaskRow.id)))
        kept_from = actor.id if actor.has(Role.ADVISER) else ""
        return [_task(row) for row in rows if kept_from not in row.barred.split()]

    def claim(self, actor: Actor, task: Task, at: datetime) -> None:
        """Take a task; exactly one of those who try at once gets it.

        Raises:
            RuleBroken: somebody else holds it, with who and since when.
        """
        if task.holder == actor.id:
            return
        held_by = task.holder if self.may_relieve(actor, task, at) else None
        self._change(task, held_by=held_by, holder=actor.id, at=at)

    def may_relieve(self, actor: Actor, task: Task, at: datetime) -> bool:
        """Whether the actor stands in for whoever holds this task."""
        if task.holder is None:
            return False
        routing = Routing(self._session)
        return routing.stands_in(actor.id, task.holder, actor.organisation, at)

    def put_back(self, actor: Actor, task: Task, at: datetime) -> None:
        """Give a task back to the team.

        Raises:
            RuleBroken: it is held by somebody else, or by nobody.
        """
        self._change(task, held_by=actor.id, holder=None, at=at)

    def give_back_all(self, holder: str, team: str | None = None) -> list[Task]:
        """Somebody has left: what they held, or had to prepare, is theirs no more.

        Args:
            holder: who has left.
            team: the only team they left; None for all.
        """
        rows = self._session.exec(
            select(TaskRow).where(
                or_(col(TaskRow.holder) == holder, col(TaskRow.delegate) == holder),
                col(TaskRow.state).in_(LIVE),
            )
        ).all()
        given_back = []
        for row in rows:
            if team is not None and row.team != team:
                continue
            if row.holder == holder:
                self._give_back(row)
                given_back.append(_task(row))
            else:
                row.delegate, row.delegated_until = None, None
                self._session.add(row)
        return given_back

    def _change(
        self, task: Task, *, held_by: str | None, holder: str | None, at: datetime
    ) -> None:
        state = TaskState.CLAIMED if holder else TaskState.OPEN
        same = (
            col(TaskRow.holder) == held_by if held_by else col(TaskRow.holder).is_(None)
        )
        changed = self._session.exec(
            update(TaskRow)
            .where(
                col(TaskRow.id) == task.id,
                col(TaskRow.state).in_(LIVE),
                same,
            )
            .values(
                holder=holder,
                held_at=at if holder else None,
                state=state.value,
                delegate=None,
                delegated_until=None,
                version=TaskRow.version + 1,
            )
        )
        if changed.rowcount != 1:
            self._refuse(task)

    def _refuse(self, task: Task) -> None:
        row = self._session.get(TaskRow, task.id, populate_existing=True)
        if row is None or row.state not in LIVE:
            raise RuleBroken(Why.ALREADY_DECIDED, since=row.ended_at if row else None)
        raise RuleBroken(Why.HELD_BY_ANOTHER, other=row.holder, since=row.held_at)


def _owed(case: Case) -> tuple[TaskKind, ...]:
    """What an adviser owes now; the first is what the case waits for, if it does."""
    if not case.is_open:
        return ()
    main = _main_owed(case)
    beside = TaskKind.TELLING if case.telling_owed else None
    return tuple(kind for kind in (main, beside) if kind)


def _main_owed(case: Case) -> TaskKind | None:
    if case.stage == "with_adviser":
        return TaskKind.QUESTION if case.asks_first else TaskKind.ADVICE
    if case.stage == "awaiting_approval" and case.waiting_on is WaitingOn.ADVISER:
        return TaskKind.APPROVAL
    return TaskKind.REVIEW if case.review_owed and case.release else None


def _task(row: TaskRow) -> Task:
    return Task(
        id=row.id,
        reference=row.reference,
        organisation=row.organisation,
        kind=TaskKind(row.kind),
        route=row.route,
        priority=row.priority,
        state=TaskState(row.state),
        version=row.version,
        holder=row.holder,
        held_at=row.held_at,
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_because=row.due_because,
        team=row.team,
        follow_up_on=row.follow_up_on,
        delegate=row.delegate,
        delegated_until=row.delegated_until,
    )
