"""Who holds which adviser task. Done or refused at once; each change is on record."""

from datetime import datetime

from adapters.clock import now
from domain import policies
from domain.case import Case
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.people import Actor, Role
from domain.timeline import Entry, What
from storage.store import Store, Storehouse
from storage.tasks import Task, TaskState


class Inbox:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def claim(self, actor: Actor, task_id: str) -> None:
        """Take a task.

        Raises:
            RuleBroken: somebody else has it, with who and since when.
            NotAllowed: it is the actor's own request.
        """
        with self._storehouse.writing() as store:
            task, case = _task_for(store, actor, task_id)
            policies.check_can_claim(actor, case)
            _claim(store, actor, task, now())

    def put_back(self, actor: Actor, task_id: str) -> None:
        """Give a task back to the team."""
        at = now()
        with self._storehouse.writing() as store:
            task, _ = _task_for(store, actor, task_id)
            if task.state is TaskState.OPEN:
                return  # the team has it already: a repeat changes nothing
            store.tasks.put_back(actor, task, at)
            _note(store, What.TASK_PUT_BACK, actor, task, at)


def take_for_decision(store: Store, actor: Actor, case: Case) -> None:
    """Who decides holds the task; a task that nobody holds is taken by deciding.

    Raises:
        RuleBroken: another adviser holds it.
    """
    task = store.tasks.live(case.reference)
    if task is None or task.holder == actor.id:
        return
    if task.holder is not None:
        why = Why.HELD_BY_ANOTHER
        raise RuleBroken(why, other=task.holder, since=task.held_at)
    _claim(store, actor, task, now())


def _task_for(store: Store, actor: Actor, task_id: str) -> tuple[Task, Case]:
    if not actor.has(Role.ADVISER):
        raise CaseNotFound
    task = store.tasks.get(actor, task_id)
    return task, store.cases(actor).get(task.reference)


def _claim(store: Store, actor: Actor, task: Task, at: datetime) -> None:
    if task.holder == actor.id:
        return
    store.tasks.claim(actor, task, at)
    _note(store, What.TASK_CLAIMED, actor, task, at)


def _note(store: Store, what: What, actor: Actor, task: Task, at: datetime) -> None:
    entry = Entry(what, actor.id, Role.ADVISER, at)
    name = f"{task.id}:{task.version + 1}"
    store.timeline.add(task.reference, name, entry)
