"""Where somebody is signed in, until when, and how to end it."""

import re
from datetime import datetime, timedelta

from sqlmodel import col, update

from adapters.clock import now
from domain.people import Role
from storage.tables import SessionRow
from tests.live import TOKEN, Live, submit
from tests.web.conftest import Browse
from tests.web.gate import SIGN_IN, somebody

HERE = "/account/sessions"
END = re.compile(rf'action="({HERE}/s-[0-9a-f]+/end)"')


async def test_one_session_is_ended_and_then_all_others(
    live: Live, browse: Browse
) -> None:
    somebody(live, "everywhere", Role.PRACTITIONER)
    one, two, three = [await browse("everywhere") for _ in range(3)]
    page = await one.get(HERE)
    assert page.text.count("(this one)") == 1
    others = END.findall(page.text)
    assert len(others) == 2
    await submit(one, HERE, {}, to=others[0])
    left = [w for w in (two, three) if (await w.get("/requests")).url.path != SIGN_IN]
    assert len(left) == 1
    await submit(one, HERE, {}, to=f"{HERE}/end-others")
    assert (await left[0].get("/requests")).url.path == SIGN_IN
    assert (await one.get("/requests")).status_code == 200


async def test_nobody_ends_the_session_of_somebody_else(
    live: Live, browse: Browse
) -> None:
    somebody(live, "minding", Role.PRACTITIONER)
    somebody(live, "meddling", Role.PRACTITIONER)
    await browse("minding")
    mine, theirs = await browse("minding"), await browse("meddling")
    ends = END.findall((await mine.get(HERE)).text)[0]
    assert (await submit(theirs, HERE, {}, to=ends)).status_code == 404
    forged = await mine.post(ends, data={"csrf": "x"})
    assert forged.status_code == 403


async def test_every_page_says_when_it_ends_and_asking_puts_nothing_off(
    live: Live, browse: Browse
) -> None:
    email = somebody(live, "watching", Role.PRACTITIONER)
    web = await browse("watching")
    page = await web.get("/requests")
    assert re.search(r"you are signed out at \d+:?\d*[ap]m", page.text)
    user = next(a for a in live.house.accounts.all() if a.profile.email == email)
    mine = col(SessionRow.user) == user.actor.id
    before = now() - timedelta(minutes=20)
    with live.house.storehouse.writing() as store:
        store.session.exec(update(SessionRow).where(mine).values(seen_at=before))
    ends = datetime.fromisoformat((await web.get("/account/ends")).json()["ends_at"])
    assert ends - now() < timedelta(minutes=11)
    token = dict(TOKEN.findall(page.text))["csrf"]
    stayed = await web.post("/account/stay", data={"csrf": token})
    ends = datetime.fromisoformat(stayed.json()["ends_at"])
    assert ends - now() > timedelta(minutes=29)
    assert (await web.post("/account/stay")).status_code == 403


async def test_a_change_of_roles_ends_what_was_open(live: Live, browse: Browse) -> None:
    email = somebody(live, "promoted", Role.PRACTITIONER)
    web = await browse("promoted")
    live.house.accounts.set_roles(email, (Role.ADVISER,))
    assert (await web.get("/requests")).url.path == SIGN_IN


async def test_a_cookie_that_was_planted_is_not_the_one_that_one_signs_in_with(
    live: Live, browse: Browse
) -> None:
    web = await browse("pat")
    planted = web.cookies["sharewell"]
    login = live.logins["pat"]
    fields = {"email": login.email, "password": login.password}
    await submit(web, SIGN_IN, fields)
    assert web.cookies["sharewell"] != planted
