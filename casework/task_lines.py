"""A task as a line of the inbox: who has it, what group it is in, who has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from adapters.clock import now
from casework.inbox_filter import Filter
from domain.people import Actor
from storage.store import Store
from storage.tasks import Task

LONDON = ZoneInfo("Europe/London")
GROUPS = ("overdue", "today", "later", "follow_up")


@dataclass(frozen=True)
class TaskLine:
    """A task in the inbox: who has it, and what it is about in codes.

    `delegate` is who prepares it now for whoever has it. `unread` says that the
    reader has not seen it as it is now.
    """

    task: Task
    holder: str | None
    is_mine: bool
    own_request: bool
    delegate: str | None = None
    is_delegate: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Counts:
    """How many tasks there are; `mark` changes with whatever a list would show."""

    all: int
    mine: int
    nobody: int
    overdue: int
    mark: str


def task_line(
    store: Store,
    actor: Actor,
    task: Task,
    names: Mapping[str, str],
    seen: Mapping[str, int],
) -> TaskLine:
    """A task as one adviser sees it; `seen` are the versions that they have seen."""
    lent = task.delegate if task.is_delegated(now()) else None
    return TaskLine(
        task,
        names.get(task.holder or ""),
        task.holder == actor.id,
        store.cases(actor).get(task.reference).opened_by == actor.id,
        names.get(lent or ""),
        lent == actor.id,
        seen.get(task.id, -1) < task.version,
    )


def is_wanted(actor: Actor, task: Task, wanted: Filter, at: datetime) -> bool:
    """Whether a task is one of those that a filter lets through."""
    text = "".join(wanted.text.split()).upper()
    codes = (
        (wanted.due, group_of(task, at)),
        (wanted.priority, task.priority),
        (wanted.kind, task.kind.value),
        (wanted.team, task.team),
    )
    asked = all(want in ("", is_) for want, is_ in codes) and text in task.reference
    return asked and (wanted.view != "mine" or is_on_it(actor, task, at))


def is_on_it(actor: Actor, task: Task, at: datetime) -> bool:
    """Whether somebody has a task, or prepares it now for a colleague."""
    return task.holder == actor.id or (
        task.delegate == actor.id and task.is_delegated(at)
    )


def counted(actor: Actor, tasks: list[Task], at: datetime) -> Counts:
    """The numbers of a list that somebody may be looking at."""
    versions = "".join(f"{task.id}:{task.version};" for task in tasks)
    return Counts(
        all=len(tasks),
        mine=sum(is_on_it(actor, task, at) for task in tasks),
        nobody=sum(task.holder is None for task in tasks),
        overdue=sum(task.due_at < at for task in tasks),
        mark=sha256(versions.encode()).hexdigest()[:16],
    )


def group_of(task: Task, at: datetime) -> str:
    """Where a task stands in the list.

    One that is followed up on a later day is out of the way until that day, or until
    it is overdue: nothing can be put off beyond its time.
    """
    group = due_group(task.due_at, at)
    if group == "overdue" or task.follow_up_on is None:
        return group
    return "follow_up" if task.follow_up_on > _london(at).isoformat() else group


def due_group(due: datetime, at: datetime) -> str:
    """Overdue, due today, or later."""
    if due < at:
        return "overdue"
    return "today" if _london(due) == _london(at) else "later"


def _london(at: datetime) -> date:
    """The day by a clock in the United Kingdom."""
    return at.astimezone(LONDON).date()
