"""How somebody wants to be told: at once, once a day, or only what is urgent."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import ClassVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from domain.calendar import LONDON, say_clock
from domain.errors import NotAccepted
from domain.notices import EARLIEST, LATEST, How, Preference
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other, show
from web.forms import Errors, PageForm, Sentences, read

router = APIRouter()

PAGE = "/account/notices"
SOME_DAY = date(2026, 1, 1)
HALF_HOURS = tuple(
    time(hour, minute)
    for hour in range(EARLIEST.hour, LATEST.hour + 1)
    for minute in (0, 30)
    if time(hour, minute) <= LATEST
)


class NoticeForm(PageForm):
    """What somebody chose. The time counts where there is a digest."""

    how: How
    at: time

    sentences: ClassVar[Sentences] = {
        ("how", "*"): "Select when we write to you",
        ("at", "*"): "Select a time for your daily email",
    }


@router.get(PAGE)
def notices(request: Request, house: AskedHouse, who: Who) -> Response:
    wanted = house.notices.preference(who.actor)
    values = {"how": wanted.how.value, "at": wanted.at.strftime("%H:%M")}
    return _page(request, values)


@router.post(PAGE)
async def prefer(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    chosen, errors = read(NoticeForm, form)
    try:
        if chosen is not None:
            preference = Preference(chosen.how, chosen.at)
            await asyncio.to_thread(house.notices.prefer, who.actor, preference)
            return see_other(f"{PAGE}?saved=yes")
    except NotAccepted as no:
        errors = {str(no.about): SENTENCES[no.why]}
    return _page(request, form, errors)


def _page(
    request: Request, values: Mapping[str, object], errors: Errors | None = None
) -> HTMLResponse:
    return show(
        "account/notices.html",
        request,
        422 if errors else 200,
        saved="saved" in request.query_params and not errors,
        times=_times(str(values.get("at", ""))),
        values=values,
        errors=errors or {},
    )


def _times(chosen: str) -> list[tuple[str, str]]:
    """Each half hour of the day, and what was chosen between them."""
    listed = [
        (each.strftime("%H:%M"), say_clock(datetime.combine(SOME_DAY, each, LONDON)))
        for each in HALF_HOURS
    ]
    if chosen and chosen not in dict(listed):
        listed = sorted([*listed, (chosen, chosen)])
    return listed
