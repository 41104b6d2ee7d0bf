"""Deadlines: how long a reply may take, who is written to meanwhile, and why then.

Silence never approves and never refuses; it only brings somebody else in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count

from domain.calendar import Calendar, Due, Span
from domain.graph import Priority


class Whom(StrEnum):
    """Who is written to when an adviser stays silent."""

    TEAM = "team"
    DEPUTY = "deputy"
    SENIOR = "senior"
    ON_CALL = "on_call"


@dataclass(frozen=True)
class Step:
    """After so long, this one is written to; `by_close` when people go home, if that
    is sooner: nobody who needs an answer today is left alone over the night."""

    after: Span
    whom: Whom
    by_close: bool = False


@dataclass(frozen=True)
class Chain:
    """When a first reply is due, who is written to meanwhile, and how often then."""

    reply: Span
    steps: tuple[Step, ...]
    again: Span


@dataclass(frozen=True)
class Rung:
    """A moment at which somebody is written to."""

    at: datetime
    whom: Whom


def clock(minutes: int) -> Span:
    return Span(minutes)


def at_work(hours: float) -> Span:
    return Span(int(hours * 60), working=True)


EMERGENCY = Chain(
    clock(15),
    (
        Step(clock(10), Whom.TEAM),
        Step(clock(15), Whom.DEPUTY),
        Step(clock(30), Whom.ON_CALL),
    ),
    clock(15),
)
SAME_DAY = Chain(
    at_work(2),
    (
        Step(at_work(1), Whom.TEAM),
        Step(at_work(2), Whom.DEPUTY),
        Step(at_work(3), Whom.SENIOR),
        Step(at_work(4), Whom.ON_CALL, by_close=True),
    ),
    at_work(2),
)
STANDARD = Chain(
    at_work(8),
    (
        Step(at_work(4), Whom.TEAM),
        Step(at_work(8), Whom.DEPUTY),
        Step(at_work(16), Whom.SENIOR),
    ),
    at_work(8),
)
CHAINS: tuple[tuple[Priority, Chain], ...] = (
    (Priority.EMERGENCY, EMERGENCY),
    (Priority.SAME_DAY, SAME_DAY),
    (Priority.STANDARD, STANDARD),
)


def chains_with(
    own: Mapping[Priority, Chain],
) -> tuple[tuple[Priority, Chain], ...]:
    """The usual chains, but for those that an organisation has of its own."""
    return tuple((priority, own.get(priority, usual)) for priority, usual in CHAINS)


def due(chain: Chain, start: datetime, spent: int, calendar: Calendar) -> Due:
    """When the reply is due, for a clock that has run `spent` minutes before."""
    return calendar.after(start, chain.reply.less(spent))


def rungs(
    chain: Chain, start: datetime, spent: int, calendar: Calendar
) -> Iterator[Rung]:
    """Everybody who is written to, in order, without end."""
    close = calendar.close_of(start)
    first = []
    for step in chain.steps:
        at = calendar.after(start, step.after.less(spent)).at
        first.append(Rung(min(at, close) if step.by_close else at, step.whom))
    first.sort(key=lambda rung: rung.at)
    yield from first
    last = first[-1].at
    for _ in count():
        last = calendar.after(last, chain.again).at
        yield Rung(last, chain.steps[-1].whom)


def next_rung(
    chain: Chain, start: datetime, spent: int, calendar: Calendar, now: datetime
) -> Rung:
    """The next one who is written to."""
    return next(r for r in rungs(chain, start, spent, calendar) if r.at > now)


def reached(
    chain: Chain, start: datetime, spent: int, calendar: Calendar, now: datetime
) -> Whom | None:
    """How far up the chain a silence has come; None before its first step."""
    come = None
    for rung in rungs(chain, start, spent, calendar):
        if rung.at > now:
            return come
        come = rung.whom
    return come
