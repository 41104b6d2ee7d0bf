"""A recipient at a phone: no account, no script, three short pages."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
ADDRESSES = {0: "rae.lindqvist", 1: "tom.achebe", 2: "jo.marsh"}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_recipient_proves_themselves_reads_and_confirms(
    live: Live, chromium: Browser, script: bool
) -> None:
    number = 3001 + script
    case = await journeys.a_shared_case(live, number)
    phrase, locator = journeys.phrase_and_locator(live, case)
    async with at_a_phone(chromium, live, script=script) as rae:
        await rae.goes_to(f"/c/{locator}")
        email = f"{ADDRESSES[number % 3]}@estuary.example"
        await rae.page.get_by_label("Your work email address").fill(email)
        await rae.presses("Continue")
        await rae.page.get_by_label("The four words").fill(phrase.upper())
        await rae.shot("four-words-asked")
        await rae.presses("Continue")
        await rae.page.get_by_label("I have read these rules").check()
        await rae.presses("Accept and read it")
        await rae.sees("Information shared with you")
        await rae.shot("items")
        await rae.page.get_by_label("I have received and stored this").check()
        await rae.presses("Confirm that you have it")
        await rae.sees("Your receipt")
        await rae.shot("receipt")


async def test_somebody_it_was_not_meant_for_stops_it_at_once(
    live: Live, chromium: Browser
) -> None:
    case = await journeys.a_shared_case(live, 3011)
    _, locator = journeys.phrase_and_locator(live, case)
    async with at_a_phone(chromium, live, script=False) as stranger:
        await stranger.goes_to(f"/c/{locator}")
        await stranger.presses("This was not meant for me")
        await stranger.page.get_by_role("button").first.click()
        await stranger.page.wait_for_load_state()
        await stranger.shot("stopped")
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(case)
    assert parcel is not None
    assert parcel.state.value == "not_for_me"
