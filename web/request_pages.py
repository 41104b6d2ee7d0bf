"""A practitioner's requests: the list, a new one, the check, the receipt, the way."""

import asyncio
from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from adapters.clock import now
from casework import journey
from casework.awaited import awaited
from casework.journey import Button
from casework.lists import OwnRequest as OwnLine
from casework.paging import Page
from casework.signposts import WAYS
from casework.views import CaseView
from domain import acts, policies
from domain.content import Content
from domain.errors import RuleBroken, Why
from domain.recipient_checks import DOMAIN_TYPED as DOMAIN
from domain.recipient_checks import is_same_domain
from domain.refusals import SENTENCES
from domain.release import Way
from web.asking import AskedHouse, Who, once, see_other, show, text
from web.case_words import LABELS, say_day
from web.describing import address_warnings
from web.forms import Errors
from web.own_request import Answering, Own, OwnForm, OwnRequest
from web.previews import preview_of
from web.unnamed import unnamed

router = APIRouter()
one = APIRouter(prefix="/requests/{reference}")

NEXT = "next"
WAY, OUR_LINK = "way", "link"

SHOWN = {"open": False, "finished": True}
"""Which requests a list can be narrowed to, and whether those are finished."""


@router.get("/requests")
def own_requests(
    request: Request, house: AskedHouse, who: Who, cursor: str = ""
) -> HTMLResponse:
    """One's own requests; `find` is a reference, which says nothing about anybody."""
    policies.check_can_open(who.actor)
    find = request.query_params.get("find", "").strip()
    chosen = request.query_params.get("show", "")
    if find:
        found = house.lists.own_request(who.actor, find)
        page = Page([found] if found else [], None)
    else:
        page = house.lists.own_requests(who.actor, cursor, SHOWN.get(chosen))
    return show(
        "requests/list.html",
        request,
        rows=[_row(line) for line in page.items],
        next=page.next,
        later=bool(cursor),
        chosen=chosen if chosen in SHOWN else "",
        find=find,
        labels=LABELS,
        waiting=journey.WAITING_WORDS,
    )


def _row(line: OwnLine) -> tuple[OwnLine, journey.Link, str]:
    """A request, what there is to do about it, and how far it has come."""
    case, to_do = line.case, journey.to_do(line.case)
    if to_do.page != NEXT:
        return line, to_do, ""
    parts = journey.parts(case.content, case.evaluation(line.terms), line.terms.rules)
    done = sum(part.done for part in parts)
    return line, to_do, f"{done} of {len(parts)} parts done"


@router.get("/requests/new")
def before_you_start(request: Request, who: Who) -> HTMLResponse:
    policies.check_can_open(who.actor)
    return show("requests/new.html", request)


@router.post("/requests/new")
async def start(house: AskedHouse, who: Who, form: OwnForm) -> Response:
    told_already = text(form, "then") == journey.TELEPHONE
    # The hour is put right on the page; until then it says that there was a call.
    begun = Content(spoken_at=now().isoformat() if told_already else "")
    receipt = await house.desk.open(who.actor, begun, once=once(form))
    page = journey.TELEPHONE if told_already else "next"
    return see_other(f"/requests/{receipt.reference}/{page}")


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
        waits=awaited(view),
        on_now=partial(house.advisers.on_now, who.actor),
        labels=LABELS,
        say_day=say_day,
        ways={way.to: way for way in WAYS},
        new_to_us=journey.is_new_to_us(view),
        parts=_parts(view),
        log=await asyncio.to_thread(house.access_log.of_case, who.actor, reference),
        settings=house.settings,
        remarks=await asyncio.to_thread(house.comments.of_case, who.actor, reference),
        tellings=await asyncio.to_thread(
            house.person_notices.standing, who.actor, reference
        ),
        now=now(),
    )


def _parts(view: CaseView) -> tuple[journey.Part, ...]:
    """The parts of a request that its practitioner is still filling in."""
    if not view.is_mine or "answer" not in view.may or view.question is not None:
        return ()
    return journey.parts(view.content.stamp(), view.evaluation, view.terms.rules)


@one.get("/next")
def next_page(own: Own) -> Response:
    return own.go(journey.next_step(own.view))


@one.get("/check")
def check(own: Answering) -> HTMLResponse:
    return _check_page(own)


def _check_page(
    own: OwnRequest,
    errors: Errors | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    view = own.view
    return own.show(
        "check",
        422 if errors else 200,
        errors=errors or {},
        typed=typed or {},
        types_domain=journey.types_domain(view),
        new_to_us=journey.is_new_to_us(view),
        unnamed=unnamed(view),
        button=journey.button(view),
        left=journey.left(view),
        advised=journey.advised(view),
        seen=journey.seen(view),
        buttons=Button,
        labels=LABELS,
        warnings=address_warnings(view.content),
        preview=preview_of(view),
        ways=own.house.handing_over.ways(own.actor, view.content),
        settings=own.house.settings,
    )


@one.get("/confirm")
def confirm_is_on_the_check_page(own: Own) -> Response:
    return own.go("check")


@one.post("/confirm")
async def confirm(own: Own, form: OwnForm) -> Response:
    if text(form, "revision") != journey.seen(own.view):
        raise RuleBroken(Why.CONTENT_CHANGED)
    stamp = own.view.content.stamp()
    found = unnamed(own.view)
    typed = {DOMAIN: text(form, DOMAIN), WAY: text(form, WAY) or OUR_LINK}
    errors = (found.errors if found else {}) | domain_errors(own.view, typed[DOMAIN])
    way, wrong = _way(own, typed[WAY])
    if errors | wrong:
        return _check_page(own, errors | wrong, typed)
    receipt = await own.do(
        lambda id, at, case: acts.Confirm(
            id, own.actor, at, stamp.digest, stamp.spoken, way
        ),
        form,
        {DOMAIN: typed[DOMAIN]} if typed[DOMAIN] else None,
    )
    return own.after(receipt, "sent")


def _way(own: OwnRequest, chosen: str) -> tuple[Way | None, Errors]:
    """How it reaches them: by our link, or as its sender hands it over."""
    if chosen == OUR_LINK:
        return None, {}
    open_ = {
        way.value: way
        for way in own.house.handing_over.ways(own.actor, own.view.content)
    }
    if chosen in open_:
        return open_[chosen], {}
    known = chosen in set(Way)
    why = Why.FILES_NOT_SPOKEN if chosen == Way.TELEPHONE else Why.NO_PARTNER_KEY
    return None, {WAY: SENTENCES[why] if known else "Select how it reaches them"}


def domain_errors(view: CaseView, typed: str) -> Errors:
    """Whether somebody looked at the address before anything is sent to it."""
    to = view.content.recipient
    if to is None or not journey.types_domain(view):
        return {}
    if not typed:
        return {DOMAIN: "Type the part of the address after the @"}
    if not is_same_domain(typed, to.email):
        return {DOMAIN: SENTENCES[Why.DOMAIN_DIFFERS]}
    return {}


@one.get("/sent")
def sent(own: Own) -> Response:
    view = own.view
    if "answer" in view.may or view.case.opened_at is None:
        return own.go()
    new_to_us = journey.is_new_to_us(view)
    return own.show("sent", decide_by=journey.decide_by(view), new_to_us=new_to_us)


router.include_router(one)
