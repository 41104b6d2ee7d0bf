"""The OpenAPI document is sound, and what we answer is what it says."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema_rs import Draft202012Validator, meta

from api.interface import describe
from tests.api.journey import (
    People,
    a_request,
    an_approval,
    opened,
    sent_to_adviser,
    shared,
)

DESCRIPTION = describe()
CALLS = [
    (f"{method.upper()} {path}", call)
    for path, calls in DESCRIPTION["paths"].items()
    for method, call in calls.items()
]


def test_it_is_an_openapi_document() -> None:
    assert DESCRIPTION["openapi"] == "3.1.0"
    OpenAPI.model_validate(DESCRIPTION)
    for schema in DESCRIPTION["components"]["schemas"].values():
        meta.validate(schema)


def test_every_reference_in_it_leads_somewhere() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    found = set(_references(DESCRIPTION))
    assert "#/components/schemas/Problem" in found
    assert {each.rpartition("/")[2] for each in found} <= schemas.keys()


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)


def test_the_calls_that_others_rely_on_are_all_there() -> None:
    there = {name for name, _ in CALLS}
    assert {
        "GET /rulesets", "GET /rulesets/{ruleset}",
        "POST /rulesets/{ruleset}/evaluate", "POST /requests", "GET /requests",
        "GET /requests/{reference}", "PUT /requests/{reference}/answers",
        "PUT /requests/{reference}/items", "PUT /requests/{reference}/never",
        "POST /requests/{reference}/confirm",
        "POST /requests/{reference}/withdraw", "POST /requests/{reference}/reply",
        "POST /requests/{reference}/worse", "POST /requests/{reference}/inform",
        "POST /requests/{reference}/told", "GET /requests/{reference}/timeline",
        "GET /requests/{reference}/record", "GET /directory", "GET /tasks",
        "GET /requests/{reference}/record.pdf", "GET /requests/{reference}/readers",
        "GET /tasks/{task}", "POST /tasks/{task}/claim", "POST /tasks/{task}/release",
        "POST /tasks/{task}/ask", "POST /tasks/{task}/decision",
        "POST /tasks/{task}/review", "POST /releases/{release}/revoke",
        "GET /operations/summary", "GET /operations/cases",
        "GET /operations/cases/{reference}",
    } <= there  # fmt: skip


@pytest.mark.parametrize(("name", "call"), CALLS, ids=[name for name, _ in CALLS])
def test_every_call_says_what_it_does_and_how_it_may_be_refused(
    name: str, call: dict[str, Any]
) -> None:
    assert call["summary"]
    assert call["security"]
    refusals = {code: r for code, r in call["responses"].items() if code >= "400"}
    assert {"401", "404", "422", "500"} <= refusals.keys()
    for refusal in refusals.values():
        assert list(refusal["content"]) == ["application/problem+json"]
    by_itself = (  # twice is once anyway
        "PUT /organisation/retention/{code}",
        "POST /operations/cases/{reference}/write-again",
    )
    only_looks = name == "POST /tasks/find"  # a name is in a body, never an address
    keeps = not (only_looks or name in by_itself) and name.startswith(
        (
            "POST /requests",
            "PUT /requests",
            "PATCH /requests",
            "DELETE /requests",
            "POST /questions",
            "POST /tasks",
            "PUT /tasks",
            "DELETE /tasks",
            "POST /views",
            "PUT /views",
            "DELETE /views",
            "POST /operations/views",
            "PUT /operations/views",
            "DELETE /operations/views",
            "POST /operations/cases",
            "POST /conflicts",
            "DELETE /conflicts",
            "POST /releases",
        )
    )
    headers = [each["name"] for each in call.get("parameters", [])]
    changes = not name.startswith("GET ")
    kept_at_once = ("/retention", " /rights", "/restricted-reading")
    kept = changes and any(part in name for part in kept_at_once)
    beginning = (
        "POST /directory",
        "POST /programs",
        "POST /emergency-readings",
        "POST /operations/repairs",
    )
    at_once = kept or name in beginning
    once = keeps or at_once  # what is kept at once is no act that a workflow takes
    assert ("Idempotency-Key" in headers) == (once and name not in by_itself)
    received = {"202"} if keeps and not at_once else set()
    assert {"403", "409"} | received <= call["responses"].keys() or not keeps


def test_every_call_has_a_name_of_its_own() -> None:
    names = [call["operationId"] for _, call in CALLS]
    assert len(names) == len(set(names))


def check(name: str, answer: httpx2.Response) -> None:
    """Hold an answer against the description of its call."""
    response = dict(CALLS)[name]["responses"][str(answer.status_code)]
    kind = answer.headers["content-type"]
    schema = response["content"][kind]["schema"]
    whole = schema | {"components": DESCRIPTION["components"]}
    Draft202012Validator(whole).validate(answer.json())


async def test_what_is_answered_is_what_is_described(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    left = await shared(people)
    for path, name in (
        ("/rulesets", "GET /rulesets"),
        ("/rulesets/DFE-2024", "GET /rulesets/{ruleset}"),
        ("/rulesets/NONE", "GET /rulesets/{ruleset}"),
        ("/directory", "GET /directory"),
        ("/requests", "GET /requests"),
        (f"/requests/{reference}", "GET /requests/{reference}"),
        (f"/requests/{left}", "GET /requests/{reference}"),
        (f"/requests/{left}/timeline", "GET /requests/{reference}/timeline"),
        (f"/requests/{left}/record", "GET /requests/{reference}/record"),
        ("/tasks", "GET /tasks"),
        ("/operations/summary", "GET /operations/summary"),
    ):
        check(name, await people.pat.get(path))
    check("GET /tasks", await people.ada.get("/tasks"))
    check("GET /tasks/{task}", await people.ada.get(f"/tasks/{task}"))
    for path in ("summary", "cases"):
        check(f"GET /operations/{path}", await people.ola.get(f"/operations/{path}"))
    check(
        "GET /operations/cases/{reference}",
        await people.ola.get(f"/operations/cases/{left}"),
    )


async def test_what_acts_are_answered_is_what_is_described(people: People) -> None:
    check("POST /requests", await people.pat.post("/requests", json=a_request()))
    check("POST /requests", await people.pat.post("/requests", json={}))
    reference = await opened(people.pat)
    sent = {"answers": {"U0": "no"}}
    answered = await people.pat.put(f"/requests/{reference}/answers", json=sent)
    check("PUT /requests/{reference}/answers", answered)
    _, task = await sent_to_adviser(people)
    claimed = await people.ben.post(f"/tasks/{task}/claim")
    check("POST /tasks/{task}/claim", claimed)
    refused = await people.ada.post(f"/tasks/{task}/decision", json=an_approval())
    assert refused.status_code == 409
    check("POST /tasks/{task}/decision", refused)
