"""Every form of the pages, filled with what nobody types: no page breaks or tells why.

The organisation is one of their own, since some of it is taken.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar
from urllib.parse import urlencode
from zlib import crc32

import httpx2
import pytest

from tests.architecture.sources import files
from tests.conftest import Counted
from tests.sweep.ground import ADMINISTRATOR, ADVISER, OWNER, Ground, Place
from tests.sweep.test_forged import forms
from tests.sweep.test_sweep import ENDS, walk
from tests.web.doors import Door

pytestmark = pytest.mark.timeout(300)

Thing = TypeVar("Thing")

ODD = (
    b"%00", b"%ff%fe%fd", b"%ed%a0%80", b"-1", b"9" * 40, b"1e999", b"NaN", b"%20",
    b"..%2F..%2Fetc%2Fpasswd", b"%7B%7B7*7%7D%7D", b"%3Cscript%3E", b"2026-02-31",
    b"%0D%0ASet-Cookie:%20a=b", b"%F0%9F%92%A9" * 400, b"[]", b"yes", b"person-1",
    b"%E2%80%AE%E2%81%A0", b"0" * 5000, b"SR-0000-0000", b"=", b"none",
)  # fmt: skip
"""Already as a browser would write it: what is no text cannot be written otherwise."""

NAMED = re.compile(r'(?:form\.get|text\(form,|name=)\(?\s*"([a-z_]+)"')
FIELDS = re.compile(r"^    (\w+): ", re.MULTILINE)
PARTS = ("", "-day", "-month", "-year")

KEEPERS = (OWNER, ADVISER, ADMINISTRATOR, "linus", "roswitha")
LIKE_FORMS = re.compile(r"^/(?!api/|account/(password|second-step|tokens))")
"""Not where passwords are asked for: tries are counted."""

TELLS = (
    "Traceback",
    "sqlalchemy",
    "pydantic",
    ".py&#34;",
    "psycopg",
    "/site-packages/",
)


@cache
def names() -> list[str]:
    """What fields of forms are called."""
    found = {"day", "month", "year"}
    for file in files("web"):
        text = file.read_text(encoding="utf-8")
        found |= set(NAMED.findall(text))
        if "PageForm" in text:
            found |= set(FIELDS.findall(text))
    return sorted(found - {"csrf"})


def mixed(things: Iterable[Thing], by: str) -> list[Thing]:
    """In an order that is different for each word, and the same each time."""
    return sorted(things, key=lambda thing: crc32(f"{by} {thing!r}".encode()))


def bodies(csrf: str, by: str) -> Iterator[tuple[str, bytes]]:
    """Two forms with our own token, and two that are hardly forms."""
    ours = urlencode({"csrf": csrf}).encode()
    for turn in "ab":
        some = mixed(names(), by + turn)[:80]
        parts = [name + mixed(PARTS, by + name)[0] for name in some]
        odd = [f"{part}=".encode() + mixed(ODD, by + part)[0] for part in parts]
        yield "application/x-www-form-urlencoded", b"&".join([ours, *odd])
    yield "multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"
    yield "application/x-www-form-urlencoded; charset=utf-7", b"%=&=&;&%zz"


def fault(answer: httpx2.Response) -> str:
    """What is wrong with this answer, if anything is."""
    to = answer.headers.get("location", "/")
    if answer.status_code >= 500 or any(word in answer.text for word in TELLS):
        return f"broke: {answer.status_code}"
    if "a" in answer.cookies or not to.startswith("/") or to.startswith("//"):
        return f"was led astray: {to}"
    return ""


async def fill_in(ground: Ground, user: str, place: Place, door: Door) -> list[str]:
    """What came of every odd form that somebody sent there: its faults, or none."""
    found = []
    for kind, body in bodies(ground.csrf[user], f"{door} {user}"):
        try:
            answer = await ground.webs[user].post(
                place.address(door), content=body, headers={"Content-Type": kind},
                follow_redirects=False,
            )  # fmt: skip
        except httpx2.TransportError as error:
            found.append(f"{door} answered nothing but {error!r} to {kind} {body!r}")
            break
        wrong = fault(answer)
        found.append(f"{door} {wrong}, by {user}: {body!r}" if wrong else "")
        if answer.status_code == 404:
            break  # it is not theirs
    return found


async def fill_in_all(
    ground: Ground, user: str, place: Place, asked: Iterable[Door]
) -> dict[Door, list[str]]:
    gate = asyncio.Semaphore(4)

    async def one(door: Door) -> tuple[Door, list[str]]:
        async with gate:
            return door, await fill_in(ground, user, place, door)

    return dict(await asyncio.gather(*map(one, asked)))


async def test_no_form_breaks_whatever_is_in_it(
    ground: Ground, doors: list[Door], counted: Counted
) -> None:
    """Each is sent by the first whose it is, and to the others there is none."""
    asked = {d for d in forms(doors) if LIKE_FORMS.match(d.path) and d.path not in ENDS}
    assert len(names()) > 150
    found: list[str] = []
    for place in ground.places:
        for user in KEEPERS:
            answers = await fill_in_all(ground, user, place, sorted(asked))
            found += [each for some in answers.values() for each in some]
            asked -= {door for door, some in answers.items() if len(some) > 1}
    assert not any(found), "\n".join(filter(None, found))
    counted("forms, filled with nonsense", len(found))


@pytest.mark.parametrize("odd", ODD)
async def test_no_page_breaks_whatever_its_address_says(
    ground: Ground, doors: list[Door], counted: Counted, odd: bytes
) -> None:
    """In its path as in what is asked for behind it."""
    word = odd.decode()[:600]
    asked = "&".join(f"{name}={word}" for name in QUERIES)
    walks = [d for d in doors if d.method == "GET" and not d.path.startswith("/c/")]
    user = mixed(KEEPERS, word)[0]
    for door in mixed(walks, word)[:40]:
        path = re.sub(r"{[^}]*}", lambda _: word, door.path)
        answer = await walk(ground, user).knock(
            Door("GET", f"{path}?{asked}"), ground.places[0]
        )
        assert answer.status_code < 500, f"{door} with {word}"
    counted("pages, asked for with nonsense", 40)


QUERIES = ("after", "page", "next", "then", "from", "find", "show", "state", "code")
