"""How long what is written in a case is kept, and from when the time runs.

Every period here is a proposal. A data protection officer says whether it is right for
their organisation, which may keep things longer or add classes of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.errors import NotAccepted, RuleBroken, Why

LONGEST = 150
USUAL = "sharing_decision"


class Runs(StrEnum):
    """From when a period runs."""

    CLOSING = "closing"
    BIRTH = "birth"


RUNS_WORDS: dict[Runs, str] = {
    Runs.CLOSING: "from the day the case was finished",
    Runs.BIRTH: "from the birth of the youngest person it is about",
}


@dataclass(frozen=True)
class RetentionClass:
    """A kind of record: for how many years it is kept, from when, and who says so."""

    code: str
    label: str
    years: int
    runs: Runs
    source: str = ""

    @property
    def words(self) -> str:
        """The period as somebody says it."""
        years = "1 year" if self.years == 1 else f"{self.years} years"
        return f"{years} {RUNS_WORDS[self.runs]}"


PROPOSED: dict[str, RetentionClass] = {
    each.code: each
    for each in (
        RetentionClass(
            USUAL,
            "A decision about sharing, where there is no other file",
            7,
            Runs.CLOSING,
            "A proposal of Sharewell, to be confirmed",
        ),
        RetentionClass(
            "child_file",
            "Part of a child protection file of a school",
            25,
            Runs.BIRTH,
            "IRMS toolkit for schools, to be confirmed",
        ),
        RetentionClass(
            "looked_after",
            "Part of the file of a looked-after child",
            75,
            Runs.BIRTH,
            "Children Act regulations on case records, to be confirmed",
        ),
        RetentionClass(
            "child_health",
            "Part of the health record of a child",
            26,
            Runs.BIRTH,
            "NHS Records Management Code, to be confirmed",
        ),
        RetentionClass(
            "adult_care",
            "Part of the health or social care record of an adult",
            8,
            Runs.CLOSING,
            "NHS Records Management Code, to be confirmed",
        ),
        RetentionClass(
            "staff_allegation",
            "An allegation against somebody who works with children or adults at risk",
            10,
            Runs.CLOSING,
            "Keeping children safe in education, to be confirmed. It says until "
            "pension age if that is later: then keep it longer",
        ),
    )
}


def with_own(own: Iterable[RetentionClass]) -> dict[str, RetentionClass]:
    """The classes of an organisation: what is proposed, and what it settled itself."""
    return PROPOSED | {each.code: each for each in own}


def check_class(wanted: RetentionClass, before: RetentionClass | None) -> None:
    """A period can be made longer, never shorter; from when it runs stays.

    Raises:
        NotAccepted: it is shorter, runs otherwise, or is no number of years.
    """
    if not 1 <= wanted.years <= LONGEST:
        raise NotAccepted(Why.PERIOD_OUT_OF_BOUNDS, about="years")
    if before is not None and wanted.years < before.years:
        raise NotAccepted(Why.PERIOD_SHORTER, about="years")
    if before is not None and wanted.runs is not before.runs:
        raise NotAccepted(Why.RUNS_OTHERWISE, about="runs")


def changed(before: RetentionClass, years: int) -> RetentionClass:
    return replace(before, years=years)


def due_on(
    code: str,
    classes: Mapping[str, RetentionClass],
    closed: date,
    births: Iterable[date],
) -> date:
    """The first day on which it may be disposed of.

    What runs from a birth ends with a year, so that the day gives no birthday away. It
    never ends before the usual class would, and without a birth it runs from the end.

    Raises:
        NotAccepted: there is no such class.
    """
    if code not in classes:
        raise NotAccepted(Why.UNKNOWN_CLASS, about="class")
    kept = classes[code]
    youngest = max(births, default=None)
    if kept.runs is Runs.CLOSING or youngest is None:
        return _later(closed, kept.years)
    usual = _later(closed, classes[USUAL].years)
    return max(usual, date(youngest.year + kept.years + 1, 1, 1))


def _later(day: date, years: int) -> date:
    """So many years on; the 29 February of a leap year becomes the 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@dataclass(frozen=True)
class Kept:
    """How long one case is kept: its class, the day it is due, and what stops that.

    Ids and codes only. `until` is a later day that somebody has set.
    """

    reference: str
    organisation: str
    code: str
    due_on: date
    until: date | None = None
    held_by: str = ""
    approved_by: str = ""
    disposed: bool = False

    @property
    def day(self) -> date:
        """The first day on which it may be disposed of."""
        return max(self.due_on, self.until or self.due_on)

    def is_due(self, today: date) -> bool:
        return self.day <= today


def check_is_there(kept: Kept) -> None:
    if kept.disposed:
        raise RuleBroken(Why.ALREADY_DISPOSED)


def check_can_dispose(kept: Kept, today: date) -> None:
    """Whether what is written in a case may be destroyed now.

    Raises:
        RuleBroken: it is gone, held, not due, or decided already, and by whom.
    """
    check_is_there(kept)
    if kept.held_by:
        raise RuleBroken(Why.ON_HOLD, other=kept.held_by)
    if not kept.is_due(today):
        raise RuleBroken(Why.NOT_DUE)
    if kept.approved_by:
        raise RuleBroken(Why.DISPOSAL_DECIDED, other=kept.approved_by)


def check_can_hold(kept: Kept) -> None:
    check_is_there(kept)
    if kept.held_by:
        raise RuleBroken(Why.ALREADY_HELD, other=kept.held_by)


def check_can_lift(kept: Kept) -> None:
    check_is_there(kept)
    if not kept.held_by:
        raise RuleBroken(Why.NOT_HELD)


def check_can_keep(kept: Kept, until: date, today: date) -> None:
    """Keep it longer: to a day that is ahead, and later than the one it has.

    Raises:
        NotAccepted: the day is not later.
    """
    check_is_there(kept)
    if until <= max(today, kept.day):
        raise NotAccepted(Why.DAY_NOT_LATER, about="until")
    if until.year > today.year + LONGEST:
        raise NotAccepted(Why.PERIOD_OUT_OF_BOUNDS, about="until")


def check_reason(reason: str) -> str:
    """What was written, which cannot be nothing.

    Raises:
        NotAccepted: it is.
    """
    if not reason.strip():
        raise NotAccepted(Why.REASON_NEEDED, about="reason")
    return reason.strip()
