"""What a practitioner does after sending: reply, withdraw, worsen, close."""

import asyncio
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from domain import acts
from web.forms import PageForm, Sentences, read
from web.own_request import Allowing, Own, OwnForm, OwnRequest, typed

router = APIRouter(prefix="/requests/{reference}")

WORDS_MOST = 2000

Replying = Annotated[OwnRequest, Depends(Allowing("reply"))]
Withdrawing = Annotated[OwnRequest, Depends(Allowing("withdraw"))]
Worsening = Annotated[OwnRequest, Depends(Allowing("worsen"))]
Revoking = Annotated[OwnRequest, Depends(Allowing("revoke"))]


class ReplyForm(PageForm):
    """What the practitioner answers to the adviser's question."""

    reply: Annotated[str, Field(max_length=WORDS_MOST)]

    sentences: ClassVar[Sentences] = {
        ("reply", "missing"): "Enter your reply",
        ("reply", "*"): f"Your reply must be {WORDS_MOST:,} characters or fewer",
    }


class ReasonForm(PageForm):
    """Why something is taken back."""

    reason: Annotated[str, Field(max_length=WORDS_MOST)]

    sentences: ClassVar[Sentences] = {
        ("reason", "missing"): "Enter the reason",
        ("reason", "*"): f"The reason must be {WORDS_MOST:,} characters or fewer",
    }


@router.get("/reply")
def reply_form(own: Replying) -> Response:
    return own.show("reply", values={})


@router.post("/reply")
async def reply(own: Replying, form: OwnForm) -> Response:
    said, errors = read(ReplyForm, form)
    if said is None:
        return own.show("reply", 422, values=typed(form), errors=errors)
    receipt = await own.do(
        lambda id, at, case: acts.Reply(id, own.actor, at), form, {"reply": said.reply}
    )
    return own.after(receipt, "sent")


@router.get("/withdraw")
def withdraw_form(own: Withdrawing) -> Response:
    return own.show("withdraw", values={})


@router.post("/withdraw")
async def withdraw(own: Withdrawing, form: OwnForm) -> Response:
    said, errors = read(ReasonForm, form)
    if said is None:
        return own.show("withdraw", 422, values=typed(form), errors=errors)
    receipt = await own.do(
        lambda id, at, case: acts.Withdraw(id, own.actor, at),
        form,
        {"reason": said.reason},
    )
    return own.after(receipt)


@router.get("/worse")
def worse_form(own: Worsening) -> Response:
    return own.show("worse")


@router.post("/worse")
async def worse(own: Own, form: OwnForm) -> Response:
    await own.do(lambda id, at, case: acts.Worsen(id, own.actor, at), form)
    return own.go("next")


@router.get("/revoke")
def revoke_form(own: Revoking) -> Response:
    return own.show("revoke", values={}, seen=_seen(own))


@router.post("/revoke")
async def revoke(own: Revoking, form: OwnForm) -> Response:
    said, errors = read(ReasonForm, form)
    if said is None:
        seen = await asyncio.to_thread(_seen, own)
        return own.show("revoke", 422, values=typed(form), errors=errors, seen=seen)
    receipt = await own.do(
        lambda id, at, case: acts.Revoke(id, own.actor, at),
        form,
        {"reason": said.reason},
    )
    return own.after(receipt)


def _seen(own: OwnRequest) -> object:
    """What was read or downloaded already: closing it does not take that back."""
    return own.house.access_log.of_case(own.actor, own.view.reference)
