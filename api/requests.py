"""Requests: opened, listed, read, and what each of them would share."""

import asyncio
from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, request_after
from api.asking import Acting, Asking, Call
from api.contents import (
    content_of,
    individuals_of,
    items_of,
    never_of,
    recipient_of,
)
from api.given import (
    GivenIndividuals,
    GivenItems,
    GivenNever,
    GivenPurpose,
    GivenRecipient,
    NewRequest,
)
from api.models import (
    Page,
    RequestLine,
    ShareRequest,
    StoryLine,
)
from api.problems import BadInput
from api.showing import request_of
from casework.filing import Change
from domain.content import Content

router = APIRouter(tags=["requests"], responses=READING)


@router.post(
    "/requests",
    summary="Open a request",
    status_code=201,
    response_model=ShareRequest,
    responses=ACTING,
)
async def open_request(sent: NewRequest, call: Acting) -> Response:
    bindable = call.house.rulebooks.for_requests(call.actor)
    if sent.ruleset and sent.ruleset not in bindable:
        raise BadInput("ruleset", "There is no such set of rules.")
    content = await asyncio.to_thread(content_of, call, sent)
    receipt = await call.house.desk.open(
        call.actor, content, once=call.once, ruleset=sent.ruleset
    )
    answer = await request_after(call, receipt, 201)
    answer.headers["Location"] = f"/api/v1/requests/{receipt.reference}"
    return answer


@router.post(
    "/requests/begin",
    summary="Begin a request with nothing in it yet",
    status_code=201,
    response_model=ShareRequest,
    responses=ACTING,
)
async def begin_request(call: Acting) -> Response:
    """For what is said bit by bit, told by telephone, or shown another way."""
    receipt = await call.house.desk.open(call.actor, Content(), once=call.once)
    answer = await request_after(call, receipt, 201)
    answer.headers["Location"] = f"/api/v1/requests/{receipt.reference}"
    return answer


@router.get("/requests", summary="List your own requests, newest first")
def list_requests(call: Asking, cursor: str | None = None) -> Page[RequestLine]:
    page = call.house.lists.requests(call.actor, cursor)
    lines = [RequestLine.model_validate(line) for line in page.items]
    return Page(items=lines, next=page.next)


@router.get("/requests/{reference}", summary="Read a request")
def read_request(reference: str, call: Asking) -> ShareRequest:
    return request_of(call.house.views.case(call.actor, reference), call.advises)


@router.get("/requests/{reference}/timeline", summary="Read its story, newest first")
def read_timeline(reference: str, call: Asking) -> Page[StoryLine]:
    """To advisers it tells as well who read the request, or found it in a search."""
    view = call.house.views.case(call.actor, reference)
    told = [StoryLine.model_validate(each) for each in (*view.timeline, *view.readings)]
    return Page(items=sorted(told, key=lambda line: line.at, reverse=True))


@router.put(
    "/requests/{reference}/purpose",
    summary="Say anew what it is for",
    response_model=ShareRequest,
    responses=ACTING,
)
async def change_purpose(reference: str, sent: GivenPurpose, call: Acting) -> Response:
    return await _changed(
        call,
        reference,
        lambda content: replace(
            content, purpose=sent.purpose, trigger=sent.trigger or content.trigger
        ),
    )


@router.put(
    "/requests/{reference}/individuals",
    summary="Say anew whom it is about",
    response_model=ShareRequest,
    responses=ACTING,
)
async def change_individuals(
    reference: str, sent: GivenIndividuals, call: Acting
) -> Response:
    return await _changed(
        call,
        reference,
        lambda content: content.with_individuals(
            individuals_of(sent.individuals, content.individuals)
        ),
    )


@router.put(
    "/requests/{reference}/recipient",
    summary="Say anew who would receive it",
    response_model=ShareRequest,
    responses=ACTING,
)
async def change_recipient(
    reference: str, sent: GivenRecipient, call: Acting
) -> Response:
    recipient = await asyncio.to_thread(recipient_of, call, sent)
    return await _changed(
        call, reference, lambda content: replace(content, recipient=recipient)
    )


@router.put(
    "/requests/{reference}/items",
    summary="Say anew what would be shared",
    response_model=ShareRequest,
    responses=ACTING,
)
async def change_items(reference: str, sent: GivenItems, call: Acting) -> Response:
    return await _changed(
        call,
        reference,
        lambda content: replace(
            content, items=items_of(sent.items, content.items, content.individuals)
        ),
    )


@router.put(
    "/requests/{reference}/never",
    summary="Say anew who must never receive it",
    response_model=ShareRequest,
    responses=ACTING,
)
async def change_never(reference: str, sent: GivenNever, call: Acting) -> Response:
    return await _changed(
        call,
        reference,
        lambda content: replace(content, never=never_of(sent.people, content.never)),
    )


async def _changed(call: Call, reference: str, change: Change) -> Response:
    receipt = await call.house.desk.describe(
        call.actor, reference, change, once=call.once
    )
    return await request_after(call, receipt)
