"""E-mail that was sent back later: whoever reads those says so, by its Message-ID."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.answering import ACTING, shown
from api.asking import Asking
from api.fields import Sent
from api.models import Shown
from api.problems import problem
from casework.bounces import STATUS
from domain.errors import CaseNotFound

router = APIRouter(prefix="/operations/mail", tags=["operations"], responses=ACTING)

UNKNOWN = "No e-mail of ours has this Message-ID. Nothing was changed."


class CameBack(Sent):
    """The Message-ID of an e-mail of ours, and the status that it came back with."""

    message_id: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(pattern=f"^({STATUS.pattern})?$")] = ""


class Noted(Shown):
    """The case that it was about; empty for one that was about several."""

    reference: str


@router.post("/bounces", summary="Say that an e-mail came back", response_model=Noted)
def note_bounce(sent: CameBack, call: Asking) -> Response:
    """For operations. Its sender is told; saying it twice is saying it once."""
    try:
        bounces = call.house.bounces
        reference = bounces.note(call.actor, sent.message_id, sent.why)
    except CaseNotFound:
        return problem(404, "no_such_mail", UNKNOWN)
    return shown(Noted(reference=reference), 200)
