"""What an organisation decided, for everybody to read; administrators settle it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.house import House
from casework.organisation import Given
from casework.organisation_side import usual_collecting
from domain.errors import CaseNotFound, NotAccepted, RuleBroken
from domain.organisation import (
    FIELDS,
    MATTER_LABELS,
    POLICIES,
    Manner,
    Matter,
)
from domain.organisation_words import APPROVALS, FIELD_LABELS, said, say_collecting
from domain.people import Role
from domain.refusals import SENTENCES
from domain.teams import check_can_arrange, written
from web.asking import AskedHouse, Who, posted, see_other, show, the_house
from web.forms import Errors
from web.organisation_forms import (
    as_typed,
    read_manner,
    read_policy,
    read_usual,
    written_fields,
)
from web.own_request import typed

router = APIRouter()

PAGE = "/organisation/policies"


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(PAGE)
def policies(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "organisation/policies.html",
        request,
        rows=[
            (each, MATTER_LABELS[each], _rows(house, who, each)) for each in POLICIES
        ],
        plans=house.governance.planned(who.actor, *POLICIES),
        labels=MATTER_LABELS,
        written=written,
        settles=who.actor.has(Role.ADMINISTRATOR),
        saved=request.query_params.get("saved", ""),
    )


@router.get(f"{PAGE}/{{code}}")
def policy(request: Request, house: AskedHouse, who: Who, code: str) -> Response:
    matter = _matter(code)
    check_can_arrange(who.actor)
    usual = usual_collecting(house.settings)
    values = as_typed(house.governance.now(who.actor), usual)
    return _page(request, who, matter, values)


@router.post(f"{PAGE}/{{code}}")
def settle(
    request: Request, house: AskedHouse, who: Who, code: str, form: Form
) -> Response:
    matter = _matter(code)
    check_can_arrange(who.actor)
    request.state.latest_url = PAGE
    given, errors = _read(house, who, matter, form)
    manner, wrong = read_manner(form)
    errors = {**errors, **wrong} or _settled(house, who, given, manner)
    if errors:
        return _page(request, who, matter, typed(form), errors)
    return see_other(f"{PAGE}?saved={'later' if manner.begins_on else 'now'}")


def _read(
    house: House, who: Who, matter: Matter, form: FormData
) -> tuple[Given, Errors]:
    if matter is not Matter.USUAL:
        return read_policy(matter, form)
    governance = house.governance
    before = governance.now(who.actor).usual
    return read_usual(form, governance.offered(who.actor), before), {}


def _settled(house: House, who: Who, given: Given, manner: Manner) -> Errors:
    """What keeps it from being settled; nothing if it is."""
    try:
        house.governance.settle(who.actor, given, manner)
    except (NotAccepted, RuleBroken) as refused:
        return {refused.about or "": SENTENCES[refused.why]}
    return {}


def _page(
    request: Request,
    who: Who,
    matter: Matter,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    house = the_house(request)
    offered = house.governance.offered(who.actor) if matter is Matter.USUAL else []
    return show(
        "organisation/policy.html",
        request,
        422 if errors else 200,
        matter=matter.value,
        title=MATTER_LABELS[matter],
        approvals=[(each.value, words) for each, words in APPROVALS.items()],
        usual_days=say_collecting(usual_collecting(house.settings)),
        everybody=house.settings.second_step,
        offered=offered,
        boxes={
            each.id: written_fields(each, str(values.get(f"usual-{each.id}") or ""))
            for each in offered
        },
        revision=house.governance.mark(who.actor, matter),
        changed=_rows(house, who, matter) if "" in (errors or {}) else [],
        plans=house.governance.planned(who.actor, matter),
        written=written,
        values=values,
        errors=errors or {},
    )


def _rows(house: House, who: Who, matter: Matter) -> list[tuple[str, str]]:
    """What is settled of a matter: each field with how it reads."""
    ours = house.governance.now(who.actor)
    if matter is Matter.COLLECTING and ours.collecting is None:
        usual = say_collecting(usual_collecting(house.settings))
        return [
            (FIELD_LABELS["collecting"], f"As usual: {usual[0].lower()}{usual[1:]}")
        ]
    if matter is Matter.SECOND_STEP and house.settings.second_step:
        return [(FIELD_LABELS["second_step"], "Yes, everywhere in this Sharewell")]
    return [
        (FIELD_LABELS[name], said(name, getattr(ours, name))) for name in FIELDS[matter]
    ]


def _matter(code: str) -> Matter:
    if code not in POLICIES:
        raise CaseNotFound
    return Matter(code)
