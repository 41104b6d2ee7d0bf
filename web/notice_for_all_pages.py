"""Operations tell everybody something on every page, for a while."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import BeforeValidator, Field, model_validator
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.house import House
from domain.calendar import LONDON
from domain.errors import NotAccepted
from domain.refusals import SENTENCES
from domain.service_notice import WORDS_MOST
from web.asking import AskedHouse, Who, posted, see_other, show, text
from web.forms import Errors, PageForm, Sentences, read, written_date
from web.own_request import typed
from web.urgent_forms import read_clock

PAGE = "/operations/notice"
FIELDS = {"ends": "ends_on"}

router = APIRouter(prefix=PAGE)

Clock = Annotated[time, BeforeValidator(read_clock)]


class NoticeForAllForm(PageForm):
    """What everybody is told, from when to when. Without a start it begins now."""

    words: Annotated[str, Field(max_length=WORDS_MOST)]
    starts_on: Annotated[date, written_date("The first day")] | None = None
    starts_time: Clock | None = None
    ends_on: Annotated[date, written_date("The last day")]
    ends_time: Clock

    sentences: ClassVar[Sentences] = {
        ("words", "missing"): "Write what everybody is to know",
        ("words", "*"): f"This must be {WORDS_MOST} characters or fewer",
        ("ends_on", "missing"): "Enter the day on which it ends",
        ("ends_time", "missing"): "Enter the time at which it ends, like 8am",
    }

    @model_validator(mode="after")
    def starts_whole(self) -> "NoticeForAllForm":
        if (self.starts_on is None) != (self.starts_time is None):
            field = "starts_on" if self.starts_on is None else "starts_time"
            raise ValueError(f"{field}|Enter the day and the time, or neither")
        return self

    @property
    def span(self) -> tuple[datetime | None, datetime]:
        starts = None
        if self.starts_on is not None and self.starts_time is not None:
            starts = datetime.combine(self.starts_on, self.starts_time, LONDON)
        return starts, datetime.combine(self.ends_on, self.ends_time, LONDON)


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get("")
def notice(request: Request, house: AskedHouse, who: Who) -> Response:
    return _page(request, house, who, {})


@router.post("")
def put_up(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    said, errors = read(NoticeForAllForm, form)
    try:
        if said is not None:
            seen = text(form, "revision")
            house.notice_for_all.put_up(who.actor, said.words, said.span, seen)
            return see_other(PAGE)
    except NotAccepted as no:
        about = no.about or ""
        errors = {FIELDS.get(about, about): SENTENCES[no.why]}
    return _page(request, house, who, typed(form), errors)


@router.post("/take-down")
def take_down(house: AskedHouse, who: Who, form: Form) -> Response:
    house.notice_for_all.take_down(who.actor, text(form, "revision"))
    return see_other(PAGE)


def _page(
    request: Request,
    house: House,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    return show(
        "operations/notice.html",
        request,
        422 if errors else 200,
        standing=house.notice_for_all.standing(who.actor),
        most=WORDS_MOST,
        values=values,
        errors=errors or {},
    )
