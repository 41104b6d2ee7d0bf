"""Proving oneself with four words: who gets in, how often they may try, how it ends."""

import asyncio
import re
from datetime import timedelta

from adapters.clock import now
from adapters.passwords import fingerprint
from domain.release import ReleaseState
from storage.release_tables import VisitRow
from tests.live import Live, submit
from tests.web.recipients import (
    WRONG,
    browser,
    give_address,
    give_words,
    is_gone,
    new_network,
    prove,
    read,
    share,
    without_tokens,
)

IDLE = timedelta(minutes=15)


async def test_a_wrong_address_looks_right_and_the_right_words_do_not_help(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web, browser(live) as stranger:
        right = await give_address(web, sent)
        wrong = await give_address(stranger, sent, "somebody@estuary.example")
        assert wrong.status_code == right.status_code
        assert without_tokens(wrong.text) == without_tokens(right.text)
        page = await give_words(stranger, sent)
    assert page.status_code == 422
    assert "That code is not right. You have 4 tries left" in page.text


async def test_a_stranger_uses_up_their_own_tries_and_not_the_recipients(
    live: Live,
) -> None:
    sent, here = await share(live), new_network()
    async with browser(live, here) as stranger:
        await give_address(stranger, sent)
        said = [await give_words(stranger, sent, WRONG) for _ in range(5)]
        assert [page.status_code for page in said] == [422] * 4 + [429]
        assert "You have 1 try left" in said[3].text
        assert "Too many tries" in said[4].text
        assert (await give_words(stranger, sent)).status_code == 429
    async with browser(live, here) as same_network:
        assert (await prove(same_network, sent)).status_code == 429
    async with browser(live) as elsewhere:
        assert (await prove(elsewhere, sent)).url.path == sent.path("/terms")


async def test_ten_wrong_tries_from_anywhere_lock_the_release(live: Live) -> None:
    sent = await share(live)
    for _ in range(5):
        async with browser(live) as stranger:
            await give_address(stranger, sent)
            await give_words(stranger, sent, WRONG)
            await give_words(stranger, sent, WRONG)
    assert sent.parcel().locked_at is not None
    async with browser(live) as web:
        assert (await prove(web, sent)).status_code == 429
        await submit(web, sent.path("/not-me"), {})
    assert sent.parcel().state is ReleaseState.NOT_FOR_ME


async def test_many_guesses_at_once_are_no_more_guesses(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        form = await give_address(web, sent)
        token = re.search(r'name="csrf" value="([^"]*)"', form.text)
        assert token is not None
        fields = {"csrf": token[1], "code": WRONG}
        guesses = (web.post(sent.path("/code"), data=fields) for _ in range(20))
        said = await asyncio.gather(*guesses)
    assert sum(page.status_code == 422 for page in said) <= 4
    assert {page.status_code for page in said} == {422, 429}
    assert sent.parcel().locked_at is None  # only those of this network were taken


async def test_what_one_browser_has_proved_opens_nothing_in_another(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web, browser(live) as other:
        await give_address(web, sent)
        before = dict(web.cookies)
        await give_words(web, sent)
        assert dict(web.cookies) != before
        for cookies in ({}, before):
            other.cookies.clear()
            other.cookies.update(cookies)
            for page in ("/terms", "/items", "/receipt"):
                assert (await other.get(sent.path(page))).status_code == 404


async def test_a_visit_to_one_link_opens_no_other(live: Live) -> None:
    mine, theirs = await share(live), await share(live)
    async with browser(live) as web:
        await read(web, mine)
        assert (await web.get(theirs.path("/items"))).status_code == 404
        assert (await web.get(mine.path("/items"))).status_code == 200


async def test_a_visit_ends_by_signing_out(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        cookie = web.cookies["sharewell-collect"]
        page = await submit(web, sent.path("/items"), {}, to=sent.path("/leave"))
        assert "You are signed out" in page.text
        assert page.history[0].headers["Clear-Site-Data"] == '"cache", "storage"'
        web.cookies.set("sharewell-collect", cookie)
        await is_gone(web, sent)


async def test_a_visit_ends_when_nobody_uses_it(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        with live.house.storehouse.writing() as store:
            id = fingerprint(web.cookies["sharewell-collect"])
            visit = store.session.get_one(VisitRow, id)
            visit.seen_at = now() - timedelta(minutes=15, seconds=1)
        await is_gone(web, sent)


async def test_ss_23_a_visit_ends_after_an_hour_however_much_it_is_used(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        with live.house.storehouse.writing() as store:
            id = fingerprint(web.cookies["sharewell-collect"])
            visit = store.session.get_one(VisitRow, id)
            visit.started_at = now() - timedelta(minutes=60, seconds=1)
        await is_gone(web, sent)


async def test_ss_23_whoever_gets_in_second_ends_the_first_visit(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web, browser(live) as other:
        await read(web, sent)
        await read(other, sent)
        await is_gone(web, sent)
        assert (await other.get(sent.path("/items"))).status_code == 200
