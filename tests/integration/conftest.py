"""One rig for all these tests; each starts the worker and the relay that it needs."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.rig import Rig, a_rig


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rig(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    async with a_rig(tmp_path_factory.mktemp("rig")) as rig:
        yield rig
