"""Refusals and mishaps as application/problem+json, each class with its status."""

import asyncio
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from adapters.rulebook import UnknownRuleSet
from api.asking import TokenNeeded, the_house
from api.given import CHOSEN, NAMED
from api.models import Problem
from casework.attachments import FileAway
from casework.audit import Knock
from casework.doorkeeper import TooOften
from casework.finding import TooManySearches
from casework.refusals import STATUS
from casework.skeletons import KeyDestroyed
from domain.audit import Door
from domain.errors import (
    CaseError,
    Why,
)
from domain.refusals import SENTENCES
from domain.rules import RuleSetRefused
from domain.working_times import TimesRefused

# What the case refuses only because of what was sent, whatever its state.
BAD_INPUT = frozenset(
    {
        Why.SAME_KEY_OTHER_REQUEST,
        Why.UNKNOWN_INDIVIDUAL,
        Why.UNKNOWN_ITEM,
        Why.NOTHING_LEFT,
        Why.NOTHING_ADVISED,
    }
)

DETAILS = {
    **SENTENCES,
    Why.SAME_KEY_OTHER_REQUEST: "This Idempotency-Key was already used for something "
    "else.",
}

TITLES = {
    401: "Sign in",
    403: "Not yours to do",
    404: "Not found",
    405: "Not possible here",
    410: "Destroyed",
    409: "Not now",
    413: "Too large",
    422: "Not accepted",
    429: "Too often",
    500: "Our mistake",
    503: "Not available now",
}

KINDS = {
    400: ("bad_request", "The call cannot be read."),
    404: ("not_found", SENTENCES[Why.NOT_FOUND]),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "Send less than 1 MB, or a smaller file."),
    410: ("destroyed", "What was written in this request has been destroyed."),
    503: ("file_away", "We cannot get at the file now. Try again in a few minutes."),
    500: ("broken", "Something went wrong with us. What you sent may not be kept."),
}

FAULTS = {
    "extra_forbidden": "There is no such field.",
    "json_invalid": "This is not JSON.",
    "missing": "This is needed.",
    "string_too_short": "This must not be empty.",
    "string_too_long": "Write {max_length} characters or fewer.",
    "too_short": "Give at least one.",
    "enum": "This must be {expected}.",
    "string_pattern_mismatch": "This does not look right.",
}

NOT_SENT = (CHOSEN, NAMED, "[key]")


class BadInput(Exception):
    """A field that is well formed and cannot be used all the same."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(field)
        self.field = field
        self.fault = fault


class NotSealedYet(Exception):
    """There is no record while the request is open."""


def problem(status: int, kind: str, detail: str, **more: object) -> JSONResponse:
    """One refusal in the form of RFC 9457."""
    body = Problem.model_validate(
        {
            "type": f"urn:sharewell:problem:{kind}",
            "title": TITLES.get(status, "Problem"),
            "status": status,
            "detail": detail,
            **more,
        }
    )
    plain = body.model_dump(mode="json", exclude_none=True)
    return JSONResponse(plain, status, media_type="application/problem+json")


def plain_problem(status: int) -> JSONResponse:
    """A refusal of which no more can be said than its status."""
    kind, detail = KINDS.get(status, KINDS[400])
    return problem(status, kind, detail)


def add_problems(app: FastAPI) -> None:
    app.add_exception_handler(CaseError, _refused)
    app.add_exception_handler(TokenNeeded, _token_needed)
    app.add_exception_handler(RequestValidationError, _badly_formed)
    app.add_exception_handler(BadInput, _bad_input)
    app.add_exception_handler(NotSealedYet, _not_sealed)
    app.add_exception_handler(FileAway, _file_away)
    app.add_exception_handler(KeyDestroyed, _destroyed)
    app.add_exception_handler(TooManySearches, _searched_too_often)
    app.add_exception_handler(TooOften, _too_often)
    app.add_exception_handler(UnknownRuleSet, _unknown)
    app.add_exception_handler(RuleSetRefused, _refused_rules)
    app.add_exception_handler(TimesRefused, _refused_times)
    app.add_exception_handler(HTTPException, _other)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, CaseError)
    await _note(request, error)
    status = 422 if error.why in BAD_INPUT else STATUS[type(error)]
    if status == 404:
        return plain_problem(404)  # the same, whether it exists or not
    detail = DETAILS[error.why]
    about = error.about if status == 422 else None
    return problem(
        status,
        error.why.value,
        detail,
        reference=request.path_params.get("reference"),
        by=await asyncio.to_thread(_name, request, error.other),
        since=error.since,
        field=error.about,
        errors=[{"field": about, "fault": detail}] if about else None,
    )


async def _note(request: Request, error: CaseError) -> None:
    """Put on record what whoever holds the token was refused."""
    actor = getattr(request.state, "actor", None)
    if actor is not None:
        route, ids = request.scope.get("route"), request.path_params.values()
        knock = Knock(Door.INTERFACE, getattr(route, "path", ""), tuple(map(str, ids)))
        audit = the_house(request).audit
        await asyncio.to_thread(audit.refused, actor, knock, error)


def _name(request: Request, user: str | None) -> str | None:
    """The name of the colleague who was first."""
    actor = getattr(request.state, "actor", None)
    if user is None or actor is None:
        return None
    return the_house(request).lists.name_of(actor, user) or None


async def _token_needed(request: Request, error: Exception) -> Response:
    answer = problem(401, "token_needed", "Send a valid token as a bearer token.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


async def _badly_formed(request: Request, error: Exception) -> Response:
    """What is wrong with each field, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    return _faulty([_fault(each) for each in error.errors()])


async def _bad_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadInput)
    return _faulty([(error.field, error.fault)])


def _faulty(faults: list[tuple[str, str]]) -> Response:
    names = ", ".join(field or "the body" for field, _ in faults)
    return problem(
        422,
        "bad_input",
        f"Check {names}.",
        field=faults[0][0] or None,
        errors=[{"field": field, "fault": fault} for field, fault in faults],
    )


def _fault(each: dict[str, Any]) -> tuple[str, str]:
    """The field as a client wrote it, like items.0.text, and what is wrong with it."""
    parts = each["loc"][1:] if each["type"] != "json_invalid" else ()
    field = ".".join(str(part) for part in parts if part not in NOT_SENT)
    if each["type"] in FAULTS:
        return field, FAULTS[each["type"]].format(**each.get("ctx", {}))
    return field, each["msg"].removeprefix("Value error, ")


async def _refused_rules(request: Request, error: Exception) -> Response:
    assert isinstance(error, RuleSetRefused)
    return _faulty([(fault.place, fault.fault) for fault in error.faults])


async def _refused_times(request: Request, error: Exception) -> Response:
    assert isinstance(error, TimesRefused)
    return _faulty([(fault.place, f"{fault.fault}.") for fault in error.faults])


async def _file_away(request: Request, error: Exception) -> Response:
    return plain_problem(503)


async def _destroyed(request: Request, error: Exception) -> Response:
    return plain_problem(410)


async def _not_sealed(request: Request, error: Exception) -> Response:
    return problem(
        409,
        "not_sealed_yet",
        "The record is sealed when the request is finished.",
        reference=request.path_params.get("reference"),
    )


async def _searched_too_often(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManySearches)
    return _wait("searched", "too_many_searches", ceil(error.wait.total_seconds()))


async def _too_often(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooOften)
    return _wait("asked", "too_often", error.seconds)


def _wait(done: str, kind: str, seconds: int) -> Response:
    detail = f"You have {done} too often. Try again in {seconds} seconds."
    answer = problem(429, kind, detail)
    answer.headers["Retry-After"] = str(seconds)
    return answer


async def _unknown(request: Request, error: Exception) -> Response:
    return plain_problem(404)


async def _other(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = plain_problem(error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _broken(request: Request, error: Exception) -> Response:
    return plain_problem(500)
