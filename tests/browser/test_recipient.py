"""A recipient at a phone: no account, no script, three short pages."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
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
        await rae.page.get_by_label("Security code").fill(phrase.upper())
        await rae.shot("four-words-asked")
        await rae.presses("Continue")
        await rae.page.get_by_label("Your role").fill("Duty social worker")
        await rae.page.get_by_label("I have read these rules").check()
        await rae.shot("rules")
        await rae.presses("Accept and read it")
        await rae.sees("Information shared with you")
        await rae.shot("items")
        await _downloads(rae)
        await rae.page.get_by_label("Your own reference").fill("DUTY-3001")
        await rae.page.get_by_label("I have received and stored this").check()
        await rae.presses("Confirm that you have it")
        await rae.sees("Your receipt")
        await rae.sees("DUTY-3001")
        await rae.shot("receipt")


async def _downloads(rae: Person) -> None:
    """The document is saved; the page stays, and says that it may be fetched again."""
    button = rae.page.get_by_role("button", name="Download").first
    async with rae.page.expect_download() as saving:
        await button.press("Enter")
    saved = await saving.value
    assert saved.suggested_filename.endswith("-item-01.pdf")
    assert (await saved.path()).read_bytes().startswith(b"%PDF-")
    await rae.page.reload()
    await rae.looks_over()
    await rae.sees("4 downloads left")
    await rae.sees("Get it again")


async def test_with_the_keyboard_alone_one_comes_to_a_file_and_a_receipt(
    live: Live, chromium: Browser
) -> None:
    case = await journeys.a_shared_case(live, 3021)
    phrase, locator = journeys.phrase_and_locator(live, case)
    async with at_a_phone(chromium, live, script=False) as rae:
        await rae.goes_to(f"/c/{locator}")
        await _types(rae, "email", f"{ADDRESSES[3021 % 3]}@estuary.example")
        await rae.page.keyboard.press("Enter")
        await _types(rae, "code", phrase)
        await rae.page.keyboard.press("Enter")
        await _types(rae, "role", "Duty social worker")
        await _comes_to(rae, "accept")
        await rae.page.keyboard.press("Space")
        await rae.page.keyboard.press("Enter")
        await rae.sees("Files to keep")
        async with rae.page.expect_download() as saving:
            await _comes_to(rae, "", "Download")
            await rae.page.keyboard.press("Enter")
        assert (await saving.value).suggested_filename.endswith(".pdf")
        await _comes_to(rae, "received")
        await rae.page.keyboard.press("Space")
        await _types(rae, "own_reference", "DUTY-3021")
        await rae.page.keyboard.press("Enter")
        await rae.sees("Your receipt")
        await rae.sees("DUTY-3021")


async def _types(rae: Person, name: str, words: str) -> None:
    await rae.page.locator(f"[name={name}]").wait_for()
    await _comes_to(rae, name)
    await rae.page.keyboard.type(words)


async def _comes_to(rae: Person, name: str, words: str = "") -> None:
    """Press Tab until this field, or the button of these words, has the focus."""
    for _ in range(60):
        await rae.page.keyboard.press("Tab")
        focus = rae.page.locator("*:focus")
        named = await focus.get_attribute("name") or ""
        if (name and named == name) or (words and words in await focus.inner_text()):
            return
    raise AssertionError(f"Tab never came to {name or words}")


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
