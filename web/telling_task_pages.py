"""What an adviser does about telling somebody: looks at a text, or gives advice."""

import asyncio
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import Response

from casework.person_notices import TellingLine
from casework.views import CaseView
from domain.errors import CaseNotFound
from domain.informing import TOLD_LABELS, Told
from domain.person_notices import blocks
from domain.telling import AdviseTelling, LookAtNotice
from web.asking import AskedHouse, Who, once, posted, see_other, text
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import typed
from web.task_pages import case_page, landed, lead_back

router = APIRouter(prefix="/tasks/{task_id}/telling", dependencies=[Depends(lead_back)])

MOST = 1000


class LookForm(PageForm):
    """Whether a text may go, and why not."""

    agreed: Annotated[str, Field(pattern="^(yes|no)$")]
    reason: Annotated[str, Field(max_length=MOST)]

    sentences: ClassVar[Sentences] = {
        ("agreed", "*"): "Select whether the text may go",
        ("reason", "missing"): "Enter the reason",
        ("reason", "*"): f"The reason must be {MOST:,} characters or fewer",
    }


class AdviceForm(PageForm):
    """Whether somebody should be told, and why."""

    decision: Told
    advice: Annotated[str, Field(max_length=MOST)]

    sentences: ClassVar[Sentences] = {
        ("decision", "*"): "Select what you advise",
        ("advice", "missing"): "Enter your advice",
        ("advice", "*"): f"Your advice must be {MOST:,} characters or fewer",
    }


@router.get("/{person}")
def form(
    request: Request, house: AskedHouse, who: Who, task_id: str, person: str
) -> Response:
    view = house.views.task(who.actor, task_id)
    if "look_at_telling" not in view.may:
        return see_other(f"/tasks/{task_id}")
    line = _line(house.person_notices.standing(who.actor, view.reference), person)
    return _page(request, view, line, {}, {})


@router.post("/{person}/look")
async def look(
    request: Request, house: AskedHouse, who: Who, task_id: str, person: str
) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    said, errors = read(LookForm, form)
    if said is None:
        lines = await asyncio.to_thread(
            house.person_notices.standing, who.actor, view.reference
        )
        line = _line(lines, person)
        return _page(request, view, line, typed(form), errors)
    digest, agreed = text(form, "digest"), said.agreed == "yes"
    receipt = await house.desk.do(
        who.actor,
        view.reference,
        lambda id, at, case: LookAtNotice(id, who.actor, at, person, digest, agreed),
        words={"reason": said.reason},
        once=once(form),
    )
    return landed(request, receipt, f"/tasks/{task_id}/done", "your answer")


@router.post("/{person}/advice")
async def advise(
    request: Request, house: AskedHouse, who: Who, task_id: str, person: str
) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    said, errors = read(AdviceForm, form)
    if said is None:
        lines = await asyncio.to_thread(
            house.person_notices.standing, who.actor, view.reference
        )
        line = _line(lines, person)
        return _page(request, view, line, typed(form), errors)
    receipt = await house.desk.do(
        who.actor,
        view.reference,
        lambda id, at, case: AdviseTelling(id, who.actor, at, person, said.decision),
        words={"advice": said.advice},
        once=once(form),
    )
    return landed(request, receipt, f"/tasks/{task_id}/done", "your advice")


def _line(lines: tuple[TellingLine, ...], person: str) -> TellingLine:
    for line in lines:
        if line.individual == person:
            return line
    raise CaseNotFound


def _page(
    request: Request,
    view: CaseView,
    line: TellingLine,
    values: dict[str, str],
    errors: Errors,
) -> Response:
    return case_page(
        "tasks/telling-one.html",
        request,
        view,
        422 if errors else 200,
        task_id=request.path_params["task_id"],
        line=line,
        blocks=blocks(line.text),
        told_labels=TOLD_LABELS,
        values=values,
        errors=errors,
    )
