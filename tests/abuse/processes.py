"""Further web processes of the same Sharewell, with settings of their own."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import httpx2

from cli import embedded
from cli.children import Children, Part
from cli.embedded import Place, free_port
from tests.live import Live, until


@asynccontextmanager
async def web_process(live: Live, **settings: str) -> AsyncIterator[str]:
    """One more web process over the same database; the address that it listens at."""
    place = Place(live.folder, "127.0.0.1", free_port(), demo=True)
    ports = embedded.noted_ports(live.folder)
    given = {
        **os.environ,
        **embedded.environment(place, ports.temporal, ports.mail),
        "SHAREWELL_CATCHER_PORT": "0",  # the first one catches the mail
        **{f"SHAREWELL_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "cli.main", "web"]
    log = place.logs / f"web-{place.port}.log"
    children = Children()
    await children.start(Part("web", command, given, log))
    try:
        address = f"http://127.0.0.1:{place.port}"
        await until(partial(_answers, address), within=60)
        yield address
    finally:
        await children.stop()


async def _answers(address: str) -> bool:
    try:
        async with httpx2.AsyncClient() as web:
            return (await web.get(f"{address}/healthz")).status_code == 200
    except httpx2.TransportError:
        return False
