"""Auditing at a phone: what is unusual, what was read, and reading in an emergency."""

import pytest
from playwright.async_api import Browser

from casework.reading_watch import ReadingWatch
from domain.content import Individual
from domain.people import Role
from domain.unusual import Limits
from tests import builders
from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live
from tests.web.desk_work import actor
from tests.web.searching import an_adviser, ended, furnish, opened

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])

WHY = "The court wants an answer by four o’clock."
TOLD = "She followed an old link in her inbox."


def somebody() -> Individual:
    return Individual("p", f"Averil {builders.fresh('Stanhope')}", "2012-08-09")


def an_auditor(live: Live) -> str:
    user = builders.fresh("clodagh")
    live.newcomer(user, Role.AUDITOR, "mill")
    return user


async def somebody_asks_with_a_conflict(live: Live) -> None:
    about = somebody()
    reference, user = await ended(live, about), an_adviser(live)
    live.house.conflicts.declare(actor(live, user), about.name, "once")
    async with live.api(user) as adviser:
        assert (await adviser.get(f"/requests/{reference}")).status_code == 404
    ReadingWatch(live.house.storehouse, Limits(out_of_hours=False)).round()


async def opens(person: Person, reference: str) -> str:
    """Ask for it with a mistake first; the address of what was opened."""
    await person.goes_to(f"/records/{reference}")
    await person.presses("Open it in an emergency")
    await person.presses_wrongly("Continue")
    await person.sees("Write down why you need to read it")
    await person.page.get_by_label("Why do you need to read it now?").fill(WHY)
    await person.presses("Continue")
    await person.sees("Check before you open it")
    await person.shot("emergency-check")
    await person.presses("Change what I wrote")
    await person.presses("Continue")
    await person.presses("Open it now, and tell them")
    return person.page.url.removeprefix(person.address)


@SCRIPT
async def test_what_is_unusual_is_reviewed_and_a_case_is_opened_and_reviewed(
    live: Live, chromium: Browser, script: bool
) -> None:
    furnish(live)
    await somebody_asks_with_a_conflict(live)
    about = somebody()
    reference = await opened(live, about)
    first, second = an_auditor(live), an_auditor(live)
    async with (
        at_a_phone(chromium, live, script=script) as clodagh,
        at_a_phone(chromium, live, script=script) as other,
    ):
        await journeys.signs_in(clodagh, live, first)
        await clodagh.goes_to("/records")
        await clodagh.presses("Review unusual reading")
        await clodagh.shot("alerts")
        await clodagh.presses("Asked for a case with which they have a conflict")
        await clodagh.presses_wrongly("Write down your review")
        await clodagh.sees("Choose what you think of it")
        await clodagh.page.get_by_label("There was a good reason").check()
        await clodagh.page.get_by_label("Why?").fill(TOLD)
        await clodagh.shot("alert")
        await clodagh.presses("Write down your review")
        page = await opens(clodagh, reference)
        await clodagh.sees("You opened this case in an emergency")
        await clodagh.sees(about.name)
        await clodagh.shot("emergency-case")
        await clodagh.presses("Close it now")
        await clodagh.sees("They closed it on")
        await journeys.signs_in(other, live, second)
        await other.goes_to("/records/emergency")
        await other.shot("emergency-list")
        await other.goes_to(page.removesuffix("/case"))
        await other.sees(WHY)
        await other.page.get_by_label("It was right to open it").check()
        await other.page.get_by_label("Why?", exact=True).fill("They could not wait.")
        await other.presses("Write down your review")
        await other.goes_to("/records/audit")
        await other.sees("Read the case in an emergency")
        await other.shot("audit")


async def test_a_case_is_opened_and_closed_with_the_keyboard_alone(
    live: Live, chromium: Browser
) -> None:
    furnish(live)
    reference = await opened(live, somebody())
    async with at_a_phone(chromium, live) as clodagh:
        await journeys.signs_in(clodagh, live, an_auditor(live))
        await clodagh.goes_to(f"/records/emergency/new?reference={reference}")
        keyboard = clodagh.page.keyboard
        await until_at(clodagh, "Why do you need to read it now?")
        await keyboard.type(WHY)
        for button, then in (
            ("Continue", "Check before you open it"),
            ("Open it now, and tell them", "You opened this case in an emergency"),
        ):
            await until_at(clodagh, button)
            await keyboard.press("Enter")
            await clodagh.sees(then)
        await until_at(clodagh, "Close it now")
        await keyboard.press("Enter")
        await clodagh.sees("They closed it on")


async def until_at(person: Person, name: str) -> None:
    """Go on with the tabulator until this field or button has the focus."""
    target = person.page.get_by_label(name).or_(
        person.page.get_by_role("button", name=name)
    )
    for _ in range(40):
        if await target.first.evaluate("e => e === document.activeElement"):
            return
        await person.page.keyboard.press("Tab")
    raise AssertionError(f"never came to: {name}")
