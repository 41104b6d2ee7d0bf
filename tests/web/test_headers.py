"""What every answer carries, and what is refused before anything is done."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from secrets import token_urlsafe

import httpx2
import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from adapters.passwords import new_locator
from casework.accounts import NewAccount
from casework.lists import Lists
from domain.people import Role
from domain.release import ReleaseState
from storage.mail import Caught
from storage.release_tables import VisitRow
from tests.live import TOKEN, Live, submit
from tests.web.recipients import browser, give_address, new_network, prove, share
from web.pages import create_pages
from web.rendering import static_url

SIGN_IN = "/account/sign-in"
ANSWERS = {
    "/": 303,
    SIGN_IN: 200,
    "/help": 200,
    "/nowhere": 404,
    "/healthz": 200,
    "/c/nowhere": 200,
    "/c/nowhere/items": 404,
    "/c/%00": 404,
    "/static/app.css": 200,
    "/static/../pyproject.toml": 404,
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
async def test_every_kind_of_answer_carries_the_same_protection(
    live: Live, path: str, status: int
) -> None:
    async with browser(live) as web:
        answer = await web.get(path, follow_redirects=False)
    assert answer.status_code == status
    _is_protected(answer, path)


@pytest.mark.parametrize("path", [SIGN_IN, "/c/nowhere/start", "/healthz"])
async def test_refusals_carry_it_too(live: Live, path: str) -> None:
    async with browser(live) as web:
        for answer in (await web.post(path, data={"csrf": "x"}), await web.put(path)):
            assert answer.status_code in (403, 404, 405)
            _is_protected(answer, path)


def _is_protected(answer: httpx2.Response, path: str) -> None:
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == (
        "no-cache" if answer.status_code == 200 and "/static/" in path else "no-store"
    )
    rules = headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules
    assert ("script-src" in rules) == (not path.startswith("/c/"))


async def test_static_files_are_kept_for_good_only_under_their_mark(
    live: Live,
) -> None:
    async with browser(live) as web:
        marked = await web.get(static_url("app.css"))
        bare = await web.get("/static/app.css")
    assert "immutable" in marked.headers["Cache-Control"]
    assert bare.headers["Cache-Control"] == "no-cache"


async def test_looking_at_a_link_uses_nothing_up(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        for _ in range(10):
            looked = await web.head(sent.path())
            assert looked.status_code == 200
            assert not looked.content
        assert "set-cookie" not in looked.headers
        assert _visits(live, sent.locator) == 0
        for page in ("", "/not-me", "/code", "/items", "/acknowledge", "/stopped"):
            for _ in range(2):
                await web.get(sent.path(page))
        assert (await give_address(web, sent)).status_code == 200
    parcel = sent.parcel()
    assert (parcel.state, parcel.opened_at) == (ReleaseState.AVAILABLE, None)


def _visits(live: Live, locator: str) -> int:
    counted = select(func.count()).where(VisitRow.locator == locator)
    with live.house.storehouse.reading() as store:
        return store.session.exec(counted).one()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://["},
        {"Origin": "https://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(
    live: Live, headers: dict[str, str]
) -> None:
    door = f"/c/{new_locator()}"
    fields = {"email": "rae@estuary.example"}
    async with browser(live) as web:
        hidden = dict(TOKEN.findall((await web.get(door)).text))
        refused = await web.post(f"{door}/start", data=hidden | fields, headers=headers)
        hidden = dict(TOKEN.findall((await web.get(SIGN_IN)).text))
        same = await web.post(SIGN_IN, data=hidden | fields, headers=headers)
    assert (refused.status_code, same.status_code) == (403, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_our_own_form_is_taken_as_browsers_send_it(
    live: Live, headers: dict[str, str]
) -> None:
    """With no referrer allowed, browsers call the origin of our own forms null."""
    door = f"/c/{new_locator()}"
    async with browser(live) as web:
        hidden = dict(TOKEN.findall((await web.get(door)).text))
        fields = hidden | {"email": "rae@estuary.example"}
        page = await web.post(f"{door}/start", data=fields, headers=headers)
    assert page.url.path == f"{door}/code"


@pytest.mark.parametrize("page", ["start", "code", "not-me", "leave"])
@pytest.mark.parametrize("csrf", ["", "x", "é"])
async def test_a_form_with_a_wrong_token_is_refused(
    live: Live, page: str, csrf: str
) -> None:
    door = f"/c/{new_locator()}"
    async with browser(live) as web:
        await submit(web, door, {"email": "rae@estuary.example"}, to=f"{door}/start")
        answer = await web.post(f"{door}/{page}", data={"csrf": csrf})
    assert answer.status_code == 403


async def test_a_recipient_who_is_inside_needs_the_token_as_well(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await prove(web, sent)
        fields = {"csrf": "x", "role": "Duty social worker", "accept": "yes"}
        refused = await web.post(sent.path("/terms"), data=fields)
        assert refused.status_code == 403
        assert (await web.get(sent.path("/items"))).url.path == sent.path("/terms")


async def test_the_token_of_one_browser_is_worth_nothing_in_another(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web, browser(live) as other:
        hidden = dict(TOKEN.findall((await web.get(sent.path())).text))
        await other.get(sent.path())
        answer = await other.post(sent.path("/not-me"), data=hidden)
    assert answer.status_code == 403
    assert sent.parcel().state is ReleaseState.AVAILABLE


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/a\r\nLocation: //evil.example",
        " //evil.example",
    ],
)
async def test_signing_in_never_leads_to_another_site(live: Live, target: str) -> None:
    login = live.logins["pat"]
    fields = {"email": login.email, "password": login.password}
    async with browser(live) as web:
        shown = await web.get(SIGN_IN, params={"next": target})
        hidden = dict(TOKEN.findall(shown.text))
        assert 'name="next" value="/"' in shown.text
        answer = await web.post(
            SIGN_IN, data=hidden | fields | {"next": target}, follow_redirects=False
        )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


async def test_more_than_we_take_is_refused(live: Live) -> None:
    async with browser(live) as web:
        web.headers["Content-Type"] = "application/x-www-form-urlencoded"
        whole = await web.post(SIGN_IN, content=b"x" * (1024 * 1024 + 1))
        parts = await web.post(SIGN_IN, content=_endless())
    for answer in (whole, parts):
        assert answer.status_code == 413
        _is_protected(answer, SIGN_IN)


async def _endless() -> AsyncIterator[bytes]:
    for _ in range(20):
        yield b"x" * 100_000


class BrokenLists(Lists):
    """A part of casework with a bug in it."""

    def caught_mail(self) -> list[Caught]:
        raise ZeroDivisionError("private words")


def test_our_own_mistake_is_a_page_that_gives_nothing_away(live: Live) -> None:
    broken = replace(live.house, lists=BrokenLists(live.house.storehouse))
    with TestClient(create_pages(broken), raise_server_exceptions=False) as web:
        answer = web.get("/mail")
    assert answer.status_code == 500
    assert "ring 999 now" in answer.text
    assert "private words" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


async def test_wrong_passwords_are_counted(live: Live) -> None:
    email, password = "throwaway@larkhill.example", token_urlsafe(20)
    account = NewAccount(email, "Ro Lane", (Role.PRACTITIONER,), "larkhill")
    live.house.accounts.add(account, password)
    async with browser(live) as web:
        for _ in range(5):
            wrong = await _sign_in(web, email, "wrong")
            assert wrong.status_code == 422
            assert "wrong" not in wrong.text
        late = await _sign_in(web, email, password)
    assert late.status_code == 429
    assert re.search(r"Try again in \d+ minutes", late.text)


async def test_one_network_cannot_try_every_account(live: Live) -> None:
    network = new_network()
    async with browser(live, network) as web:
        for number in range(20):
            await _sign_in(web, f"nobody-{number}@larkhill.example", "wrong")
        late = await _sign_in(web, "nobody@larkhill.example", "wrong")
        assert late.status_code == 429
    async with browser(live) as elsewhere:
        other = await _sign_in(elsewhere, "nobody@larkhill.example", "wrong")
    assert other.status_code == 422


async def _sign_in(
    web: httpx2.AsyncClient, email: str, password: str
) -> httpx2.Response:
    return await submit(web, SIGN_IN, {"email": email, "password": password})
