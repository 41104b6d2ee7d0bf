"""What people ask about what is kept of them: the register, and one request."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from casework.rights import New
from domain.errors import CaseNotFound, NotAccepted
from domain.refusals import SENTENCES
from domain.rights import Asked
from domain.rights_words import IDENTITY_LABELS, KIND_LABELS, OUTCOME_LABELS, day_said
from web.asking import AskedHouse, Who, once, see_other, show, the_house
from web.describing import today
from web.forms import read
from web.own_request import OwnForm, typed
from web.rights_forms import NewRightsForm

router = APIRouter()

LABELS: Mapping[str, object] = {
    "kind": KIND_LABELS,
    "identity": IDENTITY_LABELS,
    "outcome": OUTCOME_LABELS,
}


@router.get("/rights")
def register(request: Request, house: AskedHouse, who: Who) -> Response:
    closed = request.query_params.get("finished") == "yes"
    after = request.query_params.get("after")
    page = house.rights.all(who.actor, after, closed=closed)
    return show(
        "rights/register.html",
        request,
        page=page,
        closed=closed,
        labels=LABELS,
        day_said=day_said,
        today=today(),
    )


@router.get("/rights/new")
def new_form(request: Request, house: AskedHouse, who: Who) -> Response:
    house.rights.all(who.actor)  # whoever may not open the list may not add to it
    return show("rights/new.html", request, values={}, errors={}, labels=LABELS)


@router.post("/rights/new")
def write_down(request: Request, who: Who, form: OwnForm) -> Response:
    said, errors = read(NewRightsForm, form, today=today())
    if said is not None:
        try:
            id = the_house(request).rights.open(who.actor, _new(said), once(form))
            return see_other(f"/rights/{id}")
        except NotAccepted as refused:
            errors = {refused.about or "": SENTENCES[refused.why]}
    return show(
        "rights/new.html", request, 422, values=typed(form), errors=errors,
        labels=LABELS,
    )  # fmt: skip


def _new(said: NewRightsForm) -> New:
    born = said.born.isoformat() if said.born else ""
    asked = Asked(
        said.name, born, said.nhs_number, said.reach, said.asked, said.identity_how
    )
    return New(said.kind, said.received_on, said.identity, asked)


@router.get("/rights/{id}")
def one(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    view = house.rights_views.of(who.actor, id)
    told = house.corrections.recipients(who.actor, id) if "told" in view.may else []
    return show(
        "rights/one.html",
        request,
        view=view,
        recipients=told,
        labels=LABELS,
        day_said=day_said,
    )


@router.get("/rights/{id}/letter")
def letter(house: AskedHouse, who: Who, id: str) -> Response:
    """The text of a letter, to be looked through and sent by a person."""
    text = house.rights_views.of(who.actor, id).letter
    if not text:
        raise CaseNotFound
    name = f'attachment; filename="{id}.txt"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return PlainTextResponse(text, headers=headers)
