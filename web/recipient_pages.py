"""Who it is for, and why they need to know."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.recipient_directory import EntryLine
from domain.content import VERIFIED_LABELS, Content, Recipient
from domain.errors import NotAccepted, RuleBroken, Why
from domain.refusals import SENTENCES
from web.asking import Who, text
from web.case_words import LABELS
from web.describing import NEW, changed_meanwhile, check_as_seen, mark_of_part, today
from web.forms import Errors, read
from web.own_request import Answering, OwnForm, OwnRequest, typed
from web.recipient_forms import (
    HOW,
    PurposeForm,
    RecipientForm,
    about_purpose,
    about_recipient,
)

router = APIRouter(prefix="/requests/{reference}")

SOMEBODY_ELSE = "other"


@router.get("/recipient")
def recipient(own: Answering) -> Response:
    entries = _entries(own)
    if not entries:
        return own.go(f"recipient/{NEW}")
    chosen = own.view.content.recipient
    known = (chosen.directory_id or SOMEBODY_ELSE) if chosen else ""
    return _choices(own, entries, {"contact": known})


@router.post("/recipient")
async def choose_recipient(own: Answering, form: OwnForm) -> Response:
    chosen = text(form, "contact")
    if chosen == SOMEBODY_ELSE:
        return own.go(f"recipient/{NEW}{own.query}")
    found = await asyncio.to_thread(own.house.lookup.recipient, own.actor, chosen)
    errors: Errors = {"contact": "Select who it is for"}
    if found is not None:
        try:
            return await _send_to(own, form, found)
        except NotAccepted as no:
            errors = {"contact": SENTENCES[no.why]}
        except RuleBroken as no:
            errors = changed_meanwhile(no)
    entries = await asyncio.to_thread(_entries, own)
    return _choices(own, entries, typed(form), errors)


@router.get("/recipient/new")
def new_recipient(own: Answering, who: Who) -> Response:
    return _form(own, about_recipient(own.view.content.recipient, who.name))


@router.post("/recipient/new")
async def keep_new_recipient(own: Answering, form: OwnForm) -> Response:
    said, errors = read(RecipientForm, form, today=today())
    if said is None:
        return _form(own, typed(form), errors)
    try:
        return await _send_to(own, form, said.recipient())
    except NotAccepted as no:
        errors = {_field(own, said, no): SENTENCES[no.why]}
    except RuleBroken as no:
        errors = changed_meanwhile(no)
    return _form(own, typed(form), errors)


def _field(own: OwnRequest, said: RecipientForm, no: NotAccepted) -> str:
    """The field that a refusal is about."""
    if no.why is not Why.MUST_NEVER_RECEIVE:
        return (no.about or "").removeprefix("recipient.")
    nameless = replace(said.recipient(), name="")
    barred = replace(own.view.content, recipient=nameless).barred
    return "email" if barred else "name"


def _entries(own: OwnRequest) -> list[EntryLine]:
    lines = own.house.recipients.all(own.actor)
    return [line for line in lines if line.is_in_use]


def _choices(
    own: OwnRequest,
    entries: Sequence[EntryLine],
    values: dict[str, Any],
    errors: Errors | None = None,
) -> Response:
    return own.show(
        "recipient",
        422 if errors else 200,
        entries=entries,
        labels=LABELS,
        values=values,
        errors=errors or {},
        **_as_it_is(own, errors),
    )


def _as_it_is(own: OwnRequest, errors: Errors | None) -> dict[str, object]:
    """Who it is for now: a mark of it, and in words if a form met a change."""
    to = own.view.content.recipient
    changed = to is not None and "" in (errors or {})
    said = [to.name, to.role, to.organisation, to.email] if to and changed else []
    rows = [("Who it is for", "\n".join(filter(None, said)))] if changed else []
    return {"revision": mark_of_part(to), "changed": rows}


def _form(
    own: OwnRequest, values: dict[str, Any], errors: Errors | None = None
) -> Response:
    return own.show(
        "new-recipient",
        422 if errors else 200,
        ways=[(how.value, VERIFIED_LABELS[how]) for how in HOW],
        values=values,
        errors=errors or {},
        **_as_it_is(own, errors),
    )


async def _send_to(own: OwnRequest, form: FormData, recipient: Recipient) -> Response:
    def change(content: Content) -> Content:
        check_as_seen(form, content.recipient, recipient)
        # Whom it is sent to was not told by telephone.
        return replace(content, recipient=recipient, spoken_at="")

    await own.describe(change, form)
    return own.go_back("next")


@router.get("/purpose")
def purpose(own: Answering) -> Response:
    return own.show("purpose", values=about_purpose(own.view.content))


@router.post("/purpose")
async def keep_purpose(own: Answering, form: OwnForm) -> Response:
    said, errors = read(PurposeForm, form)
    if said is None:
        return own.show("purpose", 422, values=typed(form), errors=errors)
    await own.describe(
        lambda content: replace(content, purpose=said.purpose, trigger=said.trigger),
        form,
    )
    return own.go_back("next")
