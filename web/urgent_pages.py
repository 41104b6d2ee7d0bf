"""The urgent lane: ring 999, tell them now, and complete the record afterwards."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from adapters.clock import now
from casework.desk import Receipt
from casework.filing import Change
from casework.recipients import stopped_by
from casework.urgent import (
    PURPOSE,
    Contact,
    Urgent,
    UrgentLane,
    protective_first,
)
from domain import preliminaries
from domain.content import Recipient
from domain.refusals import SENTENCES
from domain.rules import Verdict
from web.asking import Elsewhere, once, text
from web.forms import Errors, read
from web.own_request import Allowing, Answering, Own, OwnForm, OwnRequest, typed
from web.rendering import in_london
from web.urgent_forms import (
    ELSE,
    NOBODY_CHOSEN,
    AboutForm,
    CompletionForm,
    SaidForm,
    SomebodyElseForm,
)

router = APIRouter(prefix="/requests/{reference}")

Completing = Annotated[OwnRequest, Depends(Allowing("complete"))]


def in_a_hurry(own: Answering) -> OwnRequest:
    """A request whose answers lead to the urgent lane."""
    urgent = own.view.evaluation.outcome is Verdict.URGENT_SHARE
    if own.request.method == "GET" and not urgent:
        raise Elsewhere(own.at("next"))
    return own


Hurrying = Annotated[OwnRequest, Depends(in_a_hurry)]


@router.get("/ring-999")
def ring_999(own: Answering) -> HTMLResponse:
    organisation = own.house.lookup.organisation(own.actor)
    return own.show("ring-999", numbers=organisation.emergency_numbers)


@router.get("/urgent")
def urgent(own: Hurrying) -> Response:
    return _show(own, contacts(own), 200, values={})


@router.post("/urgent")
async def share_now(own: Hurrying, form: OwnForm) -> Response:
    known = await asyncio.to_thread(contacts, own)
    said, errors = await asyncio.to_thread(_read, own, form, known)
    if errors:
        return _show(own, known, 422, values=typed(form), errors=errors)
    await lane(own, form).check_seen(text(form, "revision"))
    receipt = await share(own, form, said.to_share)
    return own.after(receipt, "sent")


@router.get("/complete")
def completion_form(own: Completing) -> Response:
    return own.show("complete", values={})


@router.post("/complete")
async def complete(own: Own, form: OwnForm) -> Response:
    said, errors = read(CompletionForm, form)
    if said is None:
        return own.show("complete", 422, values=typed(form), errors=errors)
    receipt = await own.do(
        lambda id, at, case: preliminaries.Complete(id, own.actor, at),
        form,
        said.model_dump(),
    )
    return own.after(receipt)


def lane(own: OwnRequest, form: FormData) -> UrgentLane:
    return UrgentLane(own.house.desk, own.actor, own.view, once(form))


async def share(
    own: OwnRequest, form: FormData, change: Change, *, by_telephone: bool = False
) -> Receipt:
    """Describe and confirm; what was kept of the page while typing may go."""
    receipt = await lane(own, form).share(change, by_telephone=by_telephone)
    await own.sent()
    return receipt


def contacts(own: OwnRequest) -> list[Contact]:
    return protective_first(own.house.lists.directory(own.actor))


def missing(own: OwnRequest) -> tuple[str, ...]:
    return own.view.content.stamp().missing


def typed_in_a_hurry(
    own: OwnRequest, form: FormData, recipient: Recipient | None
) -> Urgent:
    """What was typed, as said by this practitioner today."""
    return Urgent(
        about=text(form, "about"),
        said=text(form, "said"),
        recipient=recipient,
        source=own.request.state.who.name,
        day=in_london(now()).date().isoformat(),
        mark=once(form),
    )


def _show(
    own: OwnRequest, known: Sequence[Contact], status: int, **context: object
) -> HTMLResponse:
    return own.show(
        "urgent", status, contacts=known, missing=missing(own), purpose=PURPOSE,
        other=ELSE, **context,
    )  # fmt: skip


def _read(
    own: OwnRequest, form: FormData, known: Sequence[Contact]
) -> tuple[Urgent, Errors]:
    """What was typed of what is missing, and what is wrong with it."""
    asked = missing(own)
    _, errors = read(AboutForm, form) if "individuals" in asked else (None, {})
    if "items" in asked:
        errors |= read(SaidForm, form)[1]
    recipient = None
    if "recipient" in asked:
        recipient, wrong = _whom(own, form, known)
        errors |= wrong
    said = typed_in_a_hurry(own, form, recipient)
    why = None if errors else stopped_by(said.to_share(own.view.content))
    return said, {"contact": SENTENCES[why]} if why else errors


def _whom(
    own: OwnRequest, form: FormData, known: Sequence[Contact]
) -> tuple[Recipient | None, Errors]:
    chosen = text(form, "contact")
    found = own.house.lookup.recipient(own.actor, chosen)
    if found is not None:
        return found, {}
    if known and chosen != ELSE and not text(form, "name"):
        return None, {"contact": NOBODY_CHOSEN}
    somebody, errors = read(SomebodyElseForm, form)
    return (somebody.recipient() if somebody else None), errors
