"""Browsers that are closed when their test ends."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing

import httpx2
import pytest_asyncio

from tests.live import Live

Browse = Callable[[str], Awaitable[httpx2.AsyncClient]]


@pytest_asyncio.fixture
async def browse(live: Live) -> AsyncIterator[Browse]:
    """A browser of a demo person, by the first part of their address."""
    async with AsyncExitStack() as opened:

        async def of(user: str) -> httpx2.AsyncClient:
            web = await live.browser(user)
            return await opened.enter_async_context(aclosing(web))

        yield of
