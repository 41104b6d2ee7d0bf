"""Handing something over oneself, at a phone: with script, and without."""

import pytest
from playwright.async_api import Browser

from cli.demo import Player
from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live
from tests.web.desk_work import staff

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize(
    ("script", "number"), [(True, 941_000), (False, 941_003)], ids=["script", "none"]
)


@SCRIPT
async def test_it_is_given_another_way_and_put_on_record(
    live: Live, chromium: Browser, script: bool, number: int
) -> None:
    reference = await Player(live.house, staff(live), number).play("ready")
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await pat.goes_to(f"/requests/{reference}/check")
        await pat.page.get_by_text("Give it to them another way").click()
        await pat.page.get_by_role("radio", name="Recorded post").check()
        await journeys.looks_at_the_address(pat)
        await pat.presses("Confirm and share")
        await pat.presses("See your request")
        await pat.reloads_until_seeing("See what to give them")
        await pat.presses("See what to give them")
        await pat.shot("hand-over")
        async with pat.page.expect_download() as download:
            await pat.page.get_by_role("button", name="Download").first.click()
        assert (await download.value).suggested_filename.endswith(".pdf")
        await pat.presses_wrongly("Put it on record")
        await pat.sees("Enter how you made sure that it was them")
        await pat.page.get_by_label("How did you make sure").fill("I know her voice.")
        await pat.page.get_by_label("Which number, address").fill("WF 114 220")
        await pat.page.get_by_label("I gave them exactly").check()
        await pat.presses("Put it on record")
        await pat.goes_to(f"/requests/{reference}")
        await pat.reloads_until_seeing("Handed over by the sender")
        await pat.sees("WF 114 220")
