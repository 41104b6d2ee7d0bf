"""An administrator settles how their organisation works, on a telephone."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser

from adapters.clock import now
from domain.cover import day_of
from domain.people import Role
from storage.accounts import Organisation
from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser

PLACE = "kerra-school"


def a_school_of_its_own(live: Live) -> None:
    ours = Organisation(PLACE, "Kerra School", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(ours)
        for plan in store.plans.of(PLACE):
            store.plans.drop(plan.id)
    if "kerra" not in live.logins:
        live.newcomer("kerra", Role.ADMINISTRATOR, PLACE)


@pytest.mark.parametrize("script", [True, False])
async def test_an_administrator_plans_a_change_and_takes_it_back(
    live: Live, chromium: Browser, script: bool
) -> None:
    a_school_of_its_own(live)
    async with at_a_phone(chromium, live, script=script) as kerra:
        await journeys.signs_in(kerra, live, "kerra")
        await kerra.goes_to("/organisation")
        await kerra.presses("What your organisation decides")
        await plans_who_approves(kerra)
        await kerra.presses("Take this back")
        await kerra.presses("Take it back")
        await kerra.sees("The change is taken back")
        await changes_times_for_advice(kerra)
        await kerra.goes_to("/organisation/changes")
        for words in ("Planned, from", "Taken back before it began", "A new team"):
            await kerra.sees(words)
        await kerra.shot("changes")


async def plans_who_approves(kerra: Person) -> None:
    day = day_of(now()) + timedelta(days=40)
    await kerra.presses(": Who approves")
    await kerra.page.get_by_label(
        "An adviser approves every request", exact=True
    ).check()
    await kerra.page.get_by_label("Day", exact=True).fill("1")
    await kerra.presses_wrongly("Save")
    await kerra.sees("The day must include a month and a year")
    await kerra.page.get_by_label("Day", exact=True).fill(str(day.day))
    await kerra.page.get_by_label("Month").fill(str(day.month))
    await kerra.page.get_by_label("Year").fill(str(day.year))
    await kerra.presses("Save")
    await kerra.sees("It begins on the day that you chose")
    await kerra.shot("planned")


async def changes_times_for_advice(kerra: Person) -> None:
    await kerra.goes_to("/organisation/chains")
    await kerra.presses("the times: In an emergency")
    await kerra.page.get_by_label("When is a reply due?").fill("20 minutes")
    await kerra.page.get_by_label("Why? (optional)").fill("A new team")
    await kerra.presses("Save these times")
    await kerra.sees("A reply is due after 20 minutes")
