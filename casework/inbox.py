"""Who holds which adviser task. Done or refused at once; each change is on record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.clock import now
from adapters.passwords import new_id
from casework.attempts import on_record
from casework.conflicts import case_of, may_take
from domain import policies
from domain.case import Case
from domain.errors import (
    CaseError,
    CaseNotFound,
    NotAccepted,
    RuleBroken,
    Why,
)
from domain.notices import Notice
from domain.offices import Office
from domain.people import Actor, Role
from domain.permissions import Deed
from domain.relations import Held
from domain.timeline import Entry, What
from storage.comments import Comment, CommentKind, Said
from storage.notices import about_task
from storage.store import Store, Storehouse
from storage.tasks import LIVE, Task, TaskKind, TaskState


@dataclass(frozen=True)
class Done:
    """What became of one task of several; `no` is why it stayed as it was."""

    task_id: str
    reference: str
    no: CaseError | None = None


@dataclass(frozen=True)
class Change:
    """A change of hands: what it is, to whom, from whom, and why."""

    what: What
    to: str
    colleague: str
    reason: str


class Inbox:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def claim(self, actor: Actor, task_id: str) -> None:
        """Take a task.

        Raises:
            RuleBroken: somebody else has it, with who and since when.
            NotAllowed: it is the actor's own request.
        """
        noted = on_record(self._storehouse, actor, task_id)
        with noted, self._storehouse.writing() as store:
            task, case = task_for(store, actor, task_id)
            policies.check_can_claim(actor, case)
            _claim(store, actor, task, now())

    def put_back(self, actor: Actor, task_id: str) -> None:
        """Give a task back to the team."""
        at = now()
        with self._storehouse.writing() as store:
            task, case = task_for(store, actor, task_id)
            if task.state is TaskState.OPEN:
                policies.check_deed(Deed.SEE, actor, case)
                return  # the team has it already: a repeat changes nothing
            store.tasks.put_back(actor, task, at)
            note(store, What.TASK_PUT_BACK, actor, task)

    def take_over(
        self, actor: Actor, task_id: str, reason: str, seen: int | None = None
    ) -> None:
        """Take a task from whoever has it. They are told.

        `seen` is the task's version that was looked at: of two at once, one gets it.

        Raises:
            RuleBroken: it changed hands since it was looked at, or is done.
            NotAllowed: it is the actor's own request.
        """
        noted = on_record(self._storehouse, actor, task_id)
        with noted, self._storehouse.writing() as store:
            task, case = task_for(store, actor, task_id)
            policies.check_deed(Deed.TAKE_OVER, actor, case)
            policies.check_hold(Deed.TAKE_OVER, actor, held(task))
            if task.holder is None or task.holder == actor.id:
                return
            check_as_seen(actor, task, seen)
            change = Change(What.TASK_TAKEN_OVER, actor.id, task.holder, reason)
            self._hand_over(store, actor, task, change)
            self._tell(store, Notice.TAKEN_OVER, task, task.holder)

    def reassign(
        self,
        actor: Actor,
        task_id: str,
        to: str,
        reason: str,
        seen: int | None = None,
    ) -> None:
        """Give a task to another adviser. They are told, and whoever had it.

        Raises:
            NotAccepted: that person cannot have it.
            RuleBroken: it changed hands since it was looked at, or is done.
        """
        noted = on_record(self._storehouse, actor, task_id)
        with noted, self._storehouse.writing() as store:
            task, case = task_for(store, actor, task_id)
            policies.check_deed(Deed.REASSIGN, actor, case)
            if task.holder == to:
                return
            check_as_seen(actor, task, seen)
            check_eligible(store, case, to)
            change = Change(What.TASK_REASSIGNED, to, to, reason)
            self._hand_over(store, actor, task, change)
            self._tell(store, Notice.ASSIGNED, task, to, but=actor)
            if task.holder is not None:
                self._tell(store, Notice.GIVEN_AWAY, task, task.holder, but=actor)

    def claim_all(self, actor: Actor, task_ids: Sequence[str]) -> list[Done]:
        """Take several tasks; each one is taken or not on its own."""
        return [
            self._each(actor, task_id, lambda id: self.claim(actor, id))
            for task_id in dict.fromkeys(task_ids)
        ]

    def reassign_all(
        self, actor: Actor, task_ids: Sequence[str], to: str, reason: str
    ) -> list[Done]:
        """Give several tasks to another adviser; each one goes or not on its own."""
        return [
            self._each(actor, task_id, lambda id: self.reassign(actor, id, to, reason))
            for task_id in dict.fromkeys(task_ids)
        ]

    def mark(self, actor: Actor, task_id: str, *, read: bool) -> None:
        """Remember for the actor alone that they have seen it, or have not."""
        with self._storehouse.writing() as store:
            task, case = task_for(store, actor, task_id)
            policies.check_deed(Deed.MARK, actor, case)
            if read:
                store.read_marks.mark(actor.id, task.id)
            else:
                store.read_marks.clear(actor.id, task.id)

    def eligible(self, actor: Actor, task_id: str) -> list[tuple[str, str]]:
        """The colleagues who could have this task, by id and name."""
        with self._storehouse.reading() as store:
            task, case = task_for(store, actor, task_id)
            policies.check_can_take_task(actor, case)
            return [
                (account.actor.id, account.profile.name)
                for account in store.accounts.all(task.organisation)
                if account.actor.id not in (actor.id, task.holder)
                and not account.disabled
                and may_take(store, account.actor, case)
            ]

    def colleagues(self, actor: Actor) -> list[tuple[str, str]]:
        """The other advisers of the organisation, by id and name.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        policies.check_office(actor, Office.WORK_IN_INBOX)
        with self._storehouse.reading() as store:
            return [
                (account.actor.id, account.profile.name)
                for account in store.accounts.all(actor.organisation)
                if account.actor.has(Role.ADVISER)
                and account.actor.id != actor.id
                and not account.disabled
            ]

    def _each(self, actor: Actor, task_id: str, do: Callable[[str], None]) -> Done:
        with self._storehouse.reading() as store:
            try:
                task, _ = task_for(store, actor, task_id)
            except CaseNotFound as no:
                return Done(task_id, "", no)
        try:
            do(task_id)
        except CaseError as no:
            return Done(task_id, task.reference, no)
        return Done(task_id, task.reference)

    def _hand_over(
        self, store: Store, actor: Actor, task: Task, change: Change
    ) -> None:
        at = now()
        store.holding.hand_over(task, change.to, at)
        why = Comment(
            new_id("reason"),
            task.reference,
            actor.id,
            private=False,
            at=at,
            said=Said(CommentKind.REASON, change.reason),
        )
        store.comments.add(why)
        facts = {"colleague": change.colleague}
        note(store, change.what, actor, task, why.id, **facts)

    def _tell(
        self,
        store: Store,
        notice: Notice,
        task: Task,
        to: str,
        *,
        but: Actor | None = None,
    ) -> None:
        """Owe a message; nobody is told what they have just done themselves."""
        if but is None or but.id != to:
            store.notices.owe(about_task(notice, task, to), now())


def take_for_decision(
    store: Store, actor: Actor, case: Case, *, telling: bool = False
) -> None:
    """Who decides holds the task; a task that nobody holds is taken by deciding.

    Args:
        store: the tables.
        actor: who decides.
        case: on what.
        telling: whether it is about telling somebody, which is a task of its own.

    Raises:
        RuleBroken: another adviser holds it.
    """
    meant = TaskKind.TELLING.value if telling else ""
    task = store.tasks.live(case.reference, meant)
    if task is None or task.holder == actor.id:
        return
    if not store.tasks.may_relieve(actor, task, now()):
        policies.check_hold(Deed.DECIDE, actor, held(task))
    _claim(store, actor, task, now())


def held(task: Task) -> Held:
    """In whose hands a task is now."""
    lent = task.delegate if task.is_delegated(now()) else None
    return Held(task.holder, task.held_at, lent)


def task_for(store: Store, actor: Actor, task_id: str) -> tuple[Task, Case]:
    """A task and its case, for an adviser of its organisation.

    Raises:
        CaseNotFound: there is none, or none for this actor.
    """
    if not policies.holds(actor, Office.WORK_IN_INBOX):
        raise CaseNotFound
    task = store.tasks.get(actor, task_id)
    return task, case_of(store, actor, task.reference)


def check_eligible(store: Store, case: Case, user: str) -> None:
    """Whether somebody could have this case's task.

    Raises:
        NotAccepted: they are no adviser here, started the request, or are named in it.
    """
    account = store.accounts.get(user)
    may = account is not None and not account.disabled
    if not (account is not None and may and may_take(store, account.actor, case)):
        raise NotAccepted(Why.CANNOT_HAVE_TASK, about="to")


def check_as_seen(actor: Actor, task: Task, seen: int | None) -> None:
    """Whether a task is as it was looked at; one that is done says so by itself.

    Raises:
        RuleBroken: it changed hands since then, with who has it.
    """
    if seen in (None, task.version) or task.state.value not in LIVE:
        return
    if task.holder in (None, actor.id):
        raise RuleBroken(Why.TASK_CHANGED)
    raise RuleBroken(Why.HELD_BY_ANOTHER, other=task.holder, since=task.held_at)


def _claim(store: Store, actor: Actor, task: Task, at: datetime) -> None:
    if task.holder == actor.id:
        return
    store.tasks.claim(actor, task, at)
    if task.holder is None:
        note(store, What.TASK_CLAIMED, actor, task)
    else:  # from whom they stand in for
        note(store, What.TASK_TAKEN_OVER, actor, task, colleague=task.holder)
        store.notices.owe(about_task(Notice.TAKEN_OVER, task, task.holder), at)


def note(
    store: Store,
    what: What,
    actor: Actor,
    task: Task,
    why: str | None = None,
    **facts: str,
) -> None:
    """Put a change of the task on record. Who made it has seen it."""
    told = tuple(facts.items())
    entry = Entry(what, actor.id, Role.ADVISER, now(), act=why, facts=told)
    name = f"{task.id}:{task.version + 1}"
    store.timeline.add(task.reference, name, entry)
    store.read_marks.mark(actor.id, task.id)
