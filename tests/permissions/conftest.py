"""The people and the cases of which permissions are asked, made once."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.conftest import Counted
from tests.live import Live
from tests.permissions.world import PLAYED, World, played, settled

__all__ = ["Counted"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(live: Live) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        world = await settled(live, stack)
        world.places |= await played(world, PLAYED)
        yield world
