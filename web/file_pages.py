"""Files that go with a request: added, named, cut, read back, taken off again."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response, StreamingResponse

from casework.attachments import (
    LABEL_MOST,
    MIB,
    Edit,
    Limits,
    SentFile,
    Upload,
    file_of,
)
from domain.attachments import Attachment
from domain.errors import NotAccepted, Why
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, once, posted, text
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import Answering, Own, OwnForm, OwnRequest, typed

router = APIRouter()
one = APIRouter(prefix="/requests/{reference}/files")

KINDS = "PDF, Word, Excel, PowerPoint, JPEG, PNG, TIFF, text (.txt) or CSV"
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.tif,.tiff,.txt,.csv"

LABEL: Sentences = {
    ("label", "missing"): "Enter what this file is",
    ("label", "*"): f"This must be {LABEL_MOST} characters or fewer",
}


class LabelForm(PageForm):
    """What a file is, in a few words."""

    label: Annotated[str, Field(min_length=1, max_length=LABEL_MOST)]

    sentences: ClassVar[Sentences] = LABEL


class FileForm(LabelForm):
    """What a file is, and which of its pages stay here."""

    pages_left_out: tuple[int, ...] = ()


async def an_upload(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf, files=1)


Sent = Annotated[FormData, Depends(an_upload)]


@one.get("/new")
def new_file(own: Answering) -> Response:
    return _new(own, {})


@one.post("/new")
async def add_file(own: Answering, form: Sent) -> Response:
    said, errors = read(LabelForm, form)
    given = form.get("file")
    chosen = isinstance(given, UploadFile) and bool(given.filename)
    if said is None or not chosen:
        missing = {} if chosen else {"file": "Choose a file"}
        return _new(own, {"label": text(form, "label")}, errors | missing)
    assert isinstance(given, UploadFile)
    file = SentFile(given.filename or "", said.label, await given.read())
    upload = Upload(own.actor, own.view.reference, once(form), file)
    try:
        await own.house.attachments.add(upload)
    except NotAccepted as no:
        errors = {"file": sentence_of(no.why, own.house.attachments.limits)}
        return _new(own, {"label": said.label}, errors)
    return own.go_back("items#files")


@one.post("")
async def leave_out(own: Answering, form: OwnForm) -> Response:
    """A file is left out, or put back."""
    out = text(form, "move") == "leave_out"
    await _edit(own, text(form, "file"), lambda file: replace(file, left_out=out), form)
    return own.go("items#files")


@one.get("/{id}")
def file(id: str, own: Answering) -> Response:
    found = file_of(own.view.content, id)
    return _form(own, found, {"label": found.label, "pages_left_out": _ticked(found)})


@one.post("/{id}")
async def keep_file(id: str, own: Answering, form: OwnForm) -> Response:
    found = file_of(own.view.content, id)
    said, errors = read(FileForm, form)
    if said is None:
        return _form(own, found, typed(form), errors)
    try:
        found.with_pages_left_out(said.pages_left_out)
    except NotAccepted as no:
        errors = {"pages_left_out": SENTENCES[no.why]}
        return _form(own, found, typed(form), errors)
    await _edit(own, id, _said(said), form)
    return own.go_back("items#files")


@one.get("/{id}/remove")
def remove_file(id: str, own: Answering) -> Response:
    return own.show("remove-file", file=file_of(own.view.content, id))


@one.post("/{id}/remove")
async def file_removed(id: str, own: Answering, form: OwnForm) -> Response:
    house, request = own.house, own.view.reference
    await house.attachments.remove(own.actor, request, id, once(form))
    return own.go_back("items#files")


@one.get("/{id}/download")
def download(id: str, own: Own) -> Response:
    """Its practitioner reads a file back."""
    return _download(own.house, own.view.reference, file_of(own.view.content, id))


@router.get("/tasks/{task_id}/files/{id}")
def download_for_adviser(
    task_id: str, id: str, house: AskedHouse, who: Who
) -> Response:
    """An adviser reads a file that they decide about."""
    view = house.views.task(who.actor, task_id)
    return _download(house, view.reference, file_of(view.content, id))


def _download(house: AskedHouse, reference: str, file: Attachment) -> Response:
    opened = house.attachments.open(reference, file)
    return StreamingResponse(
        opened.chunks, media_type="application/octet-stream", headers=opened.headers
    )


def sentence_of(why: Why, limits: Limits) -> str:
    """Why a file was refused; a limit is said as a number."""
    numbers = {
        Why.FILE_TOO_LARGE: f"{limits.file // MIB} MB is the most for one file. ",
        Why.FILES_TOO_LARGE: f"{limits.files // MIB} MB is the most for all files. ",
        Why.TOO_MANY_FILES: f"{limits.most} files is the most. ",
    }
    return f"{numbers.get(why, '')}{SENTENCES[why]}"


def _said(said: FileForm) -> Edit:
    return lambda file: replace(file, label=said.label).with_pages_left_out(
        said.pages_left_out
    )


async def _edit(own: OwnRequest, id: str, how: Edit, form: FormData) -> None:
    request = own.view.reference
    await own.house.attachments.edit(own.actor, request, id, how, once(form))
    await own.sent()


def _ticked(file: Attachment) -> list[str]:
    return [str(page) for page in file.pages_left_out]


def _new(
    own: OwnRequest, values: dict[str, Any], errors: Errors | None = None
) -> Response:
    limits = own.house.attachments.limits
    return own.show(
        "file-new",
        422 if errors else 200,
        typed=values,
        errors=errors or {},
        kinds=KINDS,
        accept=ACCEPT,
        most=limits.most,
        most_mb=limits.file // MIB,
    )


def _form(
    own: OwnRequest,
    file: Attachment,
    values: dict[str, Any],
    errors: Errors | None = None,
) -> Response:
    return own.show(
        "file", 422 if errors else 200, file=file, values=values, errors=errors or {}
    )


router.include_router(one)
