"""A task that a colleague prepares, and one that is followed up on a later day.

Both come back by themselves: nothing has to run for that, since who reads the inbox
compares with the time.
"""

from datetime import UTC, date, datetime, time, timedelta

from adapters.clock import now
from casework.attempts import on_record
from casework.inbox import check_as_seen, check_eligible, held, note, task_for
from casework.task_lines import LONDON
from domain import policies
from domain.errors import NotAccepted, Why
from domain.notices import Notice
from domain.people import Actor
from domain.permissions import Deed
from domain.timeline import What
from storage.notices import about_task
from storage.store import Store, Storehouse
from storage.tasks import Task

LONGEST = timedelta(days=366)


class Delegation:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

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
        noted = on_record(self._storehouse, actor, task_id)
        with noted, self._storehouse.writing() as store:
            task = _held(store, actor, task_id, Deed.DELEGATE)
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
            store.notices.owe(about_task(Notice.DELEGATED, task, to), now())

    def call_back(self, actor: Actor, task_id: str) -> None:
        """End a delegation before its day.

        Raises:
            RuleBroken: the actor does not hold the task.
        """
        with self._storehouse.writing() as store:
            task = _held(store, actor, task_id, Deed.CALL_BACK)
            lent_to = task.delegate
            if lent_to is None or not task.is_delegated(now()):
                return  # it has come back already
            store.holding.delegate(task, None, None)
            note(store, What.TASK_CALLED_BACK, actor, task, colleague=lent_to)
            back = about_task(Notice.CALLED_BACK, task, lent_to)
            store.notices.owe(back, now())

    def put_off(self, actor: Actor, task_id: str, until: date) -> None:
        """Follow a task up on a later day. Its time to decide stays as it is.

        Raises:
            NotAccepted: the day is not ahead.
            RuleBroken: the actor does not hold the task.
        """
        with self._storehouse.writing() as store:
            task = _held(store, actor, task_id, Deed.PUT_OFF)
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
            task = _held(store, actor, task_id, Deed.BRING_BACK)
            if task.follow_up_on is None:
                return
            store.holding.put_off(task, None)
            note(store, What.TASK_BROUGHT_BACK, actor, task)


def _held(store: Store, actor: Actor, task_id: str, deed: Deed) -> Task:
    """The task, which the actor must hold."""
    task, case = task_for(store, actor, task_id)
    policies.check_deed(deed, actor, case)
    policies.check_hold(deed, actor, held(task))
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
