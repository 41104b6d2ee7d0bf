"""For how long a finished case is kept: what is due, and what people decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.house import House
from casework.retention import Given
from casework.retention_view import RetentionView
from domain.errors import CaseNotFound, NotAccepted
from domain.people import Actor
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, once, posted, see_other, show, text, the_house
from web.case_words import say_day
from web.forms import Errors, PageForm, read
from web.own_request import typed
from web.retention_forms import ClassForm, DisposeForm, LongerForm, WhyForm

router = APIRouter()

CASE = "/records/{reference}/retention"

Do = Callable[[House, Actor, str, Any, Given], None]


@dataclass(frozen=True)
class Step:
    """One thing to decide: its form, and what is asked of casework."""

    form: type[PageForm]
    do: Do


def _class(house: House, by: Actor, of: str, said: ClassForm, given: Given) -> None:
    house.retention.change_class(by, of, said.code, given)


def _hold(house: House, by: Actor, of: str, said: WhyForm, given: Given) -> None:
    house.retention.place_hold(by, of, given)


def _lift(house: House, by: Actor, of: str, said: WhyForm, given: Given) -> None:
    house.retention.lift_hold(by, of, given)


def _keep(house: House, by: Actor, of: str, said: LongerForm, given: Given) -> None:
    house.retention.keep_longer(by, of, said.until, given)


def _dispose(house: House, by: Actor, of: str, said: DisposeForm, given: Given) -> None:
    house.retention.dispose(by, of, given)


STEPS: Mapping[str, Step] = {
    "class": Step(ClassForm, _class),
    "hold": Step(WhyForm, _hold),
    "lift": Step(WhyForm, _lift),
    "keep": Step(LongerForm, _keep),
    "dispose": Step(DisposeForm, _dispose),
}


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


def the_step(step: str) -> str:
    """The step of that name.

    Raises:
        CaseNotFound: there is none.
    """
    if step not in STEPS:
        raise CaseNotFound
    return step


AStep = Annotated[str, Depends(the_step)]


@router.get("/tasks/retention")
def due(request: Request, house: AskedHouse, who: Who) -> Response:
    page = house.retention.due(who.actor, request.query_params.get("after"))
    return show("tasks/retention.html", request, page=page, say_day=say_day)


@router.get(CASE)
def one(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    view = house.retention.view(who.actor, reference)
    return show("records/retention.html", request, view=view, say_day=say_day)


@router.get("/records/{reference}/certificate")
def certificate(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    view = house.retention.view(who.actor, reference)
    if view.certificate is None:
        raise CaseNotFound
    return show(
        "records/certificate.html",
        request,
        certificate=view.certificate,
        say_day=say_day,
    )


@router.get(f"{CASE}/{{step}}")
def step_form(
    request: Request, house: AskedHouse, who: Who, reference: str, step: AStep
) -> Response:
    view = house.retention.view(who.actor, reference)
    if step not in view.may:
        return see_other(f"/records/{reference}/retention")
    return _step_page(request, view, step, {}, {"code": view.kept.code})


@router.post(f"{CASE}/{{step}}")
def decide(
    request: Request, who: Who, reference: str, step: AStep, form: Form
) -> Response:
    house = the_house(request)
    request.state.latest_url = f"/records/{reference}/retention"
    said, errors = read(STEPS[step].form, form)
    if said is not None:
        reason = str(getattr(said, "reason", ""))
        given = Given(reason, text(form, "revision"), once(form))
        try:
            STEPS[step].do(house, who.actor, reference, said, given)
            return see_other(f"/records/{reference}/retention")
        except NotAccepted as refused:
            errors = {_field(refused): SENTENCES[refused.why]}
    view = house.retention.view(who.actor, reference)
    return _step_page(request, view, step, errors, typed(form))


def _field(refused: NotAccepted) -> str:
    return "code" if refused.about == "class" else refused.about or ""


def _step_page(
    request: Request,
    view: RetentionView,
    step: str,
    errors: Errors,
    values: dict[str, Any],
) -> Response:
    return show(
        "records/retention-step.html",
        request,
        422 if errors else 200,
        view=view,
        step=step,
        values=values,
        errors=errors,
        say_day=say_day,
        revision=values.get("revision") or view.mark,
    )
