"""The people and the cases of which permissions are asked, made once."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.live import Live
from tests.permissions.world import PLAYED, World, played, settled

Counted = Callable[[str, int], None]
"""Told how many cells were asked of what."""

CELLS: Counter[str] = Counter()


@pytest.fixture
def counted() -> Counted:
    def count(of: str, cells: int) -> None:
        CELLS[of] += cells

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How often it was asked who may do what."""
    asked = [f"{count:,} of the {of}" for of, count in CELLS.items()]
    if asked:
        terminalreporter.write_line(f"Who may do what, asked: {', '.join(asked)}.")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(live: Live) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        world = await settled(live, stack)
        world.places |= await played(world, PLAYED)
        yield world
