"""Talk about a case apart from any decision: between advisers, or for all to read."""

from dataclasses import dataclass
from datetime import datetime

from adapters.clock import now
from adapters.passwords import new_secret
from casework.blinding import LATER, Blind, blind_for
from casework.filing import case_for
from casework.inbox import held, task_for
from casework.restrictions import check_can_read
from domain import policies
from domain.case import Case
from domain.notices import Notice
from domain.people import Actor, Role
from domain.permissions import Deed
from domain.timeline import Entry, What
from storage.cases import terms_of
from storage.comments import Comment, CommentKind, Said
from storage.notices import about_task
from storage.store import Store, Storehouse
from storage.tasks import Task


@dataclass(frozen=True)
class Remark:
    """A comment as it is read: who, when, what, and for whom."""

    id: str
    by: str
    at: datetime
    text: str
    private: bool
    proposal: bool


@dataclass(frozen=True)
class NewRemark:
    """What somebody wants to say. A proposal is always between advisers."""

    text: str
    private: bool = False
    proposal: bool = False


class Comments:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def add(
        self, actor: Actor, task_id: str, new: NewRemark, once: str | None = None
    ) -> None:
        """Say something about the case of a task. The same `once` twice is one.

        Raises:
            NotAllowed: it is the actor's own request, or a proposal of somebody
                who was not asked to prepare the task.
        """
        at = now()
        with self._storehouse.writing() as store:
            task, case = task_for(store, actor, task_id)
            policies.check_deed(Deed.COMMENT, actor, case)
            if new.proposal:
                policies.check_hold(Deed.PROPOSE, actor, held(task))
            kind = CommentKind.PROPOSAL if new.proposal else CommentKind.COMMENT
            comment = Comment(
                _id_of(store, actor, task, once),
                task.reference,
                actor.id,
                new.private or new.proposal,
                at,
                Said(kind, new.text),
            )
            if store.comments.add(comment) and new.proposal:
                self._on_record(store, actor, task, comment)

    def of_task(self, actor: Actor, task_id: str) -> list[Remark]:
        """Everything advisers have said about the case of a task, oldest first."""
        with self._storehouse.reading() as store:
            _, case = task_for(store, actor, task_id)
            policies.check_can_take_task(actor, case)
            check_can_read(store, actor, case.reference)
            return _remarks(store, case, actor)

    def of_case(self, actor: Actor, reference: str) -> list[Remark]:
        """What the reader may read: advisers everything, the practitioner the rest.

        An adviser who asked for it themselves reads what any practitioner reads.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        with self._storehouse.reading() as store:
            case = case_for(store, actor, reference)
            policies.check_can_see(actor, case)
            check_can_read(store, actor, reference)
            said = _remarks(store, case, actor)
            among = policies.allows(policies.check_can_take_task, actor, case)
            return [each for each in said if among or not each.private]

    def _on_record(
        self, store: Store, actor: Actor, task: Task, comment: Comment
    ) -> None:
        entry = Entry(What.PROPOSED, actor.id, Role.ADVISER, comment.at)
        store.timeline.add(task.reference, f"{task.id}:{comment.id}", entry)
        if task.holder is not None:
            proposed = about_task(Notice.PROPOSED, task, task.holder)
            store.notices.owe(proposed, comment.at)


def _id_of(store: Store, actor: Actor, task: Task, once: str | None) -> str:
    """The same form twice is one comment."""
    name = f"comment|{actor.id}|{task.id}|{once or new_secret()}"
    return store.keys.people().index(name)


def _remarks(store: Store, case: Case, actor: Actor) -> list[Remark]:
    names = store.accounts.names(case.organisation)
    said = store.comments.of(case.reference)
    blind = Blind()
    if said:
        blind = blind_for(actor, case, terms_of(store.session, case.reference))
    return [
        Remark(
            each.id,
            names.get(each.author, "Somebody"),
            each.at,
            LATER if blind.keeps_back(each) else each.said.text,
            each.private,
            each.said.kind is CommentKind.PROPOSAL,
        )
        for each in said
        if each.said.kind is not CommentKind.REASON
    ]
