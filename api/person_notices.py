"""Telling people: the text for each of them, what an adviser says, how it stands."""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, request_after
from api.asking import Acting, Asking, Call
from api.contents import individual_called
from api.models import ShareRequest
from api.notice_models import (
    DraftNotice,
    GivenAdvice,
    GivenAnswered,
    GivenLook,
    GivenNotice,
    Telling,
    Tellings,
    Withheld,
    WithheldList,
)
from casework.person_notices import TellingLine, Wanted, Written
from casework.views import CaseView
from domain.informing import InformDecision, Told
from domain.person_notices import Version, digest_of
from domain.telling import AdviseTelling, LookAtNotice

router = APIRouter(tags=["telling"], responses=READING)

ONE = "/requests/{reference}/notices"

NOTHING_DECIDED = InformDecision("", Told.NO, "", datetime.min.replace(tzinfo=UTC))
"""What is said of somebody about whom nobody has decided yet."""


@router.get(ONE, summary="Read how telling each person stands")
def read_tellings(reference: str, call: Asking) -> Tellings:
    return _standing(call, reference)


@router.get(
    f"{ONE}/{{individual}}/draft",
    summary="Read a text made for one person, by id; nothing is kept",
    responses={403: ACTING[403]},
)
def draft_notice(
    reference: str,
    individual: str,
    call: Asking,
    version: Version,
    names_recipient: bool = False,
) -> DraftNotice:
    """With `names_recipient` it names the organisation that has the information."""
    wanted = Wanted(individual, version, names_recipient)
    made = call.house.person_notices.draft(call.actor, reference, wanted)
    return DraftNotice(
        individual=individual,
        version=version,
        text=made,
        digest=digest_of(made),
        second_look=call.house.person_notices.second_look(call.actor, reference),
    )


@router.post(
    ONE,
    summary="Approve exactly this text for one person",
    response_model=ShareRequest,
    responses=ACTING,
)
async def approve_notice(reference: str, sent: GivenNotice, call: Acting) -> Response:
    """`digest` is the SHA-256 of the text as it was drafted or changed.

    An e-mail goes at once, unless an adviser looks at the text first.
    """
    person = await asyncio.to_thread(_person, call, reference, sent.individual)
    written = Written(person, sent.version, sent.text, sent.digest, sent.word)
    receipt = await call.house.person_notices.write(
        call.actor, reference, written, call.once
    )
    return await request_after(call, receipt)


@router.get(
    f"{ONE}/{{individual}}/letter",
    summary="Get the approved text as a letter to print",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}, 409: ACTING[409]},
)
def read_notice_letter(reference: str, individual: str, call: Asking) -> Response:
    document = call.house.person_notices.letter(call.actor, reference, individual)
    return Response(document, media_type="application/pdf")


@router.post(
    "/tellings/{reference}/answered",
    summary="Say that a person's question has been answered",
    responses={403: ACTING[403], 409: ACTING[409]},
)
def say_answered(reference: str, sent: GivenAnswered, call: Asking) -> Tellings:
    person = _person(call, reference, sent.individual)
    call.house.person_notices.answered(call.actor, reference, person)
    return _standing(call, reference)


@router.post(
    "/tasks/{task}/notice",
    summary="Agree to a text for one person, or send it back",
    response_model=ShareRequest,
    responses=ACTING,
)
async def look_at_notice(task: str, sent: GivenLook, call: Acting) -> Response:
    view = await asyncio.to_thread(call.house.views.task, call.actor, task)
    person = individual_called(view, sent.individual, "individual")
    receipt = await call.house.desk.do(
        call.actor,
        view.reference,
        lambda id, at, case: LookAtNotice(
            id, call.actor, at, person, sent.digest, sent.agreed
        ),
        words={"reason": sent.reason},
        once=call.once,
    )
    return await request_after(call, receipt)


@router.post(
    "/tasks/{task}/telling",
    summary="Advise whether one person is told",
    response_model=ShareRequest,
    responses=ACTING,
)
async def advise_telling(task: str, sent: GivenAdvice, call: Acting) -> Response:
    view = await asyncio.to_thread(call.house.views.task, call.actor, task)
    person = individual_called(view, sent.individual, "individual")
    receipt = await call.house.desk.do(
        call.actor,
        view.reference,
        lambda id, at, case: AdviseTelling(id, call.actor, at, person, sent.decision),
        words={"advice": sent.advice},
        once=call.once,
    )
    return await request_after(call, receipt)


@router.get(
    "/tasks/withheld",
    summary="List who is not told, or not yet",
    responses={403: ACTING[403]},
)
def list_withheld(call: Asking) -> WithheldList:
    lines = call.house.withheld.all(call.actor)
    return WithheldList(items=[Withheld.model_validate(line) for line in lines])


def _person(call: Call, reference: str, named: str) -> str:
    view: CaseView = call.house.views.case(call.actor, reference)
    return individual_called(view, named, "individual")


def _standing(call: Call, reference: str) -> Tellings:
    lines = call.house.person_notices.standing(call.actor, reference)
    return Tellings(items=[_telling(line) for line in lines])


def _telling(line: TellingLine) -> Telling:
    made = line.made or NOTHING_DECIDED
    advised, notice = line.advised, line.notice
    return Telling(
        individual=line.individual,
        name=line.name,
        decision=line.made.decision if line.made else None,
        method=made.method,
        reason=line.reason,
        review_on=made.review_on,
        text=line.text,
        digest=made.notice,
        needs_text=bool(line.made) and made.needs_text,
        waits_for_adviser=made.waits_for_adviser,
        sent_back_because=line.back_because,
        asks_adviser=line.asks,
        advice=advised.said.decision if advised else None,
        advice_words=advised.words if advised else "",
        told_on=made.told_on,
        told_at=made.told_at,
        said=line.said,
        failing=line.is_failing,
        opened_at=notice.opened_at if notice else None,
        read_at=notice.read_at if notice else None,
        stopped_at=notice.stopped_at if notice else None,
        question=line.question,
        question_open=bool(notice and notice.has_open_question),
    )
