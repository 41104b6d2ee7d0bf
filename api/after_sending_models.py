"""What is sent and shown about a release that has left, and about a breach."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from api.fields import OptionalText, Sent, Text
from api.models import Shown
from domain.after_sending import MOST_DAYS
from domain.breach import Began, BreachStep
from domain.release import Feedback


class MoreDays(Sent):
    """For how many days from now the link works, and why."""

    days: Annotated[StrictInt, Field(ge=1, le=MOST_DAYS)]
    reason: Text


class SentAgain(Sent):
    reason: OptionalText = ""


class GivenFeedback(Sent):
    """What came of it, and what the recipient said about it."""

    feedback: Feedback
    words: OptionalText = ""


class GivenStep(Sent):
    """A step that is done, or that is not needed and why."""

    done: StrictBool
    words: Text


class BreachLine(Shown):
    """Something that went to the wrong person, without anybody's words."""

    reference: str
    began: Began
    since: datetime
    report_by: datetime
    ended_at: datetime | None


class SettledStep(Shown):
    step: BreachStep
    done: bool
    by: str
    at: datetime
    words: str


class Breach(BreachLine):
    """The same with what was written, what is done, and what is left to do."""

    words: str
    settled: list[SettledStep]
    left: list[BreachStep]
