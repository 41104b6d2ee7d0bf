"""Accounts of colleagues and of programs, tokens and locks: who may, and what then."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
import pytest_asyncio

from adapters.authenticator import new_secret
from adapters.clock import now
from domain.people import Role
from storage.accounts import Organisation
from storage.tables import TokenRow
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.gate import PASSWORD, SIGN_IN, give_password
from tests.web.recipients import browser

PLACE = "cragside"
PEOPLE, PROGRAMS = "/organisation/people", "/organisation/programs"
LOCKED, TOKENS = "/operations/locked", "/account/tokens"
TOKEN = re.compile(r"<code>(shw_[\w-]+)</code>")
WHY = "She rang me from the number on her badge."


@dataclass
class Cragside:
    """A workplace of its own, with somebody of each role."""

    live: Live
    ids: dict[str, str]

    def has_app(self, user: str) -> bool:
        with self.live.house.storehouse.reading() as store:
            return store.factors.has_any(self.ids[user])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crag(live: Live) -> AsyncIterator[Cragside]:
    known = Organisation(PLACE, "Cragside", "01632 960830", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(known)
    roles = {
        "crag-admin": Role.ADMINISTRATOR, "crag-other": Role.ADMINISTRATOR,
        "crag-ops": Role.OPERATIONS, "crag-ada": Role.ADVISER,
        "crag-pat": Role.PRACTITIONER,
    }  # fmt: skip
    for user, role in roles.items():
        live.newcomer(user, role, PLACE)
    ids = {
        account.profile.email.partition("@")[0]: account.actor.id
        for account in live.house.accounts.all()
    }
    yield Cragside(live, ids)


async def test_a_lost_second_step_is_taken_away_with_a_reason_that_stays(
    browse: Browse,
    crag: Cragside,
) -> None:
    with crag.live.house.storehouse.writing() as store:
        store.factors.keep_app(crag.ids["crag-ada"], new_secret(), now())
    one = f"{PEOPLE}/{crag.ids['crag-ada']}"
    admin = await browse("crag-admin")
    assert "Second step" in (await admin.get(one)).text
    bare = await submit(admin, one, {"reason": ""}, to=f"{one}/second-step")
    assert bare.status_code == 422
    assert "Enter why" in bare.text
    assert crag.has_app("crag-ada")
    done = await submit(admin, one, {"reason": WHY}, to=f"{one}/second-step")
    assert done.status_code == 200
    assert WHY in done.text
    assert "The second step was taken away" in done.text
    assert not crag.has_app("crag-ada")


async def test_nobody_takes_away_their_own_that_way(
    browse: Browse, crag: Cragside
) -> None:
    own = f"{PEOPLE}/{crag.ids['crag-admin']}"
    admin = await browse("crag-admin")
    assert "This is your own account" in (await admin.get(own)).text
    for page in ("second-step", "sign-out"):
        refused = await submit(admin, own, {"reason": WHY}, to=f"{own}/{page}")
        assert refused.status_code == 403
        assert "Ask another administrator" in refused.text


async def test_an_administrator_signs_somebody_out_everywhere(
    browse: Browse, crag: Cragside
) -> None:
    one = f"{PEOPLE}/{crag.ids['crag-pat']}"
    theirs, admin = await browse("crag-pat"), await browse("crag-admin")
    await submit(admin, one, {"reason": WHY}, to=f"{one}/sign-out")
    assert (await theirs.get("/requests")).url.path == SIGN_IN


async def test_an_administrator_has_a_link_sent_and_never_sees_it(
    browse: Browse,
    crag: Cragside,
) -> None:
    one, email = f"{PEOPLE}/{crag.ids['crag-pat']}", crag.live.logins["crag-pat"].email
    admin = await browse("crag-admin")
    done = await submit(admin, one, {}, to=f"{one}/new-password")
    assert "A link for a new password was asked for" in done.text
    assert "/account/new-password/" not in done.text

    async def came() -> bool:
        return any(m["To"] == email for m in crag.live.mail())

    await until(came)


@pytest.mark.parametrize("user", ["crag-ops", "crag-ada", "crag-pat"])
async def test_who_is_no_administrator_sees_no_accounts(
    browse: Browse, crag: Cragside, user: str
) -> None:
    web = await browse(user)
    for page in (PEOPLE, f"{PEOPLE}/{crag.ids['crag-pat']}", PROGRAMS):
        assert (await web.get(page)).status_code == 403


async def test_an_account_elsewhere_is_not_there(
    browse: Browse, crag: Cragside
) -> None:
    stranger = await browse("una")
    answers = [
        await stranger.get(f"{PEOPLE}/{user}")
        for user in (crag.ids["crag-pat"], "u-0000000000000000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


async def test_operations_unlock_an_account_and_nobody_else_does(
    browse: Browse, crag: Cragside, live: Live
) -> None:
    live.newcomer("crag-locked", Role.PRACTITIONER, PLACE)
    email = live.logins["crag-locked"].email
    with live.house.storehouse.writing() as store:
        name = f"account:{store.keys.people().index(email)}"
        for window in range(20):
            store.attempts.add(name, window)
    async with browser(live) as web:
        locked = await give_password(web, email)
        assert locked.status_code == 429
        assert "This account is locked" in locked.text
        unknown = await give_password(web, "nobody-there@cragside.example")
        assert unknown.status_code == 422
    admin, ops = await browse("crag-admin"), await browse("crag-ops")
    assert (await admin.get(LOCKED)).status_code == 403
    page = await ops.get(LOCKED)
    assert "Crag-Locked" in page.text
    assert "Crag-Pat" not in page.text
    unlock = re.findall(rf'action="({LOCKED}/[^"]+)"', page.text)[0]
    assert (await submit(admin, PEOPLE, {}, to=unlock)).status_code == 403
    assert "No account is locked" in (await submit(ops, LOCKED, {}, to=unlock)).text
    async with browser(live) as web:
        assert (await give_password(web, email)).url.path == "/requests"


async def test_a_token_of_one_s_own_is_shown_once_and_ended(
    browse: Browse, crag: Cragside
) -> None:
    web = await browse("crag-pat")
    wanted = {"label": "Spreadsheet", "scope": "read", "days": "30"}
    for wrong, said in (
        ({"label": ""}, "Enter what it is for"),
        ({"scope": "all"}, "Choose what it may do"),
        ({"days": "400"}, "Enter a number of days"),
        ({"password": "x"}, "not your password"),
    ):
        fields = {**wanted, "password": PASSWORD, **wrong}
        refused = await submit(web, TOKENS, fields)
        assert refused.status_code == 422
        assert said in refused.text
        assert PASSWORD not in refused.text
    made = await submit(web, TOKENS, {**wanted, "password": PASSWORD})
    token = TOKEN.findall(made.text)[0]
    assert await _says(crag, token) == 200
    page = await web.get(TOKENS)
    assert "Spreadsheet" in page.text
    assert token not in page.text
    with crag.live.house.storehouse.reading() as store:
        assert store.session.get(TokenRow, token) is None  # only a hash of it
    end = re.findall(rf'action="({TOKENS}/[^"]+/end)"', page.text)[0]
    await submit(web, TOKENS, {}, to=end)
    assert await _says(crag, token) == 401


async def _says(crag: Cragside, token: str) -> int:
    bearer = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=crag.live.address, headers=bearer) as api:
        return (await api.get("/api/v1/requests")).status_code


async def test_a_program_is_added_gets_a_token_and_ends(
    browse: Browse, crag: Cragside
) -> None:
    admin = await browse("crag-admin")
    bare = await submit(admin, PROGRAMS, {"name": "", "roles": "adviser"})
    assert bare.status_code == 422
    assert "Enter the name of the program" in bare.text
    reads = await submit(admin, PROGRAMS, {"name": "Spy", "roles": "adviser"})
    assert reads.status_code == 422
    assert "nothing else" in reads.text
    wanted = {"name": "Case system", "roles": "practitioner"}
    known = await submit(admin, PROGRAMS, wanted)
    one = known.url.path
    made = await submit(
        admin, one, {"label": "Live", "scope": "act", "days": "30"}, to=f"{one}/tokens"
    )
    token = TOKEN.findall(made.text)[0]
    assert await _says(crag, token) == 200
    await submit(admin, one, {}, to=f"{one}/end")
    assert await _says(crag, token) == 401
    assert "(ended)" in (await admin.get(PROGRAMS)).text
