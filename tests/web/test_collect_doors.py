"""What stands before the recipients' pages: hosts, queues, and answers all alike."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.clock import now
from adapters.passwords import new_locator
from domain.access import Access
from domain.release import ReleaseState
from storage.release_tables import ReleaseRow, VisitRow
from storage.tables import AttemptRow
from tests.adapters.test_settings import settings
from tests.live import Live, submit
from tests.web.recipients import (
    Shared,
    browser,
    give_address,
    is_gone,
    new_network,
    prove,
    read,
    share,
    without_tokens,
)
from web.doors import Hosts

OURS, COLLECT = "app.sharewell.example", "collect.sharewell.example"


def _over(row: ReleaseRow) -> None:
    row.expires_at = now() - timedelta(seconds=1)


def _revoked(row: ReleaseRow) -> None:
    row.state = ReleaseState.REVOKED.value


def _purged(row: ReleaseRow) -> None:
    row.purged_at = now()


def _suspended(row: ReleaseRow) -> None:
    row.suspended_at = now()


ENDS = {each.__name__: each for each in (_over, _revoked, _purged, _suspended)}


async def _ended(live: Live, how: str) -> Shared:
    sent = await share(live)
    with live.house.storehouse.writing() as store:
        ENDS[how](store.session.get_one(ReleaseRow, sent.parcel().id))
    return sent


async def _door(live: Live, path: str) -> tuple[int, int, list[str]]:
    async with browser(live) as web:
        answer = await web.get(path)
    unlike = {"set-cookie", "date"}
    headers = [
        f"{name}: {value}"
        for name, value in answer.headers.items()
        if name not in unlike
    ]
    return answer.status_code, len(without_tokens(answer.text)), sorted(headers)


# Alike from outside


@pytest.mark.parametrize("how", ENDS)
async def test_ss_01_a_link_that_is_over_looks_like_any_other(
    live: Live, how: str
) -> None:
    over, unknown = await _ended(live, how), f"/c/{new_locator()}"
    status, length, headers = await _door(live, over.path())
    other_status, other_length, other_headers = await _door(live, unknown)
    assert status == other_status == 200
    assert abs(length - other_length) <= 16
    assert headers == other_headers
    async with browser(live) as web:
        assert (await prove(web, over)).status_code == 422


async def test_ss_22_a_release_whose_end_cannot_be_read_counts_as_ended(
    live: Live,
) -> None:
    sent = await share(live)
    id, reference = sent.parcel().id, sent.reference
    async with browser(live) as web:
        await read(web, sent)
        _write(live, id, "no date at all")
        try:
            await is_gone(web, sent)
            async with browser(live) as other:
                assert (await prove(other, sent)).status_code == 422
        finally:
            _write(live, id, "2026-01-01 00:00:00.000000")
    with live.house.storehouse.reading() as store:
        steps = [each.step for each in store.troubles.of(reference)]
    assert "release_dates" in steps


def _write(live: Live, id: str, end: str) -> None:
    said = text("UPDATE releases SET expires_at = :end WHERE id = :id")
    with live.house.storehouse.writing() as store:
        store.session.connection().execute(said, {"end": end, "id": id})


# Opening changes nothing


async def test_ss_11_opening_or_previewing_a_link_changes_nothing(live: Live) -> None:
    sent = await share(live)
    before = sent.parcel()
    for agent in ("SkypeUriPreview", "Slackbot-LinkExpanding", "WhatsApp/2", "curl/8"):
        async with browser(live) as web:
            for _ in range(5):
                assert (await web.get(sent.path())).status_code == 200
                seen = await web.head(sent.path(), headers={"User-Agent": agent})
                assert seen.status_code == 200
                web.cookies.clear()
    assert sent.parcel() == before
    with live.house.storehouse.reading() as store:
        lines = store.release_log.of(before.id)
    opened = [each for each in lines if each.line.what is Access.OPENED]
    assert len(opened) == 1


# The queue


async def test_ss_01_links_that_lead_nowhere_are_one_line_of_counting(
    live: Live,
) -> None:
    async with browser(live) as web:
        for _ in range(5):
            await web.get(f"/c/{new_locator()}")
            web.cookies.clear()
    with live.house.storehouse.reading() as store:
        row = store.session.get(
            AttemptRow, ("door:unknown", int(now().timestamp() // 3600))
        )
    assert row is not None
    assert row.count >= 5


async def test_ss_04_what_a_browser_says_of_its_address_is_not_believed(
    live: Live,
) -> None:
    sent, here = await share(live), new_network()
    async with browser(live, here) as web:
        await give_address(web, sent)
        said = []
        for number in range(6):
            forged = {
                "X-Forwarded-For": f"192.0.2.{number}, {here}",
                "X-Real-IP": f"192.0.2.{number}",
                "CF-Connecting-IP": f"192.0.2.{number}",
                "True-Client-IP": f"192.0.2.{number}",
                "Forwarded": f"for=192.0.2.{number}",
            }
            web.headers.update(forged)
            fields = {"code": "none of these"}
            said.append(await submit(web, sent.path("/code"), fields))
    assert [answer.status_code for answer in said] == [422] * 4 + [429] * 2


async def test_ss_05_a_whole_ipv6_network_has_the_tries_of_one_address(
    live: Live,
) -> None:
    sent = await share(live)
    said = []
    for number in range(1, 7):
        async with browser(live, f"2001:db8:7:7::{number:x}") as web:
            await give_address(web, sent)
            fields = {"code": "none of these"}
            said.append((await submit(web, sent.path("/code"), fields)).status_code)
    assert said == [422] * 4 + [429] * 2


# Forms


async def test_ss_45_a_form_from_elsewhere_does_nothing(live: Live) -> None:
    sent = await share(live)
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    async with browser(live) as web, browser(live) as other:
        page = await read(web, sent)
        theirs = await other.get(sent.path())
        mine, other_s = (
            re.findall(r'name="csrf" value="([^"]*)"', each.text)[0]
            for each in (page, theirs)
        )
        to = sent.path("/acknowledge")
        for fields, headers in (
            ({"received": "yes"}, {}),
            ({"received": "yes", "csrf": other_s}, {}),
            ({"received": "yes", "csrf": mine}, elsewhere),
            ({"received": "yes", "csrf": mine}, {"Sec-Fetch-Site": "cross-site"}),
        ):
            for path in (to, sent.path("/not-me"), sent.path("/more-time")):
                answer = await web.post(path, data=fields, headers=headers)
                assert answer.status_code == 403
        plain = {"Content-Type": "text/plain"}
        answer = await web.post(to, content=f"csrf={mine}&received=yes", headers=plain)
        assert answer.status_code == 403
        assert (await web.get(f"{to}?_method=POST")).status_code == 405
    assert sent.parcel().state is ReleaseState.AVAILABLE


# Hosts


async def _which(request: Request) -> Response:
    return PlainTextResponse(request.url.path)


@pytest.fixture
async def two_hosts() -> AsyncIterator[httpx2.AsyncClient]:
    app = Starlette(routes=[Route("/{rest:path}", _which)])
    given = settings(public_url=f"https://{OURS}", collect_url=f"https://{COLLECT}/")
    guarded = httpx2.ASGITransport(app=Hosts(app, given))
    async with httpx2.AsyncClient(transport=guarded, base_url="http://x") as web:
        yield web


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        (OURS, "/requests", 200),
        (OURS, "/c/abc", 404),
        (OURS, "/C/abc", 404),
        (f"{OURS}:443", "/requests", 200),
        (COLLECT, "/c/abc", 200),
        (COLLECT.upper(), "/c/abc/items", 200),
        (COLLECT, "/static/app.css", 200),
        (COLLECT, "/requests", 404),
        (COLLECT, "/api/v1/requests", 404),
        (COLLECT, "/", 404),
        ("evil.example", "/c/abc", 400),
        (f"{COLLECT}.evil.example", "/c/abc", 400),
        (f"{COLLECT}/c/x?", "/requests", 400),
        (f"evil.example@{COLLECT}", "/c/abc", 400),
        (f"{COLLECT}:x", "/c/abc", 400),
        ("127.0.0.1", "/healthz", 200),
        ("127.0.0.1", "/requests", 400),
        ("[", "/c/abc", 400),
    ],
)
async def test_ss_47_each_host_has_its_own_pages_and_another_has_none(
    two_hosts: httpx2.AsyncClient, host: str, path: str, status: int
) -> None:
    headers = {"Host": host, "X-Forwarded-Host": OURS}
    assert (await two_hosts.get(path, headers=headers)).status_code == status


async def test_ss_47_two_host_names_at_once_are_none(
    two_hosts: httpx2.AsyncClient,
) -> None:
    headers = [("Host", OURS), ("Host", COLLECT)]
    assert (await two_hosts.get("/c/abc", headers=headers)).status_code == 400


async def test_a_laptop_asks_for_no_host_name() -> None:
    app = Starlette(routes=[Route("/{rest:path}", _which)])
    guarded = httpx2.ASGITransport(app=Hosts(app, settings()))
    async with httpx2.AsyncClient(transport=guarded, base_url="http://any") as web:
        assert (await web.get("/c/abc")).status_code == 200


@pytest.mark.parametrize(
    "address", ["collect.example", "ftp://c.example", "http://127.0.0.1:8001"]
)
def test_the_recipients_address_is_one_of_its_own(address: str) -> None:
    with pytest.raises(ValueError, match=r"whole address|host name of its own"):
        settings(collect_url=address)


def test_links_begin_with_the_recipients_address_where_there_is_one() -> None:
    assert settings(public_url="http://a.example/").recipient_url == "http://a.example"
    given = settings(public_url="http://a.example", collect_url="https://c.example/")
    assert given.recipient_url == "https://c.example"


async def test_ss_23_no_visit_is_left_when_it_is_closed(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        with live.house.storehouse.writing() as store:
            store.releases.end(sent.parcel().id, ReleaseState.REVOKED)
        await is_gone(web, sent)
    with live.house.storehouse.reading() as store:
        left = select(VisitRow).where(VisitRow.locator == sent.locator)
        assert store.session.exec(left).first() is None
