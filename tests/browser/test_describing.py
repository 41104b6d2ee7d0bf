"""Saying about whom and what, at a phone: with script, without, by keyboard."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])

ADDRESS = "She lives at 14 Quayside Road, AB1 2CD.\n\nShe has a bruise."


async def begins(person: Person, live: Live) -> str:
    """Pat starts a request; its address is what the pages below begin with."""
    await journeys.signs_in(person, live, "pat")
    await journeys.starts_a_request(person)
    return f"/requests/{journeys.reference(person)}"


async def adds_somebody(person: Person, name: str, *ticks: str) -> None:
    await person.page.get_by_label("Full name").fill(name)
    for tick in ticks:
        await person.page.get_by_label(tick).check()
    await person.presses("Save and add another")


async def says(person: Person, text: str) -> None:
    page = person.page
    await page.get_by_label("Write down one thing").fill(text)
    await page.get_by_role("radio", name="Fact").check()
    await page.get_by_label("Who saw it, who said it").fill("seen by me")
    for box, value in (("Day", "5"), ("Month", "January"), ("Year", "2026")):
        await page.get_by_label(box, exact=True).fill(value)


@SCRIPT
async def test_everything_about_a_sharing_can_be_said_and_changed(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        home = await begins(pat, live)
        await pat.goes_to(f"{home}/people/new")
        await adds_somebody(pat, "Rowan Elm", "Their address must be kept")
        await adds_somebody(pat, "Marlowe Elm", "They may have caused the harm")
        await pat.goes_to(f"{home}/never")
        await pat.sees("Marlowe Elm")
        await pat.presses_wrongly("Add to the list")
        await pat.page.get_by_label("Full name").fill("Sandy Thorn")
        await pat.presses("Add to the list")
        await pat.goes_to(f"{home}/items/new")
        await says(pat, ADDRESS)
        await pat.shot("item")
        await pat.presses_wrongly("Continue")
        await pat.sees("must be kept secret")
        await pat.page.get_by_label("This address must go to them").check()
        await pat.presses("Continue")
        await pat.goes_to(f"{home}/items")
        await pat.presses("Split")
        await pat.presses("Split it")
        await pat.presses("Leave out number 1")
        await pat.presses("Down number 1")
        await pat.shot("items")
        await pat.presses("See the whole page as they would see it")
        assert await pat.page.locator("del").count() == 1
        await pat.shot("preview")
        await pat.goes_to(f"{home}/check")
        await pat.shot("check-before")


async def test_a_thing_is_left_out_with_the_keyboard_alone(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as pat:
        home = await begins(pat, live)
        await pat.goes_to(f"{home}/items/new")
        await says(pat, "She has a bruise.")
        await pat.page.keyboard.press("Enter")  # in the last box: the first button
        await pat.page.wait_for_url("**/questions/*")
        await pat.goes_to(f"{home}/items")
        for _ in range(30):
            await pat.page.keyboard.press("Tab")
            focused = await pat.page.evaluate("document.activeElement.value || ''")
            if focused == "leave_out":
                break
        await pat.page.keyboard.press("Enter")
        await pat.page.wait_for_url("**/items#*")
        assert await pat.page.locator("del").inner_text() == "She has a bruise."
