"""Who has a case now, since when, until when, and what happens then.

A case that was shared can wait for several people at once: each is a line of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from adapters.clock import now
from casework.journey import decide_by
from casework.views import CaseView, PersonLine
from domain.calendar import say_moment
from domain.deadlines import Whom, next_rung
from domain.informing import Told
from domain.stages import ENDING_LABELS, Stage, WaitingOn
from domain.teams import written
from domain.waiting import adviser_clock, silence
from storage.tasks import Task, TaskKind

NO_LIMIT = "There is no time limit."
MOMENTS = "It takes a few moments."
OVER = "It stays like this."
STILL_OPEN = "We write again until it is done. The case stays open until then."
CLOSES = "The link stops working, and nobody can open it after that."
NEVER_BY_ITSELF = "Nothing is shared or refused just because nobody answers."

CALLED: dict[Whom, str] = {
    Whom.TEAM: "We write to the team again",
    Whom.DEPUTY: "We write to the deputies of the team",
    Whom.SENIOR: "We write to the senior advisers",
    Whom.ON_CALL: "We write to whoever is on call",
}


@dataclass(frozen=True)
class Awaited:
    """One thing that is awaited. `limit` says what there is in place of an end."""

    waiting_on: WaitingOn
    what: str
    who: str
    since: datetime | None
    until: datetime | None
    then: str
    limit: str = NO_LIMIT


def awaited(view: CaseView) -> tuple[Awaited, ...]:
    """Everything that a case waits for now, for one who may read it."""
    at_stage: dict[Stage, Callable[[CaseView], Iterator[Awaited]]] = {
        Stage.GATHERING: _gathering,
        Stage.WITH_ADVISER: _with_advisers,
        Stage.AWAITING_APPROVAL: _to_be_approved,
        Stage.SHARING: _being_shared,
        Stage.FOLLOWING_UP: _followed_up,
        Stage.CLOSED: _closed,
    }
    return tuple(at_stage[view.case.stage](view))


def _gathering(view: CaseView) -> Iterator[Awaited]:
    what = "The answers to the questions"
    if view.case.asked_by is not None:
        what = "A reply to what the adviser asked"
    elif view.case.guided and not view.case.answers:
        what = "What to do with the adviser’s advice"
    yield Awaited(
        WaitingOn.PRACTITIONER,
        what,
        _practitioner(view),
        view.case.since or view.case.opened_at,
        _next_reminder(view),
        _after_silence(view),
    )


def _after_silence(view: CaseView) -> str:
    if view.case.is_abandoned(view.terms):
        return "If nothing was done, the request is closed. Nothing is shared."
    whom = "you" if view.is_mine else "them"
    return (
        f"We send {whom} a reminder. When the last reminder brings nothing, the "
        "request is closed and nothing is shared."
    )


def _with_advisers(view: CaseView) -> Iterator[Awaited]:
    what = "An adviser’s answer"
    if view.case.asks_first:
        what = "An adviser’s advice"
    yield _advisers(view, what)


def _to_be_approved(view: CaseView) -> Iterator[Awaited]:
    if view.case.waiting_on is WaitingOn.ADVISER:
        second = view.approvals.given > 0
        yield _advisers(view, f"{'A second' if second else 'An'} adviser’s approval")
        return
    yield Awaited(
        WaitingOn.PRACTITIONER,
        "To confirm what is shared",
        _practitioner(view),
        view.case.since,
        _next_reminder(view),
        "We write again. Nothing is shared before it is confirmed.",
    )


def _advisers(view: CaseView, what: str) -> Awaited:
    task = view.task
    since = view.case.since
    if task is not None:
        since = task.held_at or task.opened_at
    return Awaited(
        WaitingOn.ADVISER,
        what,
        _who_advises(view, task),
        since,
        decide_by(view),
        _next_called(view),
    )


def _who_advises(view: CaseView, task: Task | None) -> str:
    whose = view.whose
    holder = view.names.get(task.holder or "") if task else None
    if task is None or holder is None:
        team = f" It is with the team {whose.team}." if whose and whose.team else ""
        return f"No adviser has taken it yet.{team}"
    said = [f"{holder} has it."]
    if task.is_delegated(now()):
        until = say_moment(task.delegated_until or now())
        delegate = view.names.get(task.delegate or "", "A colleague")
        said.append(f"{delegate} prepares it until {until}. {holder} decides.")
    if task.follow_up_on:
        back = written(date.fromisoformat(task.follow_up_on))
        said.append(f"{holder} comes back to it on {back}.")
    if whose and whose.away:
        said.append(whose.away)
    return " ".join(said)


def _next_called(view: CaseView) -> str:
    """Who is written to next while an adviser is silent."""
    clock = adviser_clock(view.case, view.terms)
    if clock is None:
        return f"We write to the advisers again. {NEVER_BY_ITSELF}"
    rung = next_rung(clock.chain, clock.start, clock.spent, clock.calendar, now())
    at = say_moment(rung.at)
    return f"{CALLED[rung.whom]}, if there is no reply by {at}. {NEVER_BY_ITSELF}"


def _being_shared(view: CaseView) -> Iterator[Awaited]:
    if view.case.waiting_on is WaitingOn.PRACTITIONER:
        yield Awaited(
            WaitingOn.PRACTITIONER,
            "To hand it over to the recipient, and write that down",
            _practitioner(view),
            _shared_at(view),
            _next_reminder(view),
            "We write again. Sharewell sends nothing to the recipient.",
        )
        return
    then = "The recipient gets an email with a link."
    if view.case.way is not None:
        then = "Its sender hands it over to the recipient."
    if view.case.by_telephone:
        then = "What you told by telephone is on record."
    yield Awaited(
        WaitingOn.SHAREWELL,
        "The sharing itself",
        "Nobody has to do anything: Sharewell is sharing it now.",
        view.case.since,
        None,
        then,
        MOMENTS,
    )


def _followed_up(view: CaseView) -> Iterator[Awaited]:
    found = [*_owed_afterwards(view), *_people(view), *_recipient(view), *_review(view)]
    yield from found or [
        Awaited(
            WaitingOn.SHAREWELL,
            "The end of this case",
            "Nobody has to do anything: Sharewell is closing it now.",
            view.case.since,
            None,
            "The record is sealed.",
            MOMENTS,
        )
    ]


def _owed_afterwards(view: CaseView) -> Iterator[Awaited]:
    if view.case.completion_owed:
        yield Awaited(
            WaitingOn.PRACTITIONER,
            "To write down what there was no time for",
            _practitioner(view),
            _shared_at(view),
            view.follow_up_by.ends if view.follow_up_by else None,
            STILL_OPEN,
        )


def _people(view: CaseView) -> Iterator[Awaited]:
    for person in view.people:
        made = person.decision
        if made is None or not made.settled:
            yield _person(view, person)


def _person(view: CaseView, person: PersonLine) -> Awaited:
    made, who = person.decision, _practitioner(view)
    if made is None:
        what = f"To decide whether to tell {person.name}"
        return Awaited(
            WaitingOn.PRACTITIONER, what, who, _shared_at(view),
            _next_reminder(view), STILL_OPEN,
        )  # fmt: skip
    what, then, until = f"To tell {person.name}", STILL_OPEN, _next_reminder(view)
    if made.decision is Told.DELAY and made.review_on:
        what = f"To think again about telling {person.name}"
        whom = "you" if view.is_mine else "them"
        then = f"We write to {whom} on {written(made.review_on)}."
        until = None
    return Awaited(WaitingOn.PRACTITIONER, what, who, made.at, until, then)


def _recipient(view: CaseView) -> Iterator[Awaited]:
    line = view.release
    if line is None or line.parcel.state.value != "available":
        return
    to = view.content.recipient
    yield Awaited(
        WaitingOn.RECIPIENT,
        "To say that they have it",
        f"{to.name if to else 'The recipient'} has the link.",
        line.parcel.made_at,
        line.parcel.expires_at,
        CLOSES,
    )


def _review(view: CaseView) -> Iterator[Awaited]:
    if view.case.review_owed:
        task = view.task if view.task and view.task.kind is TaskKind.REVIEW else None
        yield Awaited(
            WaitingOn.ADVISER,
            "An adviser’s look back at this urgent share",
            _who_advises(view, task),
            (task.held_at or task.opened_at) if task else _shared_at(view),
            task.due_at if task else None,
            STILL_OPEN,
        )


def _closed(view: CaseView) -> Iterator[Awaited]:
    ending = ENDING_LABELS[view.case.ending] if view.case.ending else "Finished"
    yield Awaited(
        WaitingOn.NOBODY,
        f"Nothing: it is finished ({ending[:1].lower() + ending[1:]})",
        "Nobody has to do anything.",
        view.case.closed_at,
        None,
        "Nothing more happens. The record is sealed and kept.",
        OVER,
    )


def _practitioner(view: CaseView) -> str:
    if view.is_mine:
        return "You have it."
    return f"{view.names.get(view.case.opened_by, 'The practitioner')} has it."


def _shared_at(view: CaseView) -> datetime | None:
    return view.case.release.at if view.case.release else view.case.since


def _next_reminder(view: CaseView) -> datetime | None:
    """When silence is broken again, counted from what happened last."""
    known = [line.at for line in view.timeline[:1]]
    since = max([*known, *([view.case.since] if view.case.since else [])], default=None)
    return since + silence(view.case, view.terms, since) if since else None
