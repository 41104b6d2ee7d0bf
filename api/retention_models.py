"""What is sent and shown about for how long things are kept."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StrictInt

from api.fields import Day, Line, OptionalLine, OptionalText, Sent
from api.models import Shown
from domain.retention import LONGEST, Runs

Years = Annotated[StrictInt, Field(ge=1, le=LONGEST)]


class GivenReason(Sent):
    """Why. It must not be empty."""

    reason: OptionalText = ""


class GivenClass(GivenReason):
    """As what kind of record it is kept, by its code, and why."""

    code: Line


class GivenDay(GivenReason):
    """Until when it is kept, and why."""

    until: Day


class LongerPeriod(Sent):
    years: Years


class ChangedPeriod(LongerPeriod):
    """A longer period, and why if you want to say."""

    reason: OptionalText = ""


class NewKind(LongerPeriod):
    """A kind of record that your organisation adds."""

    label: Line
    runs: Runs
    source: OptionalLine = ""


class KindOfRecord(Shown):
    """For how long it is kept. Every period is a proposal, to be confirmed."""

    code: str
    label: str
    years: int
    runs: Runs
    source: str


class DueRecord(Shown):
    """A finished case whose day has come."""

    reference: str
    code: str
    label: str
    kept_until: date
    on_hold: bool
    decided: bool


class DueRecords(Shown):
    """Some of them, the oldest first; `next` is where the others begin."""

    items: list[DueRecord]
    next: str | None


class RetentionNote(Shown):
    at: datetime
    sentence: str


class Retention(Shown):
    """For how long one case is kept, and what you may decide about it."""

    reference: str
    kind: KindOfRecord
    kept_until: date
    is_due: bool
    on_hold: bool
    held_by: str
    decided_by: str
    destroyed: bool
    notes: list[RetentionNote]
    may: list[str]


class Certificate(Shown):
    """That what was written was destroyed: an entry of the case's own chain."""

    reference: str
    destroyed_at: datetime
    label: str
    due_on: date | None
    decided_by: str
    decided_at: datetime | None
    record: str
    content: str
    files: int
    number: int
    hash: str
