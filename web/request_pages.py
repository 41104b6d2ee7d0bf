"""A practitioner's requests: the list, a new one, the check, the receipt, the way."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from adapters.clock import now
from casework import journey
from casework.journey import Button
from domain import acts, policies
from domain.content import Content
from domain.errors import RuleBroken, Why
from web.asking import AskedHouse, Who, once, see_other, show, text
from web.case_words import LABELS, say_day
from web.own_request import Answering, Own, OwnForm

router = APIRouter()
one = APIRouter(prefix="/requests/{reference}")


@router.get("/requests")
def own_requests(
    request: Request, house: AskedHouse, who: Who, cursor: str = ""
) -> HTMLResponse:
    policies.check_can_open(who.actor)
    page = house.lists.own_requests(who.actor, cursor)
    rows = [(line, journey.to_do(line.case)) for line in page.items]
    return show(
        "requests/list.html",
        request,
        rows=rows,
        next=page.next,
        later=bool(cursor),
        labels=LABELS,
        waiting=journey.WAITING_WORDS,
    )


@router.get("/requests/new")
def before_you_start(request: Request, who: Who) -> HTMLResponse:
    policies.check_can_open(who.actor)
    return show("requests/new.html", request)


@router.post("/requests/new")
async def start(house: AskedHouse, who: Who, form: OwnForm) -> Response:
    receipt = await house.desk.open(who.actor, Content(), once=once(form))
    return see_other(f"/requests/{receipt.reference}/next")


@one.get("")
async def track(
    reference: str, request: Request, house: AskedHouse, who: Who
) -> HTMLResponse:
    view = await asyncio.to_thread(house.views.case, who.actor, reference)
    return show(
        "requests/track.html",
        request,
        view=view,
        home=f"/requests/{reference}",
        steps=journey.steps(view.case),
        to_do=journey.to_do(view.case),
        waiting_on=journey.WAITING_WORDS[view.case.waiting_on],
        labels=LABELS,
        say_day=say_day,
        decide_by=journey.decide_by(view),
        now=now(),
    )


@one.get("/next")
def next_page(own: Own) -> Response:
    return own.go(journey.next_step(own.view))


@one.get("/ring-999")
def ring_999(own: Answering) -> HTMLResponse:
    return own.show("ring-999")


@one.get("/check")
def check(own: Answering) -> HTMLResponse:
    view = own.view
    return own.show(
        "check",
        button=journey.button(view),
        left=journey.left(view),
        advised=journey.advised(view),
        seen=journey.seen(view),
        buttons=Button,
        labels=LABELS,
    )


@one.get("/confirm")
def confirm_is_on_the_check_page(own: Own) -> Response:
    return own.go("check")


@one.post("/confirm")
async def confirm(own: Own, form: OwnForm) -> Response:
    if text(form, "revision") != journey.seen(own.view):
        raise RuleBroken(Why.CONTENT_CHANGED)
    digest = own.view.content.digest
    receipt = await own.do(
        lambda id, at, case: acts.Confirm(id, own.actor, at, digest), form
    )
    return own.after(receipt, "sent")


@one.get("/sent")
def sent(own: Own) -> Response:
    view = own.view
    if "answer" in view.may or view.case.opened_at is None:
        return own.go()
    return own.show("sent", decide_by=journey.decide_by(view))


router.include_router(one)
