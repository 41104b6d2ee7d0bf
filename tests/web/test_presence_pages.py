"""Two people at once: who else has a page open, and what was changed meanwhile."""

import re
from collections.abc import Mapping
from datetime import timedelta

import httpx2
import pytest
from sqlmodel import col, update

from adapters.clock import now
from domain.people import Role
from storage.accounts import Organisation
from storage.presence_tables import PresenceRow
from tests.live import TOKEN, Live, submit
from tests.web.conftest import Browse
from tests.web.desk_work import actor, hidden, task_of, unsure_case
from tests.web.test_calendar_pages import USUAL
from tests.web.test_deciding import approve
from tests.web.walking import ITEM, RECIPIENT, begin_clear

CHANGED = "This was changed after you opened the page."


async def task_page(live: Live) -> str:
    return f"/tasks/{task_of(live, await unsure_case(live, 'pat'))}"


async def told(web: httpx2.AsyncClient, page: str) -> bool:
    return "may be changing it" in (await web.get(page)).text


async def test_an_adviser_is_told_who_else_has_a_task_open(
    live: Live, browse: Browse
) -> None:
    task = await task_page(live)
    ada, ben = await browse("ada"), await browse("ben")
    assert not await told(ada, task)
    assert "Ada Obi opened this at" in (await ben.get(task)).text
    choice = f"{task}/decision?choice=decline"
    assert "Ben Cole opened this at" in (await ada.get(choice)).text
    assert "Ada Obi opened this at" not in (await ada.get(task)).text


async def test_whoever_left_or_was_not_seen_for_long_is_not_there(
    live: Live, browse: Browse
) -> None:
    task = await task_page(live)
    ada, ben = await browse("ada"), await browse("ben")
    page = (await ada.get(task)).text
    seen = page.partition('data-seen="')[2].partition('"')[0]
    case = live.house.views.task(actor(live, "ada"), task[7:]).reference
    csrf = str(hidden(page)["csrf"])
    left = {"csrf": csrf, "what": case, "left": seen}
    assert await told(ben, task)
    assert (await ada.post("/open", data=left)).status_code == 204
    assert not await told(ben, task)
    beat = await ada.post("/open", data={"csrf": csrf, "what": case})
    assert beat.json()["sentence"].startswith("Ben Cole opened this at")
    assert await told(ben, task)
    with live.house.storehouse.writing() as store:
        long_ago = now() - timedelta(minutes=16)
        of_case = col(PresenceRow.what) == case
        store.session.exec(update(PresenceRow).where(of_case).values(seen_at=long_ago))
    assert not await told(ben, task)


async def test_who_has_decided_is_no_longer_there(live: Live, browse: Browse) -> None:
    task = await task_page(live)
    ada, ben = await browse("ada"), await browse("ben")
    await ada.get(task)
    asked = await submit(ada, f"{task}/ask", {"question": "When was that?"})
    assert asked.url.path.endswith("/done")
    reference = live.house.views.task(actor(live, "ben"), task[7:]).reference
    assert live.house.views.case(actor(live, "ben"), reference).also_open == ()
    assert not await told(ben, task)


async def test_a_practitioner_is_told_only_that_an_adviser_reads_it(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, "pat")
    ada, pat = await browse("ada"), await browse("pat")
    form = f"/requests/{reference}/withdraw"
    await pat.get(form)
    seen = (await ada.get(f"/tasks/{task_of(live, reference)}")).text
    assert "Pat Reed opened this at" in seen
    page = (await pat.get(form)).text
    assert "An adviser is reading it." in page
    assert "Ada Obi opened" not in page
    assert "An adviser is reading it." in (await pat.get(form[:23])).text


async def test_of_two_who_approve_alone_neither_is_told_of_the_other(
    live: Live, browse: Browse
) -> None:
    task = await task_page(live)
    ada, ben = await browse("ada"), await browse("ben")
    await approve(ada, task[7:], second="yes")
    await ada.get(task)
    assert not await told(ben, task)
    assert not await told(ada, task)


async def test_nobody_is_told_of_what_they_may_not_see(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, "pat")
    for user, what in (
        ("sam", reference),
        ("mina", reference),
        ("ola", reference),
        ("ada", "calendar"),
        ("ada", "SR-0000-0000"),
    ):
        web = await browse(user)
        csrf = dict(TOKEN.findall((await web.get("/account")).text))["csrf"]
        asked = await web.post("/open", data={"csrf": csrf, "what": what})
        assert asked.status_code in (403, 404), (user, what)
        wrong = {"csrf": csrf, "what": what, "left": "yesterday"}
        assert (await web.post("/open", data=wrong)).status_code == 404


# The organisation's own pages


@pytest.fixture
def mere(live: Live) -> None:
    """A workplace with two administrators and an adviser."""
    place = Organisation("mere", "Mere Club", "01632 960700", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    people = {"orla": Role.ADMINISTRATOR, "osric": Role.ADMINISTRATOR}
    for user, role in {**people, "olive": Role.ADVISER}.items():
        if user not in live.logins:
            live.newcomer(user, role, "mere")


TEAM = {"name": "Mere leads"}
SETTINGS: dict[str, tuple[Mapping[str, str], Mapping[str, str], str]] = {
    "/organisation/calendar": (
        {**USUAL, "closures": "24 December 2026"},
        {**USUAL, "closures": "31 December 2026"},
        "Also closed 24 December 2026",
    ),
    "/organisation/teams/": (
        {"name": "Mere first"},
        {"name": "Mere second"},
        "Name of the team Mere first",
    ),
    "/rules": (
        {"default": "ENG-2026"},
        {"default": "HMG-2018", "guards_off": "G1"},
        "Which rules new requests follow ENG-2026",
    ),
}


@pytest.mark.usefixtures("mere")
@pytest.mark.parametrize("address", SETTINGS)
async def test_of_two_who_change_a_setting_the_second_sees_what_it_says_now(
    browse: Browse, address: str
) -> None:
    first, second, says = SETTINGS[address]
    orla, osric = await browse("orla"), await browse("osric")
    if address.endswith("/"):
        address += _team_in((await submit(orla, f"{address}new", TEAM)).text)
    shown = await orla.get(address)
    theirs = await osric.get(address)
    assert "Orla opened this at" in theirs.text
    kept = await orla.post(address, data={**_fields(shown.text), **first})
    assert CHANGED not in kept.text
    again = await orla.post(address, data={**_fields(shown.text), **first})
    assert CHANGED not in again.text, "a double click is no change by somebody else"
    refused = await osric.post(address, data={**_fields(theirs.text), **second})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert says in " ".join(_words(refused.text))
    done = await osric.post(address, data={**_fields(refused.text), **second})
    assert CHANGED not in done.text


def _team_in(page: str) -> str:
    return "team-" + page.partition("/organisation/teams/team-")[2].partition('"')[0]


def _fields(page: str) -> dict[str, str]:
    return {name: str(value) for name, value in hidden(page).items()}


def _words(page: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", page).split()


# One's own request, open twice


async def test_a_thing_that_was_changed_elsewhere_is_not_written_over(
    browse: Browse,
) -> None:
    walker = await begin_clear(browse)
    await walker.open("/items")
    id = walker.page.text.partition('class="govuk-heading-s" id="')[2].partition('"')[0]
    await walker.open(f"/items/{id}")
    old = walker.page
    await walker.send({**ITEM, "text": "The newer words."})
    walker.page = old
    await walker.send({**ITEM, "text": "Words from an old page."})
    assert walker.page.status_code == 422
    assert CHANGED in walker.text
    assert "What it says The newer words." in walker.text
    assert "Words from an old page." in walker.text
    await walker.send({**ITEM, "text": "Words from an old page."})
    await walker.open("/items")
    assert "Words from an old page." in walker.text


async def test_a_recipient_who_was_changed_elsewhere_is_not_written_over(
    browse: Browse,
) -> None:
    walker = await begin_clear(browse)
    await walker.open("/recipient/new")
    old = walker.page
    await walker.send({**RECIPIENT, "name": "Newer Name"})
    walker.page = old
    await walker.send({**RECIPIENT, "name": "Older Name"})
    assert walker.page.status_code == 422
    assert CHANGED in walker.text
    assert "Who it is for Newer Name" in walker.text
    await walker.send({**RECIPIENT, "name": ""})
    assert CHANGED not in walker.text
    await walker.send({**RECIPIENT, "name": "Older Name"})
    assert CHANGED not in walker.text
