"""The checklist for what went to the wrong person."""

import asyncio

from fastapi import APIRouter

from api.after_sending_models import Breach, BreachLine, GivenStep, SettledStep
from api.answering import ACTING
from api.asking import Asking, Call
from api.problems import BadInput
from casework.breaches import BreachView, Finding
from domain.breach import STEPS, WITHIN, BreachStep

router = APIRouter(prefix="/breaches", tags=["breaches"], responses=ACTING)


@router.get("", summary="What went to the wrong person")
def list_breaches(call: Asking) -> list[BreachLine]:
    """For advisers: what is not done first."""
    return [
        BreachLine(
            reference=each.reference,
            began=each.began,
            since=each.since,
            report_by=each.since + WITHIN,
            ended_at=each.ended_at,
        )
        for each in call.house.wrong_recipient.known(call.actor)
    ]


@router.get("/{reference}", summary="One of them")
def read_breach(reference: str, call: Asking) -> Breach:
    return _shown(call.house.wrong_recipient.view(call.actor, reference))


@router.post("/{reference}/steps/{step}", summary="Settle a step")
async def settle_step(
    reference: str, step: BreachStep, sent: GivenStep, call: Asking
) -> Breach:
    """Done, or not needed and why. Most steps cannot be left undone."""
    if not sent.done and not STEPS[step].optional:
        raise BadInput("done", "This step has to be done.")
    return await asyncio.to_thread(_settled, call, reference, step, sent)


def _settled(call: Call, reference: str, step: BreachStep, sent: GivenStep) -> Breach:
    found = Finding(step, sent.done, sent.words)
    call.house.wrong_recipient.settle(call.actor, reference, found)
    return _shown(call.house.wrong_recipient.view(call.actor, reference))


def _shown(view: BreachView) -> Breach:
    breach = view.breach
    return Breach(
        reference=breach.reference,
        began=breach.began,
        since=breach.since,
        report_by=view.report_by,
        ended_at=breach.ended_at,
        words=breach.words,
        settled=[
            SettledStep(
                step=each.step,
                done=each.done,
                by=view.names.get(each.by, ""),
                at=each.at,
                words=each.words,
            )
            for each in breach.settled
        ],
        left=list(breach.left),
    )
