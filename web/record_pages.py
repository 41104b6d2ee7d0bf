"""Records: what was sealed, whether it is still as it was written, and who read it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import CaseNotFound
from web.asking import AskedHouse, Who, show
from web.case_words import LABELS, say_day
from web.filtered_lists import taken_away

router = APIRouter()


@router.get("/records/{reference}")
def record(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    found = house.sealed_records.read(who.actor, reference)
    faults = house.views.faults(who.actor, reference)
    if found is None:
        line = house.views.standing(who.actor, reference)
        return show(
            "records/unsealed.html", request, line=line, faults=faults, labels=LABELS
        )
    return show(
        "records/record.html",
        request,
        found=found,
        sealed=found.sealed,
        notes=house.beside_the_seal.of(who.actor, reference, found.sealed.sealed_at),
        kept=house.retention.view(who.actor, reference),
        say_day=say_day,
        faults=faults,
        labels=LABELS,
    )


@router.get("/records/{reference}/record.json")
def download(house: AskedHouse, who: Who, reference: str) -> Response:
    """The record as it was sealed, to the letter: its digest can be checked."""
    body = house.sealed_records.as_sealed(who.actor, reference).body
    return taken_away(body, "application/json", f"{reference}.json")


@router.get("/records/{reference}/record.pdf")
def document(house: AskedHouse, who: Who, reference: str) -> Response:
    made = house.sealed_records.pdf(who.actor, reference)
    if made is None:
        raise CaseNotFound
    return taken_away(made, "application/pdf", f"{reference}.pdf")


@router.get("/records/{reference}/readers")
def readers(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    after = request.query_params.get("after")
    page = house.sealed_records.readers(who.actor, reference, after)
    return show(
        "records/readers.html",
        request,
        page=page,
        reference=reference,
    )
