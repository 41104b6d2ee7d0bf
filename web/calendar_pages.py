"""When the organisation is at work, for everybody to read; administrators settle it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.seen import CALENDAR
from domain.calendar import Nation
from domain.errors import RuleBroken
from domain.people import Role
from domain.refusals import SENTENCES
from domain.working_times import DAYS, TimesRefused, WorkingTimes
from web.asking import AskedHouse, Who, posted, see_other, show, text, the_house
from web.calendar_forms import as_typed, in_fields, read_times, typed
from web.forms import Errors
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
    seen = text(form, "revision")
    try:
        if times is not None:
            house.calendars.settle(who.actor, times, seen)
            return see_other(f"{PAGE}?saved=yes")
    except TimesRefused as refused:
        errors = in_fields(refused.faults)
    except RuleBroken as changed:
        errors = {"": SENTENCES[changed.why]}
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
    changed = "" in (errors or {})
    return show(
        "organisation/calendar.html",
        request,
        422 if errors else 200,
        settles=who.actor.has(Role.ADMINISTRATOR),
        open_page=open_page(request, CALENDAR),
        revision=the_house(request).calendars.mark(who.actor),
        changed=_rows(times) if changed else [],
        saved="saved" in request.query_params and not errors,
        nations=NATIONS,
        days=DAYS,
        settled=as_typed(times),
        values=values,
        errors=errors or {},
    )
