"""A new password: by a link that is sent, or by whoever knows the old one."""

import re
from urllib.parse import urlsplit

from domain.people import Role
from tests.live import Live, submit, until
from tests.web.gate import PASSWORD, SIGN_IN, give_password, somebody
from tests.web.recipients import browser

FORGOTTEN = "/account/forgotten"
LINK = re.compile(r"https?://\S+/account/new-password/\S+")
NEW = "quite another thing to remember"


async def link_for(live: Live, email: str, before: int = 0) -> str:
    """The path of the newest link that was sent to somebody."""

    def links() -> list[str]:
        texts = [str(m.get_payload()) for m in live.mail() if m["To"] == email]
        return [found[0] for text in texts if (found := LINK.search(text))]

    async def came() -> bool:
        return len(links()) > before

    await until(came)
    return urlsplit(links()[0]).path


async def ask(live: Live, email: str) -> str:
    """What the page says to whoever asks for a link."""
    async with browser(live) as web:
        page = await submit(web, FORGOTTEN, {"email": email})
        assert page.url.path == f"{FORGOTTEN}/sent"
        return page.text


async def test_a_link_sets_a_new_password_once_and_ends_every_session(
    live: Live,
) -> None:
    email = somebody(live, "forgetful", Role.PRACTITIONER)
    async with browser(live) as before, browser(live) as web:
        await give_password(before, email)
        await ask(live, email)
        path = await link_for(live, email)
        assert (await web.get(path)).status_code == 200
        assert (await web.get(path)).status_code == 200  # looking uses nothing up
        weak = await submit(web, path, {"password": "short"})
        assert weak.status_code == 422
        known = await submit(web, path, {"password": "passwordpassword"})
        assert known.status_code == 422
        assert "easy to guess" in known.text
        done = await submit(web, path, {"password": NEW})
        assert "Your new password is saved" in done.text
        assert (await before.get("/requests")).url.path == SIGN_IN
        assert (await web.get(path)).status_code == 404
        assert (await give_password(web, email)).status_code == 422
        assert (await give_password(web, email, NEW)).url.path == "/requests"


async def test_the_answer_is_the_same_for_an_address_that_nobody_has(
    live: Live,
) -> None:
    email = somebody(live, "known-one", Role.PRACTITIONER)
    known, unknown = await ask(live, email), await ask(live, "nobody@larkhill.example")
    assert known == unknown
    assert email not in known


async def test_a_newer_link_takes_the_place_of_an_older_one(live: Live) -> None:
    email = somebody(live, "twice", Role.PRACTITIONER)
    await ask(live, email)
    old = await link_for(live, email)
    await ask(live, email)
    new = await link_for(live, email, before=1)
    async with browser(live) as web:
        assert (await web.get(old)).status_code == 404
        assert (await web.get(new)).status_code == 200
        changed = f"{new[:-1]}{'0' if new[-1] != '0' else '1'}"
        for wrong in (changed, f"{new}0", "/account/new-password/x", f"{new[:-32]}"):
            assert (await web.get(wrong)).status_code == 404


async def test_the_mail_is_neutral_and_holds_no_name(live: Live) -> None:
    email = somebody(live, "neutral", Role.PRACTITIONER)
    await ask(live, email)
    await link_for(live, email)
    letter = next(m for m in live.mail() if m["To"] == email)
    assert letter["Subject"] == "Your account"
    said = str(letter.get_payload())
    assert "Neutral" not in said
    assert "Larkhill" not in said
    assert "works once" in said


async def test_a_form_that_is_no_address_is_said_at_its_field(live: Live) -> None:
    async with browser(live) as web:
        page = await submit(web, FORGOTTEN, {"email": "no address"})
        assert page.status_code == 422
        assert "Enter your email address" in page.text
        assert 'value="no address"' in page.text
        assert (
            await web.post(FORGOTTEN, data={"email": "a@b.example"})
        ).status_code == 403


async def test_whoever_knows_it_changes_it_and_stays_signed_in_here_alone(
    live: Live,
) -> None:
    email, page = somebody(live, "changer", Role.PRACTITIONER), "/account/password"
    async with browser(live) as web, browser(live) as other:
        await give_password(other, email)
        await give_password(web, email)
        before = web.cookies["sharewell"]
        for old, new, said in (
            ("", NEW, "password that you have now"),
            ("not it at all", NEW, "not your password"),
            (PASSWORD, "short", "15 characters"),
            (PASSWORD, "changer changer changer", "easy to guess"),
        ):
            refused = await submit(web, page, {"old": old, "password": new})
            assert refused.status_code == 422
            assert said in refused.text
            assert new not in refused.text
        done = await submit(web, page, {"old": PASSWORD, "password": NEW})
        assert done.url.path == "/account/sessions"
        assert web.cookies["sharewell"] != before
        assert (await other.get("/requests")).url.path == SIGN_IN
    told = [str(m.get_payload()) for m in live.mail() if m["To"] == email]
    await until(lambda: _is_told(live, email))
    assert all(NEW not in text for text in told)


async def _is_told(live: Live, email: str) -> bool:
    told = [str(m.get_payload()) for m in live.mail() if m["To"] == email]
    return any("was changed" in text for text in told)
