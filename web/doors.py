"""What stands before the recipients' pages: which host they are on, how often one asks.

It looks at the raw path, so that no way of writing an address goes round it.
"""

import asyncio
import re
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.settings import Settings
from casework.house import House
from web import rendering
from web.asking import network

BESIDE = ("/static/", "/accessibility", "/privacy", "/healthz", "/readyz")
"""What the recipients' host shows beside their own pages."""

MESSAGES = "/n"
"""Where people read what they are told; it is beside the recipients' pages."""

PROBES = ("/healthz", "/readyz", "/metrics")
"""Asked by machines, at whatever name the machine has inside."""

HOST = re.compile(r"([^\s/?#@:\[\]]+|\[[0-9a-f:.]+\])(:\d{1,5})?")
"""A name or an address, perhaps with a port: with anything else it is none."""


class Hosts:
    """Serves each host its own pages, and nothing to a host that is not ours."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._ours = urlsplit(settings.public_url).hostname
        self._collect = urlsplit(settings.collect_url).hostname
        self._checks = bool(settings.collect_url) or settings.secure_cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._refusal(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        path = scope["path"]
        if not self._checks or path in PROBES:
            return None
        host = _host(scope)
        if host is None or host not in (self._ours, self._collect):
            return PlainTextResponse("There is nothing here.", 400)
        if self._collect is None or self._is_at_home(host, path):
            return None
        return rendering.page("collect/gone.html", status=404)

    def _is_at_home(self, host: str, path: str) -> bool:
        if host == self._collect:
            return is_door(path) or path.startswith(BESIDE)
        return not is_door(path)


class Queue:
    """Makes a network wait that comes to the recipients' pages too often."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: ASGIApp = self._app
        if scope["type"] == "http" and is_door(scope["path"]):
            who = network(Request(scope))
            seconds = await asyncio.to_thread(self._house.doorkeeper.wait, who)
            if seconds:
                answer = _wait(seconds, _layout(scope["path"]))
        await answer(scope, receive, send)


def _wait(seconds: int, layout: str) -> ASGIApp:
    page = rendering.page("errors/429.html", status=429, layout=layout, wait="a minute")
    page.headers["Retry-After"] = str(seconds)
    return page


def _layout(path: str) -> str:
    """A page under /n says nothing of who we are, not even when it asks to wait."""
    return (
        f"base_{'recipient' if path.casefold().startswith('/c/') else 'discreet'}.html"
    )


def is_door(path: str) -> bool:
    """Whether it leads to the recipients' pages, however it is written."""
    plain = path.casefold()
    return plain == MESSAGES or plain.startswith((f"{MESSAGES}/", "/c/"))


def _host(scope: Scope) -> str | None:
    """The one host that is asked for; none where there are several."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    if len(named) != 1:
        return None
    said = HOST.fullmatch(named[0].decode("latin-1").casefold())
    return said[1].strip("[]") if said else None
