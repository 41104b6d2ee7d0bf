"""What people do at a phone, as steps that several journeys share."""

import re

from playwright._impl._api_structures import SetCookieParam

from cli.demo import Player
from tests.browser.person import Person
from tests.live import Live, until

SESSIONS: dict[tuple[str, str], list[SetCookieParam]] = {}
TEXT = "Came to school with a bruise on the left arm and did not want to say why."
WHEN = ("U0", "H0", "Q1", "Q2", "Q3", "Q4", "K1", "K2", "K3", "K4")
ANSWERS = dict.fromkeys(WHEN, "yes") | {"U0": "no", "H0": "no", "Q2": "no"}
OURS = 90_000  # other tests number their cases otherwise


DOMAIN = "estuary.example"
"""What stands after the @ in the addresses of the demonstration's directory."""


async def looks_at_the_address(person: Person) -> None:
    """It is asked for unless this person was sent something before."""
    field = person.page.locator("[name=recipient_domain]")
    if await field.count():
        await field.fill(DOMAIN)


async def signs_in(person: Person, live: Live, user: str) -> None:
    """The first time by the page; after that with the session that it left."""
    place = (live.address, user)
    browser = person.page.context
    if place in SESSIONS:
        await browser.add_cookies(SESSIONS[place])
        await person.goes_to("/")
        return
    login = live.logins[user]
    await person.signs_in(login.email, login.password)
    SESSIONS[place] = [
        {"name": each["name"], "value": each["value"], "url": live.address}
        for each in await browser.cookies()
    ]


async def starts_a_request(person: Person) -> None:
    await person.goes_to("/requests")
    await person.presses("Start a request")
    await person.presses("Start now")


async def answers(person: Person, value: str) -> None:
    """The first way there is of saying this: a pick-list has several."""
    await person.page.locator(f"[name=answer][value^={value}]").first.check()
    await person.presses("Continue")


async def begins_calmly(person: Person, live: Live) -> None:
    """Pat signs in, starts, is in no hurry, and says what it is about."""
    await signs_in(person, live, "pat")
    await starts_a_request(person)
    await answers(person, "no")
    await answers(person, "no")
    await describes_everything(person)


async def describes_everything(person: Person) -> None:
    """Who it is about, what, for whom and why."""
    page = person.page
    await page.get_by_label("Full name").fill("Rowan Elm")
    await page.get_by_label("Day", exact=True).fill("4")
    await page.get_by_label("Month", exact=True).fill("5")
    await page.get_by_label("Year", exact=True).fill("2016")
    await page.get_by_label("Who are they?").fill("pupil")
    await person.presses("Continue")
    await page.get_by_label("Write down one thing").fill(TEXT)
    await page.get_by_role("radio", name="Fact").check()
    await page.get_by_label("Who saw it, who said it").fill("seen by me")
    await page.get_by_label("Day", exact=True).fill("5")
    await page.get_by_label("Month", exact=True).fill("January")
    await page.get_by_label("Year", exact=True).fill("2026")
    await person.presses("Continue")
    await page.get_by_role("radio", name=re.compile("Rae Lindqvist")).check()
    await person.presses("Continue")
    await page.get_by_label("What will they be able to do").fill(
        "So that they can decide whether to visit the family."
    )
    await page.get_by_role("radio", name="No, I want to tell them").check()
    await person.presses("Continue")


async def answers_the_rest(person: Person, given: dict[str, str]) -> None:
    """Each question as it is asked, until the answers are to be checked."""
    while not person.page.url.endswith("/check"):
        found = re.search(r"/questions/(\w+)(/evidence)?", person.page.url)
        if found is None:
            await person.presses("These are right: continue")
        elif found[2]:
            await person.presses("Leave this for now")
        else:
            await answers(person, given[found[1]])


def reference(person: Person) -> str:
    found = re.search(r"SR-[0-9A-Z]{4}-[0-9A-Z]{4}", person.page.url)
    assert found is not None
    return found[0]


async def a_shared_case(live: Live, number: int) -> str:
    """A case that Larkhill's people have brought as far as the share."""
    return await _played(live, number, "shared")


async def a_case_with_an_adviser(live: Live, number: int) -> str:
    return await _played(live, number, "unsure")


async def a_sealed_case(live: Live, number: int) -> str:
    """A case that has come to its end, and whose record is there."""
    case = await _played(live, number, "withdrawn")

    async def sealed() -> bool:
        with live.house.storehouse.reading() as store:
            return store.records.get(case) is not None

    await until(sealed)
    return case


async def _played(live: Live, number: int, story: str) -> str:
    with live.house.storehouse.reading() as store:
        staff = [a.actor for a in store.accounts.all("larkhill")]
    return await Player(live.house, staff, OURS + number).play(story)


def phrase_and_locator(live: Live, case: str) -> tuple[str, str]:
    """What the practitioner reads out, and what stands in the e-mail."""
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(case)
        assert parcel is not None
        return store.releases.phrase(parcel), parcel.locator
