"""Puts the notice for everybody on every page, whoever makes the page."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from casework.house import House
from web.rendering import TOLD_EVERYBODY


class ToldEverybody:
    """Knows what stands before a page is made; it is looked up every few seconds."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._notice = house.notice_for_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if not self._notice.is_fresh:
                await asyncio.to_thread(self._notice.look)
            TOLD_EVERYBODY.set(self._notice.shown())
        await self._app(scope, receive, send)
