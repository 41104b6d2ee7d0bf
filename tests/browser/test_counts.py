"""What a request costs: few screens when everything is as usual, fewer in a hurry."""

import sys

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.counting import Counted
from tests.browser.person import at_a_phone
from tests.live import Live
from tests.usual import somebody_at_a_usual_school

pytestmark = pytest.mark.browser

MOST_SCREENS = 12
MOST_CLICKS = 30


async def test_a_usual_request_takes_few_screens(
    live: Live, chromium: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    somebody_at_a_usual_school(live, "ulla")
    async with at_a_phone(chromium, live, script=False) as ulla:
        await journeys.signs_in(ulla, live, "ulla")
        await ulla.goes_to("/requests/new")
        counted = Counted(ulla, screens=1)
        await usual_request(counted)
        await ulla.sees("four words")
    with capsys.disabled():
        sys.stdout.write(f"\na usual request: {counted}\n")
    assert counted.screens <= MOST_SCREENS
    assert counted.clicks <= MOST_CLICKS


async def test_where_nothing_is_known_as_usual_it_takes_some_more(
    live: Live, chromium: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    async with at_a_phone(chromium, live, script=False) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to("/requests/new")
        counted = Counted(pat, screens=1)
        await describes_it(counted)
        while counted.page != "check":
            await answers_it(counted)
        await looks_at_the_address(counted)
        await counted.presses("Confirm and share")
    with capsys.disabled():
        sys.stdout.write(f"\nwithout anything usual: {counted}\n")
    assert counted.screens <= MOST_SCREENS + 4


async def answers_it(counted: Counted) -> None:
    """One page of questions: filled in, asked, or to be written down beside."""
    if counted.page == "prefilled":
        await counted.presses("These are right: continue")
    elif counted.page.endswith("/evidence"):
        await counted.presses("Leave this for now")
    else:
        code = counted.page.removeprefix("questions/")
        await counted.picks(
            "answer", {"Q2": "no", "Q4": "yes:public_task"}.get(code, "yes")
        )
        await counted.presses("Continue")


async def usual_request(counted: Counted) -> None:
    """One child, one thing seen, somebody in the directory; from start to sent."""
    await describes_it(counted)
    assert counted.page == "prefilled"
    await counted.presses("These are right: continue")
    assert counted.page == "check"
    await looks_at_the_address(counted)
    await counted.presses("Confirm and share")
    assert counted.page == "sent"


async def looks_at_the_address(counted: Counted) -> None:
    """What stands after the @ is typed, the first time that somebody is sent to."""
    if await counted.person.page.locator("[name=recipient_domain]").count():
        await counted.writes("recipient_domain", journeys.DOMAIN)


async def describes_it(counted: Counted) -> None:
    await counted.presses("Start now")
    await counted.picks("answer", "no")
    await counted.presses("Continue")
    await counted.picks("answer", "yes")
    await counted.presses("Continue")
    await counted.writes("name", "Rowan Elm")
    await counted.presses("Continue")
    await counted.writes("text", journeys.TEXT)
    await counted.picks("kind", "fact")
    await counted.writes("source", "seen by me")
    for box, written in (("day", "5"), ("month", "1"), ("year", "2026")):
        await counted.writes(f"observed_on-{box}", written)
    await counted.presses("Continue")
    await counted.picks("contact")
    await counted.presses("Continue")
    await counted.writes("purpose", "So that they can decide whether to visit.")
    await counted.picks("trigger", "own_initiative")
    await counted.presses("Continue")
