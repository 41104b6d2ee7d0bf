"""What several folders of tests share: a whole Sharewell, and a PostgreSQL."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests import postgres as postgresql
from tests.live import Live, running
from tests.postgres import Postgres


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def live(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    """A running Sharewell. Tests make cases of their own and leave others' alone."""
    async with running(tmp_path_factory.mktemp("live")) as sharewell:
        yield sharewell


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of our own. Tests make databases of their own in it."""
    with postgresql.running() as server:
        yield server
