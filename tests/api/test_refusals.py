"""Every refusal is a problem document, and tells a stranger nothing."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.problems import add_problems
from casework.refusals import STATUS
from domain.errors import CaseError
from tests.api.journey import (
    Client,
    People,
    a_request,
    an_approval,
    opened,
    read,
    sent_to_adviser,
    shared,
)
from tests.live import Live


def is_problem(answer: httpx2.Response, status: int) -> bool:
    return (
        answer.status_code == status
        and answer.headers["content-type"] == "application/problem+json"
        and answer.json()["status"] == status
        and {"type", "title", "detail"} <= answer.json().keys()
    )


def test_every_class_of_refusal_has_its_status() -> None:
    assert set(STATUS) == set(CaseError.__subclasses__())


@pytest.mark.parametrize("token", [None, "Bearer wrong", "Basic cGF0OnBhdA==", ""])
async def test_nobody_gets_in_without_a_token(live: Live, token: str | None) -> None:
    headers = {"Authorization": token} if token is not None else {}
    async with httpx2.AsyncClient(base_url=f"{live.address}/api/v1") as stranger:
        description = (await stranger.get("/openapi.json")).json()
        assert "/requests/{reference}" in description["paths"]
        for path, calls in description["paths"].items():
            for method in calls:
                answer = await stranger.request(method, path, headers=headers)
                assert is_problem(answer, 401), (method, path)
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v1/requests/SR-0000-0000/nothing", 404),
        ("GET", "/api/v1/requests/", 404),
        ("GET", "/api/v1/requests/SR%00", 404),
        ("GET", "/api/v2/requests", 404),
        ("POST", "/api", 404),
        ("DELETE", "/api/v1/requests", 405),
        ("GET", "/api/v1/requests/SR-0000-0000/confirm", 405),
    ],
)
async def test_no_page_is_ever_answered_to_a_program(
    live: Live, people: People, method: str, path: str, status: int
) -> None:
    answer = await people.pat.request(method, f"{live.address}{path}")
    assert is_problem(answer, status)


async def test_a_method_that_is_not_taken_is_told_which_are(people: People) -> None:
    answer = await people.pat.get("/requests/SR-0000-0000/confirm")
    assert answer.headers["allow"] == "POST"


async def test_a_body_that_is_too_large_is_refused(people: People) -> None:
    large = a_request(purpose="x" * 1024 * 1024)
    assert is_problem(await people.pat.post("/requests", json=large), 413)


async def test_another_organisations_request_looks_like_none_at_all(
    people: People,
) -> None:
    reference, task = await sent_to_adviser(people)
    for stranger in (people.mina, people.sam):
        for method, path, body in doors(reference):
            hidden = await stranger.request(method, path, json=body)
            unknown = path.replace(reference, "SR-0000-0000")
            nothing = await stranger.request(method, unknown, json=body)
            assert is_problem(hidden, 404), path
            assert hidden.content == nothing.content
        decision = await stranger.post(f"/tasks/{task}/decision", json=an_approval())
        assert is_problem(decision, 404)


def doors(reference: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    at = f"/requests/{reference}"
    return [
        ("GET", at, None),
        ("GET", f"{at}/timeline", None),
        ("GET", f"{at}/record", None),
        ("PUT", f"{at}/answers", {"answers": {"U0": "yes"}}),
        ("PUT", f"{at}/purpose", {"purpose": "Mine."}),
        ("PUT", f"{at}/items", {"items": []}),
        ("PUT", f"{at}/individuals", {"individuals": []}),
        ("PUT", f"{at}/recipient", a_request()["recipient"]),
        ("POST", f"{at}/confirm", None),
        ("POST", f"{at}/confirm", {"digest": "0" * 64}),
        ("POST", f"{at}/withdraw", {"reason": "Mine."}),
        ("POST", f"{at}/reply", {"reply": "Mine."}),
        ("POST", f"{at}/worse", None),
        ("POST", f"{at}/told", {"individual": "person-1"}),
    ]


async def test_a_colleagues_request_cannot_be_found_by_another_practitioner(
    live: Live, people: People
) -> None:
    reference = await opened(people.ben)
    assert is_problem(await people.pat.get(f"/requests/{reference}"), 404)


@pytest.mark.parametrize("part", ["answers", "purpose"])
async def test_an_adviser_reads_a_request_and_cannot_change_it(
    people: People, part: str
) -> None:
    reference = await opened(people.pat)
    body = {"answers": {"U0": "no"}} if part == "answers" else {"purpose": "Mine."}
    answer = await people.ada.put(f"/requests/{reference}/{part}", json=body)
    assert is_problem(answer, 403)
    assert answer.json()["type"].endswith(":not_your_case")
    assert answer.json()["reference"] == reference


async def test_only_practitioners_open_requests(people: People) -> None:
    answer = await people.ada.post("/requests", json=a_request())
    assert is_problem(answer, 403)


async def test_an_open_request_has_no_record_yet(people: People) -> None:
    reference = await shared(people)
    answer = await people.ines.get(f"/requests/{reference}/record")
    assert is_problem(answer, 409)
    assert (await read(people.pat, reference))["stage"] == "following_up"


@pytest.fixture
async def broken() -> AsyncIterator[Client]:
    app = FastAPI()
    add_problems(app)

    @app.get("/")
    def breaks() -> None:
        raise ZeroDivisionError("Morgan Elm")

    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://test.example"
    ) as client:
        yield client


async def test_a_mishap_is_owned_up_to_without_a_word_of_what_it_was(
    broken: Client,
) -> None:
    answer = await broken.get("/")
    assert is_problem(answer, 500)
    assert "Morgan" not in answer.text
    assert "Traceback" not in answer.text
