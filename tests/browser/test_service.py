"""Operations look how the service is, and tell everybody something."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser

from adapters.clock import now
from domain.calendar import LONDON
from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])

WORDS = "Sharewell is slow this morning. Ring if it cannot wait."


@SCRIPT
async def test_operations_look_at_every_part_and_tell_everybody(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with (
        at_a_phone(chromium, live, script=script) as ola,
        at_a_phone(chromium, live, script=script) as anybody,
    ):
        await journeys.signs_in(ola, live, "ola")
        await ola.goes_to("/operations/health")
        await ola.sees("Parts of the service")
        await ola.shot("operations-health")
        await ola.presses("Tell everybody something")
        await ola.page.get_by_label("What is everybody to know?").fill(WORDS)
        await ola.presses_wrongly("Show it to everybody")
        await ola.sees("Enter the day on which it ends")
        ends = (now() + timedelta(hours=3)).astimezone(LONDON)
        day = ola.page.get_by_role("group", name="Which day does it end?")
        for box, part in (
            ("Day", ends.day),
            ("Month", ends.month),
            ("Year", ends.year),
        ):
            await day.get_by_label(box).fill(str(part))
        await ola.page.get_by_label("What time does it end?").fill(f"{ends:%H:%M}")
        await ola.presses("Show it to everybody")
        await ola.sees("What everybody sees now")
        await ola.shot("operations-notice")
        await anybody.goes_to("/account/sign-in")
        await anybody.sees(WORDS)
        await anybody.shot("told-everybody")
        await ola.presses("Take it down")
        await ola.sees("Nothing is shown now.")
        await anybody.goes_to("/account/sign-in")
        assert await anybody.page.get_by_text(WORDS).count() == 0
