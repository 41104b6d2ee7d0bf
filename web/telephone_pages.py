"""What somebody in an emergency has told already, by telephone, and writes down now."""

from dataclasses import replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import Response

from adapters.clock import now
from casework import journey
from casework.recipients import stopped_by
from casework.urgent import Urgent, first_question
from domain import acts
from domain.answering import Given
from domain.content import Content
from domain.refusals import SENTENCES
from domain.rules import AnswerValue, Question
from web.asking import Elsewhere
from web.form_fields import date_parts
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import Answering, OwnForm, OwnRequest, typed
from web.rendering import clock, in_london
from web.urgent_forms import AboutForm, ToldForm
from web.urgent_pages import missing, share, typed_in_a_hurry

router = APIRouter(prefix="/requests/{reference}/telephone")


class DangerForm(PageForm):
    """One of the questions that lead to the urgent lane."""

    answer: AnswerValue

    sentences: ClassVar[Sentences] = {
        ("answer", "*"): "Select yes, no, or that you are not sure"
    }


def in_the_urgent_lane(own: Answering) -> OwnRequest:
    """The questions come first, also for what has been told already."""
    if own.request.method == "GET" and first_question(own.view):
        raise Elsewhere(own.at("telephone/first"))
    return own


Telling = Annotated[OwnRequest, Depends(in_the_urgent_lane)]


@router.get("/first")
def ask(own: Answering) -> Response:
    question = _question(own)
    if question is None:
        return own.go(journey.TELEPHONE)
    return own.show("telephone-first", question=question, values={})


@router.post("/first")
async def answer(own: Answering, form: OwnForm) -> Response:
    question = _question(own)
    if question is None:
        return own.go(journey.TELEPHONE)
    said, errors = read(DangerForm, form)
    if said is None:
        return own.show(
            "telephone-first", 422, question=question, values={}, errors=errors
        )
    given = (Given(question.id, said.answer),)
    await own.do(lambda id, at, case: acts.GiveAnswers(id, own.actor, at, given), form)
    yes = said.answer is AnswerValue.YES
    return own.go(journey.TELEPHONE if yes else "telephone/not-urgent")


@router.get("/not-urgent")
def not_urgent(own: Answering) -> Response:
    """What was told does not count as the urgent lane: why, and what to do now."""
    return own.show("telephone-not-urgent")


@router.post("/not-urgent")
async def go_on(own: Answering, form: OwnForm) -> Response:
    """The usual questions, for a request that no call was the share of."""
    if own.view.content.spoken_at:
        await own.describe(lambda content: replace(content, spoken_at=""), form)
    return own.go("next")


@router.get("")
def told(own: Telling) -> Response:
    return own.show("telephone", missing=missing(own), values=_so_far(own))


@router.post("")
async def keep_told(own: Telling, form: OwnForm) -> Response:
    said, told, errors = _read(own, form)
    if told is None or errors:
        return own.show(
            "telephone", 422, missing=missing(own), values=typed(form), errors=errors
        )
    at = told.moment

    def change(content: Content) -> Content:
        return said.as_told(content, at)

    receipt = await share(own, form, change, by_telephone=True)
    return own.after(receipt, "sent")


def _question(own: OwnRequest) -> Question | None:
    code = first_question(own.view)
    return own.view.wording.question(code) if code else None


def _so_far(own: OwnRequest) -> dict[str, str]:
    """Whoever was chosen already was rung, likely as not, and a moment ago."""
    at = in_london(now())
    to = own.view.content.recipient
    when = {**date_parts("told_on", at.date().isoformat()), "told_at": clock(at)}
    if to is None:
        return when
    names = ("name", "role", "organisation", "phone")
    return {**when, **{name: getattr(to, name) for name in names}}


def _read(own: OwnRequest, form: FormData) -> tuple[Urgent, ToldForm | None, Errors]:
    """What was told to whom, and what is wrong with it."""
    at = now()
    asked = "individuals" in missing(own)
    errors = read(AboutForm, form)[1] if asked else {}
    told, wrong = read(ToldForm, form, today=in_london(at).date())
    errors |= wrong
    to = told.recipient() if told else None
    said = typed_in_a_hurry(own, form, to)
    if told and told.moment > at:
        errors["told_at"] = "The time must be in the past"
    why = told and stopped_by(said.as_told(own.view.content, told.moment))
    if why:
        errors["name"] = SENTENCES[why]
    return said, told, errors
