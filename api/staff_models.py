"""What the JSON interface answers to advisers and to operations."""

from datetime import datetime
from typing import Literal

from api.models import RequestLine, ShareRequest, Shown
from domain.rules import Priority
from domain.stages import Stage

Due = Literal["overdue", "today", "later"]


class Task(Shown):
    """A task in the inbox: codes, dates and who holds it."""

    id: str
    reference: str
    kind: str
    route: str
    priority: Priority
    state: str
    holder: str | None
    mine: bool
    own_request: bool
    held_at: datetime | None
    opened_at: datetime
    due_at: datetime
    due: Due


class TaskWithRequest(Task):
    """A task with the request that it is about."""

    request: ShareRequest


class RunningLine(RequestLine):
    """An open case as operations see it, with the step that is failing."""

    trouble: str | None
    trouble_since: datetime | None
    attempts: int


class Trouble(Shown):
    """A step that is failing, by the class of the error and never its text."""

    step: str
    kind: str
    attempts: int
    first_at: datetime
    last_at: datetime


class RunningCase(RunningLine):
    """One case as operations see it: never what it is about."""

    troubles: list[Trouble]


class Summary(Shown):
    """Operations' first look."""

    by_stage: dict[Stage, int]
    failing: int
    overdue: int
    waiting_acts: int
    worker_seen_at: datetime | None
    as_of: datetime
