"""Who looks at recipients who are new; administrators settle it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from domain.errors import NotAccepted, RuleBroken
from domain.organisation import Matter
from domain.organisation_words import FIELD_LABELS, said
from domain.people import Role
from domain.refusals import SENTENCES
from domain.teams import check_can_arrange, written
from web.asking import AskedHouse, Who, posted, see_other, show, text, the_house
from web.forms import Errors
from web.organisation_forms import NO, YES, read_manner
from web.own_request import typed

router = APIRouter()

PAGE = "/organisation/recipients"


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(PAGE)
def recipients(request: Request, who: Who) -> Response:
    return _page(request, who, _now(request, who))


@router.post(PAGE)
def settle(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    check_can_arrange(who.actor)
    wanted = text(form, "second_eyes") == YES
    sealing = {YES: True, NO: False}.get(text(form, "sealed_files"))
    manner, errors = read_manner(form)
    try:
        if not errors:
            house.recipients.settle(
                who.actor, second_eyes=wanted, sealed_files=sealing, manner=manner
            )
            return see_other(f"{PAGE}?saved={'later' if manner.begins_on else 'now'}")
    except (NotAccepted, RuleBroken) as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _page(request, who, typed(form), errors)


def _now(request: Request, who: Who) -> dict[str, str]:
    directory = the_house(request).recipients
    asked = {
        "second_eyes": directory.wants_second_eyes(who.actor),
        "sealed_files": directory.seals_files(who.actor),
    }
    return {name: YES if value else NO for name, value in asked.items()}


def _page(
    request: Request,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    house, now = the_house(request), _now(request, who)
    return show(
        "organisation/recipients.html",
        request,
        422 if errors else 200,
        settles=who.actor.has(Role.ADMINISTRATOR),
        now=now,
        revision=house.recipients.mark(who.actor),
        changed=[
            (FIELD_LABELS[name], said(name, value == YES))
            for name, value in now.items()
        ]
        if "" in (errors or {})
        else [],
        plans=house.governance.planned(who.actor, Matter.RECIPIENTS),
        written=written,
        saved=request.query_params.get("saved", ""),
        values=values,
        errors=errors or {},
    )
