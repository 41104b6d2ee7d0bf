"""Signing in with one's own organisation: believed when it all fits, and only then."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from adapters.providers import SignIn
from api.main import create_app
from cli.embedded import free_port
from domain.channels import Channel
from storage.release_tables import ReleaseRow
from tests.live import Live, submit
from tests.provider import CLIENT, SECRET, Provider, serving, signing_in
from tests.web.recipients import Shared, browser, new_network, share

DOMAIN = "estuary.example"


@asynccontextmanager
async def at_work(live: Live) -> AsyncIterator[tuple[httpx2.AsyncClient, Provider]]:
    """A browser at a Sharewell that knows an organisation's sign-in."""
    port = free_port()
    async with signing_in("nobody@estuary.example") as provider:
        known = SignIn(
            domain=DOMAIN,
            issuer=provider.issuer,
            client_id=CLIENT,
            client_secret=SecretStr(SECRET),
        )
        changes: dict[str, Any] = {
            "sign_ins": (known,),
            "catcher_port": 0,
            "public_url": f"http://127.0.0.1:{port}",
        }
        settings = live.stack.settings.model_copy(update=changes)
        app = await create_app(settings)
        async with (
            serving(app, port),
            httpx2.AsyncClient(
                base_url=settings.public_url,
                follow_redirects=True,
                timeout=15,
                headers={"X-Forwarded-For": new_network()},
            ) as web,
        ):
            yield web, provider
        app.state.house.storehouse.database.close()


async def sent_to_organisation(live: Live) -> Shared:
    sent = await share(live)
    with live.house.storehouse.writing() as store:
        row = store.session.get_one(ReleaseRow, sent.parcel().id)
        row.channel = Channel.ORGANISATION.value
    return sent


async def sign_in(web: httpx2.AsyncClient, sent: Shared) -> httpx2.Response:
    """As far as the page one comes back to."""
    page = await submit(web, sent.path(), {"email": sent.email}, sent.path("/start"))
    assert "Sign in with your organisation" in page.text
    page = await submit(web, sent.path("/code"), {}, sent.path("/sign-in"))
    assert page.status_code == 200
    there = page.text.partition('href="http://127.0.0.1:')[2].partition('"')[0]
    return await web.get(f"http://127.0.0.1:{there}".replace("&amp;", "&"))


async def go_on(web: httpx2.AsyncClient, back: httpx2.Response) -> httpx2.Response:
    """Press the button on the page one comes back to."""
    fields = {name: back.url.params[name] for name in ("state", "code")}
    return await submit(web, str(back.url), fields, "/c/back")


async def test_whoever_signs_in_as_the_recipient_gets_in(live: Live) -> None:
    sent = await sent_to_organisation(live)
    async with at_work(live) as (web, provider):
        provider.email = sent.email.upper()
        back = await sign_in(web, sent)
        assert "Your organisation has answered" in back.text
        assert sent.parcel().opened_at is None
        page = await go_on(web, back)
        assert page.url.path == sent.path("/terms")
        assert (await go_on_again(web, back)).status_code == 404


async def go_on_again(
    web: httpx2.AsyncClient, back: httpx2.Response
) -> httpx2.Response:
    return await web.get(str(back.url))


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "somebody@estuary.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"nonce": "another"},
        {"aud": "somebody-else"},
        {"azp": "somebody-else"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_000_000_000},
        {"email": None},
    ],
    ids=lambda claims: str(next(iter(claims.items()))),
)
async def test_what_does_not_fit_lets_nobody_in(
    live: Live, claims: dict[str, Any]
) -> None:
    sent = await sent_to_organisation(live)
    async with at_work(live) as (web, provider):
        provider.email, provider.claims = sent.email, claims
        page = await go_on(web, await sign_in(web, sent))
        assert page.status_code == 422
        assert "We could not sign you in" in page.text
        assert (await web.get(sent.path("/terms"))).url.path == sent.path("/code")


async def test_an_answer_signed_by_somebody_else_lets_nobody_in(live: Live) -> None:
    sent = await sent_to_organisation(live)
    async with at_work(live) as (web, provider):
        provider.email = sent.email
        provider.signs_with = RSAKey.generate_key(2048)
        page = await go_on(web, await sign_in(web, sent))
    assert page.status_code == 422


async def test_an_answer_opens_nothing_in_another_browser(live: Live) -> None:
    sent = await sent_to_organisation(live)
    async with at_work(live) as (web, provider):
        provider.email = sent.email
        back = await sign_in(web, sent)
        mine = dict(web.cookies)
        web.cookies.clear()
        assert (await web.get(str(back.url))).status_code == 404
        await web.get(sent.path())
        assert (await web.get(str(back.url))).status_code == 404
        web.cookies.clear()
        web.cookies.update(mine)
        forged = str(back.url.copy_with(params={"state": "x", "code": "code-0"}))
        assert (await web.get(forged)).status_code == 404


async def test_who_signs_in_gets_into_nothing_that_is_opened_by_words(
    live: Live,
) -> None:
    sent = await share(live)
    async with at_work(live) as (web, provider):
        provider.email = sent.email
        page = await go_on(web, await sign_in(web, sent))
    assert page.status_code == 422


async def test_where_nobody_signs_in_it_is_not_offered(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        fields = {"email": sent.email}
        page = await submit(web, sent.path(), fields, sent.path("/start"))
        assert "Sign in with your organisation" not in page.text
        page = await submit(web, sent.path("/code"), {}, sent.path("/sign-in"))
    assert page.status_code == 404


async def test_an_organisation_that_is_away_is_said_plainly(live: Live) -> None:
    sent = await sent_to_organisation(live)
    async with at_work(live) as (web, provider):
        provider.issuer = "http://127.0.0.1:1"  # it says that it is somebody else
        fields = {"email": sent.email}
        await submit(web, sent.path(), fields, sent.path("/start"))
        page = await submit(web, sent.path("/code"), {}, sent.path("/sign-in"))
    assert page.status_code == 503
    assert "We could not sign you in" in page.text
