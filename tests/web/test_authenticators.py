"""Setting up an authenticator app, with a colleague or after collecting something."""

import re

import httpx2
import pyotp

from adapters.authenticator import new_secret
from adapters.clock import now
from storage.directory import Contact
from tests.live import Live, submit
from tests.web.conftest import Browse
from tests.web.recipients import browser, confirm, give_address, read
from tests.web.second_channels import Place, sent_from, with_apps, with_words

SECRET = re.compile(r'name="secret" value="([A-Z2-7]+)"')


def known(live: Live, place: Place, email: str) -> Contact:
    with live.house.storehouse.reading() as store:
        return next(store.directory.with_address(place.id, email))


def the_app(secret: str) -> str:
    """What an app shows that has taken up this secret."""
    return pyotp.TOTP(secret).at(now())


async def set_up(web: httpx2.AsyncClient, page: str) -> tuple[str, httpx2.Response]:
    """Open the page, put its secret into an app, and give what that shows."""
    secret = SECRET.findall((await web.get(page)).text)[0]
    fields = {"secret": secret, "code": the_app(secret)}
    return secret, await submit(web, page, fields)


async def test_an_adviser_sets_it_up_and_what_is_on_its_way_stops(
    live: Live, browse: Browse
) -> None:
    place = with_words(live)
    sent = await sent_from(live, place)
    entry = known(live, place, sent.email)
    abe = await browse(place.adviser)
    page = f"/directory/{entry.id}/authenticator"
    secret, after = await set_up(abe, page)
    assert after.url.path == f"/directory/{entry.id}"
    assert "Not checked yet" in after.text
    assert secret not in after.text
    assert known(live, place, sent.email).totp == secret
    assert sent.parcel().suspended_at is not None
    removed = await submit(abe, page, {}, f"{page}/remove")
    assert "Not set up" in removed.text
    assert known(live, place, sent.email).totp == ""


async def test_a_wrong_code_keeps_the_secret_on_the_page(
    live: Live, browse: Browse
) -> None:
    place = with_words(live)
    entry = known(live, place, "rae.lindqvist@estuary.example")
    abe = await browse(place.adviser)
    page = f"/directory/{entry.id}/authenticator"
    secret = SECRET.findall((await abe.get(page)).text)[0]
    for code, said in (("", "Enter the 6 numbers"), ("000000", "not the code")):
        again = await submit(abe, page, {"secret": secret, "code": code})
        assert again.status_code == 422
        assert said in again.text
        assert SECRET.findall(again.text) == [secret]
    for weak in ("A" * 24, "A" * 33):
        fields = {"secret": weak, "code": the_app("A" * 24)}
        assert (await submit(abe, page, fields)).status_code == 422
    assert known(live, place, entry.email).totp == ""


async def test_practitioners_cannot_set_it_up(live: Live, browse: Browse) -> None:
    place = with_words(live)
    entry = known(live, place, "rae.lindqvist@estuary.example")
    page = f"/directory/{entry.id}/authenticator"
    pia = await browse(place.sender)
    assert (await pia.get(page)).url.path == f"/directory/{entry.id}"
    secret = new_secret()
    fields = {"secret": secret, "code": the_app(secret)}
    answer = await submit(pia, "/directory/new", fields, page)
    assert answer.status_code == 403
    pat = await browse("pat")
    assert (await pat.get(page)).status_code == 404


async def test_a_recipient_sets_it_up_for_the_next_time(live: Live) -> None:
    place = with_words(live)
    sent = await sent_from(live, place)
    async with browser(live) as web:
        await read(web, sent)
        receipt = await confirm(web, sent)
        assert "Use an authenticator app next time" in receipt.text
        secret, page = await set_up(web, sent.path("/authenticator"))
        assert "Your app is set up" in page.text
        assert secret not in page.text
        again = await web.get(sent.path("/authenticator"))
        assert again.status_code == 404
    entry = known(live, place, sent.email)
    assert entry.totp == secret
    assert entry.verified_at is not None
    assert sent.parcel().suspended_at is None
    assert sent.parcel().channel == "phrase"  # as when it was made
    later = await sent_from(live, place)
    assert later.parcel().channel == "app"


async def test_nobody_sets_it_up_who_has_not_come_in(live: Live) -> None:
    place = with_words(live)
    sent = await sent_from(live, place)
    async with browser(live) as web:
        await give_address(web, sent)
        page = await web.get(sent.path("/authenticator"))
        assert page.url.path == sent.path("/code")
        secret = new_secret()
        fields = {"secret": secret, "code": the_app(secret)}
        await submit(web, sent.path("/code"), fields, sent.path("/authenticator"))
    assert known(live, place, sent.email).totp == ""


async def test_it_is_set_up_and_taken_away_over_the_interface(live: Live) -> None:
    place = with_apps(live)
    entry = known(live, place, "rae.lindqvist@estuary.example")
    where, secret = f"/directory/{entry.id}/authenticator", new_secret()
    wanted = {"secret": secret, "code": the_app(secret), "version": entry.version}
    async with live.api(place.adviser) as api, live.api(place.sender) as pia:
        assert (await pia.post(where, json=wanted)).status_code == 403
        wrong = await api.post(where, json={**wanted, "code": "000000"})
        assert wrong.status_code == 422
        done = await api.post(where, json=wanted)
        assert done.status_code == 200
        assert done.json()["authenticator"] is True
        assert done.json()["standing"] == "unverified"
        assert secret not in done.text
        stale = await api.post(f"{where}/remove", json={"version": entry.version})
        assert stale.status_code == 409
        seen = {"version": done.json()["version"]}
        gone = await api.post(f"{where}/remove", json=seen)
    assert gone.json()["authenticator"] is False
