"""The parts of a Sharewell, each of which a test may stop, break or start again.

Temporal is a process of its own; worker and relay run here, so that a test can hold a
step at a certain point.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import event
from temporalio.client import Client
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.service import RPCError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from activities.worker import build_worker
from activities.workplace import Workplace
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from adapters.temporal import connect
from casework.house import House, build_house, open_storehouse
from casework.outbox import Outbox
from casework.relay import Relay
from cli import demo_people, embedded, stack
from cli.children import Children, Part
from cli.demo import Player
from cli.embedded import Place
from domain.acts import Outcome
from domain.case import Case
from domain.people import Actor
from domain.timeline import Entry
from storage.cases import stored_case
from storage.store import Storehouse
from tests.live import until

Step = Callable[[], Awaitable[Any]]
Around = Callable[[Step], Awaitable[Any]]
"""What happens around a step: it is given the step, and may hold, repeat or fail it."""


class Mailbox:
    """A mail server that accepts, refuses, or takes a message and hangs up."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refusing = False
        self.never_for = ""
        """Whom it will never take anything for."""
        self.dropping = 0

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.refusing:
            return "451 come back later"
        if self.never_for and self.never_for in envelope.rcpt_tos[0]:
            return "550 5.1.1 no such person here"
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content))
        if self.dropping:
            self.dropping -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 kept"

    def to(self, address: str) -> list[Message]:
        return [letter for letter in self.received if letter["To"] == address]


@dataclass(frozen=True)
class Rig:
    """A database, a mail server and a Temporal that can be taken away."""

    place: Place
    environment: dict[str, str]
    house: House
    client: Client
    mailbox: Mailbox
    temporal: Children = field(default_factory=Children)

    @property
    def settings(self) -> Settings:
        return self.house.settings

    @property
    def storehouse(self) -> Storehouse:
        return self.house.storehouse

    # What comes and goes

    async def temporal_up(self) -> None:
        command = embedded.temporal_command(
            str(Path(sys.executable).parent / "temporal"),
            self.place.temporal_file,
            int(self.settings.temporal_address.rpartition(":")[2]),
        )
        log = self.place.logs / "temporal.log"
        await self.temporal.start(Part("temporal", command, os.environ, log))
        await until(self._temporal_answers)

    async def temporal_down(self) -> None:
        await self.temporal.stop()

    async def _temporal_answers(self) -> bool:
        try:
            await Client.connect(self.settings.temporal_address)
        except (RPCError, RuntimeError):
            return False
        return True

    @asynccontextmanager
    async def worker(
        self,
        around: dict[str, Around] | None = None,
        *,
        hurry: bool = False,
        clamd: str = "",
    ) -> AsyncIterator[None]:
        """A worker; `{"release": hold}` puts `hold` around that step.

        One in a `hurry` does not wait for a locked database, but fails. `clamd` is
        where its virus scanner is.
        """
        storehouse = open_storehouse(self.settings)
        if hurry:
            event.listen(storehouse.database.engine, "connect", _wait_for_nobody)
        settings = self.settings.model_copy(update={"clamd": clamd})
        workplace = Workplace(settings, storehouse, Postman(settings), Rulebook())
        client = await connect(self.settings, patient=True)
        worker = build_worker(watched(client, around or {}), workplace)
        async with worker:
            yield
        storehouse.database.close()

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[None]:
        relaying = asyncio.create_task(
            Relay(self.storehouse, self.house.post, "test").run()
        )
        try:
            yield
        finally:
            relaying.cancel()
            await asyncio.wait({relaying})

    @asynccontextmanager
    async def outbox(self) -> AsyncIterator[None]:
        """What writes to people who work here."""
        postman = Postman(self.settings)
        sending = asyncio.create_task(
            Outbox(self.storehouse, postman, self.settings).run()
        )
        try:
            yield
        finally:
            sending.cancel()
            await asyncio.wait({sending})

    # What there is

    def staff(self) -> list[Actor]:
        with self.storehouse.reading() as store:
            everybody = [account.actor for account in store.accounts.all()]
        return [actor for actor in everybody if actor.organisation == "larkhill"]

    def pat(self) -> Actor:
        return self.staff()[0]

    def player(self, number: int) -> Player:
        return Player(self.house, self.staff(), number)

    def case(self, reference: str) -> Case:
        with self.storehouse.reading() as store:
            case = stored_case(store.session, reference)
        assert case is not None
        return case

    def entries(self, reference: str) -> list[Entry]:
        with self.storehouse.reading() as store:
            assert list(store.timeline.faults(reference)) == []
            return [line.entry for line in store.timeline.of(reference)]

    def whats(self, reference: str) -> list[str]:
        return [entry.what.value for entry in self.entries(reference)]

    def outcome(self, act: str) -> Outcome | None:
        with self.storehouse.reading() as store:
            return store.acts.outcome(act)

    async def settled(self, *acts: str) -> None:
        """Wait until each of these acts has its outcome."""

        async def all_settled() -> bool:
            return all(self.outcome(act) is not None for act in acts)

        await until(all_settled)

    async def reaches(self, reference: str, stage: str, within: float = 20) -> None:
        async def there() -> bool:
            return self.case(reference).stage == stage

        await until(there, within)


@asynccontextmanager
async def a_rig(folder: Path, **more: str) -> AsyncIterator[Rig]:
    """Everything but worker and relay, with the demo people; `more` are settings."""
    mailbox = Mailbox()
    ports = embedded.free_port(), embedded.free_port()
    place = Place(folder, "127.0.0.1", embedded.free_port(), demo=True)
    embedded.prepare(place)
    environment = embedded.environment(place, *ports) | {
        "SHAREWELL_PATIENCE_SECONDS": "0.3",
        **more,
    }
    settings = stack.settings_from(environment)
    stack.migrate(settings)
    client = await connect(settings, patient=False)
    house = build_house(settings, client)
    demo_people.furnish(house)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, hostname="test"), "127.0.0.1", ports[1]
    )
    rig = Rig(place, environment, house, client, mailbox)
    try:
        await rig.temporal_up()
        yield rig
    finally:
        await rig.temporal_down()
        server.close()
        house.storehouse.database.close()


def _wait_for_nobody(connection: Any, record: object) -> None:
    connection.execute("PRAGMA busy_timeout=50")


def watched(client: Client, around: dict[str, Around]) -> Client:
    """The same client, whose workers run these things around their steps."""
    config = client.config()
    config["interceptors"] = [*config["interceptors"], _Around(around)]
    return Client(**config)


class _Around(ClientInterceptor, Interceptor):
    def __init__(self, around: dict[str, Around]) -> None:
        self._around = around

    def intercept_activity(
        self, next: ActivityInboundInterceptor
    ) -> ActivityInboundInterceptor:
        return _AroundStep(next, self._around)


class _AroundStep(ActivityInboundInterceptor):
    def __init__(
        self, next: ActivityInboundInterceptor, around: dict[str, Around]
    ) -> None:
        super().__init__(next)
        self._around = around

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        around = self._around.get(input.fn.__name__)
        step = super().execute_activity
        if around is None:
            return await step(input)
        return await around(lambda: step(input))
