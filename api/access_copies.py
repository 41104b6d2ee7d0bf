"""The copy for somebody who asks what is kept of them: parts, approval, download."""

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, Documented
from api.asking import Acting, Asking, Call
from api.matching import IfMatch, marked
from api.rights_models import CopyPart, CopyShown, GivenPart, RightsReason, SearchDone
from casework.packs import PackView
from domain.rights_pieces import Chosen

router = APIRouter(tags=["rights"], responses=READING)

COPY = "/rights/{id}/copy"
PDF, JSON = "application/pdf", "application/json"
SEEING: Documented = {403: ACTING[403], 409: ACTING[409]}
DOING: Documented = {**SEEING, 413: ACTING[413]}
DESTROYED: Documented = {410: {**ACTING[409], "description": "It was destroyed"}}
PRINTED: Documented = {
    **SEEING, **DESTROYED, 200: {"content": {PDF: {"schema": {"type": "string"}}}},
}  # fmt: skip


@router.post(
    "/rights/{id}/search",
    summary="Look for every case of this person",
    responses={**DOING, 429: {**ACTING[409], "description": "Looked too often"}},
)
def search_cases_of_person(id: str, call: Acting) -> SearchDone:
    """What they hold about the person is taken out, to be looked at part by part."""
    return SearchDone(new=call.house.packs.gather(call.actor, id, call.once or ""))


@router.get(COPY, summary="Read the copy as it stands", responses=SEEING)
def read_copy(id: str, call: Asking, answer: Response) -> CopyShown:
    return _shown(call, id, answer)


@router.put(
    f"{COPY}/parts/{{number}}", summary="Choose what becomes of a part", responses=DOING
)
def choose_part(
    id: str, number: int, sent: GivenPart, call: Acting, answer: Response
) -> CopyShown:
    chosen = Chosen(sent.choice, sent.text, sent.exemption)
    call.house.packs.choose(call.actor, id, number, chosen, call.once or "")
    return _shown(call, id, answer)


@router.post(
    f"{COPY}/unmarked", summary="Give them all parts without a mark", responses=DOING
)
def keep_unmarked_parts(id: str, call: Acting, answer: Response) -> CopyShown:
    call.house.packs.keep_unmarked(call.actor, id, call.once or "")
    return _shown(call, id, answer)


@router.post(f"{COPY}/ready", summary="Give it to a second person", responses=DOING)
def make_copy_ready(id: str, call: Acting, answer: Response) -> CopyShown:
    """Somebody has to have looked at every part."""
    call.house.packs.make_ready(call.actor, id, call.once or "")
    return _shown(call, id, answer)


@router.post(f"{COPY}/back", summary="Send the copy back", responses=DOING)
def send_copy_back(
    id: str, sent: RightsReason, call: Acting, answer: Response
) -> CopyShown:
    call.house.packs.send_back(call.actor, id, sent.reason, call.once or "")
    return _shown(call, id, answer)


@router.post(f"{COPY}/approval", summary="Approve the copy", responses=DOING)
def approve_copy(
    id: str, call: Acting, answer: Response, if_match: IfMatch = ""
) -> CopyShown:
    """As a second person, who chose nothing of it."""
    call.house.packs.approve(call.actor, id, if_match, call.once or "")
    return _shown(call, id, answer)


@router.get(
    f"{COPY}/document.pdf",
    summary="Download the approved copy to print",
    responses=PRINTED,
    response_class=Response,
)
def read_copy_document(id: str, call: Asking) -> Response:
    """That you took it is on record."""
    body = call.house.packs.pdf(call.actor, id)
    return Response(body, media_type=PDF, headers={"Cache-Control": "no-store"})


@router.get(
    f"{COPY}/document.json",
    summary="Download the approved copy as data",
    responses={**SEEING, **DESTROYED},
    response_class=Response,
)
def read_copy_data(id: str, call: Asking) -> Response:
    """That you took it is on record."""
    body = call.house.packs.data(call.actor, id)
    return Response(body, media_type=JSON, headers={"Cache-Control": "no-store"})


def _shown(call: Call, id: str, answer: Response) -> CopyShown:
    view: PackView = call.house.packs.view(call.actor, id)
    marked(answer, view.mark)
    parts = [
        CopyPart(
            number=each.number,
            reference=each.piece.reference,
            kind=each.piece.kind,
            heading=each.piece.heading,
            text=each.piece.text,
            marks=list(each.piece.marks),
            choice=each.chosen.choice if each.chosen else None,
            edited=each.chosen.text if each.chosen else "",
            exemption=each.chosen.exemption if each.chosen else None,
            chosen_by=view.names.get(each.chosen_by, ""),
        )
        for each in view.pieces
    ]
    digest = view.packed.pdf_digest if view.packed else ""
    return CopyShown(
        id=id, pack=view.request.pack, parts=parts, left=view.left, sha256=digest
    )
