"""What a case is bound to at its start: rules, approval policy, timings.

New versions of any of them never disturb a running case.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.deadlines import Chain
from domain.rules import Priority, RuleSet


class ApprovalPolicy(StrEnum):
    """How many advisers an organisation wants, beyond what the rules ask for."""

    WHEN_UNSURE = "when_unsure"
    ALWAYS = "always"
    TWO_FOR_SENSITIVE = "two_for_sensitive"


@dataclass(frozen=True)
class Timings:
    """How long silence may last at each wait before somebody is reminded.

    Each tuple is the pause before the first, second, third … reminder; the last
    one repeats. Silence never approves and never refuses.
    """

    practitioner: tuple[timedelta, ...] = (
        timedelta(days=1),
        timedelta(days=6),
        timedelta(days=18),
        timedelta(days=3),
    )
    emergency: tuple[timedelta, ...] = (timedelta(minutes=15),)
    same_day: tuple[timedelta, ...] = (timedelta(hours=1),)
    standard: tuple[timedelta, ...] = (
        timedelta(hours=4),
        timedelta(hours=20),
        timedelta(days=1),
    )
    follow_up: tuple[timedelta, ...] = (
        timedelta(days=1),
        timedelta(days=2),
        timedelta(days=4),
    )
    available_for: timedelta = timedelta(days=14)
    reminder_after: timedelta = timedelta(days=7)
    """When a recipient who has not confirmed is written to, once it has left."""
    reminder_before: timedelta = timedelta(days=3)
    """And how long before it ends."""

    def for_adviser(self, priority: Priority) -> tuple[timedelta, ...]:
        """The pauses before an adviser is reminded."""
        return {
            Priority.EMERGENCY: self.emergency,
            Priority.SAME_DAY: self.same_day,
            Priority.STANDARD: self.standard,
        }[priority]

    def reply_within(self, priority: Priority) -> timedelta:
        """When a first reply is due from an adviser."""
        return {
            Priority.EMERGENCY: timedelta(minutes=15),
            Priority.SAME_DAY: timedelta(hours=2),
            Priority.STANDARD: timedelta(days=1),
        }[priority]


@dataclass(frozen=True)
class Terms:
    """The binding of one case. Codes and durations only."""

    reference: str
    rules: RuleSet
    approval: ApprovalPolicy = ApprovalPolicy.WHEN_UNSURE
    timings: Timings = field(default_factory=Timings)
    completes_urgent: bool = False
    """Whether an urgent share is followed by completing its record."""
    calendar: Calendar | None = None
    chains: tuple[tuple[Priority, Chain], ...] = ()
    """Who is written to when an adviser stays silent; none: the timings' pauses."""
    seconds_are_blind: bool = False
    """Whether a second approval is never refused for what the first left out."""
    sensitive_when: tuple[str, ...] = ()
    """Questions that say, if they are not answered no, that it is sensitive."""

    second_eyes: bool = False
    """Whether an adviser looks at a recipient with whom nobody has shared before."""

    advises_telling: bool = False
    """Whether a doubt about telling somebody goes to an adviser by itself."""

    chases: bool = False
    """Whether a release that nobody confirms or answers is asked after."""

    def chain(self, priority: Priority) -> Chain | None:
        """The chain of this priority, where the case is bound to chains."""
        return dict(self.chains).get(priority)
