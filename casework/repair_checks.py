"""Whether a repair may be done, and still makes sense, before anything is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.clock import now
from casework.conflicts import case_of
from casework.inbox import check_as_seen, check_eligible
from casework.stuck import stuck_ways
from domain import policies
from domain.case import Case
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.operating import GiveTime
from domain.people import Actor
from domain.permissions import Deed
from domain.repairs import DEEDS, MOST_HOURS, Repair, check_needed
from domain.stuck import Stuck, StuckCase
from domain.waiting import adviser_clock
from storage.cases import epoch_of, stored_case, terms_of
from storage.store import Store
from storage.tasks import Task
from storage.undelivered import CAME_BACK


@dataclass(frozen=True)
class Detail:
    """What some repairs need besides: how many hours, or to whom a task goes.

    `seen` is what was looked at: the task's version, or how often the case was run.
    """

    hours: int = 0
    to: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Sight:
    """One case as a repair finds it."""

    case: Case
    stuck: tuple[StuckCase, ...]
    epoch: int
    task: Task | None
    is_readable: bool = True

    @property
    def kinds(self) -> frozenset[Stuck]:
        """The ways in which it is stuck that operations can do something about."""
        return frozenset(each.kind for each in self.stuck if each.step != CAME_BACK)


def sight_of(
    store: Store,
    actor: Actor,
    reference: str,
    stuck: Iterable[StuckCase] | None = None,
) -> Sight:
    """A case for somebody in operations, whether or not its row can be read.

    Raises:
        CaseNotFound: there is none, or none for this actor.
    """
    case = _known(store, actor, reference)
    ways = (
        stuck_ways(store, actor.organisation, reference, now())
        if stuck is None
        else tuple(each for each in stuck if each.reference == reference)
    )
    epoch = epoch_of(store.session, reference)
    task = store.tasks.live(reference)
    unread = Case(reference, actor.organisation)
    return Sight(case or unread, ways, epoch, task, case is not None)


def check_repair(
    store: Store, actor: Actor, repair: Repair, sight: Sight, detail: Detail
) -> None:
    """Whether this may be done to the case now.

    Raises:
        CaseError: it may not, or nothing is left to be done, and why.
    """
    if not sight.is_readable:
        raise RuleBroken(Why.CANNOT_BE_READ)
    policies.check_deed(DEEDS[repair], actor, sight.case)
    check_needed(repair, sight.kinds)
    if repair is Repair.RESTART and detail.seen not in (None, sight.epoch):
        raise RuleBroken(Why.OVERTAKEN)
    if repair is Repair.EXTEND:
        _check_time(store, actor, sight.case, detail.hours)
    if repair is Repair.REASSIGN:
        _check_hands(store, actor, sight, detail)
    if repair is Repair.CANCEL and store.repairs.proposed(sight.case.reference):
        raise RuleBroken(Why.CANCEL_PROPOSED)


def due_after(store: Store, case: Case, hours: int) -> tuple[datetime, datetime] | None:
    """When the reply is due, and when it would be with so many hours more."""
    if not case.opened_by or not 0 <= hours <= MOST_HOURS:
        return None
    terms = terms_of(store.session, case.reference)
    clock = adviser_clock(case, terms)
    if clock is None:
        return None
    more = timedelta(hours=hours)
    later = clock.more(more)
    return clock.due.at, later.due.at


def _known(store: Store, actor: Actor, reference: str) -> Case | None:
    """The case; None where somebody wrote to its row, so that it does not open."""
    try:
        case = case_of(store, actor, reference)
    except ValueError:
        store.cases(actor).line(reference)
        return None
    except CaseNotFound:
        case = _beginning(store, actor, reference)
    policies.check_deed(Deed.SEE_RUNNING, actor, case)
    return case


def _beginning(store: Store, actor: Actor, reference: str) -> Case:
    """A request whose very opening is still on its way.

    Raises:
        CaseNotFound: there is none, or it is of another organisation.
    """
    opening = store.acts.opening(reference)
    there = stored_case(store.session, reference) is not None
    if opening is None or there or opening.by.organisation != actor.organisation:
        raise CaseNotFound
    return opening.on(Case(reference), terms_of(store.session, reference))


def _check_time(store: Store, actor: Actor, case: Case, hours: int) -> None:
    terms = terms_of(store.session, case.reference)
    GiveTime("", actor, now(), hours).on(case, terms)
    if adviser_clock(case, terms) is None:
        raise RuleBroken(Why.NO_CLOCK)


def _check_hands(store: Store, actor: Actor, sight: Sight, detail: Detail) -> None:
    if sight.task is None:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)
    if not detail.to:
        raise NotAccepted(Why.CANNOT_HAVE_TASK, about="to")
    check_as_seen(actor, sight.task, detail.seen)
    check_eligible(store, sight.case, detail.to)
