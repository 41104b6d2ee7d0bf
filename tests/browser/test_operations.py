"""Operations and auditors at a phone."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@SCRIPT
async def test_operations_see_what_waits_on_whom_and_since_when(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 4001 + script * 3)
    async with at_a_phone(chromium, live, script=script) as ola:
        await journeys.signs_in(ola, live, "ola")
        await ola.sees("cases open")
        await ola.shot("operations")
        await ola.goes_to("/operations/cases?stage=with_adviser")
        await ola.shot("operations-cases")
        await ola.goes_to(f"/operations/cases/{case}")
        await ola.sees("an adviser")
        assert await ola.page.get_by_text("telephone rings").count() == 0


@SCRIPT
async def test_an_auditor_reads_a_sealed_record_that_verifies(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_sealed_case(live, 4011 + script * 3)
    async with at_a_phone(chromium, live, script=script) as ines:
        await journeys.signs_in(ines, live, "ines")
        await ines.goes_to(f"/records/{case}")
        await ines.sees("Everything in this record is as it was written")
        await ines.shot("record")
