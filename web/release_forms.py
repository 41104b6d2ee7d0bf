"""What is typed about a release that has left, and about a breach."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.after_sending import MOST_DAYS
from domain.release import Feedback
from web.forms import PageForm, Sentences

MOST = 2000
TOO_LONG = f"Write {MOST:,} characters or fewer"

Words = Annotated[str, Field(max_length=MOST)]


class ExtendForm(PageForm):
    """How long the link works from now, and why."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    reason: Words

    sentences: ClassVar[Sentences] = {
        ("days", "missing"): "Enter for how many days from now",
        ("days", "*"): f"Enter a whole number of days from 1 to {MOST_DAYS}",
        ("reason", "missing"): "Enter the reason",
        ("reason", "*"): TOO_LONG,
    }


class ReasonForm(PageForm):
    """Why, or what was done."""

    reason: Words

    sentences: ClassVar[Sentences] = {
        ("reason", "missing"): "Write 1 or 2 sentences here",
        ("reason", "*"): TOO_LONG,
    }


class AgainForm(PageForm):
    """Why the recipient is written to again; it need not be said."""

    reason: Annotated[str, Field(max_length=MOST)] = ""

    sentences: ClassVar[Sentences] = {("reason", "*"): TOO_LONG}


class FeedbackForm(PageForm):
    """What came of it."""

    feedback: Feedback
    said: Annotated[str, Field(max_length=MOST)] = ""

    sentences: ClassVar[Sentences] = {
        ("feedback", "*"): "Select what came of it",
        ("said", "*"): TOO_LONG,
    }


class StepForm(PageForm):
    """A step of the checklist: done, or not needed, and what there is to say."""

    done: Literal["yes", "no"]
    words: Words

    sentences: ClassVar[Sentences] = {
        ("done", "*"): "Select whether it is done",
        ("words", "missing"): "Write down what was done, or why it is not needed",
        ("words", "*"): TOO_LONG,
    }
