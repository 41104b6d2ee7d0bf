"""What the JSON interface answers to operations: codes, dates and numbers."""

from datetime import date, datetime

from api.models import Page, Shown
from domain.case_filter import Age, Counted
from domain.rules import Priority
from domain.stages import Ending, Stage, WaitingOn
from domain.stuck import Stuck


class RunningLine(Shown):
    """An open case as operations see it, with the step that is failing.

    `due_at` is when an adviser's task is due or a share ends, the sooner of them;
    `worker_version` is the version of Sharewell that wrote it down last; `error` is the
    class of the error, never its text.
    """

    reference: str
    stage: Stage
    ending: Ending | None
    waiting_on: WaitingOn
    since: datetime
    priority: Priority
    opened_at: datetime
    organisation: str
    worker_version: str
    due_at: datetime | None
    rules: str
    trouble: str | None
    trouble_since: datetime | None
    attempts: int
    error: str


class RunningPage(Page[RunningLine]):
    """A part of the list, and how many the filter lets through in all."""

    number: int


class Trouble(Shown):
    """A step that is failing, by the class of the error and never its text."""

    step: str
    kind: str
    attempts: int
    first_at: datetime
    last_at: datetime


class StuckLine(Shown):
    """One way in which a case is stuck; `code` is for whoever repairs it."""

    kind: Stuck
    reference: str
    since: datetime
    step: str
    attempts: int
    code: str


class WaitingAct(Shown):
    """What was received and is not applied yet: its kind and when."""

    kind: str
    stored_at: datetime
    sent_at: datetime | None


class Stay(Shown):
    """A stay at one stage; `until` is null while it lasts."""

    stage: Stage
    since: datetime
    until: datetime | None


class Step(Shown):
    """One run of a step, over all of its tries."""

    name: str
    state: str
    began_at: datetime
    ended_at: datetime | None
    attempts: int
    error: str
    next_try_at: datetime | None


class Run(Shown):
    """The run of a case as Temporal has it.

    `timers` are when pending timers fire; `wakings` is how often it was tried to wake
    the case up, where that fails; `version` is the worker's build.
    """

    status: str
    started_at: datetime
    ended_at: datetime | None
    steps: list[Step]
    timers: list[datetime]
    wakings: int
    version: str


class Waking(Shown):
    """When a case wakes up by itself, and for what, as the record has it."""

    at: datetime
    why: str


class RunningCase(RunningLine):
    """One case as operations see it: never what it is about.

    `told` is "run", or why there is none: "unknown", "asleep" or "away".
    """

    as_of: datetime
    troubles: list[Trouble]
    stuck: list[StuckLine]
    acts_waiting: list[WaitingAct]
    stays: list[Stay]
    waking: Waking | None
    workflow_id: str
    temporal_page: str
    told: str
    run: Run | None


class Wait(Shown):
    """Cases that wait alike: how long half of them at least, and the longest.

    In seconds. `stayed` is how long half of those stayed at a stage that left it in the
    last 90 days.
    """

    code: str
    number: int
    median: int | None
    longest: int | None
    stayed: int | None


class Day(Shown):
    """How many cases were started on a day, and how many ended."""

    day: date
    came: int
    went: int


class Summary(Shown):
    """Operations' first look: everything in it was counted at `as_of`.

    `numbers` are counts of cases; each is the filter `only` of the list of cases.
    """

    by_stage: dict[Stage, int]
    failing: int
    overdue: int
    orphan_tasks: int
    breaches: int
    waiting_acts: int
    alerts: int
    late_reviews: int
    worker_seen_at: datetime | None
    log_signed_at: datetime | None
    as_of: datetime
    numbers: dict[Counted, int]
    stuck: dict[Stuck, int]
    stages: list[Wait]
    waits: list[Wait]
    ages: dict[Age, int]
    days: list[Day]
