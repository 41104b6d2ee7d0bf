"""When the organisation is at work, for everybody to read; administrators settle it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from domain.calendar import Nation
from domain.people import Role
from domain.working_times import DAYS, TimesRefused, WorkingTimes
from web.asking import AskedHouse, Who, posted, see_other, show
from web.calendar_forms import as_typed, in_fields, read_times, typed
from web.forms import Errors

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
    try:
        if times is not None:
            house.calendars.settle(who.actor, times)
            return see_other(f"{PAGE}?saved=yes")
    except TimesRefused as refused:
        errors = in_fields(refused.faults)
    before = house.calendars.times(who.actor)
    return _page(request, who, before, typed(form), errors)


def _page(
    request: Request,
    who: Who,
    times: WorkingTimes,
    values: Mapping[str, str],
    errors: Errors | None = None,
) -> Response:
    return show(
        "organisation/calendar.html",
        request,
        422 if errors else 200,
        settles=who.actor.has(Role.ADMINISTRATOR),
        saved="saved" in request.query_params and not errors,
        nations=NATIONS,
        days=DAYS,
        settled=as_typed(times),
        values=values,
        errors=errors or {},
    )
