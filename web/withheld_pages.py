"""Who is not told, or not yet: for advisers, the next to be thought about first."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.informing import TOLD_LABELS
from web.asking import AskedHouse, Who, show
from web.case_words import say_day

router = APIRouter()


@router.get("/tasks/withheld")
def withheld(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "tasks/withheld.html",
        request,
        lines=house.withheld.all(who.actor),
        labels=TOLD_LABELS,
        say_day=say_day,
    )
