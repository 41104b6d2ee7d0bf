"""A task that a colleague prepares, and one that is followed up on a later day.

Both come back by themselves: nothing has to run for that, since who reads the inbox
compares with the time.
"""

from datetime import UTC, date, datetime, time, timedelta

from adapters.clock import now
from casework.inbox import check_as_seen, check_eligible, note, task_for
from casework.outbox import Notice, Writing, owe
from casework.task_lines import LONDON
from domain import policies
from domain.errors import NotAccepted, RuleBroken, Why
from domain.people import Actor
from domain.timeline import What
from storage.store import Store, Storehouse
from storage.tasks import Task

LONGEST = timedelta(days=366)


class Delegation:
    def __init__(self, storehouse: Storehouse, mail_from: str) -> None:
        self._storehouse = storehouse
        self._mail_from = mail_from

    def delegate(
        self,
        actor: Actor,
        task_id: str,
        to: str,
        until: date,
        seen: int | None = None,
    ) -> None:
        """Let a colleague prepare a task to the end of a day. Its holder decides.

        Raises:
            NotAccepted: that person cannot have it, or the day is past.
            RuleBroken: the actor does not hold the task.
        """
        ends = _end_of(until)
        with self._storehouse.writing() as store:
            task = _held(store, actor, task_id)
            if (task.delegate, task.delegated_until) == (to, ends):
                return
            check_as_seen(actor, task, seen)
            _check_day(until, "until")
            if to == actor.id:
                raise NotAccepted(Why.CANNOT_HAVE_TASK, about="to")
            check_eligible(store, store.cases(actor).get(task.reference), to)
            store.holding.delegate(task, to, ends)
            facts = {"colleague": to, "until": until.isoformat()}
            note(store, What.TASK_DELEGATED, actor, task, **facts)
            owe(store, Writing(Notice.DELEGATED, task, to), self._mail_from)

    def call_back(self, actor: Actor, task_id: str) -> None:
        """End a delegation before its day.

        Raises:
            RuleBroken: the actor does not hold the task.
        """
        with self._storehouse.writing() as store:
            task = _held(store, actor, task_id)
            lent_to = task.delegate
            if lent_to is None or not task.is_delegated(now()):
                return  # it has come back already
            store.holding.delegate(task, None, None)
            note(store, What.TASK_CALLED_BACK, actor, task, colleague=lent_to)
            owe(store, Writing(Notice.CALLED_BACK, task, lent_to), self._mail_from)

    def put_off(self, actor: Actor, task_id: str, until: date) -> None:
        """Follow a task up on a later day. Its time to decide stays as it is.

        Raises:
            NotAccepted: the day is not ahead.
            RuleBroken: the actor does not hold the task.
        """
        with self._storehouse.writing() as store:
            task = _held(store, actor, task_id)
            if task.follow_up_on == until.isoformat():
                return
            if not _today() < until <= _today() + LONGEST:
                raise NotAccepted(Why.DATE_NOT_AHEAD, about="day")
            store.holding.put_off(task, until)
            facts = {"until": until.isoformat()}
            note(store, What.TASK_PUT_OFF, actor, task, **facts)

    def bring_back(self, actor: Actor, task_id: str) -> None:
        """Show a task that was put off among the others again."""
        with self._storehouse.writing() as store:
            task = _held(store, actor, task_id)
            if task.follow_up_on is None:
                return
            store.holding.put_off(task, None)
            note(store, What.TASK_BROUGHT_BACK, actor, task)


def _held(store: Store, actor: Actor, task_id: str) -> Task:
    """The task, which the actor must hold."""
    task, case = task_for(store, actor, task_id)
    policies.check_can_claim(actor, case)
    if task.holder is None:
        raise RuleBroken(Why.TAKE_IT_FIRST)
    if task.holder != actor.id:
        why = Why.HELD_BY_ANOTHER
        raise RuleBroken(why, other=task.holder, since=task.held_at)
    return task


def _check_day(day: date, about: str) -> None:
    if day < _today():
        raise NotAccepted(Why.DATE_PAST, about=about)
    if day > _today() + LONGEST:
        raise NotAccepted(Why.DATE_NOT_AHEAD, about=about)


def _today() -> date:
    """The day by a clock in the United Kingdom."""
    return now().astimezone(LONDON).date()


def _end_of(day: date) -> datetime:
    """Midnight at the end of a day in the United Kingdom."""
    midnight = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return midnight.astimezone(UTC)
