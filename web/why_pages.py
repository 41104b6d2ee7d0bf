"""Why this outcome? For the practitioner and the advisers of a case."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from casework.drawing import draw
from casework.explanation import explain
from web.asking import AskedHouse, Who, show
from web.case_words import LABELS

router = APIRouter(prefix="/requests/{reference}")


@router.get("/why")
async def why(
    reference: str, request: Request, house: AskedHouse, who: Who
) -> HTMLResponse:
    view = await asyncio.to_thread(house.views.case, who.actor, reference)
    return show(
        "requests/why.html",
        request,
        view=view,
        home=f"/requests/{reference}",
        why=explain(view),
        labels=LABELS,
    )


@router.get("/why.svg")
async def why_as_a_picture(reference: str, house: AskedHouse, who: Who) -> Response:
    view = await asyncio.to_thread(house.views.case, who.actor, reference)
    walked = {line.question.id: line.value for line in explain(view).path}
    picture = draw(view.terms.rules, view.wording, walked)
    return Response(
        picture, media_type="image/svg+xml", headers={"Cache-Control": "no-store"}
    )
