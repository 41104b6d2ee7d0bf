"""Finds every door: each method of each path of the pages and the JSON interface."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpx2
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from tests.web.recipients import without_tokens

STREAM = "text/event-stream"
CSRF = re.compile(r'name="csrf" value="([^"]*)"')


@dataclass(frozen=True, order=True)
class Door:
    method: str
    path: str

    @property
    def has_parameter(self) -> bool:
        return "{" in self.path

    def address(self, value: str) -> str:
        """The path with this value wherever one is asked for."""
        return re.sub(r"{[^}]*}", value, self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Answer:
    """What came back, less whatever differs from one time to the next."""

    status: int
    to: str
    text: str


def doors_of(app: FastAPI) -> Iterator[Door]:
    """Each method of each route of an application, whether it is documented or not."""
    yield from _doors(app.routes, "")


def _doors(routes: Iterable[BaseRoute], prefix: str) -> Iterator[Door]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            context = getattr(route, "include_context", None)
            further = getattr(context, "prefix", "")
            yield from _doors(included.routes, prefix + further)
        elif isinstance(route, Mount):
            yield from _below(route, prefix + route.path)
        else:
            assert isinstance(route, Route), f"we cannot knock at {route!r}"
            for method in route.methods or ("GET",):  # which takes any
                yield Door(method, prefix + route.path)


def _below(mount: Mount, prefix: str) -> Iterator[Door]:
    """What is mounted there; files are served at any path of one."""
    below = _doors(mount.routes, prefix)
    if isinstance(mount.app, StaticFiles):
        below = iter((Door("GET", f"{prefix}/{{file}}"),))
    return below


async def knock(
    web: httpx2.AsyncClient, door: Door, value: str = "x", csrf: str = ""
) -> Answer:
    """Knock, with an empty form where one is posted; never follow where it leads."""
    body: dict[str, object] = {}
    if door.method in ("POST", "PUT", "PATCH"):
        is_api = door.path.startswith("/api/")
        body = {"json": {}} if is_api else {"data": {"csrf": csrf, "once": "knock"}}
    asked = web.build_request(door.method, door.address(value), **body)  # type: ignore[arg-type] # one of two kinds of body
    try:
        answer = await web.send(asked, stream=True, follow_redirects=False)
    except httpx2.TransportError as error:
        raise AssertionError(f"{door} with {value} answered nothing") from error
    try:
        streams = answer.headers.get("content-type", "").startswith(STREAM)
        text = "" if streams else (await answer.aread()).decode()
    finally:
        await answer.aclose()
    to = answer.headers.get("location", "")
    return Answer(answer.status_code, plain(to, value), plain(text, value))


def plain(text: str, value: str) -> str:
    return without_tokens(text).replace(value, "VALUE")


async def csrf_of(web: httpx2.AsyncClient) -> str:
    """The token that the forms of whoever is signed in carry."""
    found = CSRF.search((await web.get("/account")).text)
    assert found is not None
    return found[1]
