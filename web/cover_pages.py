"""Being away, being on call, and whom to ask now."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.house import House
from domain.errors import NotAccepted
from domain.people import Role
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other, show
from web.forms import Errors, read
from web.own_request import typed
from web.team_forms import AwayForm, OnCallForm

router = APIRouter()


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get("/advisers")
def advisers(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "advisers/advisers.html",
        request,
        advisers=house.advisers.all(who.actor),
        routes=house.teams.routes(who.actor),
    )


# Being away


@router.get("/account/away")
def away(request: Request, house: AskedHouse, who: Who) -> Response:
    return _away_page(request, house, who, {"user": who.actor.id})


@router.post("/account/away")
def add_cover(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    said, errors = read(AwayForm, form)
    try:
        if said is not None:
            days = (said.first_day, said.last_day)
            user = said.user or who.actor.id
            house.absences.add(who.actor, user, said.covered_by, days)
            return see_other("/account/away")
    except NotAccepted as refused:
        errors = {refused.about or "": SENTENCES[refused.why]}
    return _away_page(request, house, who, typed(form), errors)


@router.post("/account/away/{cover_id}/remove")
def remove_cover(house: AskedHouse, who: Who, cover_id: str, form: Form) -> Response:
    house.absences.remove(who.actor, cover_id)
    return see_other("/account/away")


def _away_page(
    request: Request,
    house: House,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    arranges = who.actor.has(Role.ADMINISTRATOR)
    lines = house.absences.all(who.actor, "" if arranges else who.actor.id)
    return show(
        "account/away.html",
        request,
        422 if errors else 200,
        lines=lines,
        arranges=arranges,
        advises=who.actor.has(Role.ADVISER),
        advisers=list(house.teams.advisers(who.actor).items()),
        values=values,
        errors=errors or {},
    )


# Being on call


@router.get("/organisation/on-call")
def on_call(request: Request, house: AskedHouse, who: Who) -> Response:
    return _rota_page(request, house, who, {})


@router.post("/organisation/on-call")
def add_turn(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    said, errors = read(OnCallForm, form)
    try:
        if said is not None:
            house.rota.add(who.actor, said.user, said.times)
            return see_other("/organisation/on-call")
    except NotAccepted as refused:
        field = {"ends_at": "ends_on"}.get(refused.about or "", refused.about or "")
        errors = {field: SENTENCES[refused.why]}
    return _rota_page(request, house, who, typed(form), errors)


@router.post("/organisation/on-call/{turn_id}/remove")
def remove_turn(house: AskedHouse, who: Who, turn_id: str, form: Form) -> Response:
    house.rota.remove(who.actor, turn_id)
    return see_other("/organisation/on-call")


def _rota_page(
    request: Request,
    house: House,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    return show(
        "organisation/on-call.html",
        request,
        422 if errors else 200,
        turns=house.rota.all(who.actor),
        advisers=list(house.teams.advisers(who.actor).items()),
        settles=who.actor.has(Role.ADMINISTRATOR),
        values=values,
        errors=errors or {},
    )
