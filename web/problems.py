"""Refusals and mishaps as pages: what is so, what became of the words, what to do."""

import asyncio
from math import ceil
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from adapters.rulebook import UnknownRuleSet
from casework.attachments import FileAway
from casework.audit import Knock
from casework.doorkeeper import TooOften
from casework.finding import TooManySearches
from casework.notice_reading import NothingHere
from casework.refusals import STATUS
from casework.sign_in_tries import AccountLocked, TooManyTries
from casework.skeletons import KeyDestroyed, reference_of
from casework.visiting import NoLongerHere
from domain.audit import Door
from domain.errors import (
    CaseError,
    Why,
)
from domain.refusals import SENTENCES
from web import rendering
from web.asking import Elsewhere, ForgedForm, SignInNeeded, around, see_other, the_house
from web.case_words import LABELS
from web.discreet_pages import nothing_here
from web.doors import MESSAGES, is_door
from web.draft_pages import keep_late, page_to_return_to

# Fields that belong to the form, and what may be a secret: nobody is shown them again.
OURS = frozenset(
    {"csrf", "once", "revision", "digest", "choice", "password", "then", "partner_key"}
)


def add_problem_pages(pages: FastAPI) -> None:
    pages.add_exception_handler(CaseError, _refused)
    pages.add_exception_handler(SignInNeeded, _sign_in)
    pages.add_exception_handler(Elsewhere, _elsewhere)
    pages.add_exception_handler(ForgedForm, _forged)
    pages.add_exception_handler(NoLongerHere, _no_longer_here)
    pages.add_exception_handler(NothingHere, nothing_here)
    pages.add_exception_handler(KeyDestroyed, _destroyed)
    pages.add_exception_handler(FileAway, _file_away)
    pages.add_exception_handler(UnknownRuleSet, _unknown_rules)
    pages.add_exception_handler(TooManySearches, _too_many_searches)
    pages.add_exception_handler(TooManyTries, _too_many_tries)
    pages.add_exception_handler(TooOften, _too_often)
    pages.add_exception_handler(AccountLocked, _locked)
    pages.add_exception_handler(HTTPException, _other)
    pages.add_exception_handler(Exception, _mishap)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, CaseError)
    await _note(request, error)
    if error.why is Why.READING_RESTRICTED and request.method == "GET":
        return see_other(f"/restricted/{error.about}?then={quote(request.url.path)}")
    status = STATUS[type(error)]
    name = "" if error.other is None else _name(request, error.other)
    sentence = SENTENCES[error.why]
    if name:
        sentence = f"{sentence} {_first(error, name)}"
    latest = getattr(request.state, "latest_url", _latest(request.url.path))
    return _page(
        request,
        status,
        sentence=sentence,
        latest_url=latest,
        next_url="/",
        back_url=latest,
        typed=await _typed(request),
        asked_only=request.method == "GET",
    )


async def _note(request: Request, error: CaseError) -> None:
    """Put on record what somebody who is signed in was refused."""
    who = getattr(request.state, "who", None)
    if who is not None:
        route, ids = request.scope.get("route"), request.path_params.values()
        knock = Knock(Door.PAGES, getattr(route, "path", ""), tuple(map(str, ids)))
        audit = the_house(request).audit
        await asyncio.to_thread(audit.refused, who.actor, knock, error)


def _first(error: CaseError, name: str) -> str:
    """Who was first, and when."""
    when = rendering.moment(error.since) if error.since else ""
    if error.why is Why.HELD_BY_ANOTHER:
        return f"{name} has had it since {when}." if when else f"{name} has it."
    return f"It was {name}, on {when}." if when else f"It was {name}."


def _latest(path: str) -> str:
    """The page of the case or task itself: a refused page would only refuse again."""
    return "/".join(path.split("/")[:3])


def _name(request: Request, user: str) -> str:
    who = getattr(request.state, "who", None)
    if who is None:
        return ""
    return the_house(request).lists.name_of(who.actor, user)


async def _typed(request: Request) -> list[tuple[str, str]]:
    """What was typed into the form, so that nothing is lost with a refusal."""
    if request.method != "POST":
        return []
    form = await request.form()
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, value in form.multi_items()
        if name not in OURS and isinstance(value, str) and value
    ]


async def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeeded)
    if request.method == "GET":
        return see_other(_sign_in_and_go_to(error.path))
    kept = await keep_late(request)
    return rendering.page(
        "errors/timed-out.html",
        status=401,
        sign_in_url=_sign_in_and_go_to(await page_to_return_to(request)),
        kept=kept,
        typed=[] if kept else await _typed(request),
    )


def _sign_in_and_go_to(path: str) -> str:
    return f"{SIGN_IN}?next={quote(path)}"


SIGN_IN = "/account/sign-in"


async def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)
    return see_other(error.path)


async def _forged(request: Request, error: Exception) -> Response:
    return _page(
        request,
        403,
        sentence="This form is out of date or did not come from our pages. "
        "Open the page again.",
        next_url=None if is_door(request.url.path) else "/",
    )


async def _no_longer_here(request: Request, error: Exception) -> Response:
    return rendering.page("collect/gone.html", status=404)


async def _destroyed(request: Request, error: Exception) -> Response:
    """What was written is destroyed; that it was written is not."""
    assert isinstance(error, KeyDestroyed)
    reference, who = reference_of(error), getattr(request.state, "who", None)
    if who is None or not reference:
        return await _no_longer_here(request, error)
    left = await asyncio.to_thread(
        the_house(request).skeletons.of, who.actor, reference
    )
    return _page(request, 410, left=left, labels=LABELS)


async def _file_away(request: Request, error: Exception) -> Response:
    who = getattr(request.state, "who", None)
    return rendering.page(
        "errors/file-away.html",
        status=503,
        back_url=_latest(request.url.path),
        **around(request, who),
    )


async def _unknown_rules(request: Request, error: Exception) -> Response:
    return _page(request, 404)


async def _too_many_searches(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManySearches)
    minutes = ceil(error.wait.total_seconds() / 60)
    wait = "1 minute" if minutes == 1 else f"{minutes} minutes"
    answer = _page(request, 429, wait=wait)
    answer.headers["Retry-After"] = str(ceil(error.wait.total_seconds()))
    return answer


async def _too_many_tries(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManyTries)
    minutes = int(error.wait.total_seconds() // 60) + 1
    return _page(request, 429, wait=f"{minutes} minutes")


async def _too_often(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooOften)
    answer = _page(request, 429, wait="a minute")
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


async def _locked(request: Request, error: Exception) -> Response:
    """The same for every address, whether or not anybody has it."""
    return rendering.page("account/locked.html", status=429)


async def _mishap(request: Request, error: Exception) -> Response:
    """A fault of ours. The page says so and nothing of it; the log has the rest."""
    return _page(request, 500)


async def _other(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {403, 404, 405, 409, 413, 422, 429, 500, 503}
    status = error.status_code if error.status_code in known else 404
    return _page(request, status)


def _page(request: Request, status: int, **context: object) -> HTMLResponse:
    who = getattr(request.state, "who", None)
    layout = {}
    path = request.url.path
    if path.startswith("/c/"):
        layout = {"layout": "base_recipient.html"}
    elif path == MESSAGES or path.startswith(f"{MESSAGES}/"):
        layout = {"layout": "base_discreet.html"}
    return rendering.page(
        f"errors/{status}.html", status=status, **around(request, who), **context,
        **layout,
    )  # fmt: skip
