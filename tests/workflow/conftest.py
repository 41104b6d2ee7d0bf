"""One server for all, and for each test a queue, a worker and a notebook of its own."""

from collections.abc import AsyncIterator, Callable

import pytest

from domain.terms import Terms
from tests.builders import terms
from tests.workflow.recording import Notebook
from tests.workflow.stage import Played, Server, a_name

Play = Callable[..., Played]


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    started = await Server.start()
    yield started
    await started.stop()


@pytest.fixture
def idle(server: Server) -> Played:
    """A case whose worker is not up."""
    bound = terms(reference=a_name("SR"))
    return Played(server, Notebook(), bound, a_name("queue"))


@pytest.fixture
async def play(server: Server) -> AsyncIterator[Play]:
    """Begins a case, on terms of the test's choosing."""
    notebook, queue = Notebook(), a_name("queue")

    def begin(**wanted: object) -> Played:
        bound: Terms = terms(reference=a_name("SR"), **wanted)  # type: ignore[arg-type]
        return Played(server, notebook, bound, queue)

    async with server.worker(queue, notebook):
        yield begin


@pytest.fixture
def case(play: Play) -> Played:
    """A case on the usual terms."""
    return play()
