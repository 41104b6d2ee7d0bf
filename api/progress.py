"""What its practitioner does with a request, from the first answer to the last."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body
from starlette.responses import Response

from api.answering import ACTING, request_after
from api.asking import Acting, Call
from api.contents import individual_called
from api.evidence import check_answered, words_of
from api.given import (
    Confirmation,
    GivenAnswers,
    GivenInform,
    GivenReply,
    GivenTold,
    Reason,
)
from api.models import ShareRequest
from api.problems import BadInput
from api.unnamed import in_its_field
from casework.filing import Make
from casework.views import CaseView
from domain import acts
from domain.answering import Given
from domain.content import Individual
from domain.errors import NotAccepted, Why
from domain.informing import Method, Told
from domain.recipient_checks import DOMAIN_TYPED, is_same_domain
from domain.refusals import SENTENCES
from domain.rules import QuestionStage

router = APIRouter(prefix="/requests/{reference}", tags=["requests"], responses=ACTING)


@router.put("/answers", summary="Answer questions", response_model=ShareRequest)
async def give_answers(reference: str, sent: GivenAnswers, call: Acting) -> Response:
    """An unsure answer goes to an adviser at once, if nothing else is missing.

    The questions of the inform step may be answered `about` one individual.
    """
    about = ""
    check_answered(sent)
    view = await _view(call, reference)
    if sent.about:
        about = individual_called(view, sent.about, "about")
        _check_about_people(view, sent)
    given = tuple(Given(node, value, about) for node, value in sent.answers.items())
    return await _do(
        call,
        reference,
        lambda id, at, case: acts.GiveAnswers(id, call.actor, at, given, send=True),
        words_of(view, sent),
    )


@router.post("/confirm", summary="Confirm a clear outcome", response_model=ShareRequest)
async def confirm(
    reference: str, call: Acting, sent: Annotated[Confirmation | None, Body()] = None
) -> Response:
    """With `recipient_domain`, only if it is what stands after the @."""
    content = (await _view(call, reference)).content
    stamp = content.stamp()
    seen = (sent and sent.digest) or stamp.digest
    typed = (sent and sent.recipient_domain) or ""
    way = sent.way if sent else None
    email = content.recipient.email if content.recipient else ""
    if typed and not is_same_domain(typed, email):
        raise BadInput(DOMAIN_TYPED, SENTENCES[Why.DOMAIN_DIFFERS])
    try:
        return await _do(
            call,
            reference,
            lambda id, at, case: acts.Confirm(
                id, call.actor, at, seen, stamp.spoken, way
            ),
            {DOMAIN_TYPED: typed} if typed else None,
        )
    except NotAccepted as no:
        raise await in_its_field(call, reference, no) from no


@router.post("/withdraw", summary="Take it back", response_model=ShareRequest)
async def withdraw(reference: str, sent: Reason, call: Acting) -> Response:
    return await _do(
        call,
        reference,
        lambda id, at, case: acts.Withdraw(id, call.actor, at),
        {"reason": sent.reason},
    )


@router.post(
    "/reply", summary="Answer an adviser's question", response_model=ShareRequest
)
async def reply(reference: str, sent: GivenReply, call: Acting) -> Response:
    return await _do(
        call,
        reference,
        lambda id, at, case: acts.Reply(id, call.actor, at),
        {"reply": sent.reply},
    )


@router.post(
    "/worse",
    summary="Say that things got worse: the urgent lane opens",
    response_model=ShareRequest,
)
async def got_worse(reference: str, call: Acting) -> Response:
    return await _do(
        call, reference, lambda id, at, case: acts.Worsen(id, call.actor, at)
    )


@router.post(
    "/inform",
    summary="Decide whether an individual is told",
    response_model=ShareRequest,
)
async def decide_to_tell(reference: str, sent: GivenInform, call: Acting) -> Response:
    """To say yes without a method is to tell them in person."""
    view = await _view(call, reference)
    person = individual_called(view, sent.individual, "individual")
    method = _method(view, sent, person)
    return await _do(
        call,
        reference,
        lambda id, at, case: acts.Inform(
            id,
            call.actor,
            at,
            person,
            sent.decision,
            method,
            sent.review_on,
            sent.with_notice and sent.decision is Told.YES,
        ),
        {"reason": sent.reason},
    )


@router.post(
    "/told",
    summary="Say that an individual has been told",
    response_model=ShareRequest,
)
async def has_told(reference: str, sent: GivenTold, call: Acting) -> Response:
    view = await _view(call, reference)
    person = individual_called(view, sent.individual, "individual")
    return await _do(
        call,
        reference,
        lambda id, at, case: acts.MarkTold(id, call.actor, at, person, sent.told_on),
        {name: text for name, text in (("said", sent.said), ("by", sent.by)) if text},
    )


def _check_about_people(view: CaseView, sent: GivenAnswers) -> None:
    rules = view.terms.rules
    for node in sent.answers:
        if rules.has(node) and rules.node(node).stage is not QuestionStage.INFORM:
            fault = "This question is not about one person. Leave out `about`."
            raise BadInput(f"answers.{node}", fault)


def _method(view: CaseView, sent: GivenInform, person: str) -> Method | None:
    """How they are told. No e-mail is promised where there is no safe address."""
    if sent.decision is not Told.YES:
        return None
    told: Individual = next(p for p in view.content.individuals if p.id == person)
    if sent.method is Method.EMAIL and not told.safe_email:
        raise BadInput("method", "There is no safe e-mail address for this person.")
    return sent.method or Method.IN_PERSON


async def _view(call: Call, reference: str) -> CaseView:
    return await asyncio.to_thread(call.house.views.case, call.actor, reference)


async def _do(
    call: Call, reference: str, make: Make, words: Mapping[str, str] | None = None
) -> Response:
    receipt = await call.house.desk.do(
        call.actor, reference, make, words=words, once=call.once
    )
    return await request_after(call, receipt)
