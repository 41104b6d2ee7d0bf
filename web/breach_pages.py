"""The checklist for what went to the wrong person, and the clock that runs."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from adapters.clock import now
from casework.breaches import Finding
from domain.breach import STEPS, WITHIN, BreachStep
from domain.errors import CaseNotFound
from web.after_sending_pages import LeftForm
from web.asking import AskedHouse, Who, see_other, show, the_house
from web.forms import Errors, read
from web.own_request import typed
from web.release_forms import StepForm

router = APIRouter(prefix="/breaches")


@router.get("")
def known(request: Request, house: AskedHouse, who: Who) -> Response:
    found = house.wrong_recipient.known(who.actor)
    return show("breaches/list.html", request, found=found, within=WITHIN, now=now())


@router.get("/{reference}")
def one(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    return show(
        "breaches/breach.html",
        request,
        view=house.wrong_recipient.view(who.actor, reference),
        seen=house.access_log.of_case(who.actor, reference),
        steps=STEPS,
        now=now(),
    )


def the_step(step: str) -> BreachStep:
    """The step of that name.

    Raises:
        CaseNotFound: there is none.
    """
    if step not in tuple(BreachStep):
        raise CaseNotFound
    return BreachStep(step)


AStep = Annotated[BreachStep, Depends(the_step)]


@router.get("/{reference}/steps/{step}")
def step_form(
    request: Request, house: AskedHouse, who: Who, reference: str, step: AStep
) -> Response:
    view = house.wrong_recipient.view(who.actor, reference)
    if not view.may_settle or view.breach.step(step) is not None:
        return see_other(f"/breaches/{reference}")
    return _step_page(request, reference, step, {})


@router.post("/{reference}/steps/{step}")
async def settle(
    request: Request, who: Who, reference: str, step: AStep, form: LeftForm
) -> Response:
    request.state.latest_url = f"/breaches/{reference}"
    procedure = the_house(request).wrong_recipient
    await asyncio.to_thread(procedure.view, who.actor, reference)
    said, errors = read(StepForm, form)
    if said is not None and said.done == "no" and not STEPS[step].optional:
        errors = {"done": "This step has to be done"}
    if said is None or errors:
        return _step_page(request, reference, step, errors, typed(form))
    found = Finding(step, said.done == "yes", said.words)
    await asyncio.to_thread(procedure.settle, who.actor, reference, found)
    return see_other(f"/breaches/{reference}")


def _step_page(
    request: Request,
    reference: str,
    step: BreachStep,
    errors: Errors,
    values: dict[str, object] | None = None,
) -> Response:
    return show(
        "breaches/step.html",
        request,
        422 if errors else 200,
        reference=reference,
        step=step,
        asked=STEPS[step],
        values=values or {},
        errors=errors,
    )
