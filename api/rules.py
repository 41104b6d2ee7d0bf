"""The rules themselves, and what a set of answers amounts to under them."""

from fastapi import APIRouter

from api.answering import READING
from api.asking import Asking
from api.given import Tried
from api.problems import BadInput
from api.rule_models import Evaluation, RuleSet, RuleSetLine
from api.showing import rules_of
from domain.evaluation import evaluate

router = APIRouter(prefix="/rulesets", tags=["rules"], responses=READING)


@router.get("", summary="List the sets of rules")
def list_rulesets(call: Asking) -> list[RuleSetLine]:
    book = call.house.rulebook
    read = (book.get(id) for id in book.ids())
    return [
        RuleSetLine(
            id=rules.id,
            version=rules.version,
            title=wording.title,
            effective_from=wording.effective_from,
        )
        for rules, wording in read
    ]


@router.get("/{ruleset}", summary="Read a set of rules as a graph of questions")
def read_ruleset(ruleset: str, call: Asking) -> RuleSet:
    book = call.house.rulebook
    return rules_of(*book.get(ruleset), book.digest(ruleset))


@router.post("/{ruleset}/evaluate", summary="See what answers amount to; keep nothing")
def evaluate_answers(ruleset: str, sent: Tried, call: Asking) -> Evaluation:
    rules, _ = call.house.rulebook.get(ruleset)
    for node in sent.answers:
        if not rules.has(node):
            raise BadInput(f"answers.{node}", "There is no such question.")
    return Evaluation.model_validate(evaluate(rules, sent.answers))
