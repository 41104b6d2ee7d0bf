"""Asking first, another way, asking again: at a phone, with script and without."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live
from tests.web.desk_work import play
from tests.web.test_outcome_pages import named

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])

WORRY = "A child of about 8 comes to school hungry. Whom can I ask?"
ADVICE = "Ask the school nurse. Say why you ask."


async def asks_first(pat: Person, live: Live) -> str:
    await journeys.signs_in(pat, live, "pat")
    await pat.goes_to("/requests")
    await pat.presses("Ask an adviser first, without names")
    question = pat.page.get_by_label("What do you want to ask?")
    await question.fill("What about the boy at 12 Mill Lane, on 3 May?")
    await pat.presses_wrongly("Send your question")
    await pat.sees("a street address (12 Mill Lane)")
    await pat.shot("ask-first-refused")
    await question.fill(WORRY)
    await pat.presses("Send your question")
    await pat.sees("Your question is with an adviser")
    await pat.shot("ask-first-sent")
    return journeys.reference(pat)


async def advises(ada: Person, live: Live, reference: str) -> None:
    await journeys.signs_in(ada, live, "ada")
    await ada.goes_to("/tasks")
    await ada.presses(reference)
    await ada.sees(WORRY)
    await ada.page.get_by_label("What do you advise?").fill(ADVICE)
    await ada.shot("guide")
    await ada.presses("Send your advice")
    await ada.sees("You answered the question")


@SCRIPT
async def test_a_question_without_names_is_answered_and_that_is_enough(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with (
        at_a_phone(chromium, live, script=script) as pat,
        at_a_phone(chromium, live, script=script) as ada,
    ):
        reference = await asks_first(pat, live)
        await advises(ada, live, reference)
        await pat.goes_to(f"/requests/{reference}")
        await pat.sees(ADVICE)
        await pat.shot("advice")
        await pat.presses("That is all I needed")
        await pat.sees("Advice given, nothing shared")


@SCRIPT
async def test_what_goes_another_way_is_shown_there(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests/new")
        await pat.presses("Is it one of these instead?")
        await pat.presses_wrongly("Show me where it goes")
        await pat.sees("Select what it is")
        await pat.page.get_by_role("radio", name="A journalist").check()
        await pat.presses("Show me where it goes")
        await pat.sees("Where to take it")
        await pat.shot("another-way")
        await pat.goes_to("/requests/elsewhere/court-order")


@SCRIPT
async def test_a_refusal_has_its_letter_and_can_be_asked_again(
    live: Live, chromium: Browser, script: bool
) -> None:
    old = await play(live, "refused")
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to(f"/requests/{old}")
        await pat.presses("See what you can tell whoever asked")
        await pat.sees("Our reference: " + old)
        await pat.shot("letter")
        await pat.goes_to(f"/requests/{old}/reconsider")
        await pat.page.get_by_label("What is new?").fill("It happened again.")
        await pat.presses("Start the new request")
        new = journeys.reference(pat)
        await pat.goes_to(f"/requests/{new}")
        await pat.sees("It happened again.")
        await pat.presses(old)
        assert pat.page.url.endswith(old)


@SCRIPT
async def test_a_name_in_what_is_shared_without_names_has_to_go(
    live: Live, chromium: Browser, script: bool
) -> None:
    reference = await named(live)
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to(f"/requests/{reference}/check")
        await pat.shot("unnamed")
        await journeys.looks_at_the_address(pat)
        await pat.presses_wrongly("Confirm and share")
        await pat.sees("Item 2 (Reported) names somebody (Robin)")
        await pat.shot("unnamed-refused")


async def test_a_question_is_asked_with_the_keyboard_alone(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests/ask-first")
        keyboard = pat.page.keyboard
        for _ in range(20):
            await keyboard.press("Tab")
            name = await pat.page.evaluate("document.activeElement.name || ''")
            if name == "question":
                break
        await keyboard.type(WORRY)
        await keyboard.press("Tab")
        await keyboard.press("Enter")
        await pat.page.wait_for_url("**/sent")
