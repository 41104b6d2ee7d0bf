"""Rule sets as the JSON interface shows them."""

from api import rule_models
from casework.rulebooks import Edition, RuleChoice
from domain.rules import AnswerValue, RuleSet
from domain.wording import Question


def line_of(edition: Edition, choice: RuleChoice) -> rule_models.RuleSetLine:
    return rule_models.RuleSetLine(
        id=edition.id,
        version=edition.rules.version,
        title=edition.wording.title,
        effective_from=edition.wording.effective_from,
        provisional=edition.wording.provisional,
        own=edition.own,
        default=edition.id == choice.default,
    )


def rules_of(edition: Edition, choice: RuleChoice) -> rule_models.RuleSet:
    rules, wording = edition.rules, edition.wording
    says = dict(wording.guards)
    return rule_models.RuleSet(
        **dict(line_of(edition, choice)),
        source=wording.source,
        triage=rules.triage,
        start=rules.start,
        checks=list(rules.checks),
        inform_start=rules.inform.start,
        questions=[_question(rules, each) for each in wording.questions],
        guards=[
            rule_models.Guard(
                id=guard.id,
                says=says[guard.id],
                optional=guard.is_optional,
                off=guard.is_optional and guard.id in choice.guards_off,
            )
            for guard in rules.guards
        ],
        reasons=dict(wording.reasons),
        letters=dict(wording.letters),
        digest=edition.digest,
    )


def _question(rules: RuleSet, each: Question) -> rule_models.RuleQuestion:
    return rule_models.RuleQuestion.model_validate(
        {
            "id": each.id,
            "stage": each.stage,
            "question": each.question,
            "help": each.help,
            "source": each.source,
            "route_label": each.route_label,
            "branches": _branches(rules, each.id),
            "evidence": each.evidence,
            "suggestion": each.suggestion,
            "reassurance": each.reassurance,
        },
        from_attributes=True,
    )


def _branches(rules: RuleSet, id: str) -> dict[AnswerValue, rule_models.Branch]:
    node = rules.node(id)
    return {
        value: rule_models.Branch.model_validate(node.branch(value))
        for value in AnswerValue
    }
