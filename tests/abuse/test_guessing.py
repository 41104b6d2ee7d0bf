"""Links and codes that somebody tries out: how often, from where, by which spelling."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx2
import pytest
from sqlmodel import col, func, select

from adapters.passwords import new_locator
from domain.access import Access
from storage.release_tables import AccessRow
from storage.tables import AttemptRow
from tests.abuse.knocking import has_knocked, raw
from tests.abuse.processes import web_process
from tests.live import Live, submit
from tests.web.recipients import (
    WRONG,
    Shared,
    browser,
    new_network,
    share,
    without_tokens,
)

FORGED = (
    "X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "Forwarded",
)  # fmt: skip
MOST, FEW = 60, 5


async def test_ss_01_made_up_links_are_slowed_down_and_leave_one_count(
    live: Live,
) -> None:
    lines, (rows, counted), here = _lines(live), _unknown(live), new_network()
    has_knocked(live, here, MOST - FEW)
    async with browser(live, here) as web:
        said = []
        for _ in range(3 * FEW):
            said.append(await web.get(f"/c/{new_locator()}"))
            web.cookies.clear()
        assert (await web.get("/help")).status_code == 200
    assert "Wait a little" in said[-1].text
    async with browser(live) as elsewhere:
        assert (await elsewhere.get(f"/c/{new_locator()}")).status_code == 200
    assert [answer.status_code for answer in said[:FEW]] == [200] * FEW
    assert len({without_tokens(answer.text) for answer in said[:FEW]}) == 1
    assert {answer.status_code for answer in said[2 * FEW :]} == {429}
    assert 0 < int(said[-1].headers["Retry-After"]) <= 60
    assert _lines(live) == lines
    after, count = _unknown(live)
    assert after - rows <= 2  # one for each hour
    assert count - counted >= FEW


def _unknown(live: Live) -> tuple[int, int]:
    """The rows of counting for links that lead nowhere, and what they come to."""
    of_unknown = select(AttemptRow).where(AttemptRow.name == "door:unknown")
    with live.house.storehouse.reading() as store:
        rows = store.session.exec(of_unknown).all()
    return len(rows), sum(row.count for row in rows)


def _lines(live: Live) -> int:
    opened = col(AccessRow.what) == Access.OPENED.value
    with live.house.storehouse.reading() as store:
        query = select(func.count()).select_from(AccessRow).where(opened)
        return store.session.exec(query).one()


async def test_ss_01_a_live_link_looks_like_one_that_leads_nowhere(live: Live) -> None:
    sent = await share(live)
    pages = []
    for path in (sent.path(), f"/c/{new_locator()}"):
        async with browser(live) as web:
            pages.append(await web.get(path))
    one, other = pages
    assert without_tokens(one.text) == without_tokens(other.text)
    assert one.status_code == other.status_code == 200
    assert [*one.headers] == [*other.headers]


PAGES = (
    ("GET", ""), ("HEAD", ""), ("POST", "/start"), ("GET", "/code"), ("POST", "/code"),
    ("GET", "/new-code"), ("POST", "/new-code"), ("POST", "/not-me"),
    ("GET", "/items"), ("GET", "/terms"), ("POST", "/sign-in"),
)  # fmt: skip


SPELLINGS = (
    "/c/LINK", "/c/LINK/", "/C/LINK", "/c/UPPER", "/%63/LINK", "/%43/LINK",
    "/c/%2e%2e/c/LINK", "/c/./LINK", "/./c/LINK", "/c//LINK", "//c/LINK",
    "/c/LINK?a=b", "/c/LINK;a=b", "/c/LINK%00", "/c/LINK%2fitems", "/x/../c/LINK",
    "/c%2fLINK", "/%2563/LINK", "http://x/c/LINK", "http://x//c/LINK",
)  # fmt: skip
"""Other ways to write the address of a link, for a server to stumble over."""


async def test_ss_03_every_page_below_a_link_counts_towards_one_limit(
    live: Live,
) -> None:
    link, here = new_locator(), new_network()
    has_knocked(live, here, MOST - len(PAGES))
    async with browser(live, here) as web:
        web.follow_redirects = False
        for method, page in PAGES:
            answer = await web.request(method, f"/c/{link}{page}")
            assert answer.status_code != 429, (method, page)
        await _comes_as_often_again(web, link)
        for method, page in (*PAGES, ("OPTIONS", ""), ("PUT", ""), ("DELETE", "/code")):
            answer = await web.request(method, f"/c/{link}{page}")
            assert answer.status_code == 429, (method, page)


async def _comes_as_often_again(web: httpx2.AsyncClient, link: str) -> None:
    """The minute may have ended meanwhile, and the count with it."""
    for method, page in PAGES:
        await web.request(method, f"/c/{link}{page}")


@pytest.mark.parametrize("way", SPELLINGS)
async def test_ss_03_no_spelling_goes_round_the_limit(live: Live, way: str) -> None:
    here, link = new_network(), new_locator()
    has_knocked(live, here, MOST)
    spelled = way.replace("LINK", link).replace("UPPER", link.upper())
    said = await raw(
        live.address, f"GET {spelled} HTTP/1.1", "Host: x", f"X-Forwarded-For: {here}"
    )
    # What is not counted must lead nowhere at all.
    assert said.status in (400, 404, 429)
    assert "set-cookie" not in said.headers
    if said.status == 404:
        assert b'name="csrf"' not in said.body


async def test_ss_03_a_method_that_a_page_does_not_have_is_refused(live: Live) -> None:
    link = new_locator()
    async with browser(live) as web:
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            for page in ("", "/code", "/items"):
                answer = await web.request(method, f"/c/{link}{page}")
                assert answer.status_code == 405, (method, page)
        assert (await web.get(f"/c/{link}/start")).status_code == 405
        assert (await web.post(f"/c/{link}/receipt")).status_code == 405


async def _guess(web: httpx2.AsyncClient, sent: Shared, times: int) -> list[int]:
    """So many wrong codes, each from another address if one believed the browser."""
    await submit(web, sent.path(), {"email": sent.email}, to=sent.path("/start"))
    statuses = []
    for number in range(times):
        said = dict.fromkeys(FORGED, f"192.0.2.{number}")
        said["Forwarded"] = f"for=192.0.2.{number}"
        if "X-Forwarded-For" in web.headers:
            said.pop("X-Forwarded-For")
        shown = await web.get(sent.path("/code"), headers=said)
        fields = {"csrf": shown.text.split('name="csrf" value="')[1].split('"')[0]}
        fields["code"] = WRONG
        answer = await web.post(sent.path("/code"), data=fields, headers=said)
        statuses.append(answer.status_code)
    return statuses


def _networks(live: Live, sent: Shared) -> set[str]:
    with live.house.storehouse.reading() as store:
        lines = store.release_log.of(sent.parcel().id)
    return {e.line.where.network for e in lines if e.line.what is Access.CODE_WRONG}


async def test_ss_04_without_a_trusted_proxy_nothing_but_the_line_counts(
    live: Live,
) -> None:
    sent = await share(live)
    settings = {"trusted_proxies": "203.0.113.9", "collect_per_minute": "600"}
    async with (
        web_process(live, **settings) as address,
        httpx2.AsyncClient(base_url=address, follow_redirects=True) as web,
    ):
        assert await _guess(web, sent, 6) == [422] * 4 + [429] * 2
    assert _networks(live, sent) == {"127.0.0.0/24"}


async def test_ss_04_behind_a_proxy_the_hop_that_it_added_counts(live: Live) -> None:
    sent, here = await share(live), "198.51.100.77"
    async with browser(live, f"192.0.2.1, 2001:db8::1, {here}") as web:
        assert await _guess(web, sent, 6) == [422] * 4 + [429] * 2
    assert _networks(live, sent) == {"198.51.100.0/24"}


@pytest.fixture
async def three_processes(live: Live) -> AsyncIterator[list[str]]:
    async with AsyncExitStack() as running:
        more = [await running.enter_async_context(web_process(live)) for _ in range(2)]
        yield [live.address, *more]


async def test_ss_05_three_processes_and_a_whole_network_have_the_tries_of_one(
    live: Live, three_processes: list[str]
) -> None:
    sent, said = await share(live), []
    for number in range(20):
        headers = {"X-Forwarded-For": f"2001:db8:5:5::{number + 1:x}"}
        async with httpx2.AsyncClient(
            base_url=three_processes[number % 3], headers=headers, follow_redirects=True
        ) as web:
            await submit(
                web, sent.path(), {"email": sent.email}, to=sent.path("/start")
            )
            answer = await submit(web, sent.path("/code"), {"code": WRONG})
            said.append(answer.status_code)
    assert said == [422] * 4 + [429] * 16
    assert sent.parcel().locked_at is None
