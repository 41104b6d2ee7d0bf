"""Refusals and mishaps as pages: what is so, what became of the words, what to do."""

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from casework.collection import NoLongerHere
from domain.errors import CaseError, CaseNotFound, NotAccepted, NotAllowed, RuleBroken
from domain.refusals import SENTENCES
from web import rendering
from web.asking import ForgedForm, SignInNeeded, around, see_other, the_house

STATUS: dict[type[CaseError], int] = {
    CaseNotFound: 404,
    NotAllowed: 403,
    RuleBroken: 409,
    NotAccepted: 422,
}

# Fields that belong to the form, not to what a person typed into it.
OURS = frozenset({"csrf", "once", "revision", "digest", "choice", "password"})


def add_problem_pages(pages: FastAPI) -> None:
    pages.add_exception_handler(CaseError, _refused)
    pages.add_exception_handler(SignInNeeded, _sign_in)
    pages.add_exception_handler(ForgedForm, _forged)
    pages.add_exception_handler(NoLongerHere, _no_longer_here)
    pages.add_exception_handler(HTTPException, _other)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, CaseError)
    status = STATUS[type(error)]
    name = "" if error.other is None else _name(request, error.other)
    sentence = SENTENCES[error.why]
    if name:
        when = f", on {rendering.moment(error.since)}" if error.since else ""
        sentence = f"{sentence} It was {name}{when}."
    latest = getattr(request.state, "latest_url", request.url.path)
    return _page(
        request,
        status,
        sentence=sentence,
        at=error.since,
        who=name or None,
        latest_url=latest,
        next_url="/",
        back_url=latest,
        typed=await _typed(request),
    )


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
    if request.method != "GET":
        return rendering.page("errors/timed-out.html", status=401, sign_in_url=SIGN_IN)
    return see_other(f"{SIGN_IN}?next={error.path}")


SIGN_IN = "/account/sign-in"


async def _forged(request: Request, error: Exception) -> Response:
    return _page(
        request,
        403,
        sentence="This form is out of date or did not come from Sharewell. "
        "Open the page again.",
        next_url="/",
    )


async def _no_longer_here(request: Request, error: Exception) -> Response:
    return rendering.page("collect/gone.html", status=404)


async def _other(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {403, 404, 409, 413, 422, 429, 500, 503}
    status = error.status_code if error.status_code in known else 404
    return _page(request, status)


def _page(request: Request, status: int, **context: object) -> HTMLResponse:
    who = getattr(request.state, "who", None)
    layout = {}
    if request.url.path.startswith("/c/"):
        layout = {"layout": "base_recipient.html"}
    return rendering.page(
        f"errors/{status}.html", status=status, **around(request, who), **context,
        **layout,
    )  # fmt: skip
