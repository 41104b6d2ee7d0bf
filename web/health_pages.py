"""How the service is: part by part for operations, and in a sentence for everybody."""

import asyncio
from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import Response

from casework.health import Report
from domain.health import HEALTH_WORDS, PART_LABELS, Found, Part, Sign, State
from web.asking import AskedHouse, Who, show

router = APIRouter()

STATE_LABELS = {
    State.OK: "Well",
    State.DEGRADED: "Look at this",
    State.DOWN: "Not working",
}

WELL = {
    Part.WORKER: "Runs",
    Part.KEYS: "In use since",
    Part.LOG: "Last signed on",
    Part.BACKUP: "Made on",
    Part.CERTIFICATE: "Good until",
}
"""What the date of a part means that is well."""


@router.get("/operations/health")
async def health(request: Request, house: AskedHouse, who: Who) -> Response:
    report = await house.health.look(who.actor)
    return show(
        "operations/health.html",
        request,
        report=report,
        parts=_parts(report),
        labels={"part": PART_LABELS, "state": STATE_LABELS, "well": WELL},
        words=HEALTH_WORDS,
        well=Sign.WELL,
    )


def _parts(report: Report) -> list[tuple[Part, list[Found]]]:
    """What was found, by part: first what is wrong, then in the order of the parts."""
    bad = [State.DOWN, State.DEGRADED, State.OK]
    order = list(Part)
    found = sorted(
        report.found, key=lambda one: (bad.index(one.state), order.index(one.part))
    )
    return [(part, list(each)) for part, each in groupby(found, lambda one: one.part)]


@router.get("/status")
async def status(request: Request, house: AskedHouse, who: Who) -> Response:
    state = await asyncio.to_thread(house.health.brief)
    return show("help/status.html", request, state=state.value)
