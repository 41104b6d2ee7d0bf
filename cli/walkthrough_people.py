"""The people of the walkthrough, each with a connection, and what they see.

Everything goes over HTTP, as other people's programs and browsers would do it.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx2
import typer

from adapters.temporal import connect
from casework.house import House, build_house
from cli import demo_people
from cli.stack import Stack

HIDDEN = re.compile(r'name="(csrf|once|revision)" value="([^"]*)"')


class DidNotHold(Exception):
    """Something that must be so was not."""


@dataclass
class Walk:
    """The people of one request, and how far it has come."""

    running: Stack
    house: House
    practitioner: httpx2.AsyncClient
    adviser: httpx2.AsyncClient
    auditor: httpx2.AsyncClient
    recipient: httpx2.AsyncClient
    family: httpx2.AsyncClient
    reference: str = ""
    recipient_id: str = ""
    door: str = ""
    steps: int = field(default=0)

    def step(self, text: str) -> None:
        self.steps += 1
        say(f"\n{self.steps}. {text}")

    async def request(self) -> dict[str, Any]:
        """The request as its practitioner sees it now."""
        answer = await self.practitioner.get(f"/requests/{self.reference}")
        return checked(answer, 200)

    async def release(self) -> dict[str, Any]:
        """What was made available, as its practitioner sees it now."""
        found: dict[str, Any] = (await self.request())["release"]
        return found

    async def until(
        self, so: Callable[[dict[str, Any]], bool], what: str
    ) -> dict[str, Any]:
        for _ in range(400):
            request = await self.request()
            if so(request):
                return request
            await asyncio.sleep(0.1)
        raise DidNotHold(what)

    def mails(self) -> list[str]:
        """Every message that was sent so far."""
        return [caught.text for caught in self.house.lists.caught_mail()]

    async def mailed(self, wanted: re.Pattern[str], who: str, about: str = "") -> str:
        """What a message holds that somebody received."""
        for _ in range(200):
            for mail in await asyncio.to_thread(self.mails):
                found = wanted.search(mail)
                if found and about in mail:
                    return found[1]
            await asyncio.sleep(0.1)
        raise DidNotHold(f"{who} received an e-mail")


async def gather(running: Stack, open_things: AsyncExitStack) -> Walk:
    """Everybody, with the demonstration's organisations around them."""
    client = await connect(running.settings, patient=True)
    house = build_house(running.settings, client)
    demo_people.furnish(house)

    async def connection(email: str) -> httpx2.AsyncClient:
        token = house.accounts.create_token(email, None)
        made = httpx2.AsyncClient(
            base_url=f"{running.address}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        return await open_things.enter_async_context(made)

    async def browser() -> httpx2.AsyncClient:
        made = httpx2.AsyncClient(
            base_url=running.address, follow_redirects=True, timeout=30
        )
        return await open_things.enter_async_context(made)

    return Walk(
        running,
        house,
        await connection("pat@larkhill.example"),
        await connection("ada@larkhill.example"),
        await connection("ines@larkhill.example"),
        await browser(),
        await browser(),
    )


async def submit(
    web: httpx2.AsyncClient, page: str, fields: dict[str, str], to: str = ""
) -> httpx2.Response:
    """Fill in the form of a page and post it, as a browser without script does."""
    shown = await web.get(page)
    hidden = dict(HIDDEN.findall(shown.text))
    return await web.post(to or page, data={**hidden, **fields})


def checked(answer: httpx2.Response, status: int) -> dict[str, Any]:
    accepted = answer.status_code in (status, 202)
    hold(accepted, f"{answer.request.url.path} answered {answer.status_code}")
    body: dict[str, Any] = answer.json()
    return body


def hold(so: object, what: str) -> None:
    """Go on only if it is so.

    Raises:
        DidNotHold: it is not.
    """
    if not so:
        raise DidNotHold(what)


def say(text: str) -> None:
    typer.echo(text)
