"""While Temporal is away every page goes on, and nobody is told more than is so."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest_asyncio
from temporalio.service import RPCError, RPCStatusCode

from casework.accounts import Accounts
from casework.desk import Desk
from casework.filing import Filing
from casework.house import House, open_storehouse
from casework.lists import Lists
from casework.post import Post
from casework.terms import Binding
from casework.views import Views
from cli import demo
from domain.acts import Act
from domain.terms import Terms, Timings
from storage.database import sqlite_url
from tests.live import Live, submit
from tests.web.conftest import Browse
from tests.web.walking import CALM, CHECKS, CLEAR, begin
from web.pages import create_pages


class PostAway(Post):
    """A post that reaches nobody."""

    def __init__(self) -> None:
        """It has no client: nothing is ever sent."""

    async def send(self, workflow_id: str, act: Act, terms: Terms) -> None:
        raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")


def cut_off(house: House, folder: Path) -> House:
    """A house with a database of its own, from which nothing reaches Temporal."""
    url = sqlite_url(folder / "cut-off.db")
    settings = house.settings.model_copy(update={"database_url": url})
    storehouse = open_storehouse(settings)
    storehouse.database.migrate()
    filing = Filing(storehouse, Binding(house.rulebook, Timings()))
    return replace(
        house,
        settings=settings,
        storehouse=storehouse,
        desk=Desk(storehouse, filing, PostAway(), patience=0),
        accounts=Accounts(storehouse, settings),
        views=Views(storehouse, house.rulebook),
        lists=Lists(storehouse),
    )


@pytest_asyncio.fixture
async def browse_cut_off(live: Live, tmp_path: Path) -> AsyncIterator[Browse]:
    """A demo person's browser on a Sharewell whose Temporal is away."""
    house = cut_off(live.house, tmp_path)
    logins = {login.email.partition("@")[0]: login for login in demo.furnish(house)}
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


async def test_a_withdrawal_that_is_only_kept_says_so(browse_cut_off: Browse) -> None:
    walker = await begin(browse_cut_off)
    await walker.open("/withdraw")
    await walker.send({"reason": "It is not needed any more."})
    assert walker.page.status_code == 202
    assert f'href="{walker.home}"' in walker.page.text
