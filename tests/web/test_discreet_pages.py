"""The discreet pages: without a script, a code and what only they know are enough."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from adapters.clock import now
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor
from tests.web.tellings import sent_code
from tests.web.walking import Walker
from web.doors import Queue

BORN = "27 March 2008"
_networks = count(1)


@asynccontextmanager
async def somebody(live: Live) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody's browser, from a network of its own."""
    headers = {"X-Forwarded-For": f"192.0.2.{next(_networks)}"}
    async with httpx2.AsyncClient(
        base_url=live.address, headers=headers, follow_redirects=True, timeout=15
    ) as web:
        yield web


async def enter(web: httpx2.AsyncClient, code: str, answer: str) -> httpx2.Response:
    return await submit(web, "/n", {"code": code, "answer": answer})


async def test_a_message_is_read_with_the_code_and_the_date_of_birth(
    live: Live,
) -> None:
    _, code = await sent_code(live)
    async with somebody(live) as web:
        page = await enter(web, f" {code.lower().replace('-', ' ')} ", BORN)
    assert page.url.path == "/n/message"
    assert "Dear Orla Fennimore" in page.text


async def test_a_message_is_read_with_the_word_that_was_agreed(live: Live) -> None:
    _, code = await sent_code(live, word="Marigold boots")
    async with somebody(live) as web:
        assert "does not open" in (await enter(web, code, BORN)).text
        assert "Dear Orla" in (await enter(web, code, "marigold  BOOTS")).text


async def test_unknown_wrong_and_over_look_the_same(live: Live) -> None:
    _, code = await sent_code(live)
    _, ended = await sent_code(live)
    with live.house.storehouse.writing() as store:
        notice = store.person_notices.with_code(ended)
        assert notice is not None
        store.person_notices.stop(notice.id, now())
    async with somebody(live) as web:
        pages = [
            await enter(web, code, "1 1 2001"),
            await enter(web, "0000-0000", BORN),
            await enter(web, ended, BORN),
        ]
    shown = {
        re.sub(r'value="[^"]*"', "", page.text).replace(code, "") for page in pages
    }
    assert len(shown) == 1
    assert {page.status_code for page in pages} == {422}


async def test_nothing_at_the_door_or_in_an_address_says_what_it_is(live: Live) -> None:
    reference, code = await sent_code(live)
    async with somebody(live) as web:
        door = await web.get("/n")
        inside = await enter(web, code, BORN)
    for page in (door, inside):
        title = re.findall(r"<title>([^<]*)<", page.text)[0]
        assert title.strip() in ("Your messages", "Your message")
        assert page.headers["cache-control"] == "no-store"
        assert "noindex" in page.headers["x-robots-tag"]
        assert "Sharewell" not in page.text
        assert 'href="https://www.bbc.co.uk/weather"' in page.text
    for word in ("safeguard", "Larkhill", reference, "Orla", "child or adult"):
        assert word not in door.text


async def test_after_five_wrong_tries_the_right_answer_opens_nothing(
    live: Live,
) -> None:
    _, code = await sent_code(live)
    async with somebody(live) as web:
        for _ in range(5):
            assert (await enter(web, code, "wrong")).status_code == 422
        assert (await enter(web, code, BORN)).status_code == 429


async def test_an_empty_form_says_what_is_missing_and_is_no_try(live: Live) -> None:
    async with somebody(live) as web:
        page = await enter(web, "", "")
    assert "Enter your code" in page.text
    assert "Enter what only you know" in page.text


async def test_they_say_that_they_have_read_it(live: Live, browse: Browse) -> None:
    reference, code = await sent_code(live)
    async with somebody(live) as web:
        await enter(web, code, BORN)
        page = await submit(web, "/n/message", {}, "/n/read")
    assert "You said on" in page.text
    pat = await browse("pat")
    walker = Walker(pat, await pat.get(f"/requests/{reference}"))
    assert "that they have read it" in walker.text


async def test_their_question_reaches_whoever_told_them_and_no_mail(
    live: Live, browse: Browse
) -> None:
    reference, code = await sent_code(live)
    async with somebody(live) as web:
        await enter(web, code, BORN)
        empty = await submit(web, "/n/message", {"question": " "}, "/n/question")
        assert "Enter your question" in empty.text
        asked = {"question": "Who else knows about the yellow house?"}
        assert (
            "We have your question"
            in (await submit(web, "/n/message", asked, "/n/question")).text
        )
    walker = await opened(browse, reference)
    assert "They have a question" in walker.text
    assert "Who else knows about the yellow house?" in walker.text

    async def written() -> bool:
        return any(
            reference in each["Subject"] and "question" in each["Subject"]
            for each in live.mail()
        )

    await until(written)
    assert all("yellow house" not in each.as_string() for each in live.mail())
    await walker.send(to="/people/person-1/answered")
    assert "They have a question" not in walker.text
    assert "answered the question of Orla Fennimore" in walker.text


async def opened(browse: Browse, reference: str) -> Walker:
    web = await browse("pat")
    return Walker(web, await web.get(f"/requests/{reference}"))


async def test_when_it_is_not_safe_it_stops_at_once_and_somebody_hears_of_it(
    live: Live,
    browse: Browse,
) -> None:
    reference, code = await sent_code(live)
    async with somebody(live) as web:
        await enter(web, code, BORN)
        page = await submit(web, "/n/message", {}, "/n/not-safe")
        assert "We have stopped" in page.text
        assert (await web.get("/n/message")).status_code == 404
        assert "does not open" in (await enter(web, code, BORN)).text
    walker = await opened(browse, reference)
    assert "Do not write to them this way again" in walker.text

    async def written() -> bool:
        return any(
            reference in each["Subject"] and "not safe" in each["Subject"]
            for each in live.mail()
        )

    await until(written)


@pytest.mark.parametrize("page", ["/n/message", "/n/read"])
async def test_nobody_comes_further_than_the_door_without_a_code(
    live: Live, page: str
) -> None:
    async with somebody(live) as web:
        await web.get("/n")
        answer = await (web.get(page) if page == "/n/message" else web.post(page))
    assert answer.status_code in (403, 404)


async def test_a_form_from_elsewhere_changes_nothing(live: Live) -> None:
    _, code = await sent_code(live)
    async with somebody(live) as web:
        await enter(web, code, BORN)
        forged = await web.post("/n/not-safe", data={"csrf": "of my own"})
        assert forged.status_code == 403
        assert "Sharewell" not in forged.text
        assert (await web.get("/n/message")).status_code == 200


async def test_a_message_ends_by_itself(live: Live) -> None:
    _, code = await sent_code(live)
    with live.house.storehouse.reading() as store:
        notice = store.person_notices.with_code(code)
    assert notice is not None
    left = notice.expires_at - now()
    assert timedelta(days=27) < left <= timedelta(days=28)
    assert not notice.is_live(notice.expires_at)


async def test_after_closing_it_the_browser_knows_nothing(live: Live) -> None:
    _, code = await sent_code(live)
    async with somebody(live) as web:
        await enter(web, code, BORN)
        page = await submit(web, "/n/message", {}, "/n/leave")
        assert "There is no message open here" in page.text
        assert (await web.get("/n/message")).status_code == 404


async def test_a_newer_text_ends_the_one_before(live: Live) -> None:
    reference, code = await sent_code(live)
    lines = live.house.person_notices.standing(actor(live, "pat"), reference)
    assert lines[0].notice is not None
    with live.house.storehouse.writing() as store:
        store.person_notices.stop_others(reference, "person-1", "a newer one", now())
    async with somebody(live) as web:
        assert "does not open" in (await enter(web, code, BORN)).text


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """What is never come to."""


@pytest.mark.parametrize(("path", "says"), [("/n", False), ("/c/abc", True)])
async def test_who_has_to_wait_is_told_who_we_are_only_where_they_know(
    live: Live, path: str, says: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.house.doorkeeper, "wait", lambda who: 30)
    app = httpx2.ASGITransport(Queue(nothing, live.house))
    async with httpx2.AsyncClient(transport=app, base_url="http://x.example") as web:
        answer = await web.get(path)
    assert answer.status_code == 429
    assert ("Sharewell" in answer.text) == says
