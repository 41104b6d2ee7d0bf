"""What a recipient can tell the sender: not for me, something is wrong, more time."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.access import FAULT_LABELS, Fault
from domain.release import RecipientProblem
from web import rendering
from web.asking import posted, see_other, text
from web.collect_showing import around, cleared, show
from web.visits import Continuing, Here, Inside, Located, Opening

router = APIRouter(prefix="/c/{locator}")

WRONG_PERSON = "wrong_person"
FAULTS = (
    *((fault.value, words) for fault, words in FAULT_LABELS.items()),
    (WRONG_PERSON, "It was not meant for me"),
)


@router.get("/not-me")
def not_me_form(here: Opening) -> Response:
    return show("not-me", here)


@router.post("/not-me")
async def not_me(request: Request, here: Continuing) -> Response:
    await posted(request, here.visit.csrf)
    await here.house.collection.not_for_me(here.locator, here.visit.cookie)
    return cleared(here, "/stopped")


@router.get("/stopped")
def stopped(name: Located) -> Response:
    return rendering.page("collect/stopped.html")


@router.get("/problem")
def problem_form(here: Inside) -> Response:
    return _problem(here)


@router.post("/problem")
async def problem(request: Request, here: Inside) -> Response:
    form = await posted(request, here.visit.csrf)
    chosen = text(form, "fault")
    if chosen == WRONG_PERSON:
        return see_other(here.path("/not-me"))
    if chosen not in list(Fault):
        errors = {"fault": "Choose what is wrong"}
        return await asyncio.to_thread(_problem, here, 422, errors)
    await asyncio.to_thread(here.house.collection.report, here.at, Fault(chosen))
    await here.house.reports.problem(here.at, RecipientProblem(chosen))
    return see_other(here.path("/told"))


@router.post("/more-time")
async def more_time(request: Request, here: Inside) -> Response:
    await posted(request, here.visit.csrf)
    await asyncio.to_thread(here.house.collection.ask_for_more_time, here.at)
    await here.house.reports.problem(here.at, RecipientProblem.MORE_TIME)
    return see_other(here.path("/told"))


@router.get("/told")
def told(here: Inside) -> Response:
    return show("told", here, 200, **_cover(here))


def _problem(
    here: Here, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    return show(
        "problem",
        here,
        status,
        faults=FAULTS,
        values={},
        errors=errors or {},
        **_cover(here),
    )


def _cover(here: Here) -> dict[str, object]:
    return around(here.house.collection.rules(here.locator, here.visit.cookie))
