"""One task with all it takes to decide, and one case to read."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from adapters.clock import now
from casework.awaited import awaited
from casework.desk import Receipt
from casework.journey import is_new_to_us
from casework.sessions import SignedIn
from casework.views import CaseView
from domain import acts
from web.asking import (
    AskedHouse,
    Who,
    once,
    posted,
    see_other,
    show,
    text,
    the_house,
)
from web.case_words import (
    LABELS,
    TASK_HEADINGS,
    comes_next,
    initials,
    last_done,
    say_day,
)
from web.deciding import CHOICES, ReasonForm, open_ahead
from web.forms import Errors, read
from web.own_request import shown_again
from web.presence_pages import open_case
from web.previews import preview_of


def lead_back(request: Request) -> None:
    """A refusal leads to the task or the case, never to the address of a form."""
    path = request.path_params
    if "task_id" in path:
        request.state.latest_url = f"/tasks/{path['task_id']}"
    if "reference" in path:
        request.state.latest_url = f"/tasks/cases/{path['reference']}"


TELLING = "telling"
"""The kind of task that is about telling somebody, and the page for it."""
READ_ONLY = ("tasks/case.html", "tasks/done.html")

router = APIRouter(dependencies=[Depends(lead_back)])

REVOKE = "revoke"


# One case, to read


@router.get("/tasks/cases/{reference}")
def case(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    view = house.views.case(who.actor, reference)
    remarks = house.comments.of_case(who.actor, reference)
    return case_page("tasks/case.html", request, view, remarks=remarks)


@router.get("/tasks/cases/{reference}/revoke")
def revoke_form(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    view = house.views.case(who.actor, reference)
    if "revoke" not in view.may:
        return see_other(f"/tasks/cases/{reference}")
    kept = house.drafts.get(who.actor, reference, REVOKE)
    values = shown_again(kept.fields) if kept else {}
    seen = house.access_log.of_case(who.actor, reference)
    return case_page("tasks/revoke.html", request, view, values=values, seen=seen)


@router.post("/tasks/cases/{reference}/revoke")
async def revoke(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(ReasonForm, form)
    if wanted is None:
        view = await asyncio.to_thread(house.views.case, who.actor, reference)
        seen = await asyncio.to_thread(house.access_log.of_case, who.actor, reference)
        again: dict[str, object] = {"values": form, "errors": errors, "seen": seen}
        return case_page("tasks/revoke.html", request, view, 422, **again)
    # The door is closed already when this returns, whether or not it is applied.
    await house.desk.do(
        who.actor,
        reference,
        lambda id, at, case: acts.Revoke(id, who.actor, at),
        words={"reason": wanted.reason},
        once=once(form),
    )
    await asyncio.to_thread(house.drafts.drop, who.actor, reference, REVOKE)
    return see_other(f"/tasks/cases/{reference}")


# One task


@router.get("/tasks/{task_id}")
def task(request: Request, house: AskedHouse, who: Who, task_id: str) -> Response:
    view = house.views.task(who.actor, task_id)
    return show_task(request, who, _only_this(view, task_id))


@router.post("/tasks/{task_id}")
async def choose(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    """Nothing is decided yet: this leads to the second page."""
    choice = text(await posted(request, who.csrf), "choice")
    if choice in ("ask", "pass"):
        return see_other(f"/tasks/{task_id}/{choice}")
    if choice in CHOICES:
        return see_other(f"/tasks/{task_id}/decision?choice={choice}")
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    errors = {"choice": "Select what you have decided"}
    view = _only_this(view, task_id)
    return await asyncio.to_thread(show_task, request, who, view, errors=errors)


@router.get("/tasks/{task_id}/done")
def done(request: Request, house: AskedHouse, who: Who, task_id: str) -> Response:
    view = house.views.task(who.actor, task_id)
    return _done_page(request, who, view)


def _only_this(view: CaseView, task_id: str) -> CaseView:
    """The view with its task only if it is this one and still waits."""
    same = view.task is not None and view.task.id == task_id
    return view if same else replace(view, task=None)


def case_page(
    name: str, request: Request, view: CaseView, /, status: int = 200, **context: object
) -> HTMLResponse:
    """A page about one case, with what every such page is given."""
    return show(
        name,
        request,
        status,
        view=view,
        practitioner=view.names.get(view.case.opened_by, "The practitioner"),
        initials=[initials(person.name) for person in view.content.individuals],
        labels=LABELS,
        say_day=say_day,
        now=now(),
        waits=awaited(view),
        open_page=open_case(request, view) if _is_form(name, view) else None,
        **context,
    )


def _is_form(name: str, view: CaseView) -> bool:
    """Whether something about a task that waits can be done on this page."""
    return view.task is not None and name not in READ_ONLY


def landed(request: Request, receipt: Receipt, address: str, what: str) -> Response:
    """On to the next page; until the act is applied, only that it is safe."""
    if receipt.applied:
        return see_other(address)
    return show(
        "errors/202.html",
        request,
        202,
        reference=receipt.reference,
        received_at=receipt.received_at,
        next_url=f"/tasks/cases/{receipt.reference}",
        what=what,
    )


def show_task(
    request: Request,
    who: SignedIn,
    view: CaseView,
    *,
    values: Mapping[str, object] | None = None,
    errors: Errors | None = None,
) -> HTMLResponse:
    """The page of a task; once it no longer waits, what became of it."""
    if view.task is None:
        return _done_page(request, who, view)
    house = the_house(request)
    asked = open_ahead(view.terms.rules, view.case.current_answers(), {})
    name = "question" if view.case.asks_first else "task"
    name = TELLING if view.task.kind.value == TELLING else name
    return case_page(
        f"tasks/{name}.html",
        request,
        view,
        422 if errors else 200,
        heading=TASK_HEADINGS[view.task.kind.value],
        is_mine=view.task.holder == who.actor.id,
        holder=view.names.get(view.task.holder or ""),
        line=house.lookup.task(who.actor, view.task.id),
        remarks=house.comments.of_task(who.actor, view.task.id),
        choices=_choices(view, bool(asked)),
        new_to_us=is_new_to_us(view),
        tellings=house.person_notices.standing(who.actor, view.reference),
        preview=preview_of(view),
        values=values or {},
        errors=errors or {},
    )


def _done_page(request: Request, who: SignedIn, view: CaseView) -> HTMLResponse:
    done = last_done(view, who.actor.id)
    return case_page("tasks/done.html", request, view, done=done, next=comes_next(view))


def _choices(view: CaseView, open_questions: bool) -> list[tuple[str, ...]]:
    items = len(view.content.going) + len(view.content.files_going)
    some = ("approve_some", "Share some of it", "You choose what to leave out")
    advise = (
        "advise", "Only give advice",
        "You answer what is open, and the practitioner carries on",
    )  # fmt: skip
    return [
        ("approve", "Share all of it" if items > 1 else "Share it"),
        *([some] if items > 1 else []),
        ("decline", "Do not share", "The case ends, and the practitioner sees why"),
        ("ask", "Ask the practitioner something first"),
        ("pass", "Pass it on", "To a senior, to legal or to another team"),
        *([advise] if open_questions else []),
    ]
