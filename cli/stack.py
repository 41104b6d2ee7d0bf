"""Everything on one machine: Temporal, worker with relay, web with the mail catcher."""

import asyncio
import sys
from dataclasses import dataclass
from typing import TextIO

import httpx2
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.settings import Settings
from casework.house import open_storehouse
from cli import embedded
from cli.children import Children, Part
from cli.embedded import CannotRun, Place, Ports

READY_WITHIN = 60.0


@dataclass(frozen=True)
class Stack:
    """A running Sharewell."""

    place: Place
    settings: Settings
    children: Children
    lock: TextIO

    async def stop(self) -> None:
        await self.children.stop()
        self.lock.close()

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
    lock = embedded.lock(place)
    binary = await embedded.temporal_binary(place.folder)
    ports = Ports(place.port, embedded.free_port(), embedded.free_port())
    environment = embedded.environment(place, ports.temporal, ports.mail)
    running = Stack(place, settings_from(environment), Children(), lock)
    migrate(running.settings)
    embedded.note_ports(place, ports)
    try:
        await _start_parts(running, environment, binary, ports)
        await _until_temporal(running.settings)
        await _until_ready(running.settings)
    except BaseException:
        await running.stop()
        raise
    return running


async def _start_parts(
    running: Stack, environment: dict[str, str], binary: str, ports: Ports
) -> None:
    place = running.place
    sharewell = [sys.executable, "-m", "cli.main"]
    temporal = embedded.temporal_command(binary, place.temporal_file, ports.temporal)
    for name, command in (
        ("temporal", temporal),
        ("worker", [*sharewell, "worker"]),
        ("web", [*sharewell, "web"]),
    ):
        log = place.logs / f"{name}.log"
        await running.children.start(Part(name, command, environment, log))


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
