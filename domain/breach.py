"""What has to be done once something went to the wrong person, and by when.

Who holds personal data tells the Information Commissioner's Office within 72 hours of
knowing of a breach, unless a risk to people is unlikely, and tells those people where
the risk is high (UK GDPR, Articles 33 and 34).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WITHIN = timedelta(hours=72)
ASKED_AT = (24, 48, 66)
"""Hours after which the advisers are written to while the report is not settled."""


class Began(StrEnum):
    """Who said that it went to the wrong person."""

    NOT_FOR_ME = "not_for_me"
    SENDER = "sender"


class BreachStep(StrEnum):
    CONTAIN = "contain"
    WHO_SAW = "who_saw"
    LEAD = "lead"
    RISK = "risk"
    REPORT = "report"
    PEOPLE = "people"
    LESSONS = "lessons"


@dataclass(frozen=True)
class StepWords:
    """A step as it is asked for, and whether it may be left undone for a reason."""

    label: str
    help: str
    optional: bool = False


STEPS: dict[BreachStep, StepWords] = {
    BreachStep.CONTAIN: StepWords(
        "Stop it spreading",
        "The link is closed already. Ring whoever received it. Ask them not to read "
        "it or pass it on, and to delete what they kept. Write down what they said.",
    ),
    BreachStep.WHO_SAW: StepWords(
        "Find out who saw what",
        "Look at what was opened and when, on this page. Ask who else has seen it.",
    ),
    BreachStep.LEAD: StepWords(
        "Tell the sender’s safeguarding lead",
        "Tell them today, also if it seems small. Write down whom you told.",
    ),
    BreachStep.RISK: StepWords(
        "Work out the risk to people",
        "Could it put somebody in danger now? If it gives away where a person lives "
        "who is hiding, ring the police first. Write down how likely and how bad it "
        "is.",
    ),
    BreachStep.REPORT: StepWords(
        "Report it to the Information Commissioner’s Office",
        "Your organisation has 72 hours from when it knew. It need not report only if "
        "a risk to people is unlikely: then write down why.",
        optional=True,
    ),
    BreachStep.PEOPLE: StepWords(
        "Tell the people it is about",
        "They must be told without delay if the risk to them is high. If you do not "
        "tell them, write down why.",
        optional=True,
    ),
    BreachStep.LESSONS: StepWords(
        "Learn from it",
        "How did it come about? What changes, so that it does not happen again?",
    ),
}


def steps_left(settled: Iterable[str]) -> tuple[BreachStep, ...]:
    """What is still to be done, in order."""
    done = set(settled)
    return tuple(step for step in BreachStep if step not in done)


def asked_by(since: datetime, now: datetime) -> int:
    """The last of the hours at which the advisers are asked that has come; else 0."""
    passed = [hours for hours in ASKED_AT if since + timedelta(hours=hours) <= now]
    return max(passed, default=0)
