"""Host names that are made up: no page, no right and no link follows from them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.abuse.knocking import raw
from tests.abuse.processes import web_process
from tests.live import Live, until
from tests.web.recipients import Shared, share

OURS, COLLECT = "app.weirside.example", "collect.weirside.example"
EVIL = "evil.example"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(live: Live) -> AsyncIterator[str]:
    """Where a web process listens that knows its two host names."""
    urls = {"public_url": f"https://{OURS}", "collect_url": f"https://{COLLECT}"}
    async with web_process(live, **urls, collect_per_minute="600") as listens:
        yield listens


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sent(live: Live) -> Shared:
    return await share(live)


@pytest.mark.parametrize(
    ("path", "hosts", "status"),
    [
        ("/c/LINK", [COLLECT], 200),
        ("/c/LINK", [OURS], 404),
        ("/requests", [OURS], 303),
        ("/requests", [COLLECT], 404),
        ("/c/LINK", [EVIL], 400),
        ("/requests", [EVIL], 400),
        ("/api/v1/requests", [EVIL], 400),
        ("/c/LINK", [f"{COLLECT}.{EVIL}"], 400),
        ("/c/LINK", [f"{EVIL}#{COLLECT}"], 400),
        ("/c/LINK", [f"{EVIL}@{COLLECT}:x"], 400),
        ("/requests", [f"{COLLECT}/c/LINK?"], 400),
        ("/requests", [f"{OURS}/c/LINK?"], 400),
        ("/c/LINK", [f"{COLLECT}/requests#"], 400),
        ("/c/LINK", [COLLECT, OURS], 400),
        ("/c/LINK", [COLLECT, EVIL], 400),
        ("/c/LINK", [], 400),
        ("/c/LINK", [""], 400),
        (f"http://{EVIL}/c/LINK", [COLLECT], 200),
        (f"http://{EVIL}/requests", [COLLECT], 404),
        (f"http://{COLLECT}/requests", [COLLECT], 404),
        (f"http://{COLLECT}/c/LINK", [EVIL], 400),
        (f"http://{COLLECT}/c/LINK", [OURS], 404),
    ],
)
async def test_ss_47_what_is_answered_follows_from_the_path_that_is_served(
    address: str, sent: Shared, path: str, hosts: list[str], status: int
) -> None:
    where = path.replace("LINK", sent.locator)
    lines = [f"Host: {each.replace('LINK', sent.locator)}" for each in hosts]
    said = await raw(address, f"GET {where} HTTP/1.1", *lines)
    assert said.status == status
    if status != 200:
        assert b"Your work email address" not in said.body
    assert said.status == 400 or said.headers["cache-control"] == "no-store"
    location = said.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-Host", "Forwarded"],
)
async def test_ss_47_other_headers_name_no_host_and_no_path(
    address: str, sent: Shared, header: str
) -> None:
    value = f"host={EVIL}" if header == "Forwarded" else f"{EVIL}/requests"
    lines = (f"Host: {COLLECT}", f"{header}: {value}", "X-Forwarded-Proto: https")
    said = await raw(address, f"GET {sent.path()} HTTP/1.1", *lines)
    assert said.status == 200
    assert EVIL.encode() not in said.body
    other = await raw(address, "GET /requests HTTP/1.1", *lines)
    assert other.status == 404


async def test_ss_47_links_in_mail_come_from_the_settings(
    live: Live, address: str
) -> None:
    """Whatever host the act was sent to: here the sender writes again by another."""
    sent = await share(live)
    token = live.token("pat")
    resend = f"POST /api/v1/releases/{sent.parcel().id}/resend HTTP/1.1"
    body = b"{}"
    said = await raw(
        address, resend, f"Host: {OURS}", f"X-Forwarded-Host: {EVIL}",
        f"Authorization: Bearer {token}", "Content-Type: application/json",
        f"Content-Length: {len(body)}", body=body,
    )  # fmt: skip
    assert said.status in (200, 202)

    def links() -> list[str]:
        letters = [m for m in live.mail() if sent.number in str(m["Subject"])]
        return [m.get_payload(decode=True).decode() for m in letters]  # type: ignore[union-attr] # plain text

    async def came_twice() -> bool:
        return len(links()) == 2

    await until(came_twice)
    for text in links():
        assert f"{live.address}/c/{sent.locator}" in text
        assert EVIL not in text
