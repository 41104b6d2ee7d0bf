"""One place for how an organisation works, and what begins there on a later day."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.organisation_plans import PlanLine
from domain.offices import OFFICES, Office
from domain.organisation import MATTER_LABELS
from domain.people import Role
from domain.teams import check_can_arrange, written
from web.asking import AskedHouse, Who, posted, see_other, show
from web.organisation_forms import read_manner
from web.own_request import typed

router = APIRouter()

HOME = "/organisation"
PLANS = f"{HOME}/plans"


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(HOME)
def organisation(request: Request, house: AskedHouse, who: Who) -> Response:
    facts = house.governance.facts(who.actor)
    return show(
        "organisation/organisation.html",
        request,
        facts=facts,
        roles=[(role.label, number) for role, number in facts.people.items()],
        coming=len(house.planned.all(who.actor)),
        reads_changes=any(map(who.actor.has, OFFICES[Office.READ_CHANGES])),
    )


@router.get(PLANS)
def plans(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "organisation/plans.html",
        request,
        groups=_grouped(house.planned.all(who.actor)),
        written=written,
        settles=who.actor.has(Role.ADMINISTRATOR),
        saved="saved" in request.query_params,
    )


@router.get(f"{PLANS}/{{plan}}")
def one_plan(request: Request, house: AskedHouse, who: Who, plan: str) -> Response:
    check_can_arrange(who.actor)
    request.state.latest_url = PLANS
    return _page(request, house.planned.get(who.actor, plan), {}, {})


@router.post(f"{PLANS}/{{plan}}")
def take_back(
    request: Request, house: AskedHouse, who: Who, plan: str, form: Form
) -> Response:
    check_can_arrange(who.actor)
    request.state.latest_url = PLANS
    manner, errors = read_manner(form)
    if errors:
        line = house.planned.get(who.actor, plan)
        return _page(request, line, typed(form), errors)
    house.planned.take_back(who.actor, plan, manner.reason)
    return see_other(f"{PLANS}?saved=yes")


def _page(
    request: Request, line: PlanLine, values: dict[str, object], errors: dict[str, str]
) -> Response:
    return show(
        "organisation/plan.html",
        request,
        422 if errors else 200,
        plan=line,
        label=MATTER_LABELS[line.topic.matter],
        written=written,
        values=values,
        errors=errors,
    )


def _grouped(lines: Sequence[PlanLine]) -> list[tuple[str, list[PlanLine]]]:
    """What begins, under the name of its matter."""
    order = sorted(lines, key=lambda line: list(MATTER_LABELS).index(line.topic.matter))
    groups = groupby(order, key=lambda line: MATTER_LABELS[line.topic.matter])
    return [(label, list(found)) for label, found in groups]
