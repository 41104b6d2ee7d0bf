"""Every call of the OpenAPI document, with what it allows and what it does not.

No call breaks, none succeeds for who may not, and every refusal has the same shape.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode, openapi
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from api.interface import PREFIX, describe
from tests.conftest import Counted
from tests.live import Live
from tests.sweep.ground import (
    ADMINISTRATOR,
    ADVISER,
    BARRED,
    COLLEAGUE,
    OWNER,
    Ground,
)
from tests.sweep.test_sweep import OF_A_CASE
from tests.web.doors import Door

pytestmark = pytest.mark.timeout(300)

OUTSIDE = (COLLEAGUE, BARRED, "selma")
"""The case is none of theirs."""

BESIDE = ("roswitha", "linus", ADMINISTRATOR)
"""They have their own pages, and no part in a case that is open."""

Operation = APIOperation[Any, Any, Any, Any]
"""One method of one path."""

Case = schemathesis.Case[Any]


def operations() -> list[Operation]:
    found = openapi.from_dict(describe()).get_all_operations()
    return [each.ok() for each in found if isinstance(each, Ok)]


def examples(operation: Operation, mode: GenerationMode) -> list[Case]:
    """One or two, and the same ones each time."""
    made: list[Case] = []

    @seed(7)
    @settings(
        max_examples=1, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def take(case: Case) -> None:
        made.append(case)

    take()
    return made[-1:]


class Caller:
    """Calls as somebody, with the names of a real case wherever one is asked for."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._session = requests.Session()
        self.calls = 0

    def call(self, case: Case, user: str) -> requests.Response:
        place = self._ground.places[self.calls % 2]
        door = Door(case.method, f"{PREFIX}{case.path}")
        names = dict(
            zip(door.path.split("/"), place.address(door).split("/"), strict=True)
        )
        case.path_parameters = {
            part.strip("{}"): value for part, value in names.items() if "{" in part
        }
        token = self._ground.tokens.get(user)
        answer = case.call(
            base_url=f"{self._ground.live.address}{PREFIX}",
            session=self._session,
            headers={"Authorization": f"Bearer {token}"} if token else None,
        )
        self.calls += 1
        found = requests.Response()
        found.status_code, found._content = answer.status_code, answer.content
        found.headers.update({n: v[0] for n, v in answer.headers.items()})
        return found

    def close(self) -> None:
        self._session.close()


@pytest.fixture
def caller(ground: Ground) -> Iterator[Caller]:
    found = Caller(ground)
    yield found
    found.close()


def check_shape(case: Case, answer: requests.Response) -> None:
    """No mishap, and a refusal like every other."""
    said = f"{case.method} {case.path}: {answer.status_code} {answer.text[:300]}"
    assert answer.status_code < 500, said
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", said
        body = answer.json()
        assert {"type", "title", "status", "detail"} <= set(body), said
        assert body["type"].startswith("urn:sharewell:problem:"), said
        assert body["status"] == answer.status_code, said


async def test_no_call_breaks_or_succeeds_for_who_may_not(
    ground: Ground, live: Live, caller: Caller, counted: Counted
) -> None:
    every = operations()
    assert len(every) > 150
    right = [case for each in every for case in examples(each, GenerationMode.POSITIVE)]
    for case in right:
        assert caller.call(case, "stranger").status_code == 401
        for user in (*OUTSIDE, *BESIDE):
            answer = caller.call(case, user)
            check_shape(case, answer)
            assert not any(word in answer.text for word in ground.words), case.path
            if user in OUTSIDE and OF_A_CASE.search(case.path):
                assert answer.status_code >= 400, f"{case.method} {case.path} {user}"
    for case in right:
        for user in (ADVISER, OWNER):
            check_shape(case, caller.call(case, user))
    counted("calls of the OpenAPI document", caller.calls)


async def test_what_the_document_does_not_allow_is_refused_in_the_same_shape(
    ground: Ground, caller: Caller, counted: Counted
) -> None:
    wrong = [
        case
        for each in operations()
        if each.body or each.query
        for case in examples(each, GenerationMode.NEGATIVE)
    ]
    assert len(wrong) > 50
    for case in wrong:
        for user in (OWNER, ADVISER, ADMINISTRATOR):
            check_shape(case, caller.call(case, user))
    counted("calls of the OpenAPI document", caller.calls)
