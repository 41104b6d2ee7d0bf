"""Those who work here sign in at their own organisation, and are what it says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from adapters.providers import StaffSignIn
from domain.people import Role
from tests.live import Live, submit
from tests.provider import CLIENT, SECRET, Provider, signing_in
from tests.web.gate import (
    PASSWORD,
    SIGN_IN,
    STEP,
    Gate,
    gate,
    give_password,
    set_up_app,
    somebody,
)

_subjects = count(1)
ROLES = {"staff": Role.PRACTITIONER, "dsl": Role.ADVISER}


@asynccontextmanager
async def at_work(
    live: Live, email: str, **known: Any
) -> AsyncIterator[tuple[Gate, Provider]]:
    """A Sharewell whose people sign in at a provider of their own."""
    async with signing_in(email) as provider:
        provider.claims = {
            "sub": f"subject-{next(_subjects)}", "name": "Ro Marsh", "roles": ["staff"],
        }  # fmt: skip
        given: dict[str, Any] = {
            "id": "river", "label": "the river", "issuer": provider.issuer,
            "client_id": CLIENT, "client_secret": SecretStr(SECRET), "roles": ROLES,
            "organisation": "larkhill",
        }  # fmt: skip
        river = StaffSignIn.model_validate(given | known)
        async with gate(live, staff_sign_ins=(river,)) as here:
            yield here, provider


async def leave(web: httpx2.AsyncClient, at: str = SIGN_IN) -> httpx2.Response:
    """As far as the page one comes back to."""
    page = await submit(web, at, _next(at), to="/account/elsewhere/river")
    assert page.status_code == 200
    there = page.text.partition('href="http://127.0.0.1:')[2].partition('"')[0]
    return await web.get(f"http://127.0.0.1:{there}".replace("&amp;", "&"))


def _next(at: str) -> dict[str, str]:
    return {"next": at.partition("next=")[2]} if "next=" in at else {}


async def come_in(web: httpx2.AsyncClient, back: httpx2.Response) -> httpx2.Response:
    """Press the button on the page one comes back to."""
    fields = {name: back.url.params[name] for name in ("state", "code")}
    return await submit(web, str(back.url), fields, "/account/back")


async def enter(web: httpx2.AsyncClient, at: str = SIGN_IN) -> httpx2.Response:
    return await come_in(web, await leave(web, at))


async def test_an_account_is_made_at_the_first_sign_in_and_brought_up_to_date(
    live: Live,
) -> None:
    async with at_work(live, "ro@larkhill.example") as (here, provider):
        async with here.browser() as web:
            page = await enter(web, f"{SIGN_IN}?next=/account")
            assert page.url.path == "/account"
            assert "Ro Marsh" in page.text
            assert "Change your password" not in page.text
        provider.email = "ro.marsh@larkhill.example"
        provider.claims["name"] = "Ro Marsh-Lee"
        async with here.browser() as web:
            assert "Ro Marsh-Lee" in (await enter(web, f"{SIGN_IN}?next=/account")).text
        found = [
            account
            for account in live.house.accounts.all()
            if account.profile.name.startswith("Ro Marsh")
        ]
        assert [each.profile.email for each in found] == ["ro.marsh@larkhill.example"]


async def test_a_role_that_is_taken_away_there_is_gone_here(live: Live) -> None:
    async with at_work(live, "ty@larkhill.example", second_step_by=["mfa"]) as (
        here,
        provider,
    ):
        provider.claims |= {"roles": ["staff", "dsl"], "amr": ["pwd", "mfa"]}
        async with here.browser() as web, here.browser() as later:
            await enter(web)
            assert (await web.get("/tasks")).status_code == 200
            provider.claims["roles"] = ["staff"]
            assert (await enter(later)).url.path == "/requests"
            assert (await web.get("/tasks")).url.path == SIGN_IN  # that one has ended
            assert (await later.get("/tasks")).status_code == 403
        provider.claims["roles"] = []
        async with here.browser() as web:
            page = await enter(web)
            assert page.status_code == 403
            assert "no part in Sharewell" in page.text
            assert (await web.get("/requests")).url.path == SIGN_IN


async def test_a_password_alone_there_is_not_enough_for_an_adviser(live: Live) -> None:
    async with at_work(live, "uli@larkhill.example", second_step_by=["mfa"]) as (
        here,
        provider,
    ):
        provider.claims |= {"roles": "dsl", "amr": ["pwd"]}
        async with here.browser() as web:
            assert (await enter(web)).url.path == f"{STEP}/set-up"
            await set_up_app(web)
            assert (await web.get("/tasks")).status_code == 200
        async with here.browser() as web:
            assert (await enter(web)).url.path == STEP


async def test_the_place_and_the_roles_can_be_claims_of_any_name(live: Live) -> None:
    known = {
        "organisation": "", "organisation_claim": "site",
        "organisations": {"the-practice": "tidewater", "the-school": "larkhill"},
        "role_claim": "realm.groups",
    }  # fmt: skip
    async with at_work(live, "vi@tidewater.example", **known) as (here, provider):
        provider.claims |= {"site": "the-practice", "realm": {"groups": ["staff"]}}
        async with here.browser() as web:
            await enter(web)
            assert "Tidewater Family Practice" in (await web.get("/account")).text
        provider.claims["site"] = "the-school"  # an account stays where it is
        async with here.browser() as web:
            assert (await enter(web)).status_code == 403


async def test_who_had_a_password_here_has_none_any_more(live: Live) -> None:
    email = somebody(live, "linked", Role.PRACTITIONER)
    async with (
        at_work(live, email) as (here, _),
        here.browser() as web,
        here.browser() as before,
    ):
        assert (await give_password(before, email)).url.path == "/requests"
        assert (await enter(web)).url.path == "/requests"
        assert (await before.get("/requests")).url.path == SIGN_IN
        wrong = await give_password(before, email, PASSWORD)
        assert wrong.status_code == 422


async def test_nobody_takes_over_the_address_of_somebody_else(live: Live) -> None:
    async with at_work(live, "wim@larkhill.example") as (here, provider):
        async with here.browser() as web:
            await enter(web)
        provider.claims["sub"] = "somebody-else"
        async with here.browser() as web:
            assert (await enter(web)).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"nonce": "another"},
        {"aud": "somebody-else"},
        {"azp": "somebody-else"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_000_000_000},
        {"email": None},
        {"sub": None},
    ],
    ids=lambda claims: str(next(iter(claims.items()))),
)
async def test_what_does_not_fit_lets_nobody_in(
    live: Live, claims: dict[str, Any]
) -> None:
    async with at_work(live, "xan@larkhill.example") as (here, provider):
        provider.claims |= claims
        async with here.browser() as web:
            page = await enter(web)
            assert page.status_code == 422
            assert "We could not sign you in" in page.text
            assert (await web.get("/requests")).url.path == SIGN_IN
    assert not _has_account(live, "xan@larkhill.example")


def _has_account(live: Live, email: str) -> bool:
    return email in {each.profile.email for each in live.house.accounts.all()}


async def test_an_answer_is_of_use_to_one_browser_and_once(live: Live) -> None:
    async with (
        at_work(live, "yan@larkhill.example") as (here, _),
        here.browser() as web,
        here.browser() as thief,
    ):
        back = await leave(web)
        assert (await thief.get(str(back.url))).status_code == 422
        forged = str(back.url.copy_with(params={"state": "x", "code": "code-0"}))
        assert (await web.get(forged)).status_code == 422
        assert (await web.get("/account/back")).status_code == 422
        assert (await web.get("/requests")).url.path == SIGN_IN  # nothing yet
        assert (await come_in(web, back)).url.path == "/requests"
        assert (await web.get(str(back.url))).status_code == 422


async def test_signing_out_leads_to_where_it_can_be_done_there_too(live: Live) -> None:
    async with (
        at_work(live, "zoe@larkhill.example") as (here, provider),
        here.browser() as web,
    ):
        page = await enter(web)
        out = await submit(web, str(page.url), {}, to="/account/sign-out")
        assert out.url.path == "/account/signed-out/river"
        assert f"{provider.issuer}/leave?client_id=" in out.text
        assert "zoe" not in out.text
        provider.issuer = "http://127.0.0.1:1"
        plain = await web.get("/account/signed-out/river")
        assert "sign out there too" not in plain.text
        assert (await web.get("/account/signed-out/nowhere")).status_code == 200


async def test_a_provider_that_is_away_or_unknown_is_said_plainly(live: Live) -> None:
    async with at_work(live, "abi@larkhill.example") as (here, provider):
        provider.issuer = "http://127.0.0.1:1"
        async with here.browser() as web:
            away = await submit(web, SIGN_IN, {}, to="/account/elsewhere/river")
            assert away.status_code == 503
            none = await submit(web, SIGN_IN, {}, to="/account/elsewhere/nowhere")
            assert none.status_code == 404
