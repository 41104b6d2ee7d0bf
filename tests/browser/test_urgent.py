"""Somebody is in danger: how little it takes to tell a service that can act."""

import sys
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Request

from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])

ABOUT = "Robin, red coat"
SAID = "Alone at the bus station. Cannot go home."


@dataclass
class Counted:
    """What an urgent share took."""

    answers: int = 0
    confirmations: int = 0
    screens: int = 0
    keystrokes: int = 0
    clicks: int = 0

    def watch(self, person: Person) -> None:
        def seen(request: Request) -> None:
            if request.resource_type != "document":
                return
            self.screens += request.redirected_from is None
            if request.method == "POST":
                self.answers += "/questions/" in request.url
                self.confirmations += request.url.endswith(("/urgent", "/confirm"))

        person.page.on("request", seen)

    async def clicks_on(self, person: Person, name: str) -> None:
        self.clicks += 1
        await person.presses(name)

    async def chooses(self, person: Person, name: str) -> None:
        self.clicks += 1
        radio = person.page.get_by_role("radio", name=name, exact=name == "Yes")
        await radio.check()

    async def types(self, person: Person, label: str, text: str) -> None:
        self.clicks += 1
        self.keystrokes += len(text)
        await person.page.get_by_label(label).type(text)


async def shares_at_once(person: Person, counted: Counted) -> None:
    """From the list of requests to the receipt."""
    await counted.clicks_on(person, "Start a request")
    await counted.clicks_on(person, "Start now")
    await counted.chooses(person, "Yes")
    await counted.clicks_on(person, "Continue")
    await person.sees("Ring 999 first")
    await person.shot("ring-999")
    await counted.clicks_on(person, "Go on with the request")
    await counted.chooses(person, "Yes")
    await counted.clicks_on(person, "Continue")
    await person.shot("urgent")
    await counted.types(person, "Who is it about?", ABOUT)
    await counted.types(person, "What do they need to know now?", SAID)
    await counted.chooses(person, "Tom Achebe")
    await counted.clicks_on(person, "Share now")


@SCRIPT
async def test_it_takes_two_answers_and_one_confirmation(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests")
        counted = Counted()
        counted.watch(pat)
        await shares_at_once(pat, counted)
        await pat.sees("shared")
        assert pat.page.url.endswith("/sent")
        sys.stdout.write(f"\nan urgent share: {counted}\n")
        assert (counted.answers, counted.confirmations) == (2, 1)
        assert counted.screens <= 7
        assert counted.keystrokes == len(ABOUT + SAID)
        assert counted.clicks <= 12


@SCRIPT
async def test_afterwards_the_record_is_completed(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests")
        await shares_at_once(pat, Counted())
        await pat.presses("See the four words")
        await pat.reloads_until_seeing("read out these four words")
        await pat.presses("Complete the record")
        await pat.presses_wrongly("Complete the record")
        await pat.sees("Enter what made it urgent")
        for label in ("What made it", "Who was told", "What has happened since"):
            await pat.page.get_by_label(label).fill("There was no time.")
        await pat.presses("Complete the record")
        await pat.sees("What was written down afterwards")


@SCRIPT
async def test_what_was_told_by_telephone_is_put_on_record(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests/new")
        await pat.presses("Record something I already told")
        for _ in range(2):
            await pat.page.get_by_role("radio", name="Yes", exact=True).check()
            await pat.presses("Continue")
        for label, text in {
            "Who is it about?": ABOUT,
            "Their name": "Call handler 4",
            "What they do": "Call handler",
            "Their organisation": "Estuary Police",
            "The number you rang": "101",
            "What did you tell them?": SAID,
        }.items():
            await pat.page.get_by_label(label, exact=True).fill(text)
        await pat.shot("telephone")
        await pat.presses("Put it on record")
        await pat.presses("See your request")
        await pat.reloads_until_seeing("Told by telephone")


async def test_it_is_shared_with_the_keyboard_alone(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests/new")
        await pat.presses("Start now")
        for address in ("**/ring-999", "**/urgent"):
            await _tab_to(pat, "answer")
            await pat.page.keyboard.press("Space")
            await pat.page.keyboard.press("Enter")
            await pat.page.wait_for_url(address)
            if address == "**/ring-999":
                await pat.presses("Go on with the request")
        for name, text in (("about", ABOUT), ("said", SAID)):
            await _tab_to(pat, name)
            await pat.page.keyboard.type(text)
        await _tab_to(pat, "contact")
        await pat.page.keyboard.press("Space")
        await pat.page.keyboard.press("Enter")
        await pat.page.wait_for_url("**/sent")


async def _tab_to(person: Person, name: str) -> None:
    for _ in range(30):
        await person.page.keyboard.press("Tab")
        focused = await person.page.evaluate("document.activeElement.name || ''")
        if focused == name:
            return
    raise AssertionError(f"no field {name} within 30 tabs")
