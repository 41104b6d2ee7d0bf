"""A practitioner at a phone: unsure, sure, in a hurry; with script and without."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@SCRIPT
async def test_somebody_unsure_sends_the_request_to_an_adviser(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.begins_calmly(pat, live)
        await journeys.answers_the_rest(pat, journeys.ANSWERS | {"Q4": "unsure"})
        await pat.sees("You asked for help with 1 answer")
        await pat.shot("check")
        await journeys.looks_at_the_address(pat)
        await pat.presses("Send request to an adviser")
        await pat.sees("Your request is with an adviser")
        await pat.presses("See your request")
        await pat.sees("an adviser")
        await pat.shot("track")


@SCRIPT
async def test_a_clear_yes_is_shared_and_the_words_are_shown(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.begins_calmly(pat, live)
        await journeys.answers_the_rest(pat, journeys.ANSWERS)
        await journeys.looks_at_the_address(pat)
        await pat.presses("Confirm and share")
        await pat.presses("See the four words")
        await pat.reloads_until_seeing("read out these four words")
        await pat.shot("four-words")


async def test_it_can_be_done_with_the_keyboard_alone(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as pat:
        await journeys.signs_in(pat, live, "pat")
        await journeys.starts_a_request(pat)
        keyboard = pat.page.keyboard
        for _ in range(30):
            await keyboard.press("Tab")
            focused = await pat.page.evaluate("document.activeElement.name || ''")
            if focused == "answer":
                break
        await keyboard.press("ArrowDown")  # from "Yes" to "No"
        await keyboard.press("Enter")
        await pat.page.wait_for_url("**/questions/H0")


@SCRIPT
async def test_a_question_left_empty_is_named_and_the_note_is_kept(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await journeys.starts_a_request(pat)
        await pat.page.get_by_label("Note").fill("I heard it from a colleague.")
        pat.complaints.clear()
        await pat.presses_wrongly("Continue")
        assert (await pat.page.title()).startswith("Error: ")
        note = await pat.page.get_by_label("Note").input_value()
        assert note == "I heard it from a colleague."
