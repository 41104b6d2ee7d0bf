"""Auditors: who looked for whom."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.reads import READ_LABELS
from web.asking import AskedHouse, Who, show

router = APIRouter()


@router.get("/records/reads")
def reads(request: Request, house: AskedHouse, who: Who) -> Response:
    page = house.read_log.all(who.actor, request.query_params.get("after"))
    return show("records/reads.html", request, page=page, kinds=READ_LABELS)
