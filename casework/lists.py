"""Lists: one's own requests and the inbox; what is there at all. Keyset pages."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from adapters.clock import now
from casework.filing import case_for
from casework.inbox_filter import Filter
from casework.paging import PAGE, Page, read_cursor, write_cursor
from casework.task_lines import Counts, TaskLine, counted, is_wanted, task_line
from domain.acts import Open
from domain.case import Case
from domain.errors import CaseNotFound
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.rules import Priority
from domain.stages import Stage, WaitingOn
from domain.terms import Terms
from storage.acts import StoredAct
from storage.cases import CaseLine, stored_case, terms_of
from storage.directory import Contact
from storage.mail import Caught
from storage.store import Store, Storehouse

T = TypeVar("T")

Place = Callable[[T], tuple[datetime, str]]


@dataclass(frozen=True)
class OwnRequest:
    """One's own request, and how many acts of it are still being applied."""

    case: Case
    opened_at: datetime
    acts_waiting: int
    terms: Terms


class Lists:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def requests(self, actor: Actor, cursor: str | None = None) -> Page[CaseLine]:
        """The actor's own requests, newest first; those on their way come first."""
        after = read_cursor(cursor)
        with self._storehouse.reading() as store:
            lines = store.cases(actor).own(after, PAGE + 1)
            begun = [] if after else _begun(store, store.acts.unapplied_by(actor.id))
        page = _page(lines, lambda line: (line.opened_at, line.reference))
        return Page([*map(_starting, begun), *page.items], page.next)

    def own_requests(
        self,
        actor: Actor,
        cursor: str | None = None,
        finished: bool | None = None,
    ) -> Page[OwnRequest]:
        """The same with what there is to do; all of them, or only open or finished."""
        after = read_cursor(cursor)
        with self._storehouse.reading() as store:
            kept = store.cases(actor).own_cases(after, PAGE + 1, finished=finished)
            waiting = store.acts.unapplied_by(actor.id)
            counts = Counter(stored.reference for stored in waiting)
            begun = [] if after or finished else _begun(store, waiting)
            cases = [Case(each.reference, opened_at=each.act.at) for each in begun]
            lines = [
                OwnRequest(case, case.opened_at, counts[case.reference], terms)
                for case in (*cases, *kept[:PAGE])
                if case.opened_at is not None
                for terms in [terms_of(store.session, case.reference)]
            ]
        last = kept[PAGE - 1] if len(kept) > PAGE else None
        more = last and last.opened_at and (last.opened_at, last.reference)
        return Page(lines, write_cursor(more) if more else None)

    def own_request(self, actor: Actor, reference: str) -> OwnRequest | None:
        """One's own request with this reference, however it was typed."""
        wanted = "".join(reference.split()).upper()
        with self._storehouse.reading() as store:
            try:
                case = case_for(store, actor, wanted)
            except CaseNotFound:
                return None
            if case.opened_by != actor.id or case.opened_at is None:
                return None
            waiting = store.acts.waiting(case.reference)
            terms = terms_of(store.session, case.reference)
            return OwnRequest(case, case.opened_at, waiting, terms)

    def inbox(self, actor: Actor, wanted: Filter | None = None) -> list[TaskLine]:
        """What advisers have to do, most urgent first; never one's own request.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        check_office(actor, Office.WORK_IN_INBOX)
        at, wanted = now(), wanted or Filter()
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            seen = store.read_marks.of(actor.id)
            tasks = store.tasks.inbox(actor, wanted.view, at)
            return [
                task_line(store, actor, task, names, seen)
                for task in tasks
                if is_wanted(actor, task, wanted, at)
            ]

    def counts(self, actor: Actor) -> Counts:
        """How much there is to do, without saying what.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        check_office(actor, Office.WORK_IN_INBOX)
        at = now()
        with self._storehouse.reading() as store:
            return counted(actor, store.tasks.inbox(actor), at)

    def directory(self, actor: Actor) -> list[Contact]:
        with self._storehouse.reading() as store:
            return store.directory.in_use(actor.organisation)

    def name_of(self, actor: Actor, user: str) -> str:
        """The name of a colleague; empty for everybody else."""
        with self._storehouse.reading() as store:
            return store.accounts.names(actor.organisation).get(user, "")

    def catch_mail(self, text: str, at: datetime) -> None:
        with self._storehouse.writing() as store:
            store.caught.keep(text, at)

    async def catch_text(self, text: str) -> None:
        """A text message, beside the mail that was caught."""
        await asyncio.to_thread(self.catch_mail, text, now())

    def caught_mail(self) -> list[Caught]:
        with self._storehouse.reading() as store:
            return store.caught.newest()

    def caught(self, mail_id: int) -> Caught:
        with self._storehouse.reading() as store:
            found = store.caught.get(mail_id)
        if found is None:
            raise CaseNotFound
        return found


def _begun(store: Store, waiting: list[StoredAct]) -> list[StoredAct]:
    """Requests whose very opening is still on its way, newest first."""
    return [
        stored
        for stored in reversed(waiting)
        if isinstance(stored.act, Open)
        and stored_case(store.session, stored.reference) is None
    ]


def _starting(begun: StoredAct) -> CaseLine:
    """A request whose very opening is still on its way, as a line of a list."""
    return CaseLine(
        reference=begun.reference,
        stage=Stage.GATHERING.value,
        ending=None,
        waiting_on=WaitingOn.PRACTITIONER.value,
        since=begun.act.at,
        priority=Priority.STANDARD.value,
        opened_at=begun.act.at,
    )


def _page(lines: list[T], key: Place[T]) -> Page[T]:
    more = len(lines) > PAGE
    shown = lines[:PAGE]
    return Page(shown, write_cursor(key(shown[-1])) if more else None)
