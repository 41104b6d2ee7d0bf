"""Cover: somebody is away for some days, and somebody else stands in for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar import LONDON
from domain.errors import NotAccepted, Why


@dataclass(frozen=True)
class Cover:
    """Both days are included."""

    id: str
    user: str
    covered_by: str
    first_day: date
    last_day: date

    def is_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class OnCall:
    """Whoever is rung outside working hours, from when to when."""

    id: str
    user: str
    starts_at: datetime
    ends_at: datetime


def day_of(at: datetime) -> date:
    """The day by a clock in the United Kingdom."""
    return at.astimezone(LONDON).date()


def stand_ins(
    covers: Iterable[Cover], user: str, first: date, last: date
) -> Iterator[Cover]:
    """Who stands in for somebody between two days; for a stand-in away, theirs."""
    known = tuple(covers)
    for cover in known:
        start, end = max(first, cover.first_day), min(last, cover.last_day)
        if cover.user != user or start > end:
            continue
        yield replace(cover, first_day=start, last_day=end)
        others = [each for each in known if each.user != user]  # so that it ends
        yield from stand_ins(others, cover.covered_by, start, end)


def check_cover(
    cover: Cover, others: Iterable[Cover], advisers: Iterable[str], today: date
) -> None:
    """Whether this cover can be kept.

    Raises:
        NotAccepted: its days or its people cannot be; `about` is which.
    """
    _check_people(cover, set(advisers))
    if cover.last_day < cover.first_day:
        raise NotAccepted(Why.ENDS_BEFORE_IT_STARTS, about="last_day")
    if cover.last_day < today:
        raise NotAccepted(Why.DATE_PAST, about="last_day")
    first, last = cover.first_day, cover.last_day
    beyond = stand_ins(others, cover.covered_by, first, last)
    if any(each.covered_by == cover.user for each in beyond):
        raise NotAccepted(Why.COVER_CIRCLE, about="covered_by")


def _check_people(cover: Cover, advisers: set[str]) -> None:
    if cover.user not in advisers:
        raise NotAccepted(Why.NOT_AN_ADVISER, about="user")
    if cover.covered_by not in advisers:
        raise NotAccepted(Why.NOT_AN_ADVISER, about="covered_by")
    if cover.covered_by == cover.user:
        raise NotAccepted(Why.COVERS_THEMSELVES, about="covered_by")


def check_on_call(turn: OnCall, advisers: Iterable[str], at: datetime) -> None:
    """Whether somebody can be put on the rota like this.

    Raises:
        NotAccepted: they are no adviser, or it ends too early.
    """
    if turn.user not in set(advisers):
        raise NotAccepted(Why.NOT_AN_ADVISER, about="user")
    if turn.ends_at <= turn.starts_at:
        raise NotAccepted(Why.ENDS_BEFORE_IT_STARTS, about="ends_at")
    if turn.ends_at <= at:
        raise NotAccepted(Why.DATE_PAST, about="ends_at")
