"""Working times and chains, as they are sent and as they are answered."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, StrictBool

from api.fields import Sent
from api.organisation_models import WithManner
from domain.calendar import Hours, Nation, Span
from domain.deadlines import Chain, Step, Whom
from domain.graph import Priority
from domain.working_times import DAYS
from domain.working_times import WorkingTimes as Settled

MOST_DAYS = 400
MOST_STEPS = 20
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError("write the date as text, like 2026-11-22")


def _clock(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d\d:\d\d", value):
        raise ValueError("write the time like 09:00")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda at: f"{at:%H:%M}", return_type=str),
]
Minutes = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class Both(Sent):
    """Sent and answered alike."""

    model_config = ConfigDict(from_attributes=True)


class OpenHours(Both):
    opens: Clock
    closes: Clock


class Week(Both):
    """Working hours by day; a day that is left out is a day off."""

    monday: OpenHours | None = None
    tuesday: OpenHours | None = None
    wednesday: OpenHours | None = None
    thursday: OpenHours | None = None
    friday: OpenHours | None = None
    saturday: OpenHours | None = None
    sunday: OpenHours | None = None


class EarlyClosing(Both):
    """A day that ends earlier than it usually does."""

    day: Day
    closes: Clock


class WorkingTimes(Both):
    """When an organisation is at work."""

    nation: Nation
    week: Week
    closures: list[Day] = Field(default_factory=list, max_length=MOST_DAYS)
    early: list[EarlyClosing] = Field(default_factory=list, max_length=MOST_DAYS)

    @classmethod
    def of(cls, times: Settled) -> "WorkingTimes":
        """As it is settled."""
        hours = [each and OpenHours.model_validate(each) for each in times.week]
        return cls(
            nation=times.nation,
            week=Week(**dict(zip(DAYS, hours, strict=True))),
            closures=sorted(times.closures),
            early=[EarlyClosing(day=d, closes=c) for d, c in times.early],
        )

    def settled(self) -> Settled:
        """As casework takes it."""
        days: list[OpenHours | None] = [getattr(self.week, day) for day in DAYS]
        return Settled(
            self.nation,
            tuple(Hours(day.opens, day.closes) if day else None for day in days),
            frozenset(self.closures),
            tuple((each.day, each.closes) for each in self.early),
        )


class GivenTimes(WorkingTimes, WithManner):
    """Working times to settle."""


class Time(Both):
    """So much time: by the clock, or only while people are at work."""

    minutes: Minutes
    working: StrictBool = False

    def span(self) -> Span:
        return Span(self.minutes, self.working)


class ChainStep(Both):
    """After so long, these people are written to."""

    after: Time
    whom: Whom
    by_close: StrictBool = False


class ChainOfCalls(Both):
    """When a reply is due, who is written to meanwhile, and how often after that."""

    reply: Time
    steps: Annotated[list[ChainStep], Field(min_length=1, max_length=MOST_STEPS)]
    again: Time

    def chain(self) -> Chain:
        steps = tuple(
            Step(each.after.span(), each.whom, each.by_close) for each in self.steps
        )
        return Chain(self.reply.span(), steps, self.again.span())


class Chains(Both):
    """A chain for each priority; what is left out is as usual."""

    emergency: ChainOfCalls | None = None
    same_day: ChainOfCalls | None = None
    standard: ChainOfCalls | None = None

    @classmethod
    def of(cls, chains: Mapping[Priority, Chain]) -> "Chains":
        """As it is settled."""
        shown = {
            priority.value: ChainOfCalls.model_validate(chain)
            for priority, chain in chains.items()
        }
        return cls(**shown)

    def settled(self) -> dict[Priority, Chain]:
        """As casework takes it."""
        given: dict[Priority, ChainOfCalls | None] = {
            priority: getattr(self, priority.value) for priority in Priority
        }
        return {p: each.chain() for p, each in given.items() if each is not None}


class GivenChains(Chains, WithManner):
    """Chains to settle."""
