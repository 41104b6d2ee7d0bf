"""The questions of the rules, one on each page."""

from typing import Annotated, ClassVar

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from casework import journey
from casework.views import AnswerLine
from domain import acts
from domain.acts import Given
from domain.errors import CaseNotFound
from domain.rules import AnswerValue, Question
from web.forms import PageForm, Sentences, read
from web.own_request import Answering, OwnForm, OwnRequest, typed

router = APIRouter(prefix="/requests/{reference}")

NOTE_MOST = 2000


class AnswerForm(PageForm):
    """One answer, and what the practitioner adds to it."""

    answer: AnswerValue
    note: Annotated[str, Field(max_length=NOTE_MOST)] = ""

    sentences: ClassVar[Sentences] = {
        ("answer", "*"): "Select yes, no, or that you are not sure",
        ("note", "*"): f"The note must be {NOTE_MOST:,} characters or fewer",
    }


@router.get("/questions/{code}")
def ask(code: str, own: Answering) -> Response:
    question = _question(own, code)
    given = _given(own, code)
    back_to = own.at(_before(own, code))
    if given and code in journey.advised(own.view):
        return own.show("answered", given=given, back_to=back_to)
    values = {"answer": given.value.value, "note": given.note} if given else {}
    return own.show("question", question=question, values=values, back_to=back_to)


@router.post("/questions/{code}")
async def answer(code: str, own: Answering, form: OwnForm) -> Response:
    question = _question(own, code)
    if code in journey.advised(own.view):
        return own.go("next")
    said, errors = read(AnswerForm, form)
    if said is None:
        return own.show(
            "question", 422, question=question, values=typed(form), errors=errors
        )
    given = (Given(code, said.answer),)
    await own.do(
        lambda id, at, case: acts.GiveAnswers(id, own.actor, at, given),
        form,
        {code: said.note},
    )
    urgent = code == own.view.terms.rules.triage and said.answer is AnswerValue.YES
    return own.go("ring-999" if urgent else "next")


def _question(own: OwnRequest, code: str) -> Question:
    question = journey.askable(own.view, code)
    if question is None:
        raise CaseNotFound
    return question


def _given(own: OwnRequest, code: str) -> AnswerLine | None:
    lines = (line for line in own.view.answers if line.question.id == code)
    return next(lines, None)


def _before(own: OwnRequest, code: str) -> str:
    """The page before this one: the check, or the question answered before."""
    if own.is_from_check:
        return "check"
    asked = [line.question.id for line in own.view.answers]
    earlier = asked[: asked.index(code)] if code in asked else asked
    return f"questions/{earlier[-1]}" if earlier else ""
