"""The rules themselves, what answers amount to under them, and whose rules count."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.given import Tried
from api.matching import IfMatch, marked
from api.problems import BadInput
from api.rule_models import (
    Evaluation,
    GivenRuleChoice,
    RuleChoice,
    RuleFileFault,
    RuleFileFaults,
    RuleSet,
    RuleSetLine,
)
from api.rule_showing import line_of, rules_of
from casework import rulebooks
from casework.drawing import draw
from domain.evaluation import evaluate

router = APIRouter(tags=["rules"], responses=READING)

SVG = "image/svg+xml"
SETTING: Documented = {403: ACTING[403], 413: ACTING[413]}
MATCHING: Documented = {**SETTING, 409: ACTING[409]}
A_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A rule set's file, whole or laid over another one.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


async def rule_file(request: Request) -> str:
    """The body as it was written, so that nothing in it is overlooked."""
    return (await request.body()).decode(errors="replace")


RuleFile = Annotated[str, Depends(rule_file)]


@router.get("/rulesets", summary="List the sets of rules")
def list_rulesets(call: Asking) -> list[RuleSetLine]:
    books = call.house.rulebooks
    choice = books.choice(call.actor)
    return [line_of(each, choice) for each in books.editions(call.actor)]


@router.get("/rulesets/{ruleset}", summary="Read a set of rules as a graph")
def read_ruleset(ruleset: str, call: Asking) -> RuleSet:
    books = call.house.rulebooks
    return rules_of(books.edition(call.actor, ruleset), books.choice(call.actor))


@router.get(
    "/rulesets/{ruleset}/drawing",
    summary="Read a set of rules as a picture",
    response_class=Response,
    responses={200: {"content": {SVG: {}}, "description": "A picture to show"}},
)
def draw_ruleset(ruleset: str, call: Asking) -> Response:
    return Response(
        draw(*call.house.rulebooks.get(call.actor, ruleset)), media_type=SVG
    )


@router.post(
    "/rulesets/{ruleset}/evaluate", summary="See what answers amount to; keep nothing"
)
def evaluate_answers(ruleset: str, sent: Tried, call: Asking) -> Evaluation:
    rules, _ = call.house.rulebooks.get(call.actor, ruleset)
    for node in sent.answers:
        if not rules.has(node):
            raise BadInput(f"answers.{node}", "There is no such question.")
    return Evaluation.model_validate(evaluate(rules, sent.answers))


@router.post(
    "/rulesets/check",
    summary="Find every fault of a rule file; keep nothing",
    openapi_extra=A_FILE,
)
def check_rules(file: RuleFile, call: Asking) -> RuleFileFaults:
    found = call.house.rulebooks.faults(call.actor, file)
    return RuleFileFaults(faults=[RuleFileFault.model_validate(each) for each in found])


@router.post(
    "/rulesets",
    summary="Add a set of rules for your organisation",
    status_code=201,
    responses=SETTING,
    openapi_extra=A_FILE,
)
def add_rules(file: RuleFile, call: Asking) -> RuleSetLine:
    books = call.house.rulebooks
    return line_of(books.add(call.actor, file), books.choice(call.actor))


@router.get("/organisation/rules", summary="Read which rules new requests follow")
def read_choice(call: Asking, answer: Response) -> RuleChoice:
    """Its `ETag` changes with it."""
    choice = call.house.rulebooks.choice(call.actor)
    marked(answer, choice.mark)
    return RuleChoice.model_validate(choice)


@router.put(
    "/organisation/rules",
    summary="Settle which rules new requests follow",
    responses=MATCHING,
)
def settle_choice(
    sent: GivenRuleChoice, call: Asking, answer: Response, if_match: IfMatch = ""
) -> RuleChoice:
    """With `begins_on` they are followed from that day on."""
    books = call.house.rulebooks
    before = books.choice(call.actor)
    default = before.default if sent.default is None else sent.default
    off = before.guards_off if sent.guards_off is None else tuple(sent.guards_off)
    choice = rulebooks.RuleChoice(default, off)
    books.choose(call.actor, choice, sent.manner(if_match))
    choice = books.choice(call.actor)
    marked(answer, choice.mark)
    return RuleChoice.model_validate(choice)
