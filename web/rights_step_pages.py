"""Each step with a request about somebody's rights: one form, one thing done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.corrections import Correction
from casework.house import House
from casework.rights_view import RightsView
from domain.errors import CaseNotFound, NotAccepted
from domain.people import Actor
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, once, see_other, show, the_house
from web.describing import today
from web.forms import Errors, PageForm, read
from web.own_request import OwnForm, typed
from web.rights_forms import (
    AcknowledgeForm,
    CaseReasonForm,
    CloseForm,
    CorrectForm,
    IdentityForm,
    LinkForm,
    NothingForm,
    ReasonForm,
    SureForm,
    ToldForm,
)
from web.rights_pages import LABELS

router = APIRouter()

Do = Callable[[House, Actor, str, Any, str], object]


@dataclass(frozen=True)
class Step:
    """One thing to do: its form, and what is asked of casework."""

    form: type[PageForm]
    do: Do


def _identity(h: House, by: Actor, id: str, said: IdentityForm, key: str) -> None:
    h.rights.check_identity(by, id, said.identity, said.identity_how, key)


def _acknowledge(h: House, by: Actor, id: str, said: AcknowledgeForm, key: str) -> None:
    h.rights.acknowledge(by, id, said.on, key)


def _extend(h: House, by: Actor, id: str, said: ReasonForm, key: str) -> None:
    h.rights.extend(by, id, said.reason, key)


def _link(h: House, by: Actor, id: str, said: LinkForm, key: str) -> None:
    h.rights.link(by, id, said.reference, key)


def _search(h: House, by: Actor, id: str, said: NothingForm, key: str) -> None:
    h.packs.gather(by, id, key)


def _correct(h: House, by: Actor, id: str, said: CorrectForm, key: str) -> None:
    made = Correction(said.reference, said.wrong, said.decided)
    h.corrections.note(by, id, made, key)


def _told(h: House, by: Actor, id: str, said: ToldForm, key: str) -> None:
    h.corrections.told(by, id, said.reference, said.how, key)


def _restrict(h: House, by: Actor, id: str, said: CaseReasonForm, key: str) -> None:
    h.restrictions.place(by, id, said.reference, said.reason, key)


def _lift(h: House, by: Actor, id: str, said: CaseReasonForm, key: str) -> None:
    h.restrictions.lift(by, id, said.reference, said.reason, key)


def _close(h: House, by: Actor, id: str, said: CloseForm, key: str) -> None:
    h.rights.close(by, id, said.outcome, said.reasons, key)


def _destroy(h: House, by: Actor, id: str, said: SureForm, key: str) -> None:
    h.rights.destroy(by, id, key)


STEPS: Mapping[str, Step] = {
    "identity": Step(IdentityForm, _identity),
    "acknowledge": Step(AcknowledgeForm, _acknowledge),
    "extend": Step(ReasonForm, _extend),
    "link": Step(LinkForm, _link),
    "search": Step(NothingForm, _search),
    "correct": Step(CorrectForm, _correct),
    "told": Step(ToldForm, _told),
    "restrict": Step(CaseReasonForm, _restrict),
    "lift": Step(CaseReasonForm, _lift),
    "close": Step(CloseForm, _close),
    "destroy": Step(SureForm, _destroy),
}


def the_step(step: str) -> str:
    """The step of that name.

    Raises:
        CaseNotFound: there is none.
    """
    if step not in STEPS:
        raise CaseNotFound
    return step


AStep = Annotated[str, Depends(the_step)]


@router.get("/rights/{id}/{step}")
def step_form(
    request: Request, house: AskedHouse, who: Who, id: str, step: AStep
) -> Response:
    view = house.rights_views.of(who.actor, id)
    if step not in view.may:
        return see_other(f"/rights/{id}")
    return _page(request, view, step, {}, {})


@router.post("/rights/{id}/{step}")
def do(request: Request, who: Who, id: str, step: AStep, form: OwnForm) -> Response:
    house = the_house(request)
    request.state.latest_url = f"/rights/{id}"
    said, errors = read(STEPS[step].form, form, today=today())
    if said is not None:
        try:
            STEPS[step].do(house, who.actor, id, said, once(form))
            return see_other(f"/rights/{id}/copy" if step == "search" else _home(id))
        except NotAccepted as refused:
            errors = {refused.about or "": SENTENCES[refused.why]}
    view = house.rights_views.of(who.actor, id)
    return _page(request, view, step, errors, typed(form))


def _home(id: str) -> str:
    return f"/rights/{id}"


def _page(
    request: Request,
    view: RightsView,
    step: str,
    errors: Errors,
    values: dict[str, Any],
) -> Response:
    return show(
        "rights/step.html",
        request,
        422 if errors else 200,
        view=view,
        step=step,
        errors=errors,
        values=values,
        labels=LABELS,
    )
