"""Is it one of these instead? What goes another way is shown there, and kept."""

from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from casework import first_steps
from casework.signposts import COURT_ORDER, WAYS
from domain import policies
from domain.preliminaries import ShowTheWay
from domain.stages import Signpost
from web.asking import AskedHouse, Who, once, see_other, show
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import Allowing, OwnForm, OwnRequest, not_applied

router = APIRouter()
one = APIRouter(prefix="/requests/{reference}")

Signposting = Annotated[OwnRequest, Depends(Allowing("signpost"))]

CHOICES = (
    *((way.to.value, way.label, way.hint) for way in WAYS),
    (COURT_ORDER, "A court has ordered you to give information", ""),
)


class ElsewhereForm(PageForm):
    """What it is, if it is no sharing of the usual kind."""

    to: Signpost | Literal["court_order"]

    sentences: ClassVar[Sentences] = {("to", "*"): "Select what it is"}


@router.get("/requests/elsewhere")
def one_of_these(request: Request, who: Who) -> HTMLResponse:
    policies.check_can_open(who.actor)
    return _choices(request, {})


@router.post("/requests/elsewhere")
async def chosen(
    request: Request, house: AskedHouse, who: Who, form: OwnForm
) -> Response:
    said, errors = read(ElsewhereForm, form)
    if said is None:
        return _choices(request, errors)
    if not isinstance(said.to, Signpost):
        return see_other("/requests/elsewhere/court-order")
    receipt = await first_steps.show_the_way(
        house.desk, who.actor, said.to, once=once(form)
    )
    if not receipt.applied:
        return not_applied(request, receipt)
    return see_other(f"/requests/{receipt.reference}")


@router.get("/requests/elsewhere/court-order")
def court_order(request: Request, who: Who) -> HTMLResponse:
    policies.check_can_open(who.actor)
    return show("requests/court-order.html", request)


@one.get("/elsewhere")
def this_is_something_else(own: Signposting) -> Response:
    return own.show("elsewhere", choices=CHOICES, chosen={}, own=True)


@one.post("/elsewhere")
async def shown_the_way(own: Signposting, form: OwnForm) -> Response:
    said, errors = read(ElsewhereForm, form)
    if said is None:
        return own.show(
            "elsewhere", 422, choices=CHOICES, chosen={}, own=True, errors=errors
        )
    to = said.to
    if not isinstance(to, Signpost):
        return see_other("/requests/elsewhere/court-order")
    receipt = await own.do(lambda id, at, case: ShowTheWay(id, own.actor, at, to), form)
    return own.after(receipt)


def _choices(request: Request, errors: Errors) -> HTMLResponse:
    return show(
        "requests/elsewhere.html", request, 422 if errors else 200,
        choices=CHOICES, chosen={}, errors=errors, home="/requests/new",
    )  # fmt: skip


router.include_router(one)
