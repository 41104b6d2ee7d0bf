"""What several folders of tests share: a whole Sharewell, and a PostgreSQL."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import postgres as postgresql
from tests.live import Live, running
from tests.postgres import Postgres

TESTS = Path(__file__).parent


SLOW = (
    "integration", "recovery", "permissions", "sweep", "browser", "cli", "abuse", "web",
    "api",
)  # fmt: skip
"""What takes longest goes first, so that two processes come to the end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow folders first; within a folder everything stays where it is."""
    items.sort(key=lambda item: _rank(item.path.relative_to(TESTS).parts[0]))


def _rank(folder: str) -> int:
    return SLOW.index(folder) if folder in SLOW else len(SLOW)


Counted = Callable[[str, int], None]
"""Told how many of what were asked."""


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    def count(of: str, many: int) -> None:
        record_property(f"asked: {of}", many)

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How often it was asked who may do what, in however many processes."""
    asked: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, many in report.user_properties:
            if name.startswith("asked: ") and isinstance(many, int):
                asked[name.removeprefix("asked: ")] += many
    said = [f"{many:,} of the {of}" for of, many in asked.items()]
    if said:
        terminalreporter.write_line(f"Who may do what, asked: {', '.join(said)}.")


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
