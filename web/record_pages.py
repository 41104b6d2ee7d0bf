"""Records: what was sealed, whether it is still as it was written, and who read it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import CaseNotFound
from web.asking import AskedHouse, Who, show
from web.case_words import LABELS, say_day

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
    return _file(body, "application/json", f"{reference}.json")


@router.get("/records/{reference}/record.pdf")
def document(house: AskedHouse, who: Who, reference: str) -> Response:
    made = house.sealed_records.pdf(who.actor, reference)
    if made is None:
        raise CaseNotFound
    return _file(made, "application/pdf", f"{reference}.pdf")


def _file(body: str | bytes, media: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=media, headers=headers)


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
