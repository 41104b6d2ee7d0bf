"""The ground on which the sweep walks, and the doors that it knocks at: made once."""

from collections.abc import AsyncIterator

import pytest_asyncio

from api.main import create_app
from tests.live import Live
from tests.sweep.ground import Ground
from tests.web.doors import Door, doors_of


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ground(live: Live) -> AsyncIterator[Ground]:
    found = Ground(live)
    try:
        await found.lay_out()
        yield found
    finally:
        await found.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def doors(live: Live) -> list[Door]:
    app = await create_app(live.stack.settings)
    app.state.house.storehouse.database.close()
    return sorted(set(doors_of(app)))
