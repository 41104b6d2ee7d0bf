"""What operations send to have a case repaired, and what they are answered."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.fields import Line, Sent
from api.models import Shown
from api.running_models import StuckLine
from casework.repairs import LONGEST_REASON
from domain.errors import Why
from domain.repairs import MOST_AT_ONCE, MOST_HOURS, Repair
from domain.stuck import Stuck

Because = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON, pattern=r"\S")]
Hours = Annotated[int, Field(strict=True, ge=1, le=MOST_HOURS)]


class GivenRepair(Sent):
    """Why it is done. `seen` is from the preview: what changed since then is said."""

    reason: Because
    seen: int | None = None


class GivenTime(GivenRepair):
    """How many hours more, and why."""

    hours: Hours


class GivenHands(GivenRepair):
    """To whom the task goes, by id, and why."""

    to: Line


class GivenBulk(Sent):
    """What is to be done to which cases. `hours` only where more time is given."""

    repair: Repair
    references: Annotated[list[Line], Field(min_length=1, max_length=MOST_AT_ONCE)]
    reason: Because
    hours: Hours = 4


class AskedBulk(Sent):
    """The same, only to look at what would happen."""

    repair: Repair
    references: Annotated[list[Line], Field(min_length=1, max_length=MOST_AT_ONCE)]
    hours: Hours = 4


class RepairResult(Shown):
    """What came of a repair; `why` is the code of a refusal where it was not done."""

    done: bool
    at: datetime
    why: str


class RepairLine(Shown):
    """A repair; `result` is null while it is still to be done or agreed to."""

    id: str
    reference: str
    repair: Repair
    by: str
    reason: str
    at: datetime
    result: RepairResult | None
    batch: str


class Repairing(Shown):
    """What can be done about a case now, and what was done, newest first."""

    reference: str
    stuck: list[StuckLine]
    possible: list[Repair]
    proposed: RepairLine | None
    past: list[RepairLine]


class RepairPreview(Shown):
    """What a repair would do now; `will` says it in words.

    `advisers` are who could have the task, by id and name. `due_then` is with so many
    hours more as were asked about.
    """

    reference: str
    repair: Repair
    will: str
    stuck: list[StuckLine]
    seen: int
    acts: int
    holder: str
    advisers: list[tuple[str, str]]
    due_at: datetime | None
    due_then: datetime | None


class BulkLine(Shown):
    """One case of several; `why` is a code where it is not done."""

    reference: str
    why: Why | None
    result: RepairResult | None


class BulkLines(Shown):
    items: list[BulkLine]


class Batch(Shown):
    """A repair of many cases, and how far it has come."""

    id: str
    repair: Repair
    by: str
    reason: str
    at: datetime
    stopped_at: datetime | None
    done: int
    not_done: int
    waiting: int
    lines: list[BulkLine]


class StuckItem(StuckLine):
    """One way in which one case is stuck, in words as well."""

    title: str
    means: str
    what_to_do: str
    repairs: list[Repair]


class StuckItems(Shown):
    items: list[StuckItem]
    number: dict[Stuck, int]
