"""Does what operations wished for, item by item, and says what came of each.

It runs beside the worker, so that what was begun is finished after a crash. Each repair
does the same when it is done twice; whatever it leads to happens once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from temporalio.service import RPCError

from adapters.clock import now
from casework.desk import Desk
from casework.post import Post
from casework.reconciler import Reconciler
from casework.repair_checks import Detail, check_repair, sight_of
from domain.case import Case
from domain.errors import CaseError, NotAllowed, Why
from domain.notices import Notice
from domain.operating import GiveTime
from domain.people import Actor, Role
from domain.repairs import Repair
from domain.timeline import Entry, What
from storage.cases import epoch_of, stored_case, workflow_id
from storage.keys import KeyDestroyed
from storage.notices import about_task
from storage.repairs import KeptRepair, Result
from storage.store import Store, Storehouse
from storage.tasks import Task

EVERY = 1.0
OURS_FOR = timedelta(seconds=10)
"""So long a single repair belongs to the page that it was wished on."""

OWN_ENTRY = (Repair.EXTEND, Repair.REASSIGN)
"""These put a line of their own into the account."""

STEPS = (
    "record", "finalise", "freeze", "package", "activate", "discard", "release",
    "expire", "announce", "announce_again", "tell_individual", "call_adviser", "remind",
)  # fmt: skip
"""What is noted of these comes back by itself if it still fails."""

Do = Callable[[KeptRepair, Actor], Awaitable[Result]]

log = structlog.get_logger()


class RepairWork:
    def __init__(self, storehouse: Storehouse, post: Post, desk: Desk) -> None:
        self._storehouse = storehouse
        self._post = post
        self._desk = desk
        self._reconciler = Reconciler(storehouse, post)
        self._how: dict[Repair, Do] = {
            Repair.TRY_NOW: self._try_now,
            Repair.WRITE_AGAIN: self._try_now,
            Repair.SEND_AGAIN: self._send_again,
            Repair.RESTART: self._restart,
            Repair.EXTEND: self._extend,
            Repair.REASSIGN: self._reassign,
        }

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await self.round()
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Do whatever is still to be done, one after the other."""
        for kept in await asyncio.to_thread(self._due, now()):
            if not await asyncio.to_thread(self._is_stopped, kept):
                await self.do(kept)

    async def do(self, kept: KeptRepair) -> Result | None:
        """Do one of them. None if Temporal is away: it is tried again."""
        try:
            actor = await asyncio.to_thread(self._still, kept)
            result = await self._how[kept.repair](kept, actor)
        except (CaseError, KeyDestroyed) as no:
            why = no.why if isinstance(no, CaseError) else Why.NOT_FOUND
            result = Result(False, now(), why.value)
        except (
            ValueError
        ):  # somebody wrote to its row: the others are done all the same
            result = Result(False, now(), Why.CANNOT_BE_READ.value)
        except RPCError as error:
            log.warning("temporal_away", reason_code=error.status.name)
            return None
        await asyncio.to_thread(self._settle, kept, result)
        return result

    # One of each kind

    async def _try_now(self, kept: KeptRepair, actor: Actor) -> Result:
        workflow = await asyncio.to_thread(self._owe_again, kept.reference)
        await self._post.hurry(workflow)
        return Result(True, now())

    async def _send_again(self, kept: KeptRepair, actor: Actor) -> Result:
        await asyncio.to_thread(self._unsend, kept.reference)
        return Result(True, now())

    async def _restart(self, kept: KeptRepair, actor: Actor) -> Result:
        seen = int(kept.codes["epoch"])
        if await self._reconciler.resume(kept.reference, seen):
            return Result(True, now())
        ran = await asyncio.to_thread(self._epoch, kept.reference) > seen
        return Result(ran, now(), "" if ran else Why.RUNS_WELL.value)

    async def _extend(self, kept: KeptRepair, actor: Actor) -> Result:
        hours = int(kept.codes["hours"])

        def make(id: str, at: datetime, case: Case) -> GiveTime:
            return GiveTime(id, actor, at, hours)

        reason = await asyncio.to_thread(self._reason, kept)
        await self._desk.operate(actor, kept.reference, make, reason, kept.id)
        return Result(True, now())

    async def _reassign(self, kept: KeptRepair, actor: Actor) -> Result:
        await asyncio.to_thread(self._give, kept, actor)
        return Result(True, now())

    # What they do in the tables

    def _due(self, at: datetime) -> list[KeptRepair]:
        with self._storehouse.reading() as store:
            due = store.repairs.due(at)
        return [each for each in due if each.batch or at - each.at > OURS_FOR]

    def _is_stopped(self, kept: KeptRepair) -> bool:
        with self._storehouse.reading() as store:
            return store.repairs.stopped(kept.batch) is not None

    def _still(self, kept: KeptRepair) -> Actor:
        """Who wished for it, if it still may and has to be done.

        Raises:
            CaseError: not any more, and why.
        """
        with self._storehouse.reading() as store:
            account = store.accounts.get(kept.by)
            if account is None or account.disabled:
                raise NotAllowed(Why.NOT_YOUR_ROLE)
            if kept.repair not in (Repair.EXTEND, Repair.RESTART):  # once by themselves
                sight = sight_of(store, account.actor, kept.reference)
                check_repair(store, account.actor, kept.repair, sight, detail_of(kept))
            return account.actor

    def _owe_again(self, reference: str) -> str:
        with self._storehouse.writing() as store:
            store.notices.try_again(reference, now())
            for step in STEPS:
                store.troubles.clear(reference, step)
            return workflow_id(store.session, reference)

    def _unsend(self, reference: str) -> None:
        with self._storehouse.writing() as store:
            store.acts.send_again(reference)

    def _epoch(self, reference: str) -> int:
        with self._storehouse.reading() as store:
            return epoch_of(store.session, reference)

    def _reason(self, kept: KeptRepair) -> str:
        with self._storehouse.reading() as store:
            return reason_of(store, kept)

    def _give(self, kept: KeptRepair, actor: Actor) -> None:
        with self._storehouse.writing() as store:
            task = store.tasks.live(kept.reference)
            to = kept.codes["to"]
            if task is not None and task.holder != to:
                _hand_over(store, actor, task, kept)

    def _settle(self, kept: KeptRepair, result: Result) -> None:
        with self._storehouse.writing() as store:
            first = store.repairs.settle(kept.id, result)
            if not (first and result.done) or kept.repair in OWN_ENTRY:
                return
            if stored_row(store, kept.reference):
                facts = (("repair", kept.repair.value),)
                entry = Entry(
                    What.REPAIRED, kept.by, Role.OPERATIONS, result.at, kept.id,
                    facts=facts,
                )  # fmt: skip
                store.timeline.add(kept.reference, f"repair:{kept.id}", entry)


def detail_of(kept: KeptRepair) -> Detail:
    """What was given with it, without what was looked at."""
    return Detail(int(kept.codes.get("hours", "0")), kept.codes.get("to", ""))


def reason_of(store: Store, kept: KeptRepair) -> str:
    """Why somebody wished for it, in their own words; nothing once those are gone."""
    try:
        said = store.comments.reasons(kept.reference)
    except KeyDestroyed:
        return ""
    return said.get(kept.id, {}).get("reason", "")


def stored_row(store: Store, reference: str) -> bool:
    """Whether there is a case to put a line into the account of."""
    try:
        return stored_case(store.session, reference) is not None
    except ValueError:
        return True


def _hand_over(store: Store, actor: Actor, task: Task, kept: KeptRepair) -> None:
    at, to = now(), kept.codes["to"]
    store.holding.hand_over(task, to, at)
    facts = (("colleague", to),)
    entry = Entry(
        What.TASK_REASSIGNED, actor.id, Role.OPERATIONS, at, kept.id, facts=facts
    )
    name = f"{task.id}:{task.version + 1}"
    store.timeline.add(task.reference, name, entry)
    store.notices.owe(about_task(Notice.ASSIGNED, task, to), at)
    if task.holder is not None:
        store.notices.owe(about_task(Notice.GIVEN_AWAY, task, task.holder), at)
