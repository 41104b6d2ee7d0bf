"""What a practitioner does next, from what is known of their request. Pure.

A page is named by its path after `/requests/{reference}/`; "" is the request itself.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from casework.views import CaseView
from domain.case import Case
from domain.content import ContentStamp
from domain.evaluation import Evaluation, InformStep, reachable
from domain.release import ReleaseState
from domain.rules import Question, QuestionStage, RuleSet, Verdict
from domain.stages import ENDING_LABELS, Ending, Stage, WaitingOn

CHECK, REPLY, TRACK, PREFILLED = "check", "reply", "", "prefilled"
URGENT, TELEPHONE, COMPLETE = "urgent", "telephone", "complete"
HAND_OVER = "hand-over"

SEVERAL = 2
"""So many suggested answers are confirmed together; a single one on its own page."""

FACTS: dict[str, str] = {
    "individuals": "people/new",
    "items": "items/new",
    "recipient": "recipient",
    "purpose": "purpose",
}
"""Where each missing part of the content is asked for, in the order of asking."""

FACT_LABELS: dict[str, str] = {
    "individuals": "Who it is about",
    "items": "What you want to share",
    "recipient": "Who it is for",
    "purpose": "Why they need it",
}

WAITING_WORDS: dict[WaitingOn, str] = {
    WaitingOn.PRACTITIONER: "you",
    WaitingOn.ADVISER: "an adviser",
    WaitingOn.RECIPIENT: "the recipient to confirm that they have it",
    WaitingOn.SHAREWELL: "nobody: it is being shared now",
    WaitingOn.NOBODY: "nobody",
}


class Button(StrEnum):
    """What the button under the answers says, and so what it does."""

    SHARE = "Confirm and share"
    ADVISER = "Send request to an adviser"
    URGENT = "Share now"
    REFUSE = "Confirm not to share"


@dataclass(frozen=True)
class Link:
    """Something to do, and the page where it is done."""

    words: str
    page: str


@dataclass(frozen=True)
class Step:
    """One step of a request, as shown on the way: done, current or ahead."""

    label: str
    state: str
    note: str = ""


def next_step(view: CaseView) -> str:
    """The page that comes next: urgency first, then the facts, then the rest."""
    if "answer" not in view.may:
        return TRACK
    if view.question is not None:
        return REPLY
    asked = view.next_question
    if view.content.spoken_at and asked and _is_triage(view, asked):
        return TELEPHONE
    if asked and _is_triage(view, asked):
        return f"questions/{asked}"
    if view.evaluation.outcome is Verdict.URGENT_SHARE:
        return TELEPHONE if view.content.spoken_at else URGENT
    return _calmly(view, asked)


def _calmly(view: CaseView, asked: str | None) -> str:
    """The facts, what follows from them, and what is left to ask."""
    missing = view.content.stamp().missing
    if missing and view.evaluation.outcome is not Verdict.DO_NOT_SHARE:
        return FACTS[missing[0]]
    if len(view.suggestions) >= SEVERAL:
        return PREFILLED
    return f"questions/{asked}" if asked else CHECK


def _is_triage(view: CaseView, node: str) -> bool:
    return view.terms.rules.node(node).stage is QuestionStage.TRIAGE


def askable(view: CaseView, code: str) -> Question | None:
    """The question, if the answers so far lead to it; people are told elsewhere."""
    known = {line.question.id: line.value for line in view.answers}
    if code not in reachable(view.terms.rules, known):
        return None
    question = view.wording.question(code)
    return None if question.stage is QuestionStage.INFORM else question


def askable_about(view: CaseView, advice: InformStep, code: str) -> Question | None:
    """The question about telling one person, if their answers lead to it."""
    asked = (*advice.path, advice.next_question)
    return view.wording.question(code) if code in asked else None


def advised(view: CaseView) -> frozenset[str]:
    """The questions that an adviser has answered: theirs is the last word on them.

    Except for a "no" that can be put right: its practitioner does, and answers again.
    """
    last = {a.node: a.by for a in view.case.answers if not a.about}
    theirs = {node for node, by in last.items() if by != view.case.opened_by}
    to_fix = {view.evaluation.stopped_at} if _fixable(view) else set()
    return frozenset(theirs - to_fix)


def left(view: CaseView) -> tuple[Link, ...]:
    """What is still missing, or has to be put right, with where to do it."""
    if view.question is not None:
        return (Link("Reply to the adviser’s question", REPLY),)
    if view.evaluation.outcome is Verdict.DO_NOT_SHARE:
        stopped = view.evaluation.stopped_at
        return (_question(view, stopped),) if _fixable(view) and stopped else ()
    missing = view.content.stamp().missing
    if missing and view.evaluation.outcome is Verdict.URGENT_SHARE:
        return (Link("Tell them now", URGENT),)
    facts = tuple(Link(FACT_LABELS[name], FACTS[name]) for name in missing)
    asked = view.next_question
    return (*facts, _question(view, asked)) if asked else facts


def _question(view: CaseView, code: str) -> Link:
    return Link(view.wording.question(code).question, f"questions/{code}")


def _fixable(view: CaseView) -> bool:
    return view.evaluation.remediable


def button(view: CaseView) -> Button | None:
    """The one thing that can be done with these answers; None if something is left.

    An adviser can be asked even when facts are missing: not knowing them may be why.
    """
    outcome = view.evaluation.outcome
    if outcome is None or view.question is not None or "confirm" not in view.may:
        return None
    if outcome is Verdict.ESCALATE:
        return Button.ADVISER
    if outcome is Verdict.DO_NOT_SHARE:
        return None if _fixable(view) else Button.REFUSE
    if view.content.stamp().missing:
        return None
    if outcome is Verdict.URGENT_SHARE:
        return Button.URGENT
    return Button.ADVISER if _needs_approval(view) else Button.SHARE


def _needs_approval(view: CaseView) -> bool:
    """Whether somebody else approves after the practitioner has confirmed."""
    stamp = view.content.stamp(first_time=view.recipient.first_time)
    case = replace(view.case, content=stamp)
    return len(case.valid_approvals) < case.approvals_needed(view.terms)


def is_new_to_us(view: CaseView) -> bool:
    """Whether an adviser looks at this only, or also, because of who receives it."""
    wanted = view.terms.second_eyes and view.recipient.first_time
    undecided = view.case.is_open and view.case.decision is None
    hurried = view.evaluation.outcome is Verdict.URGENT_SHARE
    return wanted and undecided and not hurried


def types_domain(view: CaseView) -> bool:
    """Whether whoever confirms types what stands after the @ in the address."""
    ends_here = view.evaluation.outcome in (Verdict.URGENT_SHARE, Verdict.DO_NOT_SHARE)
    return view.recipient.types_domain and not ends_here


def seen(view: CaseView) -> str:
    """The mark of what a page showed: what would be shared, and every answer."""
    answers = [[line.question.id, line.value] for line in view.answers]
    text = json.dumps([view.content.digest, answers])
    return sha256(text.encode()).hexdigest()


def to_do(case: Case) -> Link:
    """What the practitioner does about one of their requests."""
    if case.stage is Stage.FOLLOWING_UP:
        return _urgent_follow_up(case) if case.completion_owed else _follow_up(case)
    if case.waiting_on is not WaitingOn.PRACTITIONER:
        return Link("View", TRACK)
    if case.asked_by is not None:
        return Link("Reply", REPLY)
    if case.guided and not case.answers:
        return Link("Read the advice", TRACK)
    of_its_own = {
        Stage.AWAITING_APPROVAL: Link("Confirm", CHECK),
        Stage.SHARING: Link("Hand it over", HAND_OVER),
    }
    return of_its_own.get(case.stage, Link("Continue", "next"))


def _urgent_follow_up(case: Case) -> Link:
    """The words come first: the recipient is waiting for them."""
    if case.release and case.release.state is ReleaseState.AVAILABLE:
        return Link("Read the words out, then complete the record", TRACK)
    return Link("Complete the record", COMPLETE)


def _follow_up(case: Case) -> Link:
    if case.release and case.release.state is ReleaseState.AVAILABLE:
        return Link("Read the words to the recipient", TRACK)
    if case.waiting_on is WaitingOn.PRACTITIONER:
        return Link("Decide who is told", TRACK)
    return Link("View", TRACK)


@dataclass(frozen=True)
class Part:
    """One part of a request, and the page where it goes on; none before its turn."""

    label: str
    done: bool
    page: str


def parts(stamp: ContentStamp, looked: Evaluation, rules: RuleSet) -> tuple[Part, ...]:
    """The parts of a request that is being filled in, in the order of asking."""
    asked = looked.next_question
    calm = asked is None or rules.node(asked).stage is not QuestionStage.TRIAGE
    addressed = stamp.has_recipient and stamp.has_purpose
    reason = "purpose" if stamp.has_recipient else "recipient"
    decided = looked.outcome is not None
    described = not stamp.missing
    return (
        Part("Whether anyone is in danger", calm, f"questions/{rules.triage}"),
        Part("Who it is about", bool(stamp.individuals),
             "people" if stamp.individuals else FACTS["individuals"]),
        Part("What you want to share", bool(stamp.items),
             "items" if stamp.items else FACTS["items"]),
        Part("Who it is for, and why", addressed, "recipient" if addressed else reason),
        Part("Whether it can be shared", decided,
             CHECK if decided else "next" if calm and described else ""),
    )  # fmt: skip


PASSED: dict[Stage, int] = {
    Stage.GATHERING: 0,
    Stage.WITH_ADVISER: 1,
    Stage.AWAITING_APPROVAL: 1,
    Stage.SHARING: 2,
    Stage.FOLLOWING_UP: 3,
    Stage.CLOSED: 5,
}
"""How many of the steps below are behind a request at each stage."""

STEPS = (
    "You answer the questions",
    "It is decided",
    "It is shared securely",
    "The recipient has it, and people are told",
    "Finished",
)
STEPS_BEFORE: dict[Ending, str] = {
    Ending.ADVISED: "You asked an adviser first",
    Ending.SIGNPOSTED: "You said what it is",
}
AS_TOLD = {
    "It is shared securely": "What you told them is on record",
    "The recipient has it, and people are told": "People are told",
}
"""The same steps where the recipient was told by telephone."""

BY_HAND = {"It is shared securely": "You hand it over"}
"""The same steps where its sender gives it to the recipient."""

SHARED_ENDINGS = (Ending.SHARED, Ending.SHARED_ANONYMISED)


def steps(case: Case) -> tuple[Step, ...]:
    """How far a request has come."""
    note = ENDING_LABELS[case.ending] if case.ending else ""
    if case.ending and case.ending not in SHARED_ENDINGS:
        begun = STEPS_BEFORE.get(case.ending, STEPS[0])
        return (Step(begun, "done"), Step(STEPS[-1], "done", note))
    unconfirmed = case.waiting_on is WaitingOn.PRACTITIONER
    passed = PASSED[case.stage]
    if case.stage is Stage.AWAITING_APPROVAL and unconfirmed:
        passed = 0
    waiting = f"Waiting for {WAITING_WORDS[case.waiting_on]}"
    states = ["done"] * passed + ["current"] + ["ahead"] * len(STEPS)
    notes = {passed: waiting, len(STEPS) - 1: note}
    called = AS_TOLD if case.by_telephone else BY_HAND if case.way else {}
    labels = [called.get(each, each) for each in STEPS]
    return tuple(
        Step(label, state, notes.get(number, ""))
        for number, (label, state) in enumerate(zip(labels, states, strict=False))
    )


def decide_by(view: CaseView) -> datetime | None:
    """When an adviser answers at the latest, if one is awaited."""
    if view.case.waiting_on is not WaitingOn.ADVISER:
        return None
    if view.task is not None:
        return view.task.due_at
    signed = view.case.confirmed
    pause = view.terms.timings.reply_within(view.evaluation.priority)
    return signed.at + pause if signed else None
