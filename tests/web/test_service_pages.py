"""How the service is, and what everybody is told, as people see it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
import pytest_asyncio

from adapters.clock import now
from domain.calendar import LONDON
from tests.live import TOKEN, Live, submit
from tests.web.conftest import Browse

NOTICE = "/operations/notice"
APART = {"X-Forwarded-For": "192.0.2.251"}
"""A network of its own: it has not come too often yet."""
WORDS = "We update on Saturday. Ring if it cannot wait."


def until(hours: float) -> dict[str, str]:
    """The fields of an end so many hours from now."""
    ends = (now() + timedelta(hours=hours)).astimezone(LONDON)
    return {
        "ends_on-day": str(ends.day),
        "ends_on-month": str(ends.month),
        "ends_on-year": str(ends.year),
        "ends_time": f"{ends:%H:%M}",
    }


@pytest_asyncio.fixture
async def ola(live: Live, browse: Browse) -> AsyncIterator[httpx2.AsyncClient]:
    """Operations; whatever they tell everybody is taken down afterwards."""
    web = await browse("ola")
    yield web
    hidden = dict(TOKEN.findall((await web.get(NOTICE)).text))
    await web.post(f"{NOTICE}/take-down", data=hidden)


async def test_operations_see_every_part_and_that_it_is_well(
    ola: httpx2.AsyncClient,
) -> None:
    page = (await ola.get("/operations/health")).text
    for part in ("Database", "Workers", "Temporal", "Mail", "Files", "Keys"):
        assert re.search(rf'scope="row"[^>]*>{part}', page), part
    assert "Version 0." in page
    assert "Nothing waits." in page
    assert "/operations/notice" in page


async def test_everybody_here_can_see_in_a_sentence_whether_it_works(
    browse: Browse,
) -> None:
    pat = await browse("pat")
    assert "/status" in (await pat.get("/help")).text
    page = (await pat.get("/status")).text
    assert "Yes. What you send is kept and done at once." in page
    assert (await pat.get("/operations/health")).status_code == 403
    assert (await pat.get(NOTICE)).status_code == 403


async def test_a_notice_is_on_every_page_until_it_is_taken_down(
    live: Live, ola: httpx2.AsyncClient, browse: Browse
) -> None:
    set_up = await submit(ola, NOTICE, {"words": WORDS, **until(2)})
    assert set_up.url.path == NOTICE
    assert "Set by Ola Nyman" in set_up.text
    pat = await browse("pat")
    async with httpx2.AsyncClient(base_url=live.address, headers=APART) as stranger:
        for web, path in (
            (pat, "/requests"), (pat, "/nothing-there"), (pat, "/status"),
            (stranger, "/account/sign-in"), (stranger, "/c/nobody-knows"),
        ):  # fmt: skip
            assert WORDS in (await web.get(path)).text, path
        assert WORDS not in (await stranger.get("/n")).text, "it would say who we are"
        again = await submit(ola, NOTICE, {}, to=f"{NOTICE}/take-down")
        assert "The notice was taken down by Ola Nyman" in again.text
        assert WORDS not in (await stranger.get("/account/sign-in")).text


async def test_a_notice_for_later_is_not_shown_yet(ola: httpx2.AsyncClient) -> None:
    ends = (now() + timedelta(hours=30)).astimezone(LONDON)
    starts = {key.replace("ends", "starts"): v for key, v in until(20).items()}
    fields = {"words": WORDS, **starts, **until(30)}
    page = (await submit(ola, NOTICE, fields)).text
    assert "What everybody will see" in page
    assert f"{ends.day} {ends:%B} {ends.year}" in page
    assert WORDS not in (await ola.get("/operations")).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Write what everybody is to know"),
        ({"words": "x" * 301}, "This must be 300 characters or fewer"),
        ({"words": WORDS}, "Enter the day on which it ends"),
        ({"words": WORDS, **until(-2)}, "The end must be in the future"),
        ({"words": WORDS, **until(24 * 40)}, "A notice can stand for 31 days."),
        ({"words": WORDS, **until(2), "ends_time": "soon"}, "Enter the time, like"),
        (
            {"words": WORDS, **until(2), "starts_time": "9am"},
            "Enter the day and the time, or neither",
        ),
    ],
)
async def test_what_cannot_be_a_notice_is_said_and_nothing_typed_is_lost(
    ola: httpx2.AsyncClient, fields: dict[str, str], sentence: str
) -> None:
    answer = await submit(ola, NOTICE, fields)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert sentence in answer.text
    assert fields.get("words", "") in answer.text
    assert fields.get("ends_time", "") in answer.text


async def test_a_notice_that_a_colleague_set_meanwhile_is_not_replaced_unseen(
    ola: httpx2.AsyncClient,
) -> None:
    opened = dict(TOKEN.findall((await ola.get(NOTICE)).text))
    first = {"words": WORDS, **until(2)}
    assert (await ola.post(NOTICE, data=opened | first)).url.path == NOTICE
    twice = await ola.post(NOTICE, data=opened | first)  # as by a double click
    assert twice.status_code == 200
    other = await ola.post(NOTICE, data=opened | {"words": "Mine.", **until(3)})
    assert other.status_code == 409
    assert "Mine." in other.text, "what was typed is kept"
    assert WORDS in (await ola.get("/operations")).text


async def test_a_notice_is_text_and_nothing_else(ola: httpx2.AsyncClient) -> None:
    await submit(ola, NOTICE, {"words": "<b>5 < 6 & 7</b>", **until(2)})
    page = (await ola.get("/status")).text
    assert "&lt;b&gt;5 &lt; 6 &amp; 7&lt;/b&gt;" in page


# The same for programs


def ending(hours: float) -> str:
    return (now() + timedelta(hours=hours)).isoformat()


async def test_programs_of_operations_see_and_tell_the_same(
    live: Live, ola: httpx2.AsyncClient
) -> None:
    async with live.api("ola") as api:
        health = (await api.get("/operations/health")).json()
        assert health["state"] in ("ok", "degraded")
        parts = {each["part"]: each["state"] for each in health["found"]}
        assert {parts[name] for name in ("database", "temporal", "queue")} == {"ok"}
        read = await api.get("/operations/notice")
        assert read.json()["words"] is None
        told = {"words": WORDS, "ends_at": ending(2)}
        seen = {"If-Match": read.headers["ETag"]}
        put = await api.put("/operations/notice", json=told, headers=seen)
        assert put.json()["words"] == WORDS
        assert WORDS in (await ola.get("/status")).text
        late = {"words": "Another.", "ends_at": ending(3)}
        refused = await api.put("/operations/notice", json=late, headers=seen)
        assert refused.status_code == 409
        gone = await api.delete("/operations/notice")
        assert gone.status_code == 204
        assert WORDS not in (await ola.get("/status")).text


@pytest.mark.parametrize(
    "changes",
    [
        {"words": ""},
        {"words": "x" * 301},
        {"words": None},
        {"ends_at": "soon"},
        {"ends_at": "2027-01-01T09:00:00"},
        {"ends_at": ending(-1)},
        {"ends_at": ending(24 * 40)},
        {"colour": "red"},
    ],
)
async def test_programs_are_told_what_cannot_be_a_notice(
    live: Live, changes: dict[str, object]
) -> None:
    told = {"words": WORDS, "ends_at": ending(2)} | changes
    async with live.api("ola") as api:
        assert (await api.put("/operations/notice", json=told)).status_code == 422


async def test_nobody_else_sees_or_tells(live: Live) -> None:
    told = {"words": WORDS, "ends_at": ending(2)}
    async with live.api("ada") as api:
        assert (await api.get("/operations/health")).status_code == 403
        assert (await api.get("/operations/notice")).status_code == 403
        assert (await api.put("/operations/notice", json=told)).status_code == 403
        assert (await api.delete("/operations/notice")).status_code == 403
