"""Where a recipient says what came of it, after confirming that they have it."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.release import FEEDBACK_LABELS
from web import rendering
from web.asking import once, posted, see_other
from web.collect_showing import around, show
from web.forms import Errors, read
from web.own_request import typed
from web.release_forms import FeedbackForm
from web.visits import Here, Inside

router = APIRouter(prefix="/c/{locator}")


@router.get("/feedback")
def feedback_form(here: Inside) -> Response:
    cover = here.house.collection.rules(here.locator, here.visit.cookie)
    if not cover.is_acknowledged:
        return see_other(here.path("/receipt"))
    return _page(here)


@router.post("/feedback")
async def give_feedback(request: Request, here: Inside) -> Response:
    form = await posted(request, here.visit.csrf)
    said, errors = read(FeedbackForm, form)
    if said is None:
        return await asyncio.to_thread(_page, here, 422, errors, typed(form))
    receipt = await here.house.reports.feedback(
        here.at, said.feedback, said.said, once(form)
    )
    if receipt.applied:
        return see_other(here.path("/thanks"))
    return rendering.page(
        "errors/202.html",
        status=202,
        layout="base_recipient.html",
        received_at=receipt.received_at,
        next_url=here.path("/receipt"),
        what="your answer",
    )


@router.get("/thanks")
def thanks(here: Inside) -> Response:
    cover = here.house.collection.rules(here.locator, here.visit.cookie)
    return show("thanks", here, 200, **around(cover))


def _page(
    here: Here,
    status: int = 200,
    errors: Errors | None = None,
    values: dict[str, object] | None = None,
) -> Response:
    return show(
        "feedback",
        here,
        status,
        choices=[(each.value, label) for each, label in FEEDBACK_LABELS.items()],
        values=values or {},
        errors=errors or {},
        **around(here.house.collection.rules(here.locator, here.visit.cookie)),
    )
