"""How staff pages put a case into words: kinds of task, initials, what comes next."""

from collections.abc import Mapping
from datetime import date

from casework.signposts import WAYS
from casework.views import CaseView
from domain.breach import STEPS
from domain.content import KIND_LABELS, VERIFIED_LABELS, Trigger
from domain.directory import CHECKED_LABELS, STANDING_LABELS
from domain.informing import METHOD_LABELS, TOLD_LABELS
from domain.narration import VALUES
from domain.release import (
    BY_WAY,
    FEEDBACK_LABELS,
    PROBLEM_LABELS,
    RELEASE_LABELS,
    WAY_LABELS,
)
from domain.stages import ENDING_LABELS, STAGE_LABELS, Stage, WaitingOn
from domain.timeline import What

TASK_KINDS: Mapping[str, str] = {
    "advice": "Answer what is open, and decide",
    "approval": "Approve or decline",
    "review": "Look back at an urgent share",
    "question": "Question that names nobody",
    "telling": "Telling somebody it is about",
}

TASK_HEADINGS: Mapping[str, str] = {
    "advice": "Can this information be shared?",
    "approval": "Can this information be shared?",
    "review": "Was this urgent share right?",
    "question": "A question before anything is shared",
    "telling": "Can this person be told?",
}

DONE: Mapping[What, str] = {
    What.APPROVED: "You approved the sharing",
    What.DECLINED: "You decided not to share",
    What.ADVISED: "You gave your advice",
    What.ASKED: "You asked the practitioner a question",
    What.REVIEWED: "You reviewed this urgent share",
    What.REVOKED: "You closed the release",
    What.GUIDED: "You answered the question",
    What.PASSED_ON: "You passed it on",
    What.AGREED_NOTICE: "You agreed to the text",
    What.SENT_BACK_NOTICE: "You sent the text back",
    What.ADVISED_TELLING: "You gave your advice",
}

WAITING_FOR_APPROVAL: Mapping[WaitingOn, str] = {
    WaitingOn.ADVISER: "A second, different adviser has to approve it as well. "
    "Nothing is shared before that.",
    WaitingOn.PRACTITIONER: "The practitioner has to confirm what is to be shared. "
    "Nothing is shared before that.",
}

PASSED_ON = (
    "It waits for those it was passed on to. The time to reply is the same. Nothing "
    "is shared yet."
)

NEXT: Mapping[Stage, str] = {
    Stage.GATHERING: "It is with the practitioner now. Nothing is shared yet.",
    Stage.WITH_ADVISER: "An adviser has more to answer. Nothing is shared yet.",
    Stage.SHARING: "It is approved and is being shared. You do not need to do "
    "anything.",
    Stage.FOLLOWING_UP: "It is there for the recipient to open. The practitioner "
    "follows it up.",
    Stage.CLOSED: "The case is finished, and its record is sealed.",
}

TRIGGERS: Mapping[Trigger, str] = {
    Trigger.ASKED: "Somebody asked for it",
    Trigger.OWN_INITIATIVE: "On the practitioner’s own initiative",
}

LABELS: Mapping[str, object] = {
    "answer": VALUES,
    "way": WAY_LABELS,
    "by_way": BY_WAY,
    "item": KIND_LABELS,
    "told": TOLD_LABELS,
    "method": METHOD_LABELS,
    "release": RELEASE_LABELS,
    "problem": PROBLEM_LABELS,
    "feedback": FEEDBACK_LABELS,
    "breach_step": {step: words.label for step, words in STEPS.items()},
    "ending": ENDING_LABELS,
    "stage": STAGE_LABELS,
    "task": TASK_KINDS,
    "trigger": TRIGGERS,
    "verified": VERIFIED_LABELS,
    "standing": STANDING_LABELS,
    "checked": CHECKED_LABELS,
    "signpost": {way.to: way.label for way in WAYS},
}
"""Codes and their labels, by what they are; a template looks them up here."""


def initials(name: str) -> str:
    """Enough to recognise a person by, and too little to read over a shoulder."""
    return " ".join(part[0] for part in name.split())


def say_day(day: str) -> str:
    """A date as people write it; whatever is not a date stays as it is."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%B} {found.year}"


def comes_next(view: CaseView) -> str:
    """What happens now that something was done."""
    case = view.case
    if case.passed_to and case.waiting_on is WaitingOn.ADVISER:
        return PASSED_ON
    if case.stage is Stage.AWAITING_APPROVAL:
        return WAITING_FOR_APPROVAL[case.waiting_on]
    return NEXT[case.stage]


def last_done(view: CaseView, actor_id: str) -> str:
    """The adviser's newest act that was accepted, from the account of the case."""
    for line in view.timeline:
        entry = line.entry
        if entry and entry.by == actor_id and entry.what in DONE and not entry.refused:
            return DONE[entry.what]
    return ""
