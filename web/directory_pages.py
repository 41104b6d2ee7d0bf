"""The recipients' directory: who is in it, new entries, and how they were checked."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.recipient_directory import EntryLine, is_public
from domain.directory import CHECKED_LABELS, check_can_keep
from domain.errors import NotAccepted, Why
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, once, posted, see_other, show, text
from web.case_words import LABELS
from web.directory_forms import CheckForm, EntryForm, about_entry
from web.forms import Errors, read
from web.own_request import typed

router = APIRouter()

DIRECTORY = "/directory"
RULES = "/organisation/recipients"


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(DIRECTORY)
def entries(request: Request, house: AskedHouse, who: Who) -> Response:
    return _list(request, house.recipients.all(who.actor))


@router.post(DIRECTORY)
def find(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    """Looked for in a form, so that no address holds what somebody typed."""
    wanted = text(form, "find")
    return _list(request, house.recipients.all(who.actor, wanted), wanted)


@router.get(f"{DIRECTORY}/new")
def new_entry(request: Request, who: Who) -> Response:
    check_can_keep(who.actor)
    return _form(request, {})


@router.post(f"{DIRECTORY}/new")
def add_entry(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    said, errors = read(EntryForm, form)
    try:
        if said is not None:
            added = house.recipients.add(who.actor, said.entry(), once=once(form))
            return see_other(f"{DIRECTORY}/{added.contact.id}")
    except NotAccepted as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _form(request, _kept(form, errors), errors)


@router.get(f"{DIRECTORY}/{{entry_id}}")
def entry(request: Request, house: AskedHouse, who: Who, entry_id: str) -> Response:
    return _entry(request, house.recipients.get(who.actor, entry_id))


@router.get(f"{DIRECTORY}/{{entry_id}}/change")
def change_form(
    request: Request, house: AskedHouse, who: Who, entry_id: str
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    if not line.is_in_use:
        return see_other(f"{DIRECTORY}/{entry_id}")
    return _form(request, about_entry(line), line=line)


@router.post(f"{DIRECTORY}/{{entry_id}}/change")
def change_entry(
    request: Request, house: AskedHouse, who: Who, entry_id: str, form: Form
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    said, errors = read(EntryForm, form)
    try:
        if said is not None:
            given, seen = said.entry(), _seen(form)
            house.recipients.change(who.actor, entry_id, given, seen)
            return see_other(f"{DIRECTORY}/{entry_id}")
    except NotAccepted as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _form(request, _kept(form, errors), errors, line, _seen(form))


@router.get(f"{DIRECTORY}/{{entry_id}}/check")
def check_form(
    request: Request, house: AskedHouse, who: Who, entry_id: str
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    if not line.may_verify:
        return see_other(f"{DIRECTORY}/{entry_id}")
    return _check(request, line, {})


@router.post(f"{DIRECTORY}/{{entry_id}}/check")
def verify(
    request: Request, house: AskedHouse, who: Who, entry_id: str, form: Form
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    said, errors = read(CheckForm, form)
    try:
        if said is not None:
            house.recipients.verify(who.actor, entry_id, said.check(), _seen(form))
            return see_other(f"{DIRECTORY}/{entry_id}")
    except NotAccepted as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _check(request, line, typed(form), errors, _seen(form))


@router.get(f"{DIRECTORY}/{{entry_id}}/retire")
def retire_form(
    request: Request, house: AskedHouse, who: Who, entry_id: str
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    if not line.may_retire:
        return see_other(f"{DIRECTORY}/{entry_id}")
    return show("directory/retire.html", request, line=line)


@router.post(f"{DIRECTORY}/{{entry_id}}/retire")
def retire(house: AskedHouse, who: Who, entry_id: str, form: Form) -> Response:
    house.recipients.retire(who.actor, entry_id, _seen(form))
    return see_other(DIRECTORY)


@router.post("/tasks/cases/{reference}/resume")
async def resume(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    """An adviser has looked at a recipient whose directory entry was changed."""
    await posted(request, who.csrf)
    request.state.latest_url = f"/tasks/cases/{reference}"
    await house.suspension.lift(who.actor, reference)
    return see_other(f"/tasks/cases/{reference}")


def _kept(form: FormData, errors: Errors) -> dict[str, object]:
    """What was typed, less a private key: that is not even shown again."""
    values = typed(form)
    if not is_public(text(form, "partner_key")):
        errors.setdefault("partner_key", SENTENCES[Why.PRIVATE_KEY])
        values["partner_key"] = ""
    return values


def _seen(form: FormData) -> int:
    """The version of the entry that was looked at."""
    seen = text(form, "revision")
    return int(seen) if seen.isdecimal() else 0


def _list(request: Request, lines: list[EntryLine], find: str = "") -> Response:
    return show(
        "directory/directory.html",
        request,
        lines=lines,
        labels=LABELS,
        values={"find": find},
    )


def _entry(request: Request, line: EntryLine) -> Response:
    return show("directory/entry.html", request, line=line, labels=LABELS)


def _form(
    request: Request,
    values: Mapping[str, object],
    errors: Errors | None = None,
    line: EntryLine | None = None,
    seen: int | None = None,
) -> Response:
    version = line.contact.version if line else None
    return show(
        "directory/form.html",
        request,
        422 if errors else 200,
        line=line,
        revision=seen or version,
        values=values,
        errors=errors or {},
    )


def _check(
    request: Request,
    line: EntryLine,
    values: Mapping[str, object],
    errors: Errors | None = None,
    seen: int = 0,
) -> Response:
    return show(
        "directory/check.html",
        request,
        422 if errors else 200,
        line=line,
        revision=seen or line.contact.version,
        ways=[(how.value, label) for how, label in CHECKED_LABELS.items()],
        values=values,
        errors=errors or {},
    )
