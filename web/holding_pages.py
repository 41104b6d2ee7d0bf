"""Who has a task: taken, put back, taken over, passed on, lent, or put off."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from casework.sessions import SignedIn
from domain.errors import NotAccepted
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other, text, the_house
from web.deciding import REASON, Reason
from web.forms import Errors, PageForm, Sentences, read, written_date
from web.task_pages import case_page, lead_back

router = APIRouter(dependencies=[Depends(lead_back)])

COLLEAGUE: Sentences = {("to", "*"): "Choose a colleague"}


class TakeOverForm(PageForm):
    """Why somebody takes a task that a colleague has."""

    reason: Reason
    revision: int

    sentences: ClassVar[Sentences] = REASON


class ReassignForm(TakeOverForm):
    """Who gets the task, and why."""

    to: str

    sentences: ClassVar[Sentences] = {**REASON, **COLLEAGUE}


class DelegateForm(PageForm):
    """Who prepares the task, and until when."""

    to: str
    until: Annotated[date, written_date("The last day")]
    revision: int

    sentences: ClassVar[Sentences] = {
        **COLLEAGUE,
        ("until", "missing"): "Enter the last day",
    }


class PutOffForm(PageForm):
    """On which day a task is followed up."""

    day: Annotated[date, written_date("The day")]

    sentences: ClassVar[Sentences] = {("day", "missing"): "Enter the day"}


@router.post("/tasks/{task_id}/claim")
async def claim(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.inbox.claim, who.actor, task_id)
    return see_other(f"/tasks/{task_id}")


@router.post("/tasks/{task_id}/put-back")
async def put_back(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.inbox.put_back, who.actor, task_id)
    return see_other("/tasks")


@router.post("/tasks/{task_id}/read")
async def mark(request: Request, house: AskedHouse, who: Who, task_id: str) -> Response:
    form = await posted(request, who.csrf)
    read_it = text(form, "read") == "yes"
    await asyncio.to_thread(house.inbox.mark, who.actor, task_id, read=read_it)
    return see_other(f"/tasks/{task_id}" if read_it else "/tasks")


@router.get("/tasks/{task_id}/take-over")
def take_over_form(request: Request, who: Who, task_id: str) -> Response:
    return _page("take-over", request, who, task_id)


@router.post("/tasks/{task_id}/take-over")
async def take_over(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(TakeOverForm, form)
    if wanted is None:
        return await _again("take-over", request, who, form, errors)
    await asyncio.to_thread(
        house.inbox.take_over, who.actor, task_id, wanted.reason, wanted.revision
    )
    return see_other(f"/tasks/{task_id}")


@router.get("/tasks/{task_id}/reassign")
def reassign_form(request: Request, who: Who, task_id: str) -> Response:
    return _page("reassign", request, who, task_id)


@router.post("/tasks/{task_id}/reassign")
async def reassign(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(ReassignForm, form)
    if wanted is None:
        return await _again("reassign", request, who, form, errors)
    given = (who.actor, task_id, wanted.to, wanted.reason, wanted.revision)
    try:
        await asyncio.to_thread(house.inbox.reassign, *given)
    except NotAccepted as no:
        return await _again("reassign", request, who, form, _beside(no))
    return see_other(f"/tasks/{task_id}")


@router.get("/tasks/{task_id}/delegate")
def delegate_form(request: Request, who: Who, task_id: str) -> Response:
    return _page("delegate", request, who, task_id)


@router.post("/tasks/{task_id}/delegate")
async def delegate(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(DelegateForm, form)
    if wanted is None:
        return await _again("delegate", request, who, form, errors)
    given = (who.actor, task_id, wanted.to, wanted.until, wanted.revision)
    try:
        await asyncio.to_thread(house.delegation.delegate, *given)
    except NotAccepted as no:
        return await _again("delegate", request, who, form, _beside(no))
    return see_other(f"/tasks/{task_id}")


@router.post("/tasks/{task_id}/call-back")
async def call_back(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.delegation.call_back, who.actor, task_id)
    return see_other(f"/tasks/{task_id}")


@router.get("/tasks/{task_id}/put-off")
def put_off_form(request: Request, who: Who, task_id: str) -> Response:
    return _page("put-off", request, who, task_id)


@router.post("/tasks/{task_id}/put-off")
async def put_off(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(PutOffForm, form)
    if wanted is None:
        return await _again("put-off", request, who, form, errors)
    try:
        await asyncio.to_thread(
            house.delegation.put_off, who.actor, task_id, wanted.day
        )
    except NotAccepted as no:
        return await _again("put-off", request, who, form, _beside(no))
    return see_other(f"/tasks/{task_id}")


@router.post("/tasks/{task_id}/bring-back")
async def bring_back(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.delegation.bring_back, who.actor, task_id)
    return see_other(f"/tasks/{task_id}")


def _beside(no: NotAccepted) -> Errors:
    """A refusal beside the field that it is about."""
    return {no.about or "": SENTENCES[no.why]}


async def _again(
    page: str, request: Request, who: SignedIn, form: FormData, errors: Errors
) -> HTMLResponse:
    """The form as it was sent, with what is wrong with it."""
    if set(errors) == {"revision"}:
        errors = {"": "This page is out of date. Check it, then send it again"}
    errors.pop("revision", None)
    task_id = request.path_params["task_id"]
    sent = (form, errors)
    return await asyncio.to_thread(_page, page, request, who, task_id, sent)


def _page(
    page: str,
    request: Request,
    who: SignedIn,
    task_id: str,
    sent: tuple[Mapping[str, object], Errors] | None = None,
) -> HTMLResponse:
    house = the_house(request)
    values, errors = sent or ({}, {})
    view = house.views.task(who.actor, task_id)
    return case_page(
        f"tasks/{page}.html",
        request,
        view,
        422 if errors else 200,
        task_id=task_id,
        line=house.lookup.task(who.actor, task_id),
        colleagues=house.inbox.eligible(who.actor, task_id),
        values=values,
        errors=errors,
    )
