"""Repairs of one case: what can be done, what will happen, who did what and why."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from adapters.clock import now
from casework.desk import Desk
from casework.repair_checks import Detail, Sight, check_repair, due_after, sight_of
from casework.repair_work import RepairWork, reason_of
from domain import policies
from domain.case import Case
from domain.errors import CaseError, NotAccepted, RuleBroken, Why
from domain.offices import Office
from domain.operating import Cancel, check_second
from domain.people import Actor, Role
from domain.policies import check_office
from domain.repairs import Repair
from domain.stuck import StuckCase
from storage.comments import Comment, CommentKind, Said
from storage.repairs import Codes, KeptRepair, Result
from storage.store import Store, Storehouse

LONGEST_REASON = 500


@dataclass(frozen=True)
class Wanted:
    """What somebody wants repaired, and why."""

    reference: str
    repair: Repair
    reason: str
    detail: Detail = field(default_factory=Detail)


@dataclass(frozen=True)
class RepairLine:
    """A repair as a list of them tells it; `result` is None while it is to be done."""

    id: str
    reference: str
    repair: Repair
    by: str
    name: str
    reason: str
    at: datetime
    result: Result | None
    batch: str = ""


@dataclass(frozen=True)
class Repairing:
    """What can be done about one case now, and what was done about it."""

    reference: str
    stuck: tuple[StuckCase, ...]
    possible: tuple[Repair, ...]
    proposed: RepairLine | None
    may_agree: bool
    past: tuple[RepairLine, ...]


@dataclass(frozen=True)
class Preview:
    """What a repair would do now. `seen` goes back with the wish."""

    reference: str
    repair: Repair
    stuck: tuple[StuckCase, ...]
    seen: int
    acts: int = 0
    holder: str = ""
    advisers: tuple[tuple[str, str], ...] = ()
    due_at: datetime | None = None
    due_then: datetime | None = None


class Repairs:
    def __init__(self, storehouse: Storehouse, desk: Desk, work: RepairWork) -> None:
        self._storehouse = storehouse
        self._desk = desk
        self._work = work

    def of(self, actor: Actor, reference: str) -> Repairing:
        """What can be done about a case, and what was done.

        Raises:
            NotAllowed: the actor is not in operations.
            CaseNotFound: there is no such case in their organisation.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            sight = sight_of(store, actor, reference)
            past = _lines(store, actor, store.repairs.of(reference))
            open_ones = (e for e in past if e.repair is Repair.CANCEL and not e.result)
            proposed = next(open_ones, None)
            return Repairing(
                reference,
                sight.stuck,
                tuple(_possible(store, actor, sight)),
                proposed,
                proposed is not None and proposed.by != actor.id,
                tuple(past),
            )

    def preview(
        self, actor: Actor, reference: str, repair: Repair, hours: int = 0
    ) -> Preview:
        """What it would do, without doing it.

        Raises:
            CaseError: it may not be done, or nothing is left to be done, and why.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            sight = sight_of(store, actor, reference)
            _check_offered(store, actor, repair, sight)
            names = store.accounts.names(actor.organisation)
            task, due = sight.task, due_after(store, sight.case, hours)
            hands = repair is Repair.REASSIGN
            return Preview(
                reference,
                repair,
                sight.stuck,
                task.version if hands and task else sight.epoch,
                store.acts.waiting(reference),
                names.get(task.holder or "", "") if task else "",
                tuple(_able(store, actor, sight)) if hands else (),
                due[0] if due else None,
                due[1] if due else None,
            )

    async def ask(self, actor: Actor, wanted: Wanted, once: str) -> RepairLine:
        """Have a repair done, now if that is possible. The same `once` is the same one.

        Raises:
            CaseError: it may not be done, or nothing is left to be done, and why.
        """
        check_office(actor, Office.WATCH)
        kept, new = await asyncio.to_thread(self._keep, actor, wanted, once)
        if new and kept.repair is not Repair.CANCEL:
            await self._work.do(kept)
        return await asyncio.to_thread(self._line, actor, kept.id)

    async def agree(self, actor: Actor, reference: str, once: str) -> RepairLine:
        """Cancel a case as somebody else has proposed.

        Raises:
            NotAllowed: the actor has proposed it themselves.
            RuleBroken: nobody proposes it any more, or it is too late.
        """
        proposal, reason = await asyncio.to_thread(self._proposal, actor, reference)
        check_second(actor, proposal.by)

        def make(id: str, at: datetime, case: Case) -> Cancel:
            return Cancel(id, actor, at, proposal.by)

        await self._desk.operate(actor, reference, make, reason, once)
        done = Result(True, now(), "")
        return await asyncio.to_thread(self._end, actor, proposal, done)

    async def decline(self, actor: Actor, reference: str) -> RepairLine:
        """Do not cancel it; also for whoever proposed it and thinks again.

        Raises:
            RuleBroken: nobody proposes it any more.
        """
        proposal, _ = await asyncio.to_thread(self._proposal, actor, reference)
        no = Result(False, now(), Why.NOT_WANTED.value)
        return await asyncio.to_thread(self._end, actor, proposal, no)

    def _keep(self, actor: Actor, wanted: Wanted, once: str) -> tuple[KeptRepair, bool]:
        with self._storehouse.writing() as store:
            id = id_of_repair(store, actor, wanted.reference, once)
            known = store.repairs.get(id)
            if known is not None:
                _check_same(known, wanted)
                return known, False
            sight = sight_of(store, actor, wanted.reference)
            check_repair(store, actor, wanted.repair, sight, wanted.detail)
            kept = KeptRepair(
                id,
                actor.organisation,
                wanted.reference,
                wanted.repair,
                actor.id,
                now(),
                codes_of(sight, wanted.detail),
            )
            keep(store, kept, wanted.reason)
            return kept, True

    def _proposal(self, actor: Actor, reference: str) -> tuple[KeptRepair, str]:
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            sight = sight_of(store, actor, reference)
            proposal = store.repairs.proposed(reference)
            if proposal is None:
                raise RuleBroken(Why.NOTHING_PROPOSED)
            policies.check_can_see_running(actor, sight.case)
            return proposal, reason_of(store, proposal)

    def _end(self, actor: Actor, proposal: KeptRepair, result: Result) -> RepairLine:
        with self._storehouse.writing() as store:
            store.repairs.settle(proposal.id, result)
        return self._line(actor, proposal.id)

    def _line(self, actor: Actor, repair: str) -> RepairLine:
        with self._storehouse.reading() as store:
            kept = store.repairs.get(repair)
            assert kept is not None  # it was kept a moment ago
            return _lines(store, actor, [kept])[0]


def keep(store: Store, kept: KeptRepair, reason: str) -> None:
    """Keep a wish with its reason, which is for advisers and operations only.

    Raises:
        NotAccepted: no reason was given, or too long a one.
    """
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise NotAccepted(Why.REASON_NEEDED, about="reason")
    if store.repairs.add(kept):
        said = Said(CommentKind.REASON, reason.strip())
        store.comments.add(
            Comment(kept.id, kept.reference, kept.by, True, kept.at, said)
        )


def id_of_repair(store: Store, actor: Actor, reference: str, once: str) -> str:
    """The same form twice is one repair, and nobody can take another's id."""
    return store.keys.people().index(f"repair|{actor.id}|{reference}|{once}")


def codes_of(sight: Sight, detail: Detail) -> Codes:
    """What a repair goes by, as it is kept."""
    codes = {"epoch": str(sight.epoch)}
    if detail.hours:
        codes["hours"] = str(detail.hours)
    if detail.to:
        codes["to"] = detail.to
    return codes


def _check_same(known: KeptRepair, wanted: Wanted) -> None:
    if known.repair is not wanted.repair:
        raise RuleBroken(Why.SAME_KEY_OTHER_REQUEST)


def _possible(store: Store, actor: Actor, sight: Sight) -> Iterator[Repair]:
    for repair in Repair:
        try:
            _check_offered(store, actor, repair, sight)
        except CaseError:
            continue  # it is not offered
        yield repair


def _check_offered(store: Store, actor: Actor, repair: Repair, sight: Sight) -> None:
    """Whether it makes sense now, before it is said for how long or to whom."""
    try:
        check_repair(store, actor, repair, sight, Detail(hours=1))
    except NotAccepted as no:
        if no.about != "to":
            raise


def _able(store: Store, actor: Actor, sight: Sight) -> Iterator[tuple[str, str]]:
    """Who could have the task, by id and name."""
    for account in store.accounts.all(actor.organisation):
        user = account.actor.id
        if not account.actor.has(Role.ADVISER):
            continue
        try:
            check_repair(store, actor, Repair.REASSIGN, sight, Detail(to=user))
        except NotAccepted:
            continue  # they cannot have it
        if sight.task is None or user != sight.task.holder:
            yield user, account.profile.name


def _lines(store: Store, actor: Actor, kept: list[KeptRepair]) -> list[RepairLine]:
    names = store.accounts.names(actor.organisation)
    return [
        RepairLine(
            each.id,
            each.reference,
            each.repair,
            each.by,
            names.get(each.by, ""),
            reason_of(store, each),
            each.at,
            each.result,
            each.batch,
        )
        for each in kept
    ]
