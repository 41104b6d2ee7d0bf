"""Knocks at every door: as a stranger, and from another organisation.

In every role, and with every name that belongs to a case: tests/sweep.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx2
import pytest
import pytest_asyncio

from api.main import create_app
from tests.live import Live
from tests.web.doors import Answer, Door, csrf_of, doors_of, knock
from tests.web.recipients import Shared, browser, share

KNOWN = {
    Door("GET", "/"),
    Door("GET", "/account/sign-in"),
    Door("GET", "/c/{locator}"),
    Door("POST", "/c/{locator}/acknowledge"),
    Door("GET", "/healthz"),
    Door("GET", "/help"),
    Door("GET", "/mail"),
    Door("GET", "/requests"),
    Door("GET", "/tasks"),
    Door("GET", "/operations"),
    Door("GET", "/records"),
    Door("GET", "/api/v1/requests"),
    Door("GET", "/api/v1/requests/{reference}"),
    Door("GET", "/static/{file}"),
    Door("HEAD", "/c/{locator}/items/{object}/file"),
    Door("POST", "/requests/{reference}/drafts/{page:path}"),
}
"""Doors of every part of the application: when one is missed, the sweep is blind."""

PUBLIC = {
    Door("GET", "/account/sign-in"),
    Door("GET", "/account/forgotten"),
    Door("GET", "/account/forgotten/sent"),
    Door("GET", "/account/new-password"),
    Door("GET", "/account/signed-out"),
    Door("GET", "/account/signed-out/{provider}"),
    Door("GET", "/accessibility"),
    Door("GET", "/api/v1/openapi.json"),
    Door("HEAD", "/api/v1/openapi.json"),
    Door("GET", "/c/{locator}"),
    Door("HEAD", "/c/{locator}"),
    Door("GET", "/c/{locator}/left"),
    Door("GET", "/c/{locator}/not-me"),
    Door("GET", "/c/{locator}/stopped"),
    Door("GET", "/cookies"),
    Door("GET", "/healthz"),
    Door("GET", "/help"),
    Door("GET", "/mail"),
    Door("GET", "/n"),
    Door("HEAD", "/n"),
    Door("GET", "/n/closed"),
    Door("GET", "/n/stopped"),
    Door("GET", "/privacy"),
    Door("GET", "/readyz"),
}
"""Everything that a stranger is shown. What is added here is added on purpose."""

REFUSED = {401, 403, 404, 405, 422}
UNKNOWN = "SR-0000-0000"
ELSEWHERE = ("mina", "noor")
"""An adviser, and whoever watches and reads records, of another organisation."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(live: Live) -> list[Door]:
    app = await create_app(live.stack.settings)
    app.state.house.storehouse.database.close()
    return sorted(set(doors_of(app)))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def case(live: Live) -> AsyncIterator[Shared]:
    """A case of Larkhill Vale School; nobody of Tidewater may know of it."""
    yield await share(live)


async def insider(live: Live, user: str) -> httpx2.AsyncClient:
    """One person with both their browser session and their API token."""
    web = await live.browser(user)
    web.headers["Authorization"] = f"Bearer {live.token(user)}"
    return web


def test_the_walker_sees_every_part_of_the_application(doors: list[Door]) -> None:
    assert set(doors) >= KNOWN | PUBLIC
    assert any(door.has_parameter for door in doors)


async def test_a_stranger_is_shown_nothing_but_the_public_pages(
    live: Live, doors: list[Door], case: Shared
) -> None:
    shown = set()
    async with browser(live) as web:
        for door in doors:
            web.cookies.clear()
            answer = await knock(web, door, case.reference)
            if answer.status == 200:
                shown.add(door)
            elif not (answer.status == 303 and _is_sign_in(answer)):
                assert answer.status in REFUSED, f"{door} answered {answer.status}"
    # A reference is no locator, so the recipient's pages are closed to it as well.
    at_the_door = {door for door in PUBLIC if door.path.startswith("/c/")}
    assert shown == PUBLIC - at_the_door, f"of {len(doors)} doors tried"


async def test_a_strangers_link_shows_nothing_but_the_door(
    live: Live, doors: list[Door], case: Shared
) -> None:
    async with browser(live) as web:
        for door in (each for each in doors if each.path.startswith("/c/")):
            web.cookies.clear()
            answer = await knock(web, door, case.locator)
            assert (answer.status == 200) == (door in PUBLIC), f"{door}: {answer}"
            assert case.number not in answer.text


@pytest.mark.parametrize("user", ELSEWHERE)
async def test_a_case_of_another_organisation_is_one_that_does_not_exist(
    live: Live, doors: list[Door], case: Shared, user: str
) -> None:
    values = (case.reference, _task(live, case), case.parcel().id)
    inner = [door for door in doors if door.has_parameter and not _is_for_anybody(door)]
    assert inner, "no door takes a reference: the sweep is blind"
    async with aclosing(await insider(live, user)) as web:
        csrf = await csrf_of(web)
        for door in inner:
            unknown = await knock(web, door, UNKNOWN, csrf)
            for value in values:
                answer = await knock(web, door, value, csrf)
                said = f"{door} of {len(inner)}: {answer.status}, {unknown.status}"
                assert answer == unknown, said
            assert _is_refusal(unknown), f"{door} answered {unknown.status}"


def _is_for_anybody(door: Door) -> bool:
    """Recipients have no organisation, and rules are the same for everybody."""
    same = ("/c/", "/api/v1/rulesets", "/account/signed-out/")
    return door.path.startswith(same)


def _is_sign_in(answer: Answer) -> bool:
    """On to the first page there is for whoever has no session."""
    return answer.to.startswith("/account/sign-in") or answer.to == "/"


def _is_refusal(answer: Answer) -> bool:
    """A page may also send people to their own first page; never to a case."""
    return answer.status in REFUSED or (
        answer.status == 303 and "VALUE" not in answer.to
    )


def _task(live: Live, case: Shared) -> str:
    with live.house.storehouse.reading() as store:
        found = store.tasks.live(case.reference)
    return found.id if found else f"{case.reference}-task"
