"""Lists: one's own requests, the inbox, running cases, closed ones. Keyset pages."""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from casework.filing import case_for
from casework.inbox_filter import Filter
from casework.task_lines import Counts, TaskLine, counted, is_wanted, task_line
from domain.acts import Open
from domain.case import Case
from domain.errors import CaseNotFound
from domain.people import Actor
from domain.permissions import Office
from domain.policies import check_office
from domain.rules import Priority
from domain.stages import STAGE_LABELS, Stage, WaitingOn
from domain.terms import Terms
from storage.acts import StoredAct
from storage.cases import CaseLine, stored_case, terms_of
from storage.directory import Contact
from storage.mail import Caught
from storage.store import Store, Storehouse
from storage.tables import TroubleRow

PAGE = 25
LATE = timedelta(seconds=10)
"""An act that takes longer than this to be applied is worth a look."""

T = TypeVar("T")

Place = Callable[[T], tuple[datetime, str]]


@dataclass(frozen=True)
class Page(Generic[T]):
    items: list[T]
    next: str | None


@dataclass(frozen=True)
class OwnRequest:
    """One's own request, and how many acts of it are still being applied."""

    case: Case
    opened_at: datetime
    acts_waiting: int
    terms: Terms


@dataclass(frozen=True)
class Summary:
    """Operations' first look."""

    by_stage: dict[Stage, int]
    failing: int
    overdue: int
    orphan_tasks: int
    breaches: int
    waiting_acts: int
    alerts: int
    late_reviews: int
    worker_seen_at: datetime | None
    log_signed_at: datetime | None
    as_of: datetime


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

    def running(
        self,
        actor: Actor,
        cursor: str | None = None,
        stage: str | None = None,
        only: str | None = None,
    ) -> Page[CaseLine]:
        """Open cases, longest waiting first, with the failing step of each.

        `only` is "failing", "overdue", "orphan" or "unapplied": what the numbers count.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        known = stage if stage in {s.value for s in Stage} else None
        with self._storehouse.reading() as store:
            after = read_cursor(cursor)
            among = _among(store, actor, only)
            lines = store.cases(actor).running(after, PAGE + 1, known, among)
            return _page(lines, lambda line: (line.since, line.reference))

    def running_case(
        self, actor: Actor, reference: str
    ) -> tuple[CaseLine, list[TroubleRow]]:
        """One case as operations see it: its state, never what it is about."""
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            line = store.cases(actor).line(reference)
            return line, store.troubles.of(reference)

    def summary(self, actor: Actor) -> Summary:
        check_office(actor, Office.WATCH)
        at = now()
        with self._storehouse.reading() as store:
            cases = store.cases(actor)
            counts = cases.by_stage()
            tasks = store.tasks.inbox(actor)
            signed = store.tree.newest()
            return Summary(
                by_stage={s: counts.get(s.value, 0) for s in STAGE_LABELS},
                failing=cases.failing(),
                overdue=sum(task.due_at < at for task in tasks),
                orphan_tasks=len(store.routing.orphans(actor.organisation, at)),
                breaches=store.breaches.open_in(actor.organisation),
                alerts=store.alerts.waiting(actor.organisation),
                late_reviews=store.emergencies.overdue(actor.organisation, at),
                waiting_acts=store.acts.waiting_in(actor.organisation, at - LATE),
                worker_seen_at=store.workers.last_seen(),
                log_signed_at=signed.at if signed else None,
                as_of=at,
            )

    def directory(self, actor: Actor) -> list[Contact]:
        with self._storehouse.reading() as store:
            return store.directory.in_use(actor.organisation)

    def name_of(self, actor: Actor, user: str) -> str:
        """The name of a colleague; empty for everybody else."""
        with self._storehouse.reading() as store:
            return store.accounts.names(actor.organisation).get(user, "")

    def readiness(self, late: timedelta) -> dict[str, str]:
        """Whether acts can be stored, and whether a worker was seen lately."""
        at = now()
        try:
            with self._storehouse.writing() as store:
                seen = store.workers.last_seen()
            current = self._storehouse.database.is_current
        except DBAPIError:
            return {"status": "down", "database": "down", "worker": "unknown"}
        working = seen is not None and at - seen < late
        return {
            "status": "ok" if working and current else "degraded",
            "database": "ok" if current else "behind",
            "worker": "ok" if working else "not seen",
        }

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


def _among(store: Store, actor: Actor, only: str | None) -> list[str] | None:
    """The cases that one of the numbers counts; None for every case."""
    at = now()
    if only == "failing":
        return store.troubles.references()
    if only == "overdue":
        return [t.reference for t in store.tasks.inbox(actor) if t.due_at < at]
    if only == "orphan":
        return store.routing.orphans(actor.organisation, at)
    if only == "unapplied":
        return store.acts.references_waiting(at - LATE)
    return None


def _page(lines: list[T], key: Place[T]) -> Page[T]:
    more = len(lines) > PAGE
    shown = lines[:PAGE]
    return Page(shown, write_cursor(key(shown[-1])) if more else None)


def write_cursor(place: tuple[datetime, str]) -> str:
    at, reference = place
    return urlsafe_b64encode(f"{at.isoformat()}|{reference}".encode()).decode()


def read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    """Where a page begins; a cursor that nobody gave out begins at the start."""
    if not cursor:
        return None
    try:
        at, _, reference = urlsafe_b64decode(cursor).decode().partition("|")
        return datetime.fromisoformat(at), reference
    except (NotBase64, UnicodeDecodeError, ValueError):
        return None
