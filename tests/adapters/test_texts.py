"""Text messages: taken, refused or never answered by a real server on this machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from adapters.texts import CaughtTexts, HttpTexts, NoTexts, NotSent, Text

TEXT = Text("code-1", "+447700900150", "012345 is your security code")


@dataclass
class Carrier:
    """A service that says what it is told to say, or nothing at all."""

    status: int = 202
    stalls: bool = False
    taken: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    async def answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.partition(":")[2])
            for line in head.splitlines()
            if line.lower().startswith("content-length:")
        )
        self.taken.append((head, json.loads(await reader.readexactly(length))))
        if self.stalls:
            await reader.read()  # until the other side has had enough
        else:
            where = f"Location: {self.url}other\r\n" if self.status == 302 else ""
            answer = f"HTTP/1.1 {self.status} X\r\n{where}Content-Length: 0\r\n\r\n"
            writer.write(answer.encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def carrying(carrier: Carrier) -> AsyncIterator[Carrier]:
    server = await asyncio.start_server(carrier.answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    carrier.url = f"http://127.0.0.1:{port}/"
    async with server:
        yield carrier


async def test_a_message_is_handed_over_with_the_token() -> None:
    async with carrying(Carrier()) as carrier:
        await HttpTexts(carrier.url, "a-token").send(TEXT)
    head, message = carrier.taken[0]
    assert "Authorization: Bearer a-token" in head
    assert message == {"to": TEXT.to, "text": TEXT.text, "reference": "code-1"}


@pytest.mark.parametrize("status", [302, 400, 401, 429, 500])
async def test_whatever_is_not_taken_was_not_sent(status: int) -> None:
    async with carrying(Carrier(status)) as carrier:
        with pytest.raises(NotSent, match=f"Status{status}"):
            await HttpTexts(carrier.url, "a-token").send(TEXT)
    assert len(carrier.taken) == 1  # and the token went nowhere else


async def test_a_service_that_stalls_is_not_waited_for_for_ever() -> None:
    async with carrying(Carrier(stalls=True)) as carrier:
        with pytest.raises(NotSent, match="ReadTimeout"):
            await HttpTexts(carrier.url, "a-token", patience=0.1).send(TEXT)


async def test_a_service_that_is_not_there_took_nothing() -> None:
    async with carrying(Carrier()) as carrier:
        url = carrier.url
    with pytest.raises(NotSent, match="ConnectError"):
        await HttpTexts(url, "a-token").send(TEXT)


async def test_without_a_service_nothing_is_sent() -> None:
    with pytest.raises(NotSent, match="NotConfigured"):
        await NoTexts().send(TEXT)


async def test_on_a_laptop_it_is_shown_beside_the_mail() -> None:
    kept: list[str] = []

    async def keep(text: str) -> None:
        kept.append(text)

    await CaughtTexts(keep).send(TEXT)
    assert kept == [f"To: {TEXT.to}\nSubject: Text message\n\n{TEXT.text}\n"]
