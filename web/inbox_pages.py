"""The adviser's inbox: what waits, in groups, with filters; several tasks at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import datetime
from json import dumps
from time import monotonic
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from adapters.clock import now
from casework.house import House
from casework.inbox import Done
from casework.inbox_filter import Filter, read_filter
from casework.sessions import SignedIn
from casework.task_lines import TaskLine, group_of
from domain.errors import CaseError, Why
from domain.refusals import SENTENCES
from web import rendering
from web.asking import (
    AskedHouse,
    Watcher,
    Who,
    cookie_name,
    posted,
    see_other,
    show,
    text,
    the_house,
)
from web.case_words import LABELS, TASK_KINDS
from web.deciding import REASON, Reason
from web.forms import Errors, PageForm, Sentences, read

ANY = ("any", "Any")
VIEWS = (
    ("all", "All tasks"),
    ("mine", "Tasks I have"),
    ("team", "Tasks nobody has"),
)
DUES = (
    ("any", "Any time"),
    ("overdue", "Overdue"),
    ("today", "Today"),
    ("later", "Later"),
    ("follow_up", "Put off to a later day"),
)
PRIORITIES = (
    ANY,
    ("emergency", "Emergency"),
    ("same_day", "Same day"),
    ("standard", "Standard"),
)
KINDS = (ANY, *TASK_KINDS.items())
GROUPS = (
    ("overdue", "Overdue"),
    ("today", "Due today"),
    ("later", "Later"),
    ("follow_up", "Put off to a later day"),
)
LOOKS_EVERY = 2.0
LIVES = 600.0
"""A stream ends after so many seconds. The browser then asks for a new one."""

MOST = 100

router = APIRouter()


class ManyForm(PageForm):
    """Tasks that were ticked."""

    task: Annotated[tuple[str, ...], Field(max_length=MOST)]

    sentences: ClassVar[Sentences] = {("task", "*"): "Select up to 100 tasks"}


class ManyToColleague(ManyForm):
    """Tasks that were ticked, to whom they go, and why."""

    to: str
    reason: Reason

    sentences: ClassVar[Sentences] = {
        **ManyForm.sentences,
        **REASON,
        ("to", "*"): "Choose who the tasks go to",
    }


@router.get("/tasks")
def inbox(request: Request, who: Who) -> Response:
    wanted, ignored = read_filter(request.query_params)
    return _inbox_page(request, who, wanted, ignored=ignored)


def _inbox_page(
    request: Request,
    who: SignedIn,
    wanted: Filter,
    *,
    ignored: list[str] | None = None,
    errors: Errors | None = None,
) -> HTMLResponse:
    house = the_house(request)
    lines, at = house.lists.inbox(who.actor, wanted), now()
    return show(
        "tasks/inbox.html",
        request,
        422 if errors else 200,
        groups=_grouped(lines, at),
        total=len(lines),
        counts=house.lists.counts(who.actor),
        now=at,
        views=VIEWS,
        dues=DUES,
        priorities=PRIORITIES,
        kinds=KINDS,
        teams=[(team.id, team.name) for team in house.teams.all(who.actor)],
        chosen=_chosen(wanted),
        query=wanted.query,
        plain=wanted == Filter(),
        saved=house.saved_views.all(who.actor),
        ignored=ignored,
        errors=errors or {},
        labels=LABELS,
    )


def _chosen(wanted: Filter) -> dict[str, str]:
    given = {name: value for name, value in asdict(wanted).items() if value}
    return {"due": "any", "priority": "any", "kind": "any", **given}


def _grouped(
    lines: list[TaskLine], at: datetime
) -> list[tuple[str, str, list[TaskLine]]]:
    return [
        (code, label, [line for line in lines if group_of(line.task, at) == code])
        for code, label in GROUPS
    ]


# How many there are, for a page that stays open


@router.get("/tasks/count")
def count(house: AskedHouse, who: Watcher) -> Response:
    return JSONResponse(asdict(house.lists.counts(who.actor)))


@router.get("/tasks/live")
async def live(request: Request, house: AskedHouse, who: Watcher) -> Response:
    """The same numbers again whenever they change: numbers only, no names."""
    await asyncio.to_thread(house.lists.counts, who.actor)  # a refusal comes at once
    return StreamingResponse(_stream(request, house), media_type="text/event-stream")


async def _stream(request: Request, house: House) -> AsyncIterator[str]:
    told, ends = "", monotonic() + LIVES
    cookie = request.cookies[cookie_name(house)]
    while monotonic() < ends and not await request.is_disconnected():
        who = await asyncio.to_thread(house.sessions.who, cookie, watching=True)
        if who is None:
            return  # signed out elsewhere, or for too long away
        numbers = asdict(await asyncio.to_thread(house.lists.counts, who.actor))
        said = dumps(numbers)
        yield f"data: {said}\n\n" if said != told else ": nothing new\n\n"
        told = said
        await asyncio.sleep(LOOKS_EVERY)


# Several at once


@router.post("/tasks/bulk")
async def choose_many(request: Request, house: AskedHouse, who: Who) -> Response:
    """Take what was ticked, or go on to whom it is given."""
    form = await posted(request, who.csrf)
    wanted, errors = read(ManyForm, form)
    if wanted is None:
        chosen, _ = read_filter(dict(request.query_params))
        errors = {"": "Select at least one task, and no more than 100"}
        return await asyncio.to_thread(_inbox_page, request, who, chosen, errors=errors)
    if text(form, "do") == "reassign":
        return await asyncio.to_thread(
            _many_page, request, who, house, {"task": wanted.task}
        )
    done = await asyncio.to_thread(house.inbox.claim_all, who.actor, wanted.task)
    return _results(request, house, who, "taken", done)


@router.post("/tasks/bulk/reassign")
async def reassign_many(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(ManyToColleague, form)
    if wanted is None:
        typed = {**form, "task": form.getlist("task")}
        if not typed["task"]:
            return see_other("/tasks")
        return await asyncio.to_thread(
            _many_page, request, who, house, typed, errors=errors
        )
    done = await asyncio.to_thread(
        house.inbox.reassign_all, who.actor, wanted.task, wanted.to, wanted.reason
    )
    return _results(request, house, who, "given to your colleague", done)


def _many_page(
    request: Request,
    who: SignedIn,
    house: House,
    values: Mapping[str, object],
    *,
    errors: Errors | None = None,
) -> HTMLResponse:
    return show(
        "tasks/many.html",
        request,
        422 if errors else 200,
        colleagues=house.inbox.colleagues(who.actor),
        values=values,
        errors=errors or {},
    )


def _results(
    request: Request, house: House, who: SignedIn, became: str, done: list[Done]
) -> HTMLResponse:
    kept = [(each, _why(house, who, each.no)) for each in done if each.no]
    return show(
        "tasks/many-done.html",
        request,
        became=became,
        done=[each for each in done if each.no is None],
        kept=kept,
    )


def _why(house: House, who: SignedIn, no: CaseError) -> str:
    """Why a task stayed as it was, with who has it and since when."""
    said = SENTENCES[no.why]
    name = house.lists.name_of(who.actor, no.other) if no.other else ""
    if no.why is not Why.HELD_BY_ANOTHER or not name:
        return said
    since = f" since {rendering.moment(no.since)}" if no.since else ""
    return f"{name} has had it{since}."
