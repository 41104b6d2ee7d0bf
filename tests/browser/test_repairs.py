"""Operations find a broken case at a phone, and mend it without reading a manual."""

import pytest
from playwright.async_api import Browser

from domain.people import Role
from domain.stuck import Stuck
from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live, until

pytestmark = pytest.mark.browser
WHY = "It was ended by hand in Temporal."


async def broken(live: Live, number: int) -> str:
    """A case that nothing drives, once the watch beside the worker has seen it."""
    case = await journeys.a_case_with_an_adviser(live, number)
    await live.house.post.end(case)
    with live.house.storehouse.reading() as store:
        staff = [each.actor for each in store.accounts.all("larkhill")]
    ola = next(each for each in staff if each.has(Role.OPERATIONS))

    async def seen() -> bool:
        ways = live.house.stuck.of(ola, case)
        return [each.kind for each in ways] == [Stuck.NO_WORKFLOW]

    await until(seen, within=60, every=0.5)
    return case


async def test_one_broken_case_is_mended_from_the_first_page(
    live: Live, chromium: Browser
) -> None:
    case = await broken(live, 4051)
    async with at_a_phone(chromium, live, script=True) as ola:
        await journeys.signs_in(ola, live, "ola")
        await ola.presses("Cases that are stuck")
        await ola.presses(case)
        await ola.sees("Nothing drives the case")
        await ola.shot("operations-stuck-case")
        await ola.presses("Start again from its record")
        await ola.shot("operations-repair")
        await ola.presses_wrongly("Start again from its record")
        await ola.sees("Enter your reason")
        await ola.page.get_by_label("Why?").fill(WHY)
        await ola.presses("Start again from its record")
        await ola.sees("What operations did")
        await ola.sees(WHY)
        await ola.shot("operations-repaired")
        assert await ola.page.get_by_text("Nothing drives the case").count() == 0


async def test_several_are_mended_together_without_script(
    live: Live, chromium: Browser
) -> None:
    cases = [await broken(live, 4061 + number) for number in range(2)]
    async with at_a_phone(chromium, live, script=False) as ola:
        await journeys.signs_in(ola, live, "ola")
        await ola.goes_to("/operations/cases?stuck=no_workflow")
        for case in cases:
            await ola.page.get_by_label(f"Choose {case}").check()
        await ola.page.get_by_label("What to do").select_option("restart")
        await ola.presses("Look at what will happen")
        await ola.sees("Start again from its record: 2 cases")
        await ola.shot("operations-bulk")
        await ola.page.get_by_label("Why?").fill(WHY)
        await ola.presses("Start again from its record: 2 cases")

        async def done() -> bool:
            await ola.goes_to(ola.page.url.removeprefix(live.address))
            return await ola.page.get_by_text("2 done, 0 not.").count() == 1

        await until(done, within=30, every=0.5)
        await ola.shot("operations-batch")
        await ola.goes_to("/operations/repairs")
        await ola.shot("operations-batches")
