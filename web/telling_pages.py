"""Telling the people it is about: the questions for each, the decision, the deed."""

from datetime import date
from typing import Annotated, ClassVar

from fastapi import APIRouter
from pydantic import Field, ValidationInfo, model_validator
from starlette.responses import Response

from adapters.clock import now
from casework import journey
from casework.person_notices import TellingLine
from casework.views import PersonLine
from domain import acts
from domain.answering import Given
from domain.content import Individual
from domain.errors import CaseNotFound
from domain.informing import METHOD_LABELS, TOLD_LABELS, Method, Told
from domain.rules import Question
from web.forms import PageForm, Sentences, read, written_date
from web.own_request import Own, OwnForm, OwnRequest, Telling, typed
from web.question_pages import AnswerForm
from web.rendering import in_london

router = APIRouter(prefix="/requests/{reference}/people/{id}")

REASON_MOST = 1000


class DecisionForm(PageForm):
    """Whether one person is told, how, why, and when to think of it again."""

    decision: Told
    method: Method | None = None
    reason: Annotated[str, Field(max_length=REASON_MOST)]
    review_on: Annotated[date | None, written_date("The date")] = None

    sentences: ClassVar[Sentences] = {
        ("decision", "*"): "Select whether to tell them",
        ("method", "*"): "Select how they will be told",
        ("reason", "missing"): "Enter the reason for your decision",
        ("reason", "*"): f"The reason must be {REASON_MOST:,} characters or fewer",
    }

    @model_validator(mode="after")
    def is_whole(self, info: ValidationInfo) -> "DecisionForm":
        if self.decision is Told.YES and self.method is None:
            raise ValueError("method|Select how they will be told")
        if self.decision is Told.DELAY and self.review_on is None:
            raise ValueError("review_on|Enter the date on which to think again")
        today = (info.context or {})["today"]
        if self.review_on and self.review_on < today:
            raise ValueError("review_on|The date must be today or later")
        return self


@router.get("/tell")
def tell(id: str, own: Telling) -> Response:
    asked = _line(own, id).advice.next_question
    return own.go(f"people/{id}/tell/{asked or 'decide'}")


@router.get("/tell/decide")
def decide_form(id: str, own: Telling) -> Response:
    return _decision(own, id, {}, {})


@router.post("/tell/decide")
async def decide(id: str, own: Own, form: OwnForm) -> Response:
    person = _person(own, id)
    said, errors = read(DecisionForm, form, today=in_london(now()).date())
    if said and said.method is Method.EMAIL and not person.safe_email:
        said, errors = None, {"method": "There is no safe email address for them"}
    if said is None:
        return _decision(own, id, typed(form), errors)
    told, on = said.decision, None if said.decision is Told.YES else said.review_on
    method = said.method if told is Told.YES else None
    written = method in (Method.EMAIL, Method.LETTER)
    receipt = await own.do(
        lambda key, at, case: acts.Inform(
            key, own.actor, at, id, told, method, on, written
        ),
        form,
        {"reason": said.reason},
    )
    return own.after(receipt, f"people/{id}/notice" if written else "")


@router.get("/tell/{code}")
def ask_about(id: str, code: str, own: Telling) -> Response:
    line = _line(own, id)
    question = _question(own, line, code)
    given = own.view.case.current_answers(about=id).get(code)
    values = {"answer": given.value} if given else {}
    return own.show("tell-question", person=line, question=question, values=values)


@router.post("/tell/{code}")
async def answer_about(id: str, code: str, own: Own, form: OwnForm) -> Response:
    line = _line(own, id)
    question = _question(own, line, code)
    said, errors = read(AnswerForm, form)
    if said is None:
        return own.show(
            "tell-question", 422, person=line, question=question,
            values=typed(form), errors=errors,
        )  # fmt: skip
    given = (Given(code, said.answer, about=id),)
    await own.do(
        lambda key, at, case: acts.GiveAnswers(key, own.actor, at, given),
        form,
        {code: said.note} if said.note else {},
    )
    return own.go(f"people/{id}/tell")


def _decision(
    own: OwnRequest, id: str, values: dict[str, str], errors: dict[str, str]
) -> Response:
    line = _line(own, id)
    given = own.view.case.current_answers(about=id)
    asked = [
        (own.view.wording.question(code), given.get(code)) for code in line.advice.path
    ]
    return own.show(
        "tell-decide",
        422 if errors else 200,
        person=_person(own, id),
        line=line,
        before=_before(own, id),
        asked=asked,
        reasons=[own.view.wording.reason(code) for code in line.advice.reasons],
        told_labels=TOLD_LABELS,
        method_labels=METHOD_LABELS,
        values=values,
        errors=errors,
    )


def _before(own: OwnRequest, id: str) -> TellingLine:
    """What was decided about them earlier, and why."""
    lines = own.house.person_notices.standing(own.actor, own.view.reference)
    return next(line for line in lines if line.individual == id)


def _line(own: OwnRequest, id: str) -> PersonLine:
    for line in own.view.people:
        if line.id == id:
            return line
    raise CaseNotFound


def _person(own: OwnRequest, id: str) -> Individual:
    for person in own.view.content.individuals:
        if person.id == id:
            return person
    raise CaseNotFound


def _question(own: OwnRequest, line: PersonLine, code: str) -> Question:
    question = journey.askable_about(own.view, line.advice, code)
    if question is None:
        raise CaseNotFound
    return question
