"""What the JSON interface answers, read off what casework knows."""

from datetime import datetime
from typing import Any

from adapters.clock import now
from api import models, staff_models
from api.unnamed import hints_in
from casework.awaited import awaited
from casework.journey import is_new_to_us
from casework.related import Related
from casework.release_lines import ReleaseLine
from casework.suggestions import Suggested
from casework.task_lines import TaskLine, group_of
from casework.views import CaseView, PersonLine


def request_of(view: CaseView, advises: bool) -> models.ShareRequest:
    """A request. Its task is named to those who may take it."""
    case, found, rules = view.case, view.evaluation, view.terms.rules
    return models.ShareRequest(
        reference=case.reference,
        stage=case.stage,
        outcome=found.outcome,
        ending=case.ending,
        priority=found.priority,
        ruleset=models.RuleSetName(id=rules.id, version=rules.version),
        answers={line.question.id: line.value for line in view.answers},
        evidence={a.question.id: a.evidence for a in view.answers if a.evidence},
        evidence_missing=_missing(view),
        suggestions=[_suggested(each) for each in view.suggestions],
        next_question=view.next_question,
        reasons=list(found.reasons),
        needs_adviser=found.needs_adviser,
        adviser_mode=found.adviser_mode,
        waiting_on=case.waiting_on,
        **_now(view),
        deadlines=_deadlines(view),
        question=view.question.sentence if view.question else None,
        **_left(view),
        inform=[_inform(person) for person in view.people],
        task=view.task.id if view.task and advises else None,
        content=models.Content.model_validate(view.content),
        could_identify=hints_in(view),
        **_came_about(view.related),
        approvals=models.Approvals.model_validate(view.approvals),
        recipient_known=_recipient(view),
        signposted=case.signposted,
        missing=list(view.content.stamp().missing),
        may=sorted(view.may),
        opened_at=case.opened_at,
        revision=case.revision,
        acts_waiting=view.acts_waiting,
    )


def _missing(view: CaseView) -> dict[str, list[str]]:
    """What is still to be written down beside the answers, by question."""
    return {
        line.question.id: [field.id for field in line.kept.missing]
        for line in view.answers
        if line.kept.missing
    }


def _now(view: CaseView) -> dict[str, Any]:
    """What is awaited now, and who else is looking."""
    return {
        "awaited": [models.Awaited.model_validate(each) for each in awaited(view)],
        "also_open": [models.AlsoOpen.model_validate(each) for each in view.also_open],
    }


def _deadlines(view: CaseView) -> dict[str, datetime | str]:
    """Each moment by name, and how the adviser's was worked out."""
    because = {"because": view.due_because} if view.due_because else {}
    return {**view.deadlines, **because}


def _suggested(one: Suggested) -> models.Suggested:
    return models.Suggested(
        question=one.question.id,
        answer=one.answer,
        because=one.because,
        evidence=dict(one.evidence),
    )


def _left(view: CaseView) -> dict[str, Any]:
    """What left, and what became of it since."""
    given, breach = view.after_sending.feedback, view.after_sending.breach
    over = view.after_sending.handed_over
    lost = view.after_sending.undelivered
    return {
        "release": _release(view.release),
        "problem": view.case.problem,
        "feedback": [models.FeedbackLine.model_validate(each) for each in given],
        "wrong_recipient": breach is not None,
        "way": view.case.way,
        "handed_over": over and models.HandedOver.model_validate(over),
        "not_delivered": lost and lost.at,
    }


def _release(line: ReleaseLine | None) -> models.Release | None:
    if line is None:
        return None
    shown = models.Release.model_validate(line.parcel)
    phrase = line.phrase if line.is_live else None
    handling, left_out = line.conditions.handling, list(line.conditions.left_out)
    return shown.model_copy(
        update={"phrase": phrase, "handling": handling, "left_out": left_out}
    )


def _recipient(view: CaseView) -> models.RecipientKnown:
    return models.RecipientKnown(
        first_time=view.recipient.first_time,
        second_eyes=is_new_to_us(view),
        warnings=list(view.recipient.warnings),
    )


def _came_about(related: Related) -> dict[str, Any]:
    """What came before a request, and what came of it later."""
    origin = related.origin
    asked = origin.first_question
    return {
        "earlier": origin.earlier or None,
        "what_is_new": origin.new,
        "later": list(related.later),
        "earlier_cases": [
            models.EarlierCase.model_validate(each) for each in related.same_person
        ],
        "first_question": asked and models.FirstQuestion.model_validate(asked),
    }


def _inform(person: PersonLine) -> models.Inform:
    made, advice = person.decision, person.advice
    return models.Inform(
        id=person.id,
        name=person.name,
        decision=made.decision if made else None,
        method=made.method if made else None,
        review_on=made.review_on if made else None,
        told_at=made.told_at if made else None,
        suggestion=advice.value,
        next_question=advice.next_question,
        reasons=list(advice.reasons),
    )


def task_of(line: TaskLine) -> staff_models.Task:
    task = line.task
    return staff_models.Task(
        id=task.id,
        reference=task.reference,
        kind=task.kind.value,
        route=task.route,
        priority=task.priority,
        state="delegated" if line.delegate else task.state.value,
        holder=line.holder,
        mine=line.is_mine,
        own_request=line.own_request,
        held_at=task.held_at,
        opened_at=task.opened_at,
        due_at=task.due_at,
        due_because=task.due_because,
        due=group_of(task, now()),
        version=task.version,
        team=task.team,
        delegate=line.delegate,
        delegated_until=task.delegated_until if line.delegate else None,
        follow_up_on=task.follow_up_on,
        unread=line.unread,
    )
