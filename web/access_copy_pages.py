"""The copy for somebody who asks what is kept about them: each part, then the whole."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from casework.packs import PackView
from domain.errors import CaseNotFound, NotAccepted
from domain.refusals import SENTENCES
from domain.rights_pieces import (
    CHOICE_LABELS,
    EXEMPTION_LABELS,
    MARK_LABELS,
    PIECE_LABELS,
    Chosen,
)
from web.asking import AskedHouse, Who, once, see_other, show, text, the_house
from web.filtered_lists import taken_away
from web.forms import Errors, read
from web.own_request import OwnForm, typed
from web.rights_forms import PartForm, ReasonForm, SureForm

router = APIRouter()

COPY = "/rights/{id}/copy"
LABELS: Mapping[str, object] = {
    "choice": CHOICE_LABELS,
    "exemption": EXEMPTION_LABELS,
    "mark": MARK_LABELS,
    "piece": PIECE_LABELS,
}


@router.get(COPY)
def copy(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    return _page(request, house.packs.view(who.actor, id), {}, {})


@router.get(f"{COPY}/document.pdf")
def document(house: AskedHouse, who: Who, id: str) -> Response:
    return taken_away(house.packs.pdf(who.actor, id), "application/pdf", f"{id}.pdf")


@router.get(f"{COPY}/document.json")
def data(house: AskedHouse, who: Who, id: str) -> Response:
    return taken_away(house.packs.data(who.actor, id), "application/json", f"{id}.json")


@router.post(f"{COPY}/unmarked")
def keep_unmarked(request: Request, who: Who, id: str, form: OwnForm) -> Response:
    request.state.latest_url = f"/rights/{id}/copy"
    the_house(request).packs.keep_unmarked(who.actor, id, once(form))
    return see_other(f"/rights/{id}/copy")


@router.post(f"{COPY}/ready")
def make_ready(request: Request, who: Who, id: str, form: OwnForm) -> Response:
    request.state.latest_url = f"/rights/{id}/copy"
    the_house(request).packs.make_ready(who.actor, id, once(form))
    return see_other(f"/rights/{id}/copy")


@router.post(f"{COPY}/approve")
def approve(request: Request, who: Who, id: str, form: OwnForm) -> Response:
    house = the_house(request)
    request.state.latest_url = f"/rights/{id}/copy"
    said, errors = read(SureForm, form)
    if said is None:
        return _page(request, house.packs.view(who.actor, id), errors, typed(form))
    house.packs.approve(who.actor, id, text(form, "revision"), once(form))
    return see_other(f"/rights/{id}/copy")


@router.post(f"{COPY}/back")
def send_back(request: Request, who: Who, id: str, form: OwnForm) -> Response:
    house = the_house(request)
    request.state.latest_url = f"/rights/{id}/copy"
    said, errors = read(ReasonForm, form)
    if said is None:
        return _page(request, house.packs.view(who.actor, id), errors, typed(form))
    house.packs.send_back(who.actor, id, said.reason, once(form))
    return see_other(f"/rights/{id}")


@router.get(f"{COPY}/{{number:int}}")
def part(
    request: Request, house: AskedHouse, who: Who, id: str, number: int
) -> Response:
    view = house.packs.view(who.actor, id)
    return _part_page(request, view, number, {}, _chosen(view, number))


@router.post(f"{COPY}/{{number:int}}")
def choose(request: Request, who: Who, id: str, number: int, form: OwnForm) -> Response:
    house = the_house(request)
    request.state.latest_url = f"/rights/{id}/copy"
    said, errors = read(PartForm, form)
    if said is not None:
        chosen = Chosen(said.choice, said.text, said.exemption)
        try:
            house.packs.choose(who.actor, id, number, chosen, once(form))
            return see_other(f"/rights/{id}/copy#part-{number}")
        except NotAccepted as refused:
            errors = {refused.about or "": SENTENCES[refused.why]}
    view = house.packs.view(who.actor, id)
    return _part_page(request, view, number, errors, typed(form))


def _chosen(view: PackView, number: int) -> dict[str, Any]:
    """What was chosen before; where nothing was, the words to black out."""
    found = next((each for each in view.pieces if each.number == number), None)
    if found is None:
        raise CaseNotFound
    if found.chosen is None:
        return {"text": found.piece.text}
    chosen = found.chosen
    ground = chosen.exemption.value if chosen.exemption else ""
    words = chosen.text or found.piece.text
    return {"choice": chosen.choice.value, "exemption": ground, "text": words}


def _page(
    request: Request, view: PackView, errors: Errors, values: dict[str, Any]
) -> Response:
    return show(
        "rights/copy.html",
        request,
        422 if errors else 200,
        view=view,
        labels=LABELS,
        errors=errors,
        values=values,
        revision=values.get("revision") or view.mark,
    )


def _part_page(
    request: Request,
    view: PackView,
    number: int,
    errors: Errors,
    values: dict[str, Any],
) -> Response:
    found = next((each for each in view.pieces if each.number == number), None)
    if found is None:
        raise CaseNotFound
    return show(
        "rights/part.html",
        request,
        422 if errors else 200,
        view=view,
        part=found,
        labels=LABELS,
        errors=errors,
        values=values,
    )
