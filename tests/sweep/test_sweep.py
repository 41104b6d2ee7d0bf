"""Every door, as everybody: nobody reads or moves a case that is not theirs.

Everybody here holds every account of two organisations but the owner's own, and knows
every name that belongs to the case.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator
from typing import Any

import httpx2
import pytest
from sqlmodel import func, select

from storage.tables import ActRow
from tests.conftest import Counted
from tests.sweep.ground import (
    ADVISER,
    BARRED,
    COLLEAGUE,
    OWNER,
    PEOPLE,
    THERE,
    UNKNOWN,
    Ground,
    Place,
)
from tests.web.doors import STREAM, Door
from tests.web.recipients import browser, without_tokens

pytestmark = pytest.mark.timeout(300)

KNOWN = {
    Door("GET", "/requests/{reference}"),
    Door("POST", "/requests/{reference}/withdraw"),
    Door("POST", "/tasks/{task_id}/decision"),
    Door("GET", "/records/{reference}"),
    Door("GET", "/operations/cases/{reference}"),
    Door("GET", "/c/{locator}"),
    Door("GET", "/static/{file}"),
    Door("GET", "/readyz"),
    Door("GET", "/api/v1/openapi.json"),
    Door("POST", "/api/v1/requests/{reference}/withdraw"),
    Door("POST", "/api/v1/tasks/{task}/decision"),
    Door("DELETE", "/api/v1/account/tokens/{name}"),
}
"""Doors of every part of the application: when one is missed, the sweep is blind."""

ENDS = ("/account/sign-out", "/account/sessions/end-others")
"""Whoever goes through these cannot knock any more."""

SHUT_OUT = [user for user in PEOPLE if user not in (OWNER, ADVISER)]
NEVER_HEARD = [COLLEAGUE, BARRED, *(u for u in PEOPLE if PEOPLE[u][1] == THERE)]
"""To whom it must look as if there were no such case."""

ELSEWHERE = re.compile(r"/(c|n|static|rules|mail|account)\b|/api/v1/rulesets")
"""Doors that are the same for everybody, or for whoever holds a link."""

LIMITED = re.compile(r"/[cn](/|$)")
"""Where one network has to wait that knocks too often."""

OF_A_CASE = re.compile(r"{(reference|task|task_id|release|attachment)}")


class Walk:
    """One person who knocks, some at a time."""

    def __init__(self, web: httpx2.AsyncClient, csrf: str = "") -> None:
        self._web, self._csrf = web, csrf
        self._gate = asyncio.Semaphore(6)

    async def knock(self, door: Door, place: Place) -> httpx2.Response:
        body: dict[str, Any] = {}
        if door.method not in ("GET", "HEAD", "DELETE"):
            form = {"csrf": self._csrf, "once": "sweep"}
            is_api = door.path.startswith("/api/")
            body = {"json": {}} if is_api else {"data": form}
        asked = self._web.build_request(door.method, place.address(door), **body)
        async with self._gate:
            answer = await self._web.send(asked, stream=True, follow_redirects=False)
            try:
                if not answer.headers.get("content-type", "").startswith(STREAM):
                    await answer.aread()
            finally:
                await answer.aclose()
        return answer

    async def all(
        self, doors: Iterable[Door], place: Place
    ) -> list[tuple[Door, httpx2.Response]]:
        one_by_one = [door for door in doors if door.path not in ENDS]
        answers = await asyncio.gather(*(self.knock(d, place) for d in one_by_one))
        return list(zip(one_by_one, answers, strict=True))


def said(answer: httpx2.Response) -> str:
    """What was answered; of a stream, nothing."""
    return answer.text if answer.is_stream_consumed else ""


def walk(ground: Ground, user: str) -> Walk:
    return Walk(ground.webs[user], ground.csrf[user])


def is_guarded(door: Door, answer: httpx2.Response) -> bool:
    """Whether it carries what every answer must."""
    headers = answer.headers
    kept = headers["Cache-Control"]
    return (
        headers["X-Content-Type-Options"] == "nosniff"
        and headers["Referrer-Policy"] == "no-referrer"
        and "default-src 'none'" in headers["Content-Security-Policy"]
        and "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        and (kept == "no-store" or door.path.startswith("/static/"))
    )


async def as_it_is(ground: Ground) -> list[Any]:
    """Both cases as their owner sees them, and how many acts there were."""
    web, found = ground.webs[OWNER], []
    for place in ground.places:
        shown = await web.get(f"/api/v1/requests/{place.reference}")
        with ground.live.house.storehouse.reading() as store:
            acts = select(func.count()).where(ActRow.reference == place.reference)
            found.append({**shown.json(), "acts": store.session.exec(acts).one()})
    return found


def test_the_sweep_sees_the_doors_that_there_are(doors: list[Door]) -> None:
    assert set(doors) >= KNOWN
    assert len(doors) > 500


async def test_the_owner_and_their_adviser_read_what_nobody_else_does(
    ground: Ground,
) -> None:
    waiting, sent = ground.places
    for user, path in (
        (OWNER, f"/api/v1/requests/{waiting.reference}"),
        (OWNER, f"/api/v1/requests/{sent.reference}"),
        (ADVISER, f"/tasks/{waiting.task}"),
        (ADVISER, f"/tasks/cases/{sent.reference}"),
    ):
        page = await ground.webs[user].get(path)
        assert page.status_code == 200, path
        missing = [word for word in ground.words if word not in page.text]
        assert not missing, (path, missing)


@pytest.mark.parametrize("user", SHUT_OUT)
async def test_nobody_else_reads_or_moves_a_case(
    ground: Ground, doors: list[Door], counted: Counted, user: str
) -> None:
    before, knocks = await as_it_is(ground), 0
    for place, some in rounds(ground, doors):
        for door, answer in await walk(ground, user).all(some, place):
            knocks += 1
            assert answer.status_code < 500, f"{door} answered {answer.status_code}"
            assert is_guarded(door, answer), door
            told = [word for word in ground.words if word in said(answer)]
            assert not told, f"{door} told {user} what is in the case"
    counted("doors", knocks)
    for then, now in zip(before, await as_it_is(ground), strict=True):
        moved = {name for name in then if then[name] != now[name]}
        assert moved <= {"awaited"}  # which letters have left meanwhile


@pytest.mark.parametrize("user", NEVER_HEARD)
async def test_whose_it_is_not_cannot_tell_it_from_one_that_is_not_there(
    ground: Ground, doors: list[Door], counted: Counted, user: str
) -> None:
    inner, waiting = [d for d in doors if _is_of_a_case(d)], ground.places[0]
    knocking = walk(ground, user)
    unknown = dict(await knocking.all(inner, UNKNOWN))
    for door, answer in await knocking.all(inner, waiting):
        same = _looks(answer, waiting) == _looks(unknown[door], UNKNOWN)
        assert same, f"{door}: {answer.status_code}, {unknown[door].status_code}"
        assert answer.status_code in (303, 401, 403, 404, 405, 410, 422), door
    counted("doors", 2 * len(inner))


def rounds(ground: Ground, doors: list[Door]) -> Iterator[tuple[Place, list[Door]]]:
    """Every door for the case that waits; for the other one, what can be another's."""
    waiting, sent = ground.places
    yield waiting, doors
    yield sent, [d for d in doors if waiting.address(d) != sent.address(d)]


def _is_of_a_case(door: Door) -> bool:
    found = OF_A_CASE.search(door.path) is not None
    return found and not ELSEWHERE.match(door.path)


def _looks(answer: httpx2.Response, place: Place) -> tuple[int, str, str]:
    to, text = answer.headers.get("location", ""), without_tokens(said(answer))
    for name in (place.task, place.reference, place.file, place.release, place.user):
        to, text = to.replace(name, "NAME"), text.replace(name, "NAME")
    return answer.status_code, to, text


async def test_a_stranger_gets_nothing_whatever_they_know(
    ground: Ground, doors: list[Door], counted: Counted
) -> None:
    inner = [door for door in doors if not ELSEWHERE.match(door.path)]
    async with browser(ground.live) as web:
        for place, some in rounds(ground, inner):
            for door, answer in await Walk(web).all(some, place):
                assert answer.status_code < 500, door
                assert is_guarded(door, answer), door
                assert not any(word in said(answer) for word in ground.words), door
    counted("doors", len(inner))


async def test_a_session_opens_no_call_and_a_token_no_page(
    ground: Ground, doors: list[Door], counted: Counted
) -> None:
    """So that no page of another site can make a browser call the JSON interface."""
    calls = [
        d for d in doors if d.path.startswith("/api/v1/") and d.path[-4:] != "json"
    ]
    pages = list(_inner_pages(doors))
    place, full = ground.places[0], ground.webs[OWNER]
    async with browser(ground.live) as by_cookie, browser(ground.live) as by_token:
        by_cookie.cookies.update(full.cookies)
        by_token.headers["Authorization"] = full.headers["Authorization"]
        for door, answer in await Walk(by_cookie, ground.csrf[OWNER]).all(calls, place):
            assert answer.status_code == 401, door
        for door, answer in await Walk(by_token, ground.csrf[OWNER]).all(pages, place):
            assert answer.status_code in (303, 401), door
            to = answer.headers.get("location", "/account/sign-in")
            assert to.startswith("/account/sign-in"), door
    counted("doors", len(calls) + len(pages))


def _inner_pages(doors: Iterable[Door]) -> Iterator[Door]:
    for door in doors:
        if door.path.startswith(("/requests", "/tasks", "/records", "/operations")):
            yield door


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS"])
async def test_a_method_that_no_door_has_opens_none(
    ground: Ground, doors: list[Door], counted: Counted, method: str
) -> None:
    paths = sorted({door.path for door in doors})
    strange = [Door(method, path) for path in paths if not LIMITED.match(path)]
    for door, answer in await walk(ground, OWNER).all(strange, ground.places[0]):
        assert answer.status_code in (400, 403, 404, 405), f"{door}"
    counted("doors", len(strange))
