"""Passing a task on to another team: to whom, why, and what happens then."""

import asyncio
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from casework.passing import Place
from casework.views import CaseView
from web.asking import AskedHouse, Who, once, posted, see_other
from web.deciding import PassForm
from web.forms import Errors, read
from web.own_request import shown_again
from web.task_pages import case_page, landed, lead_back

router = APIRouter(prefix="/tasks/{task_id}/pass", dependencies=[Depends(lead_back)])

DRAFT = "pass"


@router.get("")
def pass_form(request: Request, house: AskedHouse, who: Who, task_id: str) -> Response:
    view = house.views.task(who.actor, task_id)
    if "pass_on" not in view.may:
        return see_other(f"/tasks/{task_id}")
    kept = house.drafts.get(who.actor, view.reference, DRAFT)
    values = shown_again(kept.fields) if kept else {}
    places = house.passing.places(who.actor, view)
    return _page(request, view, places, values)


@router.post("")
async def pass_on(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    wanted, errors = read(PassForm, form)
    places = await asyncio.to_thread(house.passing.places, who.actor, view)
    if wanted is not None and wanted.to not in dict(places):
        wanted, errors = None, {"to": PassForm.sentences["to", "*"]}
    if wanted is None:
        return _page(request, view, places, form, errors)
    receipt = await house.passing.on(
        who.actor, view, wanted.to, reason=wanted.reason, once=once(form)
    )
    await asyncio.to_thread(house.drafts.drop, who.actor, view.reference, DRAFT)
    return landed(request, receipt, f"/tasks/{task_id}/done", "passing it on")


def _page(
    request: Request,
    view: CaseView,
    places: Sequence[Place],
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> HTMLResponse:
    task_id = request.path_params["task_id"]
    return case_page(
        "tasks/pass.html",
        request,
        view,
        422 if errors else 200,
        task_id=task_id,
        places=places,
        autosave=f"/tasks/{task_id}/drafts/{DRAFT}",
        values=values,
        errors=errors or {},
    )
