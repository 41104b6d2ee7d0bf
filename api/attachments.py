"""Files that go with a request: added, described, read back, taken off."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from adapters.passwords import new_secret
from api.answering import ACTING, READING, request_after, shown
from api.asking import Acting, Asking, Call
from api.attachment_models import GivenAttachment
from api.models import Attachment, Problem, Received, ShareRequest
from api.problems import BadInput
from casework.attachments import LABEL_MOST, SentFile, Upload, file_of
from casework.views import CaseView
from domain.attachments import Attachment as File

router = APIRouter(prefix="/requests/{reference}/attachments", tags=["requests"])

FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "label"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "label": {"type": "string", "maxLength": LABEL_MOST},
                    },
                }
            }
        },
    }
}

AWAY: dict[int | str, dict[str, Any]] = {
    503: {"model": Problem, "description": "Files cannot be kept or read now"}
}
FILE: dict[int | str, dict[str, Any]] = {
    **READING,
    **AWAY,
    200: {"description": "The clean file", "content": {"application/octet-stream": {}}},
}


@router.post(
    "",
    summary="Add a file",
    status_code=201,
    response_model=Attachment,
    responses={**ACTING, **AWAY},
    openapi_extra=FORM,
)
async def add_attachment(reference: str, request: Request, call: Acting) -> Response:
    """It is looked into, cleaned and sealed. A file that cannot be sent is refused."""
    await _view(call, reference)
    sent = await _sent(await _form(request))
    once = call.once or new_secret()
    upload = Upload(call.actor, reference, once, sent)
    receipt, file = await call.house.attachments.add(upload)
    if not receipt.applied:
        return shown(Received.model_validate(receipt), 202)
    answer = shown(Attachment.model_validate(file), 201)
    where = f"/api/v1/requests/{reference}/attachments/{file.id}"
    answer.headers["Location"] = where
    return answer


@router.patch(
    "/{attachment}",
    summary="Say anew what a file is, or what of it goes",
    response_model=ShareRequest,
    responses=ACTING,
)
async def change_attachment(
    reference: str, attachment: str, sent: GivenAttachment, call: Acting
) -> Response:
    receipt = await call.house.attachments.edit(
        call.actor, reference, attachment, _changed(sent), call.once
    )
    return await request_after(call, receipt)


@router.delete(
    "/{attachment}",
    summary="Take a file off the request",
    response_model=ShareRequest,
    responses=ACTING,
)
async def remove_attachment(reference: str, attachment: str, call: Acting) -> Response:
    """To take off a file that is gone already changes nothing."""
    receipt = await call.house.attachments.remove(
        call.actor, reference, attachment, call.once
    )
    return await request_after(call, receipt)


@router.get(
    "/{attachment}/file",
    summary="Read a file back",
    response_class=StreamingResponse,
    responses=FILE,
)
async def read_attachment(
    reference: str, attachment: str, call: Asking
) -> StreamingResponse:
    """For its practitioner and its advisers. Always a download, under our own name."""
    view = await _view(call, reference)
    file = file_of(view.content, attachment)
    opened = await asyncio.to_thread(call.house.attachments.open, reference, file)
    return StreamingResponse(
        opened.chunks, media_type="application/octet-stream", headers=opened.headers
    )


async def _view(call: Call, reference: str) -> CaseView:
    return await asyncio.to_thread(call.house.views.case, call.actor, reference)


async def _form(request: Request) -> FormData:
    try:
        return await request.form(max_files=1, max_fields=5)
    except HTTPException as error:
        if error.status_code == 413:
            raise
        raise BadInput("file", "Send the file as multipart/form-data.") from error


async def _sent(form: FormData) -> SentFile:
    file, label = form.get("file"), form.get("label")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("file", "This is needed.")
    if not isinstance(label, str) or not label.strip():
        raise BadInput("label", "This is needed.")
    if len(label) > LABEL_MOST or not label.isprintable():
        raise BadInput("label", f"Write one line of {LABEL_MOST} characters or fewer.")
    return SentFile(file.filename, label.strip(), await file.read())


def _changed(sent: GivenAttachment) -> Callable[[File], File]:
    def changed(file: File) -> File:
        if sent.label is not None:
            file = replace(file, label=sent.label)
        if sent.left_out is not None:
            file = replace(file, left_out=sent.left_out)
        if sent.pages_left_out is not None:
            file = file.with_pages_left_out(tuple(sent.pages_left_out))
        return file

    return changed
