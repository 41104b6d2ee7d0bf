"""What the JSON interface answers, read off what casework knows."""

from adapters.clock import now
from api import models, rule_models, staff_models
from casework.lists import TaskLine, due_group
from casework.views import CaseView, PersonLine, ReleaseLine
from domain.rules import AnswerValue, Branch, RuleSet, Wording


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
        next_question=view.next_question,
        reasons=list(found.reasons),
        needs_adviser=found.needs_adviser,
        adviser_mode=found.adviser_mode,
        waiting_on=case.waiting_on,
        deadlines=view.deadlines,
        question=view.question.sentence if view.question else None,
        release=_release(view.release),
        inform=[_inform(person) for person in view.people],
        task=view.task.id if view.task and advises else None,
        content=models.Content.model_validate(view.content),
        missing=list(view.content.stamp().missing),
        may=sorted(view.may),
        opened_at=case.opened_at,
        revision=case.revision,
        acts_waiting=view.acts_waiting,
    )


def _release(line: ReleaseLine | None) -> models.Release | None:
    if line is None:
        return None
    shown = models.Release.model_validate(line.parcel)
    phrase = line.phrase if line.is_live else None
    return shown.model_copy(update={"phrase": phrase})


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
        state=task.state.value,
        holder=line.holder,
        mine=line.is_mine,
        own_request=line.own_request,
        held_at=task.held_at,
        opened_at=task.opened_at,
        due_at=task.due_at,
        due=due_group(task.due_at, now()),
    )


def rules_of(rules: RuleSet, wording: Wording, digest: str) -> rule_models.RuleSet:
    return rule_models.RuleSet(
        id=rules.id,
        version=rules.version,
        title=wording.title,
        effective_from=wording.effective_from,
        source=wording.source,
        triage=rules.triage,
        start=rules.start,
        checks=list(rules.checks),
        inform_start=rules.inform.start,
        questions=[
            rule_models.RuleQuestion(
                id=each.id,
                stage=each.stage,
                question=each.question,
                help=each.help,
                route_label=each.route_label,
                branches=_branches(rules, each.id),
            )
            for each in wording.questions
        ],
        reasons=dict(wording.reasons),
        digest=digest,
    )


def _branches(rules: RuleSet, id: str) -> dict[AnswerValue, rule_models.Branch]:
    node = rules.node(id)
    branches: list[tuple[AnswerValue, Branch | None]] = [
        (value, node.branch(value)) for value in AnswerValue
    ]
    return {
        value: rule_models.Branch.model_validate(branch) for value, branch in branches
    }
