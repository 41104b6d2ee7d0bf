"""What needs a person now, what came and went, and where running cases wait."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adapters.clock import now
from casework.running import counted
from casework.stuck import StuckList
from domain.calendar import LONDON
from domain.case_filter import AGE_ENDS, Age, CaseFilter, Counted, midnight
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.stages import STAGE_LABELS, Stage, WaitingOn
from domain.stuck import Stuck
from storage.running import Pile
from storage.running_filter import SETS
from storage.store import Store, Storehouse

DAYS = 14
STAYED = timedelta(days=90)
"""So far back the time counts that cases spent at a stage."""


@dataclass(frozen=True)
class Day:
    """How many cases were started on a day, and how many ended."""

    day: date
    came: int
    went: int


@dataclass(frozen=True)
class Wait:
    """Cases that wait alike, and for how long: half of them, and the longest.

    `stayed` is how long half of those stayed there that have left it.
    """

    code: str
    number: int
    median: timedelta | None = None
    longest: timedelta | None = None
    stayed: timedelta | None = None


@dataclass(frozen=True)
class Today:
    """Operations' first look: everything in it was counted at `as_of`."""

    as_of: datetime
    numbers: Mapping[Counted, int]
    stuck: Mapping[Stuck, int]
    stages: tuple[Wait, ...]
    waits: tuple[Wait, ...]
    ages: Mapping[Age, int]
    days: tuple[Day, ...]
    alerts: int
    late_reviews: int
    worker_seen_at: datetime | None
    log_signed_at: datetime | None

    @property
    def running(self) -> int:
        """How many cases are open."""
        return sum(wait.number for wait in self.stages)


class TodayBoard:
    def __init__(self, storehouse: Storehouse, stuck: StuckList) -> None:
        self._storehouse = storehouse
        self._stuck = stuck

    def today(self, actor: Actor) -> Today:
        """How everything is in the actor's organisation.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        at = now()
        stuck = self._stuck.all(actor)
        kinds = {(each.kind, each.reference) for each in stuck}
        with self._storehouse.reading() as store:
            numbers = _numbers(store, actor, at)
            numbers[Counted.STUCK] = len({each.reference for each in stuck})
            signed = store.tree.newest()
            return Today(
                as_of=at,
                numbers=numbers,
                stuck=Counter(kind for kind, _ in kinds),
                stages=_stages(store, actor, at),
                waits=_waits(store, actor, at),
                ages=_ages(store, actor, at),
                days=_days(store, actor, at),
                alerts=store.alerts.waiting(actor.organisation),
                late_reviews=store.emergencies.overdue(actor.organisation, at),
                worker_seen_at=store.workers.last_seen(),
                log_signed_at=signed.at if signed else None,
            )

    def stages(self, actor: Actor) -> tuple[Wait, ...]:
        """Where open cases are in their life, and for how long.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            return _stages(store, actor, now())


def _numbers(store: Store, actor: Actor, at: datetime) -> dict[Counted, int]:
    """What each number counts is what the list behind it shows."""
    found = {which: counted(store, actor, CaseFilter(only=which), at) for which in SETS}
    orphans = store.routing.orphans(actor.organisation, at)
    found[Counted.ORPHAN] = len(set(orphans))
    return found


def _stages(store: Store, actor: Actor, at: datetime) -> tuple[Wait, ...]:
    piles = store.running(actor).piles("stage")
    return tuple(
        _wait(stage.value, piles, at, _stayed(store, actor, stage, at))
        for stage in STAGE_LABELS
        if stage is not Stage.CLOSED
    )


def _waits(store: Store, actor: Actor, at: datetime) -> tuple[Wait, ...]:
    piles = store.running(actor).piles("waiting_on")
    return tuple(_wait(who.value, piles, at) for who in WaitingOn)


def _wait(
    code: str,
    piles: Mapping[str, Pile],
    at: datetime,
    stayed: timedelta | None = None,
) -> Wait:
    pile = piles.get(code, Pile(code, 0))
    median = at - pile.median_since if pile.median_since else None
    longest = at - pile.longest_since if pile.longest_since else None
    return Wait(code, pile.number, median, longest, stayed)


def _stayed(store: Store, actor: Actor, stage: Stage, at: datetime) -> timedelta | None:
    return _middle(store.stays.lasted(actor.organisation, stage, at - STAYED))


def _middle(spans: Sequence[timedelta]) -> timedelta | None:
    return sorted(spans)[len(spans) // 2] if spans else None


def _ages(store: Store, actor: Actor, at: datetime) -> dict[Age, int]:
    since = store.running(actor).started([at - end for end in AGE_ENDS.values()])
    younger = [0, *since]
    return {
        age: number - before
        for age, number, before in zip(AGE_ENDS, since, younger, strict=False)
    }


def _days(store: Store, actor: Actor, at: datetime) -> tuple[Day, ...]:
    begins = midnight(at, 1 - DAYS)
    cases = store.running(actor)
    came, went = _per_day(cases.came(begins)), _per_day(cases.went(begins))
    first = begins.astimezone(LONDON).date()
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return tuple(Day(day, came[day], went[day]) for day in days)


def _per_day(moments: Sequence[datetime]) -> Counter[date]:
    return Counter(moment.astimezone(LONDON).date() for moment in moments)
