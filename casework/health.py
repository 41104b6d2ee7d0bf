"""How the parts of the service are, for whoever looks after it."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import datetime

from temporalio.client import Client

from adapters.clock import now
from adapters.settings import Settings
from casework.core_health import core
from casework.outside_health import outside
from casework.queue_health import CASES, queue
from casework.record_health import record
from domain.health import Found, Part, Sign, State, noticed, worst
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from storage.store import Storehouse

PATIENCE = 5.0
"""Nobody waits for longer than this to learn that a part is away."""


@dataclass(frozen=True)
class Report:
    """Everything that was found, part by part, and when."""

    found: tuple[Found, ...]
    as_of: datetime

    @property
    def state(self) -> State:
        return worst(self.found)


class Health:
    def __init__(
        self, settings: Settings, storehouse: Storehouse, client: Client
    ) -> None:
        self._settings = settings
        self._storehouse = storehouse
        self._client = client

    async def look(self, actor: Actor) -> Report:
        """Look at every part, all at once.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        parts = await asyncio.gather(
            asyncio.to_thread(self._inside),
            in_time(Part.TEMPORAL, queue(self._client, self._settings)),
            *(in_time(part, found) for part, found in outside(self._settings)),
        )
        return Report(tuple(one for part in parts for one in part), now())

    async def standing(self) -> State:
        """Whether what people send can be kept, and is done at once.

        Without a worker or Temporal it is kept, and done later: that is degraded.
        """
        found = await asyncio.to_thread(core, self._storehouse)
        state = noticed(found)
        if state is not State.OK:
            return state
        asked = queue(self._client, self._settings, (CASES,))
        return noticed(await in_time(Part.TEMPORAL, asked))

    def brief(self) -> State:
        """The same without asking Temporal, for a page that anybody here may open."""
        return noticed(core(self._storehouse))

    def _inside(self) -> list[Found]:
        found = core(self._storehouse)
        if worst(found) is State.DOWN:
            return found
        with self._storehouse.reading() as store:
            return [*found, *record(store, self._settings, now())]


async def in_time(part: Part, found: Awaitable[Iterable[Found]]) -> Iterable[Found]:
    """What was found of a part; one that does not answer in time is away."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await found
    except TimeoutError:
        return [Found(part, Sign.AWAY)]
