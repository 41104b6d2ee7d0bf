"""How the pages of operations put running cases into words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from casework.running import Choices
from casework.today import Wait
from domain.case_filter import (
    AGE_LABELS,
    COUNTED_LABELS,
    DUE_LABELS,
    CaseFilter,
)
from domain.stages import (
    ENDING_LABELS,
    STAGE_LABELS,
    WAITING_LABELS,
    Stage,
    WaitingOn,
)
from domain.stuck import STUCK_WORDS
from web import rendering
from web.lifecycle import Lifecycle, StageNote, draw

STEPS: Mapping[str, str] = {
    "record": "Writing down what was done",
    "freeze": "Sealing exactly what was approved",
    "package": "Packing what is shared",
    "activate": "Making the packed information available",
    "discard": "Taking away what will not leave",
    "release": "Making the information available to the recipient",
    "announce": "Sending the recipient their email",
    "tell_individual": "Sending a person an email about the sharing",
    "call_adviser": "Telling the advisers that a task waits",
    "remind": "Sending a reminder",
    "expire": "Ending a release that nobody opened in time",
    "finalise": "Sealing the record",
    "purge": "Deleting files whose time is up",
    "download": "Opening a file for the recipient",
    "release_dates": "Reading until when the recipient may open it",
    "send_code": "Sending a security code by text message",
    "locked": "Letting the recipient in: too many wrong codes",
    "announce_again": "Sending the recipient their email again",
    "write_about_task": "Writing to somebody who works here",
    "mail_came_back": "An email to somebody outside came back",
    "workflow": "Running the case: its workflow cannot be found",
}

STEP_STATES: Mapping[str, str] = {
    "waiting": "Waiting for a worker",
    "running": "Running now",
    "failing": "Failing",
    "done": "Done",
    "stopped": "Stopped",
}

WAKES: Mapping[str, str] = {
    "release_ends": "The share ends. Nobody can open it after that.",
    "reminds": "Somebody is reminded.",
    "lapses": "The draft ends, because nobody finished it.",
}

RUN_STATES: Mapping[str, str] = {
    "running": "Running",
    "completed": "Finished",
    "failed": "Failed",
    "terminated": "Ended by hand, or started again from the record",
    "timed_out": "Timed out",
    "canceled": "Cancelled",
    "continued_as_new": "Went on as a new run",
}

PRIORITIES: Mapping[str, str] = {
    "emergency": "Emergency",
    "same_day": "Same day",
    "standard": "Standard",
}

NAMES: Mapping[str, str] = {
    "only": "Which cases",
    "stuck": "What is wrong",
    "stage": "Stage",
    "waiting": "Waiting for",
    "organisation": "Organisation",
    "age": "How old",
    "due": "Due",
    "priority": "Priority",
    "rules": "Rule set",
    "version": "Worker version",
    "step": "Failing step",
    "text": "Part of a reference",
}

LABELS: Mapping[str, Any] = {
    "stage": STAGE_LABELS,
    "waiting": WAITING_LABELS,
    "ending": ENDING_LABELS,
    "step": STEPS,
    "stuck": STUCK_WORDS,
    "step_state": STEP_STATES,
    "wakes": WAKES,
    "run_state": RUN_STATES,
    "priority": PRIORITIES,
    "age": AGE_LABELS,
    "due": DUE_LABELS,
    "only": COUNTED_LABELS,
}

UNNAMED_STEP = "A step we have no words for"

HEATS = (
    timedelta(hours=4),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)
"""From each of these on a stage is drawn one shade warmer."""

Option = tuple[str, str]


def options(choices: Choices) -> dict[str, list[Option]]:
    """What each filter can be, in words; the first line of each lets all through."""
    return {
        "only": [(code, label) for code, label in COUNTED_LABELS.items()],
        "stuck": [(kind, words.title) for kind, words in STUCK_WORDS.items()],
        "stage": [(s, label) for s, label in STAGE_LABELS.items() if s != Stage.CLOSED],
        "waiting": [(who, waiting_for(who)) for who in WaitingOn],
        "due": list(DUE_LABELS.items()),
        "age": list(AGE_LABELS.items()),
        "priority": list(PRIORITIES.items()),
        "rules": [(each, each.replace("@", ", version ")) for each in choices.rules],
        "version": [(each, each) for each in choices.versions],
        "step": [(each, STEPS.get(each, each)) for each in choices.steps],
    }


def waiting_for(who: str) -> str:
    label = WAITING_LABELS[WaitingOn(who)]
    return label[0].upper() + label[1:]


def said(wanted: CaseFilter, choices: Choices) -> list[tuple[str, str]]:
    """A filter as words: what is narrowed, and to what."""
    words = {name: dict(pairs) for name, pairs in options(choices).items()}
    return [
        (NAMES[name], words.get(name, {}).get(code, code))
        for name, code in asdict(wanted).items()
        if code
    ]


def act_words(kind: str) -> str:
    """The kind of an act, as somebody reads it: GiveAnswers is "Give answers"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize()


def lifecycle(stages: tuple[Wait, ...]) -> Lifecycle:
    """The life of a request with who is where; each stage leads to its cases."""
    return draw(
        {Stage(each.code): _note(each) for each in stages},
        "The life of a request, with the cases that are at each stage now",
        "The stages from top to bottom, with the moves between them. The warmer a "
        "stage is, the longer cases wait there. The table has the same numbers.",
    )


def _note(wait: Wait) -> StageNote:
    return StageNote(
        lines=tuple(_lines(wait)),
        heat=heat_of(wait.median),
        href=f"/operations/cases?stage={wait.code}",
    )


def _lines(wait: Wait) -> Iterator[str]:
    yield f"{wait.number:,} {'case' if wait.number == 1 else 'cases'}"
    if wait.median is not None and wait.longest is not None:
        yield f"Half wait {rendering.how_long(wait.median)} or more"
        yield f"The longest {rendering.how_long(wait.longest)}"


def heat_of(median: timedelta | None) -> int:
    """How warm a stage is drawn, from 0 to 4."""
    return sum(median >= each for each in HEATS) if median is not None else 0
