"""Everything on one machine: Temporal, worker with relay, web with the mail catcher."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx2
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.settings import Settings
from casework.house import open_storehouse
from cli import embedded
from cli.children import Children, Part
from cli.embedded import CannotRun, Place

READY_WITHIN = 60.0


@dataclass(frozen=True)
class Stack:
    """A running Sharewell."""

    place: Place
    settings: Settings
    children: Children

    @property
    def address(self) -> str:
        return self.settings.public_url


async def start(place: Place) -> Stack:
    """Start every part and wait until it answers.

    Raises:
        CannotRun: something is missing or in the way.
    """
    embedded.check_port_free(place.host, place.port)
    embedded.prepare(place)
    binary = await embedded.temporal_binary(place.folder)
    ports = embedded.free_port(), embedded.free_port()
    environment = embedded.environment(place, *ports)
    settings = settings_from(environment)
    migrate(settings)
    children = Children()
    try:
        await _start_parts(children, place, environment, binary, ports[0])
        await _until_temporal(settings)
        await _until_ready(settings)
    except BaseException:
        await children.stop()
        raise
    return Stack(place, settings, children)


async def _start_parts(
    children: Children,
    place: Place,
    environment: dict[str, str],
    binary: str,
    temporal_port: int,
) -> None:
    sharewell = [sys.executable, "-m", "cli.main"]
    temporal = embedded.temporal_command(binary, place.temporal_file, temporal_port)
    for name, command in (
        ("temporal", temporal),
        ("worker", [*sharewell, "worker"]),
        ("web", [*sharewell, "web"]),
    ):
        log = place.logs / f"{name}.log"
        await children.start(Part(name, command, environment, log))


def settings_from(environment: dict[str, str]) -> Settings:
    """Settings as a child process with this environment would read them."""
    prefix = "SHAREWELL_"
    named = {
        name.removeprefix(prefix).lower(): value
        for name, value in environment.items()
        if name.startswith(prefix)
    }
    return Settings.model_validate(named)


def migrate(settings: Settings) -> None:
    storehouse = open_storehouse(settings)
    try:
        storehouse.database.migrate()
    finally:
        storehouse.database.close()


async def _until_temporal(settings: Settings) -> None:
    for _ in range(int(READY_WITHIN * 10)):
        try:
            await Client.connect(settings.temporal_address)
            return
        except (RPCError, RuntimeError):
            await asyncio.sleep(0.1)
    raise CannotRun("The Temporal server did not start. Look at logs/temporal.log.")


async def _until_ready(settings: Settings) -> None:
    async with httpx2.AsyncClient(base_url=settings.public_url) as web:
        for _ in range(int(READY_WITHIN * 10)):
            try:
                answer = await web.get("/readyz")
                if answer.status_code == 200 and answer.json()["status"] == "ok":
                    return
            except httpx2.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise CannotRun("Sharewell did not start. Look at the files in logs/.")


def default_folder() -> Path:
    return Path("var")
