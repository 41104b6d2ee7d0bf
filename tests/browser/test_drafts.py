"""What is typed on a phone saves itself, and is there again after a way round."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser

HALF = "He told me that somebody at home"


async def test_what_is_typed_saves_itself_and_is_there_again(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as pat:
        await journeys.signs_in(pat, live, "pat")
        await journeys.starts_a_request(pat)
        asked = pat.page.url.removeprefix(pat.address)
        await pat.page.get_by_label("Note").press_sequentially(HALF)
        await pat.sees("Draft saved at")
        await pat.goes_to("/requests")
        await pat.goes_to(asked)
        await pat.sees("We kept what you typed at")
        assert await pat.page.get_by_label("Note").input_value() == HALF
        await journeys.answers(pat, "no")
        await pat.goes_to(asked)
        assert await pat.page.get_by_text("We kept what you typed").count() == 0
        assert await pat.page.get_by_label("Note").input_value() == HALF


async def test_what_was_refused_is_there_again_after_a_way_round(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as pat:
        await journeys.signs_in(pat, live, "pat")
        await journeys.starts_a_request(pat)
        asked = pat.page.url.removeprefix(pat.address)
        await pat.page.get_by_label("Note").fill(HALF)
        await pat.presses_wrongly("Continue")
        await pat.sees("Draft saved at")
        await pat.goes_to(asked)
        assert await pat.page.get_by_label("Note").input_value() == HALF
