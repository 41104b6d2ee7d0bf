"""An adviser’s list that stays open: it says what changed, and goes by keys."""

import pytest
from playwright.async_api import Browser

from tests.browser import journeys
from tests.browser.person import at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser


async def test_a_list_that_stays_open_says_that_it_changed_and_does_not_move(
    live: Live, chromium: Browser
) -> None:
    await journeys.a_case_with_an_adviser(live, 2101)
    async with at_a_phone(chromium, live) as ada:
        await journeys.signs_in(ada, live, "ada")
        table = ada.page.locator("table").first
        before = await table.bounding_box()
        new = await journeys.a_case_with_an_adviser(live, 2104)
        await ada.sees("The list has changed:")
        assert await table.bounding_box() == before
        assert not await ada.page.get_by_role("link", name=new).count()
        await ada.presses("Refresh")
        assert await ada.page.get_by_role("link", name=new).count()


async def test_keys_go_down_the_list_and_never_while_typing(
    live: Live, chromium: Browser
) -> None:
    await journeys.a_case_with_an_adviser(live, 2107)
    async with at_a_phone(chromium, live) as ada:
        await journeys.signs_in(ada, live, "ada")
        links = ada.page.locator("a.app-table__task")
        await ada.page.keyboard.press("j")
        assert await links.first.evaluate("link => link === document.activeElement")
        await ada.page.keyboard.press("?")
        await ada.sees("J and K go down and up the list.")
        await ada.page.get_by_label("Use these keys in this tab").uncheck()
        await links.first.focus()
        await ada.page.keyboard.press("o")
        assert ada.page.url.endswith("/tasks")
        await ada.page.get_by_label("Use these keys in this tab").check()
        await ada.page.get_by_text("Filters").first.click()
        await ada.page.get_by_label("Part of a reference").press_sequentially("jok")
        assert await ada.page.get_by_label("Part of a reference").input_value() == "jok"
        await links.first.focus()
        await ada.page.keyboard.press("o")
        await ada.sees("Who has this task")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_task_is_lent_commented_on_and_put_off(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 2110 + script * 3)
    async with at_a_phone(chromium, live, script=script) as ada:
        await journeys.signs_in(ada, live, "ada")
        await ada.presses(case)
        await ada.presses("Take this task")
        await ada.page.get_by_label("Your comment").fill("I look at it now.")
        await ada.page.get_by_label("Advisers only").check()
        await ada.presses("Add this comment")
        await ada.sees("I look at it now.")
        await ada.presses("Ask a colleague to prepare it")
        await ada.page.get_by_label("Who prepares it?").select_option("Ben Cole")
        await ada.shot("delegate")
        await ada.presses_wrongly("Ask them to prepare it")
        await ada.sees("Enter the last day")
        await ada.presses("Back to the task")
        await ada.presses("Put it off to a later day")
        await ada.shot("put-off")
        for name, value in (("day", "1"), ("month", "2"), ("year", "2020")):
            await ada.page.locator(f"[name=day-{name}]").fill(value)
        await ada.presses_wrongly("Put it off")
        await ada.sees("The date must be after today")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_ticked_tasks_are_taken_at_once(
    live: Live, chromium: Browser, script: bool
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 2120 + script * 3)
    async with at_a_phone(chromium, live, script=script) as ada:
        await journeys.signs_in(ada, live, "ada")
        await ada.page.get_by_label(f"Choose {case}").check()
        await ada.presses("Take the ticked tasks")
        await ada.sees("1 of 1 task was taken")
        await ada.shot("taken")
