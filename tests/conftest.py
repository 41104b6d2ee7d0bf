"""What two folders of tests share: one whole Sharewell for the session."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.live import Live, running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def live(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    """A running Sharewell. Tests make cases of their own and leave others' alone."""
    async with running(tmp_path_factory.mktemp("live")) as sharewell:
        yield sharewell
