"""While Temporal is away every page goes on, and nobody is told more than is so."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest_asyncio
from temporalio.service import RPCError, RPCStatusCode

from adapters.temporal import connect
from api.models import RequestLine
from casework.desk import Desk
from casework.filing import Filing
from casework.house import House, build_house
from casework.post import Post
from casework.terms import Binding
from cli import demo_people
from domain.acts import Act
from domain.content import Content
from domain.terms import Terms, Timings
from storage.database import sqlite_url
from tests.live import Live, submit
from tests.web.conftest import Browse
from tests.web.walking import CALM, CHECKS, CLEAR, IN_A_HURRY, begin, begin_urgent
from web.pages import create_pages


class PostAway(Post):
    """A post that reaches nobody."""

    def __init__(self) -> None:
        """It has no client: nothing is ever sent."""

    async def send(self, workflow_id: str, act: Act, terms: Terms) -> None:
        raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")


async def cut_off(live: Live, folder: Path) -> House:
    """A house with a database of its own, from which nothing reaches Temporal."""
    url = sqlite_url(folder / "cut-off.db")
    settings = live.stack.settings.model_copy(update={"database_url": url})
    client = await connect(live.stack.settings, patient=True)
    house = build_house(settings, client)
    house.storehouse.database.migrate()
    filing = Filing(house.storehouse, Binding(house.rulebooks, Timings()))
    desk = Desk(house.storehouse, filing, PostAway(), patience=0)
    return replace(house, desk=desk)


@pytest_asyncio.fixture
async def browse_cut_off(live: Live, tmp_path: Path) -> AsyncIterator[Browse]:
    """A demo person's browser on a Sharewell whose Temporal is away."""
    house = await cut_off(live, tmp_path)
    logins = {
        login.email.partition("@")[0]: login for login in demo_people.furnish(house)
    }
    transport = httpx2.ASGITransport(app=create_pages(house))
    web = httpx2.AsyncClient(
        transport=transport, base_url="http://sharewell", follow_redirects=True
    )

    async def of(user: str) -> httpx2.AsyncClient:
        login = logins[user]
        fields = {"email": login.email, "password": login.password}
        await submit(web, "/account/sign-in", fields)
        return web

    async with aclosing(web):
        yield of
    house.storehouse.database.close()


async def test_a_whole_request_is_typed_while_temporal_is_away(
    browse_cut_off: Browse,
) -> None:
    walker = await begin(browse_cut_off)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer(CLEAR | CHECKS)
    assert walker.path == "/check"
    assert "still being applied" in walker.text
    await walker.send(to="/confirm")
    assert walker.page.status_code == 202
    assert "It is safe" in walker.text
    assert "It is being shared" not in walker.text


async def test_a_request_just_begun_is_in_the_list(browse_cut_off: Browse) -> None:
    walker = await begin(browse_cut_off)
    shown = await walker.web.get("/requests")
    assert walker.reference in shown.text
    assert "Still being applied" in shown.text
    assert (await walker.open("")).page.status_code == 200


async def test_the_json_list_has_a_request_just_begun_as_well(
    live: Live, tmp_path: Path
) -> None:
    house = await cut_off(live, tmp_path)
    demo_people.furnish(house)
    pat = next(a.actor for a in house.accounts.all() if a.profile.name == "Pat Reed")
    begun = await house.desk.open(pat, Content())
    listed = house.lists.requests(pat).items
    assert [line.reference for line in listed] == [begun.reference]
    assert RequestLine.model_validate(listed[0]).waiting_on == "practitioner"
    house.storehouse.database.close()


async def test_a_withdrawal_that_is_only_kept_says_so(browse_cut_off: Browse) -> None:
    walker = await begin(browse_cut_off)
    await walker.open("/withdraw")
    await walker.send({"reason": "It is not needed any more."})
    assert walker.page.status_code == 202
    assert f'href="{walker.home}"' in walker.page.text


async def test_an_urgent_share_is_kept_whole_and_shared_once_later(
    browse_cut_off: Browse,
) -> None:
    walker = await begin_urgent(browse_cut_off)
    form = walker.page
    await walker.send(IN_A_HURRY)
    assert walker.page.status_code == 202
    assert "It is safe" in walker.text
    walker.page = form
    await walker.send(IN_A_HURRY)
    assert walker.page.status_code == 202
    await walker.open("")
    assert "5 acts still being applied" in walker.text


async def test_a_first_question_and_another_way_are_kept_while_temporal_is_away(
    browse_cut_off: Browse,
) -> None:
    pat = await browse_cut_off("pat")
    asking = {"question": "A child comes to school hungry. Whom do I tell?"}
    for page, fields in (
        ("/requests/ask-first", asking),
        ("/requests/elsewhere", {"to": "media"}),
    ):
        kept = await submit(pat, page, fields)
        assert kept.status_code == 202
        assert "It is safe." in kept.text
