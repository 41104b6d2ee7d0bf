"""Why a request comes out as it does."""

from datetime import datetime

from fastapi import APIRouter

from api.answering import READING
from api.asking import Asking
from api.models import Shown
from casework.answers import AnswerLine
from casework.explanation import explain
from domain.rules import AnswerValue, Verdict

router = APIRouter(tags=["requests"], responses=READING)


class Reason(Shown):
    code: str
    sentence: str


class Changed(Shown):
    """An answer that was given in the place of another."""

    question: str
    text: str
    before: AnswerValue
    after: AnswerValue
    by: str
    at: datetime


class ExplainingRules(Shown):
    """The set of rules that the request is bound to."""

    id: str
    version: str
    title: str
    source: str
    provisional: bool


class ExplainingAnswer(Shown):
    """An answer, by whom and when, and what was written down beside it."""

    question: str
    text: str
    answer: AnswerValue
    by: str
    at: datetime
    note: str
    evidence: dict[str, str]
    suggested: str


class Explanation(Shown):
    """`path` is what counts. `stale` is not counted: an earlier answer changed."""

    outcome: Verdict | None
    says: str
    reasons: list[Reason]
    path: list[ExplainingAnswer]
    ahead: list[ExplainingAnswer]
    stale: list[ExplainingAnswer]
    changes: list[Changed]
    rules: ExplainingRules


@router.get("/requests/{reference}/explanation", summary="Read why it comes out so")
def read_explanation(reference: str, call: Asking) -> Explanation:
    why = explain(call.house.views.case(call.actor, reference))
    return Explanation(
        outcome=why.outcome,
        says=why.says,
        reasons=[Reason.model_validate(each) for each in why.reasons],
        path=[_answer(each) for each in why.path],
        ahead=[_answer(each) for each in why.ahead],
        stale=[_answer(each) for each in why.stale],
        changes=[Changed.model_validate(each) for each in why.changes],
        rules=ExplainingRules.model_validate(why.rules),
    )


def _answer(line: AnswerLine) -> ExplainingAnswer:
    return ExplainingAnswer(
        question=line.question.id,
        text=line.question.question,
        answer=line.value,
        by=line.by,
        at=line.at,
        note=line.note,
        evidence=line.evidence,
        suggested=line.suggested,
    )
