"""Refusals as application/problem+json, each class with its status."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import JSONResponse, Response

from api.asking import TokenNeeded
from domain.errors import CaseError, CaseNotFound, NotAccepted, NotAllowed, RuleBroken
from domain.refusals import SENTENCES

STATUS: dict[type[CaseError], int] = {
    CaseNotFound: 404,
    NotAllowed: 403,
    RuleBroken: 409,
    NotAccepted: 422,
}

TITLES = {
    401: "Sign in",
    403: "Not yours to do",
    404: "Not found",
    409: "Not now",
    422: "Not accepted",
}


def problem(status: int, kind: str, detail: str, **more: object) -> JSONResponse:
    """One refusal in the form of RFC 9457."""
    body = {
        "type": f"urn:sharewell:problem:{kind}",
        "title": TITLES.get(status, "Problem"),
        "status": status,
        "detail": detail,
        **{name: value for name, value in more.items() if value is not None},
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def add_problems(app: FastAPI) -> None:
    app.add_exception_handler(CaseError, _refused)
    app.add_exception_handler(TokenNeeded, _token_needed)
    app.add_exception_handler(RequestValidationError, _bad_input)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, CaseError)
    return problem(
        STATUS[type(error)],
        error.why.value,
        SENTENCES[error.why],
        reference=request.path_params.get("reference"),
        by=error.other,
        since=error.since.isoformat() if error.since else None,
        field=error.about,
    )


async def _token_needed(request: Request, error: Exception) -> Response:
    answer = problem(401, "token_needed", "Send a valid token as a bearer token.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


async def _bad_input(request: Request, error: Exception) -> Response:
    """What is wrong with each field, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    faults = [
        {"field": ".".join(str(part) for part in each["loc"][1:]), "fault": each["msg"]}
        for each in error.errors()
    ]
    names = ", ".join(fault["field"] or "the body" for fault in faults)
    return problem(422, "bad_input", f"Check {names}.", errors=faults)
