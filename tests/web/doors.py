"""Finds every door: each method of each path of the pages and the JSON interface."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
from fastapi import FastAPI
from starlette.routing import Mount

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


def doors_of(app: FastAPI, prefix: str = "") -> Iterator[Door]:
    """Every documented path, and those of the applications mounted below."""
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            yield Door(method.upper(), prefix + path)
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            yield from doors_of(route.app, prefix + route.path)


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
