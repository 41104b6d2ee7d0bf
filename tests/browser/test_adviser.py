"""An adviser at a phone: from the inbox to a decision."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@SCRIPT
async def test_an_adviser_answers_what_is_open_and_approves(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 2001 + script * 3)
    async with at_a_phone(chromium, live, script=script) as ada:
        await journeys.signs_in(ada, live, "ada")
        await ada.shot("inbox")
        await ada.presses(case)
        await ada.sees("not sure about 1 answer")
        await ada.presses("Take this task")
        await ada.sees("You have had this task since")
        await ada.shot("task")
        await ada.page.get_by_role("radio", name="Share all of it").check()
        await ada.presses("Continue")
        for question in ("Q4", "K1", "K2", "K3", "K4"):
            await ada.page.locator(f"[name={question}][value=yes]").check()
        await ada.page.get_by_label("Your reason").fill(
            "It is needed to keep her safe."
        )
        await ada.shot("decision")
        await ada.presses("Approve the sharing")
        await ada.sees("What happens next")


@SCRIPT
async def test_an_adviser_declines_and_must_say_why(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 2011 + script * 3)
    async with at_a_phone(chromium, live, script=script) as ada:
        await journeys.signs_in(ada, live, "ada")
        await ada.presses(case)
        await ada.page.get_by_role("radio", name="Do not share").check()
        await ada.presses("Continue")
        ada.complaints.clear()
        await ada.presses_wrongly("Confirm not to share")
        assert (await ada.page.title()).startswith("Error: ")
        await ada.page.get_by_label("Your reason").fill("Early help is enough for now.")
        await ada.presses("Confirm not to share")
        await ada.sees("What happens next")
