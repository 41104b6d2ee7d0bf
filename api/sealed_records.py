"""Sealed records through the JSON interface: read, printed, and who read them."""

import asyncio
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.models import Page, Shown
from api.problems import NotSealedYet
from casework.read_log import ReadLine
from domain.reads import ReadKind

router = APIRouter(prefix="/requests", tags=["records"], responses=READING)

PDF = "application/pdf"
PRINTED: Documented = {
    200: {"content": {PDF: {"schema": {"type": "string"}}}},
    409: ACTING[409],
}
AUDITORS: Documented = {403: ACTING[403]}


class SealedRecord(Shown):
    """The sealed account of a finished request, and the SHA-256 of its text.

    Not `whole` to whose request it was, if something in it is between advisers.
    """

    reference: str
    number: int
    sealed_at: datetime
    digest: str
    whole: bool
    record: dict[str, object]


class Reading(Shown):
    """Somebody read a case or its record, or found it in a search."""

    at: datetime
    by: str
    role: str
    what: ReadKind
    sentence: str


def _reading(line: ReadLine) -> Reading:
    read = line.read
    return Reading(
        at=read.at,
        by=line.by,
        role=read.role,
        what=read.kind,
        sentence=line.sentence,
    )


@router.get(
    "/{reference}/record",
    summary="Read the sealed record",
    responses={409: ACTING[409]},
)
def read_record(reference: str, call: Asking) -> SealedRecord:
    """For its practitioner it is not whole if something in it is between advisers."""
    found = call.house.sealed_records.read(call.actor, reference)
    if found is None or found.account is None:
        raise NotSealedYet
    sealed = found.sealed
    return SealedRecord(
        reference=sealed.reference,
        number=sealed.number,
        sealed_at=sealed.sealed_at,
        digest=sealed.digest,
        whole=found.whole,
        record=dict(found.account),
    )


@router.get(
    "/{reference}/record.pdf",
    summary="Read the sealed record as a document",
    response_class=Response,
    responses=PRINTED,
)
async def print_record(reference: str, call: Asking) -> Response:
    """PDF/A-2a and PDF/UA-1. The same record gives each reader the same bytes."""
    made = await asyncio.to_thread(call.house.sealed_records.pdf, call.actor, reference)
    if made is None:
        raise NotSealedYet
    headers = {"Content-Disposition": f'attachment; filename="{reference}.pdf"'}
    return Response(made, media_type=PDF, headers=headers)


@router.get(
    "/{reference}/readers",
    summary="Who read a case, newest first",
    responses=AUDITORS,
)
def list_readers(
    reference: str, call: Asking, cursor: str | None = None
) -> Page[Reading]:
    """For auditors. Its own practitioner's readings are not on it."""
    page = call.house.sealed_records.readers(call.actor, reference, cursor)
    return Page(items=[_reading(line) for line in page.items], next=page.next)
