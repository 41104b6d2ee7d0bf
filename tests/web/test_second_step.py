"""The second step of signing in: who needs one, what counts, what does not."""

import httpx2
import pyotp
import pytest

from adapters.clock import now
from domain.people import Role
from tests.live import Live, submit, until
from tests.web.gate import (
    CODE,
    PASSWORD,
    SIGN_IN,
    STEP,
    Gate,
    gate,
    give_password,
    set_up_app,
    somebody,
)
from tests.web.recipients import browser

COOKIE = "sharewell"


async def with_app(here: Gate, email: str) -> tuple[str, list[str]]:
    """The secret of the app that they set up, and their recovery codes."""
    async with here.browser() as web:
        await give_password(web, email)
        secret, page = await set_up_app(web)
        return secret, CODE.findall(page.text)


def shown(secret: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(secret).at(now())


@pytest.mark.parametrize(
    "role", [Role.ADVISER, Role.OPERATIONS, Role.AUDITOR, Role.ADMINISTRATOR]
)
async def test_whoever_reaches_more_than_their_own_sets_it_up_before_anything_opens(
    live: Live, role: Role
) -> None:
    email = somebody(live, f"second-{role.value}", role)
    async with gate(live) as here, here.browser() as web:
        page = await give_password(web, email, at=f"{SIGN_IN}?next=/advisers")
        assert page.url.path == f"{STEP}/set-up"
        assert "a password alone is not enough" in page.text
        for path in ("/tasks", "/operations", "/organisation", "/account/tokens"):
            assert (await web.get(path)).url.path == f"{STEP}/set-up"
        before = web.cookies[COOKIE]
        _, done = await set_up_app(web)
        assert len(CODE.findall(done.text)) == 10
        assert web.cookies[COOKIE] != before
        assert (await web.get("/advisers")).status_code == 200
        web.cookies.clear()
        web.cookies.set(COOKIE, before)
        assert (await web.get("/advisers")).url.path == SIGN_IN


async def test_a_practitioner_needs_none_and_may_have_one(live: Live) -> None:
    email = somebody(live, "second-none", Role.PRACTITIONER)
    async with gate(live) as here, here.browser() as web:
        assert (await give_password(web, email)).url.path == "/requests"
        _, done = await set_up_app(web, password=PASSWORD)
        assert "Write these codes down" in done.text
    async with gate(live, second_step=False) as here, here.browser() as web:
        assert (await give_password(web, email)).url.path == STEP


async def test_a_code_of_the_app_lets_in_once_and_a_wrong_one_does_not(
    live: Live,
) -> None:
    email = somebody(live, "second-codes", Role.ADVISER)
    async with gate(live) as here:
        secret, _ = await with_app(here, email)
        async with here.browser() as web:
            page = await give_password(web, email, at=f"{SIGN_IN}?next=/advisers")
            assert page.url.path == STEP
            before = web.cookies[COOKIE]
            assert (await submit(web, STEP, {"code": ""})).status_code == 422
            wrong = await submit(web, STEP, {"code": "000000", "next": "/advisers"})
            assert wrong.status_code == 422
            assert "000000" not in wrong.text
            assert 'value="/advisers"' in wrong.text
            assert (await web.get("/tasks")).url.path == STEP
            code = shown(secret)
            fields = {"code": code, "next": "/advisers"}
            assert (await submit(web, STEP, fields)).url.path == "/advisers"
            assert web.cookies[COOKIE] != before
        async with here.browser() as web:
            await give_password(web, email)
            again = await submit(web, STEP, {"code": code})
            assert again.status_code == 422


async def test_a_recovery_code_lets_in_once(live: Live) -> None:
    email = somebody(live, "second-lost", Role.ADVISER)
    async with gate(live) as here:
        _, codes = await with_app(here, email)
        typed = codes[3].replace("-", " ").lower()
        for expected in ("/tasks", f"{STEP}/recovery"):
            async with here.browser() as web:
                await give_password(web, email)
                said = {"code": typed, "next": "/tasks"}
                page = await submit(web, f"{STEP}/recovery", said)
                assert page.url.path == expected
        assert page.status_code == 422
        assert "used already" in page.text


async def test_many_wrong_codes_are_too_many(live: Live) -> None:
    email = somebody(live, "second-tries", Role.ADVISER)
    async with gate(live) as here:
        secret, _ = await with_app(here, email)
        async with here.browser() as web:
            await give_password(web, email)
            said = [await submit(web, STEP, {"code": "000000"}) for _ in range(5)]
            assert [a.status_code for a in said] == [422] * 4 + [429]
            late = await submit(web, f"{STEP}", {"code": shown(secret)})
            assert late.status_code == 429
            assert (await web.get("/tasks")).url.path == STEP


async def test_the_last_one_stays_where_one_is_needed(live: Live) -> None:
    email = somebody(live, "second-last", Role.ADVISER)
    async with gate(live) as here, here.browser() as web:
        await give_password(web, email)
        await set_up_app(web)
        at = f"{STEP}/set-up"
        kept = await submit(web, at, {"password": PASSWORD}, to=f"{STEP}/app/remove")
        assert kept.status_code == 422
        assert "Add another first" in kept.text
        unproved = await submit(web, at, {"password": "x"}, to=f"{STEP}/codes")
        assert unproved.status_code == 422
        assert "not your password" in unproved.text
        new = await submit(web, at, {"password": PASSWORD}, to=f"{STEP}/codes")
        assert len(CODE.findall(new.text)) == 10


async def test_nobody_sets_one_up_for_whoever_has_one_already(live: Live) -> None:
    """A password that somebody found must not be enough to take the account over."""
    email = somebody(live, "second-taken", Role.ADVISER)
    async with gate(live) as here:
        await with_app(here, email)
        async with here.browser() as web:
            await give_password(web, email)
            for page in ("set-up", "app", "new-passkey"):
                assert (await web.get(f"{STEP}/{page}")).url.path == STEP
            for page in ("app", "codes", "app/remove", "new-passkey"):
                answer = await web.post(f"{STEP}/{page}", follow_redirects=False)
                assert answer.headers["Location"] == STEP


async def test_a_form_of_the_second_step_needs_its_token(live: Live) -> None:
    email = somebody(live, "second-forged", Role.ADVISER)
    async with gate(live) as here:
        secret, _ = await with_app(here, email)
        async with here.browser() as web:
            await give_password(web, email)
            forged: httpx2.Response = await web.post(STEP, data={"code": shown(secret)})
            assert forged.status_code == 403
            assert (await web.get("/tasks")).url.path == STEP


async def test_no_log_and_no_mail_holds_what_gets_somebody_in(live: Live) -> None:
    email = somebody(live, "second-quiet", Role.PRACTITIONER)
    async with browser(live) as web:
        await give_password(web, email)
        secret, page = await set_up_app(web, password=PASSWORD)
        codes = CODE.findall(page.text)
        await submit(web, f"{STEP}/set-up", {}, to="/account/sign-out")
        await give_password(web, email)
        await submit(web, f"{STEP}/recovery", {"code": codes[0]})
        cookie = web.cookies[COOKIE]

    async def is_told() -> bool:
        return any(m["To"] == email for m in live.mail())

    await until(is_told)
    logs = [file.read_text() for file in (live.folder / "logs").iterdir()]
    mails = [m.as_string() for m in live.mail() if m["To"] == email]
    assert any("was changed" in mail for mail in mails)
    for told in (*logs, *mails):
        for each in (PASSWORD, secret, *codes, cookie):
            assert each not in told
