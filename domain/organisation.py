"""What an organisation settles for itself, and from which day a change of it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import NotAccepted, Why


class Matter(StrEnum):
    """One thing that an organisation decides for itself."""

    NAME = "name"
    APPROVAL = "approval"
    USUAL = "usual"
    EMERGENCY = "emergency"
    MARKING = "marking"
    COLLECTING = "collecting"
    SECOND_STEP = "second_step"
    RECIPIENTS = "recipients"
    HOURS = "hours"
    CHAINS = "chains"
    RULES = "rules"
    RULE_FILE = "rule_file"
    NOTICE = "notice"
    TEAM = "team"
    RETENTION = "retention"
    DIRECTORY = "directory"


POLICIES = (
    Matter.NAME,
    Matter.EMERGENCY,
    Matter.APPROVAL,
    Matter.USUAL,
    Matter.COLLECTING,
    Matter.MARKING,
    Matter.SECOND_STEP,
)
"""Those with a form of their own, in the order in which they are shown."""

FIELDS: Mapping[Matter, tuple[str, ...]] = {
    Matter.NAME: ("name", "telephone"),
    Matter.EMERGENCY: ("emergency_numbers",),
    Matter.APPROVAL: ("approval",),
    Matter.USUAL: ("usual",),
    Matter.COLLECTING: ("collecting",),
    Matter.MARKING: ("marking",),
    Matter.SECOND_STEP: ("second_step",),
    Matter.RECIPIENTS: ("second_eyes", "sealed_files"),
    Matter.HOURS: ("nation", "calendar"),
    Matter.CHAINS: ("chains",),
    Matter.RULES: ("ruleset", "guards_off"),
}
"""What of an organisation belongs to which matter; other matters are kept elsewhere."""

MATTER_LABELS: Mapping[Matter, str] = {
    Matter.NAME: "Name and telephone",
    Matter.EMERGENCY: "Emergency numbers",
    Matter.APPROVAL: "Who approves",
    Matter.USUAL: "Usual lawful basis",
    Matter.COLLECTING: "How long a link works",
    Matter.MARKING: "What stands on every page",
    Matter.SECOND_STEP: "Second step when signing in",
    Matter.RECIPIENTS: "New recipients",
    Matter.HOURS: "Working hours",
    Matter.CHAINS: "Times for advice",
    Matter.RULES: "The rules of new requests",
    Matter.RULE_FILE: "Rules of your own",
    Matter.NOTICE: "What people are told",
    Matter.TEAM: "Teams",
    Matter.RETENTION: "How long records are kept",
    Matter.DIRECTORY: "Recipients",
}


class ChangeKind(StrEnum):
    """What happened to a matter."""

    CHANGED = "changed"
    PLANNED = "planned"
    BEGUN = "begun"
    TAKEN_BACK = "taken_back"


CHANGE_LABELS: Mapping[ChangeKind, str] = {
    ChangeKind.CHANGED: "Changed",
    ChangeKind.PLANNED: "Planned",
    ChangeKind.BEGUN: "Begun as planned",
    ChangeKind.TAKEN_BACK: "Taken back before it began",
}


@dataclass(frozen=True)
class Topic:
    """What exactly is settled: the matter and, where there are several, which."""

    matter: Matter
    subject: str = ""


@dataclass(frozen=True)
class Difference:
    """How one field read before and after, in words; of a hidden one, only that."""

    field: str
    before: str = ""
    after: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Manner:
    """From which day something holds, why, and what was looked at before."""

    begins_on: date | None = None
    reason: str = ""
    seen: str = ""


AT_ONCE = Manner()


@dataclass(frozen=True)
class Collecting:
    """For how many days a link works, and when a recipient is reminded.

    `reminder_days` are counted from its sending, `last_reminder_days` to its end.
    """

    days: int
    reminder_days: int
    last_reminder_days: int


LATEST = timedelta(days=730)
LONGEST_LINK = 30
LONGEST_MARKING = 80
"""It stands on one line above every page."""
LONGEST_NAME = 80
MOST_NUMBERS = 8


def later_day(begins_on: date | None, today: date) -> date | None:
    """The day on which a change begins, if it is not today.

    Raises:
        NotAccepted: the day is over, or too far away.
    """
    if begins_on is None or begins_on == today:
        return None
    if begins_on < today:
        raise NotAccepted(Why.DATE_PAST, about="begins_on")
    if begins_on > today + LATEST:
        raise NotAccepted(Why.TOO_FAR_AHEAD, about="begins_on")
    return begins_on


def check_name(name: str) -> None:
    """Whether an organisation can be called so.

    Raises:
        NotAccepted: there is no name, or it is too long.
    """
    if not 0 < len(name) <= LONGEST_NAME:
        raise NotAccepted(Why.NAME_OUT_OF_BOUNDS, about="name")


def check_marking(marking: str) -> None:
    """Whether these words fit above a page.

    Raises:
        NotAccepted: they do not.
    """
    if len(marking) > LONGEST_MARKING:
        raise NotAccepted(Why.MARKING_TOO_LONG, about="marking")


def check_numbers(numbers: Sequence[tuple[str, str]]) -> None:
    """Whether these can stand where somebody in danger is helped.

    Raises:
        NotAccepted: one is no number, or there are too many to find the right one.
    """
    if len(numbers) > MOST_NUMBERS:
        raise NotAccepted(Why.TOO_MANY_NUMBERS, about="emergency_numbers")
    for label, number in numbers:
        if not label or not _is_telephone(number):
            raise NotAccepted(Why.NOT_A_NUMBER, about="emergency_numbers")


def check_telephone(number: str) -> None:
    """Whether a published number is one; none is allowed.

    Raises:
        NotAccepted: it is none.
    """
    if number and not _is_telephone(number):
        raise NotAccepted(Why.NOT_A_NUMBER, about="telephone")


def check_collecting(wanted: Collecting | None) -> None:
    """Whether a reminder comes while the link works.

    Raises:
        NotAccepted: it comes never, or too late.
    """
    if wanted is None:
        return
    if not 1 <= wanted.days <= LONGEST_LINK:
        raise NotAccepted(Why.DAYS_OUT_OF_BOUNDS, about="days")
    for field in ("reminder_days", "last_reminder_days"):
        if not 1 <= getattr(wanted, field) <= max(1, wanted.days - 1):
            raise NotAccepted(Why.REMINDER_OUT_OF_BOUNDS, about=field)


def _is_telephone(number: str) -> bool:
    digits = sum(each.isdigit() for each in number)
    return 3 <= digits <= 15 and all(each in "0123456789 +()-" for each in number)
