"""When the organisation is at work, for everybody to read; administrators settle it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.seen import CALENDAR
from domain.calendar import Nation
from domain.errors import NotAccepted, RuleBroken
from domain.organisation import Matter
from domain.people import Role
from domain.refusals import SENTENCES
from domain.teams import written
from domain.working_times import DAYS, TimesRefused, WorkingTimes
from web.asking import AskedHouse, Who, posted, see_other, show, the_house
from web.calendar_forms import as_typed, in_fields, read_times, typed
from web.forms import Errors
from web.organisation_forms import read_manner
from web.presence_pages import open_page

router = APIRouter()

PAGE = "/organisation/calendar"
NATIONS = [
    (Nation.ENGLAND.value, "England"),
    (Nation.WALES.value, "Wales"),
    (Nation.SCOTLAND.value, "Scotland"),
    (Nation.NORTHERN_IRELAND.value, "Northern Ireland"),
]


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(PAGE)
def calendar(request: Request, house: AskedHouse, who: Who) -> Response:
    times = house.calendars.times(who.actor)
    return _page(request, who, times, as_typed(times))


@router.post(PAGE)
def settle(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    times, errors = read_times(form)
    manner, wrong = read_manner(form)
    errors = {**errors, **wrong}
    try:
        if times is not None and not errors:
            house.calendars.settle(who.actor, times, manner)
            return see_other(f"{PAGE}?saved={'later' if manner.begins_on else 'now'}")
    except TimesRefused as refused:
        errors = in_fields(refused.faults)
    except (NotAccepted, RuleBroken) as no:
        errors = {no.about or "": SENTENCES[no.why]}
    before = house.calendars.times(who.actor)
    return _page(request, who, before, typed(form), errors)


def _rows(times: WorkingTimes) -> list[tuple[str, str]]:
    """What is settled, for somebody whose form met a change."""
    said = as_typed(times)
    hours = [
        (day.capitalize(), f"{said[f'{day}-opens']} to {said[f'{day}-closes']}")
        for day in DAYS
        if said[f"{day}-opens"]
    ]
    return [
        *hours,
        ("Bank holidays", dict(NATIONS)[said["nation"]]),
        ("Also closed", said["closures"]),
        ("Closing early", said["early"]),
    ]


def _page(
    request: Request,
    who: Who,
    times: WorkingTimes,
    values: Mapping[str, str],
    errors: Errors | None = None,
) -> Response:
    changed, house = "" in (errors or {}), the_house(request)
    return show(
        "organisation/calendar.html",
        request,
        422 if errors else 200,
        settles=who.actor.has(Role.ADMINISTRATOR),
        open_page=open_page(request, CALENDAR),
        revision=house.calendars.mark(who.actor),
        changed=_rows(times) if changed else [],
        saved=request.query_params.get("saved", "") if not errors else "",
        plans=house.governance.planned(who.actor, Matter.HOURS),
        written=written,
        nations=NATIONS,
        days=DAYS,
        settled=as_typed(times),
        values=values,
        errors=errors or {},
    )
