"""Accounts, sessions and tokens over HTTP, and how far each token reaches."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from datetime import timedelta

import httpx2
import pytest
import pytest_asyncio

from adapters.clock import now
from domain.identity import Scope
from domain.people import Role
from storage.accounts import Organisation
from storage.tables import TokenRow
from tests.api.journey import Client, faults
from tests.live import Live

PLACE = "moorend"
WHY = {"reason": "She rang me from the number on her badge."}
WANTED = {"label": "Reports", "scope": "read", "days": 30}


@dataclass(frozen=True)
class Moorend:
    """A workplace of its own, with somebody of each role."""

    live: Live
    admin: Client
    ops: Client
    pat: Client
    ids: dict[str, str]
    tokens: dict[tuple[str, Scope], str] = field(default_factory=dict)

    def bearer(self, user: str, scope: Scope) -> httpx2.AsyncClient:
        """A client whose token reaches only so far."""
        if (user, scope) not in self.tokens:
            email, make = self.live.logins[user].email, self.live.house.accounts
            token = make.create_token(email, timedelta(days=1), scope)
            self.tokens[user, scope] = token
        return client(self.live, self.tokens[user, scope])


def client(live: Live, token: str) -> httpx2.AsyncClient:
    bearer = {"Authorization": f"Bearer {token}"}
    return httpx2.AsyncClient(base_url=f"{live.address}/api/v1", headers=bearer)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def moor(live: Live) -> AsyncIterator[Moorend]:
    known = Organisation(PLACE, "Moorend", "01632 960840", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(known)
    roles = {
        "moor-admin": Role.ADMINISTRATOR,
        "moor-ops": Role.OPERATIONS,
        "moor-pat": Role.PRACTITIONER,
    }
    for user, role in roles.items():
        live.newcomer(user, role, PLACE)
    ids = {
        account.profile.email.partition("@")[0]: account.actor.id
        for account in live.house.accounts.all()
    }
    async with AsyncExitStack() as opened:
        admin, ops, pat = [
            await opened.enter_async_context(live.api(user)) for user in roles
        ]
        yield Moorend(live, admin, ops, pat, ids)


CALLS = (
    ("GET", "/requests", Scope.READ),
    ("POST", "/rulesets/HMG-2018/evaluate", Scope.READ),
    ("POST", "/requests", Scope.ACT),
    ("PUT", "/requests/SR-0000-0000/purpose", Scope.ACT),
    ("DELETE", "/views/x", Scope.ACT),
    ("POST", "/teams", Scope.ARRANGE),
    ("PUT", "/organisation/calendar", Scope.ARRANGE),
    ("POST", "/rulesets", Scope.ARRANGE),
    ("POST", "/account/tokens", Scope.ARRANGE),
    ("POST", "/accounts/x/sign-out", Scope.ARRANGE),
    ("DELETE", "/account/sessions", Scope.ARRANGE),
)


@pytest.mark.parametrize(("method", "path", "needed"), CALLS)
async def test_a_token_reaches_as_far_as_it_was_made_for(
    moor: Moorend, method: str, path: str, needed: Scope
) -> None:
    for scope in Scope:
        async with moor.bearer("moor-pat", scope) as api:
            answer = await api.request(method, path, json={})
        kind = answer.json().get("type", "") if answer.content else ""
        too_narrow = kind.endswith("token_too_narrow")
        assert too_narrow != scope.covers(needed), (scope, answer.status_code, kind)
        assert not too_narrow or answer.status_code == 403


async def test_a_token_says_whose_it_is(moor: Moorend) -> None:
    async with moor.bearer("moor-pat", Scope.READ) as api:
        said = (await api.get("/account")).json()
        assert said["name"] == "Moor-Pat"
        assert (said["roles"], said["scope"]) == (["practitioner"], "read")
        second = (await api.get("/account/second-step")).json()
        assert second["has_app"] is False


async def test_a_token_is_made_used_listed_and_ended(moor: Moorend) -> None:
    made = await moor.pat.post("/account/tokens", json=WANTED)
    assert made.status_code == 201
    async with client(moor.live, made.json()["token"]) as api:
        assert (await api.get("/requests")).status_code == 200
        listed = (await moor.pat.get("/account/tokens")).json()["items"]
        mine = next(each for each in listed if each["label"] == "Reports")
        assert mine["used_at"] is not None
        assert made.json()["token"] not in str(listed)
        gone = await moor.pat.delete(f"/account/tokens/{mine['name']}")
        assert gone.status_code == 204
        assert (await api.get("/requests")).status_code == 401
    again = await moor.pat.delete(f"/account/tokens/{mine['name']}")
    assert again.status_code == 404


async def test_an_expired_token_opens_nothing(moor: Moorend) -> None:
    async with moor.bearer("moor-ops", Scope.READ) as api:
        assert (await api.get("/requests")).status_code == 200
        with moor.live.house.storehouse.writing() as store:
            for row, _ in store.accounts.tokens_of(moor.ids["moor-ops"]):
                if row.scope == Scope.READ.value:
                    store.session.get_one(TokenRow, row.id).expires_at = now()
        assert (await api.get("/requests")).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"scope": "all"}, "scope"),
        ({"label": ""}, "label"),
        ({"more": 1}, "more"),
    ],
)
async def test_a_token_that_cannot_be_is_refused_by_field(
    moor: Moorend, wrong: dict[str, object], field: str
) -> None:
    answer = await moor.pat.post("/account/tokens", json={**WANTED, **wrong})
    assert answer.status_code == 422
    assert field in faults(answer)


async def test_sessions_are_listed_and_ended(moor: Moorend) -> None:
    async with aclosing(await moor.live.browser("moor-pat")) as web:
        listed = (await moor.pat.get("/account/sessions")).json()["items"]
        assert len(listed) == 1
        one = await moor.pat.delete(f"/account/sessions/{listed[0]['name']}")
        assert one.status_code == 204
        assert (await web.get("/requests")).url.path == "/account/sign-in"
    async with aclosing(await moor.live.browser("moor-pat")) as web:
        assert (await moor.pat.delete("/account/sessions")).status_code == 204
        assert (await web.get("/requests")).url.path == "/account/sign-in"
    assert (await moor.pat.delete("/account/sessions/s-0")).status_code == 404


async def test_an_administrator_looks_after_accounts(moor: Moorend) -> None:
    pat = moor.ids["moor-pat"]
    listed = (await moor.admin.get("/accounts")).json()["items"]
    assert {each["name"] for each in listed} == {"Moor-Admin", "Moor-Ops", "Moor-Pat"}
    for act in ("sign-out", "reset-second-step"):
        done = await moor.admin.post(f"/accounts/{pat}/{act}", json=WHY)
        assert done.status_code == 204
    bare = await moor.admin.post(f"/accounts/{pat}/sign-out", json={"reason": " "})
    assert bare.status_code == 422
    assert (await moor.admin.post(f"/accounts/{pat}/new-password")).status_code == 204
    one = (await moor.admin.get(f"/accounts/{pat}")).json()
    said = [(each["what"], each["by"]) for each in one["events"][:3]]
    assert [what for what, _ in said] == ["link_sent", "second_reset", "sessions_ended"]
    assert {by for _, by in said} == {"Moor-Admin"}
    own = moor.ids["moor-admin"]
    refused = await moor.admin.post(f"/accounts/{own}/reset-second-step", json=WHY)
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("own_account")


async def test_nobody_else_does(moor: Moorend) -> None:
    pat = moor.ids["moor-pat"]
    for api in (moor.ops, moor.pat):
        for method, path, body in (
            ("GET", "/accounts", None), ("GET", f"/accounts/{pat}", None),
            ("POST", f"/accounts/{pat}/sign-out", WHY),
            ("POST", f"/accounts/{pat}/reset-second-step", WHY),
            ("POST", f"/accounts/{pat}/new-password", None),
            ("GET", "/programs", None), ("DELETE", "/programs/x", None),
            ("POST", "/programs", {"name": "A", "roles": ["practitioner"]}),
            ("POST", "/programs/x/tokens", WANTED),
        ):  # fmt: skip
            answer = await api.request(method, path, json=body)
            assert answer.status_code == 403, (method, path)
    for api in (moor.admin, moor.pat):
        assert (await api.get("/operations/locked")).status_code == 403
        unlock = await api.post(f"/operations/locked/{pat}/unlock")
        assert unlock.status_code == 403


async def test_another_organisation_s_accounts_are_not_there(
    moor: Moorend, live: Live
) -> None:
    async with live.api("una") as una, live.api("ola") as ola:
        pat = moor.ids["moor-pat"]
        assert (await una.get(f"/accounts/{pat}")).status_code == 404
        signed = await una.post(f"/accounts/{pat}/sign-out", json=WHY)
        assert signed.status_code == 404
        unlock = await ola.post(f"/operations/locked/{pat}/unlock")
        assert unlock.status_code == 404


async def test_operations_unlock_who_is_locked(moor: Moorend) -> None:
    with moor.live.house.storehouse.writing() as store:
        email = moor.live.logins["moor-pat"].email
        name = f"account:{store.keys.people().index(email)}"
        for window in range(20):
            store.attempts.add(name, window)
    locked = (await moor.ops.get("/operations/locked")).json()["items"]
    assert [each["name"] for each in locked] == ["Moor-Pat"]
    pat = moor.ids["moor-pat"]
    assert (await moor.ops.post(f"/operations/locked/{pat}/unlock")).status_code == 204
    assert (await moor.ops.get("/operations/locked")).json()["items"] == []


async def test_a_program_has_tokens_of_its_own_and_sees_only_what_is_its_own(
    moor: Moorend,
) -> None:
    wanted = {"name": "Case system", "roles": ["practitioner"]}
    key = {"Idempotency-Key": "the case system"}
    made = await moor.admin.post("/programs", json=wanted, headers=key)
    again = await moor.admin.post("/programs", json=wanted, headers=key)
    assert made.status_code == again.status_code == 201
    program = made.json()["id"]
    assert again.json()["id"] == program
    token = {**WANTED, "scope": "act"}
    given = await moor.admin.post(f"/programs/{program}/tokens", json=token)
    async with client(moor.live, given.json()["token"]) as api:
        assert (await api.get("/requests")).json()["items"] == []
        assert (await api.get("/tasks")).status_code == 403
        assert (await api.post("/account/tokens", json=WANTED)).status_code == 403
        known = (await moor.admin.get(f"/programs/{program}")).json()
        path = f"/programs/{program}/tokens/{known['tokens'][0]['name']}"
        assert (await moor.admin.delete(path)).status_code == 204
        assert (await api.get("/requests")).status_code == 401
    assert (await moor.admin.delete(f"/programs/{program}")).status_code == 204
    late = await moor.admin.post(f"/programs/{program}/tokens", json=token)
    assert late.status_code == 409
    for roles in (["adviser"], ["administrator", "practitioner"], ["auditor"]):
        answer = await moor.admin.post("/programs", json={"name": "A", "roles": roles})
        assert answer.status_code == 422
    person = moor.ids["moor-pat"]
    mixed = await moor.admin.post(f"/programs/{person}/tokens", json=token)
    assert mixed.status_code == 404  # nobody makes a token for a colleague
