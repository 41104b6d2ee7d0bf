"""Requests as no browser sends them, and networks that have come too often."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.clock import now
from casework.doorkeeper import NAME, window_of
from storage.tables import AttemptRow
from tests.live import Live


@dataclass(frozen=True)
class Raw:
    """What a server answered, byte by byte."""

    status: int
    headers: dict[str, str]
    body: bytes


async def raw(address: str, *lines: str, body: bytes = b"") -> Raw:
    """Send exactly these lines; whatever the server says until it hangs up."""
    server = urlsplit(address)
    reader, writer = await asyncio.open_connection(server.hostname, server.port)
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    writer.write(head.encode("latin-1") + body)
    async with asyncio.timeout(30):
        said = await reader.read()
    writer.close()
    top, _, rest = said.partition(b"\r\n\r\n")
    first, *others = top.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in others)
    headers = {name.lower(): value for name, _, value in pairs}
    return Raw(int(first.split()[1]) if first else 0, headers, rest)


def has_knocked(live: Live, network: str, times: int) -> None:
    """This network has come so often already, in this minute and in the next."""
    with live.house.storehouse.writing() as store:
        name = NAME + store.keys.people().index(network)
        for window in (window_of(now()), window_of(now()) + 1):
            row = AttemptRow(name=name, window=window, count=times)
            store.session.add(row)
