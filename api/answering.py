"""How an act is answered: what became of it, or that it is safely received."""

import asyncio
from typing import Any

from fastapi import status
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.asking import Call
from api.models import Problem, Received
from api.showing import request_of
from casework.desk import Receipt

Documented = dict[int | str, dict[str, Any]]


def _refusal(says: str) -> dict[str, Any]:
    return {"model": Problem, "description": says}


READING: Documented = {
    401: _refusal("No valid token"),
    404: _refusal("There is none, or none that the caller may know of"),
    422: _refusal("Bad input, with the name of each field"),
    500: _refusal("A mishap of ours"),
}
ACTING: Documented = {
    **READING,
    202: {"model": Received, "description": "Safely received, still being applied"},
    403: _refusal("Not the caller's to do"),
    409: _refusal("Refused by the state, with who was first"),
    413: _refusal("The body is too large"),
}


async def request_after(
    call: Call, receipt: Receipt, code: int = status.HTTP_200_OK
) -> Response:
    """The request as it is now, or 202 while the act is still being applied."""
    if not receipt.applied:
        return shown(Received.model_validate(receipt), status.HTTP_202_ACCEPTED)
    view = await asyncio.to_thread(call.house.views.case, call.actor, receipt.reference)
    return shown(request_of(view, call.advises), code)


def shown(body: BaseModel, code: int) -> JSONResponse:
    return JSONResponse(body.model_dump(mode="json"), code)
