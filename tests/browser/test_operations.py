"""Operations and auditors at a phone."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser

from adapters.clock import now
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
        await ola.sees("Cases open")
        await ola.shot("operations")
        await ola.goes_to("/operations/cases?stage=with_adviser")
        await ola.shot("operations-cases")
        await ola.goes_to(f"/operations/cases/{case}")
        await ola.sees("an adviser")
        assert await ola.page.get_by_text("telephone rings").count() == 0


@SCRIPT
async def test_the_one_case_that_is_broken_is_found_from_the_first_page(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 4021 + script * 3)
    with live.house.storehouse.writing() as store:
        store.troubles.note(case, "package", "OutOfReach", now() - timedelta(days=400))
    async with at_a_phone(chromium, live, script=script) as ola:
        await journeys.signs_in(ola, live, "ola")
        await ola.sees("What needs a person now")
        await ola.presses("Cases that are stuck")
        await ola.sees("longest waiting first")
        await ola.presses(case)
        await ola.sees("A step is failing: Packing what is shared")
        await ola.sees("With an adviser: here now")
        await ola.shot("operations-case")
    with live.house.storehouse.writing() as store:
        store.troubles.clear_all(case)


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
