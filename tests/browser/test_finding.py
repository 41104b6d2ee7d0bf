"""Finding a case at a phone, with scripts and without."""

import pytest
from playwright.async_api import Browser

from domain.content import Individual
from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live
from tests.web.searching import an_adviser, furnish, opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_case_is_found_by_a_name_and_an_auditor_sees_who_looked(
    live: Live, chromium: Browser, script: bool
) -> None:
    furnish(live)
    name = f"Odalys Phone{script}"
    reference = await opened(live, Individual("p", name))
    user = an_adviser(live)
    async with at_a_phone(chromium, live, script=script) as ada:
        await journeys.signs_in(ada, live, user)
        await ada.goes_to("/tasks")
        await ada.presses("Find a case by name")
        await ada.presses_wrongly("Search by name")
        await ada.sees("There is a problem")
        await ada.page.get_by_label("Their whole name").fill(name.upper())
        await ada.page.keyboard.press("Enter")
        await ada.sees("1 case found")
        await ada.looks_over()
        assert ada.page.url.endswith("/tasks/find")
        await ada.presses(reference)
        await ada.sees(name)
    async with at_a_phone(chromium, live, script=script) as cato:
        await journeys.signs_in(cato, live, "cato")
        await cato.goes_to("/records")
        await cato.presses("See who searched for people")
        await cato.sees(user.title())
        await cato.presses(reference)
