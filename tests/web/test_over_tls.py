"""What is different where the address begins with https, as it does for real people."""

from collections.abc import AsyncIterator

import httpx2
import pytest
import pytest_asyncio
from starlette.testclient import TestClient

from adapters.settings import Settings
from api.main import create_app
from domain.people import Role
from tests.live import TOKEN, Live
from tests.web.gate import SIGN_IN, gate, give_password, somebody

HOST = "desk.fellgate.example"
PAGES = (SIGN_IN, "/account/forgotten", "/c/nowhere", "/n", "/cookies")


async def over_tls(live: Live, **more: object) -> AsyncIterator[TestClient]:
    changes = {"public_url": f"https://{HOST}", "catcher_port": 0, **more}
    app = await create_app(live.stack.settings.model_copy(update=changes))
    yield TestClient(app, base_url=f"https://{HOST}", raise_server_exceptions=False)
    app.state.house.storehouse.database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web(live: Live) -> AsyncIterator[TestClient]:
    async for client in over_tls(live):
        yield client


@pytest.mark.parametrize("page", PAGES)
async def test_every_cookie_is_of_this_host_alone(web: TestClient, page: str) -> None:
    set_now = web.get(page).headers.get_list("set-cookie")
    assert set_now or page in ("/cookies", "/c/nowhere")
    for cookie in set_now:
        assert cookie.startswith("__Host-"), cookie
        said = {part.strip().casefold() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/"} <= said, cookie
        assert {"samesite=lax", "samesite=strict"} & said, cookie


async def test_signing_in_and_out_sets_and_drops_the_same_cookie(
    live: Live, web: TestClient
) -> None:
    email = somebody(live, "perrin", Role.PRACTITIONER)
    login = {"email": email, "password": live.logins["perrin"].password}
    hidden = dict(TOKEN.findall(web.get(SIGN_IN).text))
    web.post(SIGN_IN, data=hidden | login)
    assert "__Host-sharewell" in web.cookies
    csrf = dict(TOKEN.findall(web.get("/account").text))["csrf"]
    out = web.post("/account/sign-out", data={"csrf": csrf}, follow_redirects=False)
    (dropped,) = out.headers.get_list("set-cookie")
    assert "Secure" in dropped
    assert "__Host-sharewell" not in web.cookies


@pytest.mark.parametrize(
    ("below", "words"),
    [(False, "max-age=31536000"), (True, "max-age=31536000; includeSubDomains")],
)
async def test_browsers_insist_on_tls_below_this_host_only_where_that_is_set(
    live: Live, below: bool, words: str
) -> None:
    async for web in over_tls(live, hsts_subdomains=below):
        assert web.get("/healthz").headers["Strict-Transport-Security"] == words


async def test_scripts_make_no_markup_and_nobody_makes_a_policy(
    web: TestClient,
) -> None:
    rules = web.get(SIGN_IN).headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in rules
    assert "trusted-types 'none'" in rules


async def test_no_answer_repeats_a_host_that_is_not_ours(web: TestClient) -> None:
    for path in ("/", "/requests", "/requests/", SIGN_IN, "/api/v1/requests"):
        answer = web.get(path, headers={"Host": "evil.example"}, follow_redirects=False)
        assert answer.status_code == 400
        assert "evil" not in answer.text + str(answer.headers)


def test_that_it_is_off_unless_somebody_says_so() -> None:
    assert Settings.model_fields["hsts_subdomains"].default is False


async def test_the_browser_that_was_used_least_lately_makes_room(live: Live) -> None:
    email = somebody(live, "widdow", Role.PRACTITIONER)
    async with gate(live, sessions_most=2) as here:
        browsers: list[httpx2.AsyncClient] = []
        for _ in range(3):
            browsers.append(here.browser())
            assert (await give_password(browsers[-1], email)).url.path == "/requests"
        ended = [(await web.get("/requests")).url.path == SIGN_IN for web in browsers]
        for web in browsers:
            await web.aclose()
    assert ended == [True, False, False]


@pytest.mark.parametrize("csrf", ["é", "\x00", "x" * 9000])
async def test_a_form_of_the_door_with_a_strange_token_is_refused(
    web: TestClient, csrf: str
) -> None:
    for page in (SIGN_IN, "/account/forgotten", "/account/back"):
        web.get(SIGN_IN)
        answer = web.post(page, data={"csrf": csrf, "email": "a@b.example"})
        assert answer.status_code == 403


@pytest.mark.parametrize("odd", [b"\xff\xfe", b"a" * 9000, b'"', b"=;=;", b"\xc3\x28"])
async def test_a_strange_cookie_token_or_range_opens_and_breaks_nothing(
    web: TestClient, odd: bytes
) -> None:
    cookie = b"__Host-sharewell=" + odd + b"; __Host-sharewell-away=a." + odd + b".b"
    page = web.get("/requests", headers={b"Cookie": cookie}, follow_redirects=False)
    assert page.status_code == 303
    back = web.get("/account/back?state=x&code=y", headers={b"Cookie": cookie})
    assert back.status_code == 422
    call = web.get("/api/v1/requests", headers={b"Authorization": b"Bearer " + odd})
    assert call.status_code == 401
    assert call.headers["content-type"] == "application/problem+json"
    for asked in (b"bytes=" + odd, b"bytes=9-1", b"bytes=-", b"bytes=0-1," * 500, odd):
        part = web.get("/static/app.css", headers={b"Range": asked})
        assert part.status_code in (200, 206, 400, 416), asked


async def test_an_account_that_asks_too_often_has_to_wait_and_no_other(
    live: Live,
) -> None:
    email = somebody(live, "quilter", Role.PRACTITIONER)
    async with gate(live, asks_per_minute=60) as here:
        async with here.browser() as web:
            await give_password(web, email)
            late = await asked_until_refused(web, "/account", {})
            token = here.house.accounts.create_token(email, None)
            bearer = {"Authorization": f"Bearer {token}"}
            call = await asked_until_refused(web, "/api/v1/account/sessions", bearer)
        async with here.browser() as other:
            await give_password(other, somebody(live, "thatcher", Role.PRACTITIONER))
            assert (await other.get("/account")).status_code == 200
    assert late.status_code == call.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 60
    assert call.json()["type"] == "urn:sharewell:problem:too_often"
    assert "Wait a little" in late.text


async def asked_until_refused(
    web: httpx2.AsyncClient, path: str, headers: dict[str, str]
) -> httpx2.Response:
    """The last answer: of so many, 61 are within one minute, whenever one begins."""
    for _ in range(180):
        answer = await web.get(path, headers=headers)
        if answer.status_code == 429:
            break
    return answer
