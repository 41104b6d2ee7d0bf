"""Somebody reads what they are told, at a phone, and can leave at any moment."""

import pytest
from playwright.async_api import Browser

from tests.browser.person import PHONE, at_a_phone
from tests.live import Live
from tests.web.tellings import sent_code

pytestmark = pytest.mark.browser
WEATHER = "https://www.bbc.co.uk/weather"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_message_is_read_and_answered_at_a_phone(
    live: Live, chromium: Browser, script: bool
) -> None:
    _, code = await sent_code(live)
    async with at_a_phone(chromium, live, script=script) as orla:
        orla.named = "Your message"
        await orla.goes_to("/n")
        await orla.shot("door")
        await orla.page.get_by_label("Your code").fill(code)
        await orla.page.get_by_label("What only you know").fill("27 3 2008")
        await orla.presses("Read the message")
        await orla.sees("Dear Orla Fennimore")
        await orla.shot("message")
        await orla.presses("I have read it")
        await orla.sees("that you have read this")
        question = orla.page.get_by_label("What do you want to ask?")
        await question.fill("Who told you?")
        await orla.presses("Send the question")
        await orla.sees("We have your question")
        await orla.presses("It is not safe to contact me this way")
        await orla.sees("We have stopped")
        await orla.shot("stopped")


async def test_leaving_keeps_no_way_back_to_the_page(
    live: Live, chromium: Browser
) -> None:
    context = await chromium.new_context(viewport=PHONE)
    page = await context.new_page()
    left: list[str] = []

    await page.route(f"{WEATHER}**", lambda route: route.fulfill(body="Sunny."))
    page.on("framenavigated", lambda frame: left.append(frame.url))
    await page.goto(f"{live.address}/help")
    await page.goto(f"{live.address}/n")
    await page.wait_for_load_state("networkidle")
    await page.get_by_role("button", name="Leave this page").click()
    await page.wait_for_url(f"{WEATHER}**")
    await page.go_back()
    assert page.url == f"{live.address}/help"
    await context.close()


async def test_without_a_script_leaving_is_a_plain_link(
    live: Live, chromium: Browser
) -> None:
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.route(f"{WEATHER}**", lambda route: route.fulfill(body="Sunny."))
    await page.goto(f"{live.address}/n")
    await page.get_by_role("button", name="Leave this page").click()
    await page.wait_for_url(f"{WEATHER}**")
    await context.close()
