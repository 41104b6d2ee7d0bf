"""Records: what was sealed, and whether it is still as it was written."""

import json
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import CaseNotFound
from web.asking import AskedHouse, Who, show
from web.case_words import LABELS, say_day

router = APIRouter()


@router.get("/records")
def records(request: Request, house: AskedHouse, who: Who) -> Response:
    page = house.lists.records(who.actor, request.query_params.get("after"))
    return show("records/records.html", request, page=page, labels=LABELS)


@router.get("/records/{reference}")
def record(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    sealed = house.views.record(who.actor, reference)
    faults = house.views.faults(who.actor, reference)
    if sealed is None:
        line = house.views.standing(who.actor, reference)
        return show(
            "records/unsealed.html", request, line=line, faults=faults, labels=LABELS
        )
    return show(
        "records/record.html",
        request,
        sealed=sealed,
        account=with_times(json.loads(sealed.body)),
        notes=house.beside_the_seal.of(who.actor, reference, sealed.sealed_at),
        faults=faults,
        labels=LABELS,
        say_day=say_day,
    )


@router.get("/records/{reference}/record.json")
def download(house: AskedHouse, who: Who, reference: str) -> Response:
    """The record as it was sealed, to the letter: its digest can be checked."""
    sealed = house.views.record(who.actor, reference)
    if sealed is None:
        raise CaseNotFound
    return Response(
        sealed.body,
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{sealed.reference}.json"',
            "Cache-Control": "no-store",
        },
    )


def with_times(part: Any) -> Any:
    """The same, with its moments as times that a page can write out."""
    if isinstance(part, list):
        return [with_times(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: datetime.fromisoformat(value)
        if value and (name == "at" or name.endswith("_at"))
        else with_times(value)
        for name, value in part.items()
    }
