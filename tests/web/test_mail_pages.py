"""Caught mail and the plain statements, which anybody may read."""

from contextlib import aclosing
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from adapters.clock import now
from tests.live import Live, until
from tests.web.recipients import browser, share
from web.mail_pages import Piece, letter, pieces_of
from web.pages import create_pages

SITE = "http://127.0.0.1:8000"
SOURCE = (
    "To: rae@estuary.example\r\nSubject: A message\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nChildren=E2=80=99s\r\n"
)


async def has_come(live: Live, number: str) -> bool:
    return any(number in each.text for each in live.house.lists.caught_mail())


async def test_a_caught_message_leads_to_the_recipients_page(live: Live) -> None:
    sent = await share(live)
    await until(lambda: has_come(live, sent.number))
    newest = next(c for c in live.house.lists.caught_mail() if sent.number in c.text)
    async with browser(live) as web:
        caught = await web.get("/mail")
        page = await web.get(f"/mail/{newest.id}")
    assert f"/mail/{newest.id}" in caught.text
    assert sent.number in caught.text
    assert f'href="{live.address}{sent.path()}"' in page.text
    assert sent.email in page.text
    for shown in (caught, page):
        assert "These emails never leave this machine" in shown.text


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 40, "-1", "x", "٣"])
async def test_a_message_that_was_never_caught_is_not_found(
    live: Live, number: str
) -> None:
    async with browser(live) as web:
        assert (await web.get(f"/mail/{number}")).status_code == 404


async def test_where_mail_is_really_sent_there_is_no_catcher(live: Live) -> None:
    settings = live.house.settings.model_copy(update={"catcher_port": 0})
    with TestClient(create_pages(replace(live.house, settings=settings))) as web:
        assert web.get("/mail").status_code == 404
        assert web.get("/mail/1").status_code == 404


def test_only_links_to_our_own_pages_can_be_followed() -> None:
    text = f"Go to {SITE}/c/abc now, not {SITE}.evil.example/ or http://evil.example"
    links = [piece.text for piece in pieces_of(text, SITE) if piece.is_link]
    assert links == [f"{SITE}/c/abc"]
    assert "".join(piece.text for piece in pieces_of(text, SITE)) == text
    assert pieces_of("No link.", SITE) == [Piece("No link.", is_link=False)]


def test_a_message_is_read_whatever_its_encoding() -> None:
    read = letter(1, now(), SOURCE)
    assert (read.to, read.subject) == ("rae@estuary.example", "A message")
    assert read.text == "Children’s"


def test_a_message_without_any_text_is_still_listed() -> None:
    assert letter(1, now(), "").text == ""


@pytest.mark.parametrize("page", ["/help", "/accessibility", "/privacy", "/cookies"])
async def test_the_plain_pages_need_no_signing_in(live: Live, page: str) -> None:
    async with browser(live) as web:
        shown = await web.get(page)
    assert shown.status_code == 200
    assert "ring 999 now" in shown.text
    assert "01632 960101" not in shown.text


async def test_help_gives_whoever_is_signed_in_their_own_telephone(live: Live) -> None:
    async with aclosing(await live.browser("pat")) as web:
        page = await web.get("/help")
    assert "Larkhill Vale School, ring" in page.text
    assert 'href="tel:01632960101"' in page.text
