"""The same repair for many cases: looked at first, then done one after the other.

Nothing that decides about a case can be done so: no approval and no cancelling. Each
item is done or not on its own, and the list says which. It can be stopped.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from adapters.clock import now
from casework.repair_checks import Detail, Sight, check_repair, sight_of
from casework.repair_work import reason_of
from casework.repairs import codes_of, keep
from casework.stuck import stuck_in
from domain.errors import CaseError, CaseNotFound, NotAccepted, RuleBroken, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.repairs import IN_BULK, MOST_AT_ONCE, Repair
from storage.repairs import KeptRepair, Result
from storage.store import Store, Storehouse

NEWEST = 20


@dataclass(frozen=True)
class BulkWish:
    """What is to be done to which cases, and why."""

    repair: Repair
    references: tuple[str, ...]
    reason: str = ""
    hours: int = 0

    @property
    def detail(self) -> Detail:
        return Detail(hours=self.hours)


@dataclass(frozen=True)
class BulkLine:
    """One case of several; `why` says why it is not done, where it is not."""

    reference: str
    why: Why | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Batch:
    """A repair of many cases, and how far it has come."""

    id: str
    repair: Repair
    by: str
    name: str
    reason: str
    at: datetime
    stopped_at: datetime | None
    lines: tuple[BulkLine, ...]

    @property
    def done(self) -> int:
        return sum(each.result is not None and each.result.done for each in self.lines)

    @property
    def not_done(self) -> int:
        return len(self.lines) - self.done - self.waiting

    @property
    def waiting(self) -> int:
        """How many are still to be done; none any more once it is stopped."""
        if self.stopped_at is not None:
            return 0
        return sum(each.result is None for each in self.lines)

    @property
    def reasons(self) -> dict[Why, int]:
        """Why those were not done that were not, and how many of each."""
        return dict(Counter(each.why for each in self.lines if each.why))


class BulkRepairs:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def preview(self, actor: Actor, wish: BulkWish) -> tuple[BulkLine, ...]:
        """What would be done to each of them, without doing it.

        Raises:
            NotAllowed: the actor is not in operations.
            NotAccepted: it cannot be done to many at once, or to none or too many.
        """
        _check(actor, wish)
        with self._storehouse.reading() as store:
            return tuple(line for line, _ in _each(store, actor, wish))

    def start(self, actor: Actor, wish: BulkWish, once: str) -> str:
        """Begin; answers the id of the batch. The same `once` is the same batch.

        Raises:
            NotAllowed: the actor is not in operations.
            NotAccepted: as before, or one of them is not there at all.
        """
        _check(actor, wish)
        with self._storehouse.writing() as store:
            batch = store.keys.people().index(f"batch|{actor.id}|{once}")
            if store.repairs.batch(batch):
                return batch
            looked_at = list(_each(store, actor, wish))
            if any(sight is None for _, sight in looked_at):
                raise NotAccepted(Why.NO_SUCH_CASE, about="references")
            for number, (line, sight) in enumerate(looked_at):
                if sight is not None:
                    _keep(store, actor, wish, _Item(batch, number, line, sight))
            return batch

    def batch(self, actor: Actor, batch: str) -> Batch:
        """How far one has come.

        Raises:
            NotAllowed: the actor is not in operations.
            CaseNotFound: there is none in their organisation.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            return _batch(store, actor, batch)

    def newest(self, actor: Actor) -> list[Batch]:
        """Those that were begun last.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            firsts = store.repairs.batches(actor.organisation, NEWEST)
            return [_batch(store, actor, each.batch) for each in firsts]

    def stop(self, actor: Actor, batch: str) -> None:
        """Do nothing more of it. What is done stays done.

        Raises:
            RuleBroken: all of it is done already.
            CaseNotFound: there is none in their organisation.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.writing() as store:
            found = _batch(store, actor, batch)
            if found.stopped_at is None and not found.waiting:
                raise RuleBroken(Why.BATCH_OVER)
            store.repairs.stop(batch, actor.id, now())


@dataclass(frozen=True)
class _Item:
    batch: str
    number: int
    line: BulkLine
    sight: Sight


def _check(actor: Actor, wish: BulkWish) -> None:
    check_office(actor, Office.WATCH)
    if wish.repair not in IN_BULK:
        raise NotAccepted(Why.NOT_IN_BULK, about="repair")
    if not wish.references:
        raise NotAccepted(Why.NOTHING_CHOSEN, about="references")
    if len(wish.references) > MOST_AT_ONCE:
        raise NotAccepted(Why.TOO_MANY_AT_ONCE, about="references")


def _each(
    store: Store, actor: Actor, wish: BulkWish
) -> Iterator[tuple[BulkLine, Sight | None]]:
    """Each case once, with why nothing can be done to it; no sight of unknown ones."""
    stuck = stuck_in(store, actor.organisation, now())
    for reference in dict.fromkeys(wish.references):
        try:
            sight = sight_of(store, actor, reference, stuck)
        except CaseNotFound as no:
            yield BulkLine(reference, no.why), None
            continue
        yield BulkLine(reference, _why_not(store, actor, wish, sight)), sight


def _why_not(store: Store, actor: Actor, wish: BulkWish, sight: Sight) -> Why | None:
    try:
        check_repair(store, actor, wish.repair, sight, wish.detail)
    except NotAccepted:
        raise  # it is the same for all of them: the hours
    except CaseError as no:
        return no.why
    return None


def _keep(store: Store, actor: Actor, wish: BulkWish, item: _Item) -> None:
    """Keep an item; what cannot be done says so at once."""
    at, reference = now(), item.line.reference
    kept = KeptRepair(
        store.keys.people().index(f"{item.batch}|{reference}"),
        actor.organisation,
        reference,
        wish.repair,
        actor.id,
        at,
        codes_of(item.sight, wish.detail),
        item.batch,
        item.number,
    )
    keep(store, kept, wish.reason)
    if item.line.why is not None:
        store.repairs.settle(kept.id, Result(False, at, item.line.why.value))


def _batch(store: Store, actor: Actor, batch: str) -> Batch:
    items = store.repairs.batch(batch)
    if not items or items[0].organisation != actor.organisation:
        raise CaseNotFound
    first, stopped = items[0], store.repairs.stopped(batch)
    return Batch(
        batch,
        first.repair,
        first.by,
        store.accounts.names(actor.organisation).get(first.by, ""),
        reason_of(store, first),
        first.at,
        stopped.at if stopped else None,
        tuple(_line(each, stopped is not None) for each in items),
    )


def _line(kept: KeptRepair, stopped: bool) -> BulkLine:
    result = kept.result
    if result is None:
        why = Why.WAS_STOPPED if stopped else None
        return BulkLine(kept.reference, why)
    return BulkLine(kept.reference, Why(result.why) if result.why else None, result)
