"""The demo people, each with a client of the JSON interface."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.api.journey import People
from tests.live import Live


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def people(live: Live) -> AsyncIterator[People]:
    async with AsyncExitStack() as clients:
        users = ("pat", "ada", "ben", "ola", "ines", "sam", "mina")
        entered = [await clients.enter_async_context(live.api(u)) for u in users]
        yield People(*entered)
