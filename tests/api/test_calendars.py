"""Working times and chains of an organisation over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import People, faults, read, sent_to_adviser
from tests.live import Live

NINE_TO_FIVE = {"opens": "09:00", "closes": "17:00"}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK = dict.fromkeys(DAYS, NINE_TO_FIVE)
CHAIN: dict[str, Any] = {
    "reply": {"minutes": 60, "working": True},
    "steps": [
        {"after": {"minutes": 30, "working": True}, "whom": "team"},
        {"after": {"minutes": 60, "working": True}, "whom": "on_call"},
    ],
    "again": {"minutes": 60, "working": True},
}


@pytest_asyncio.fixture
async def pam(live: Live) -> AsyncIterator[httpx2.AsyncClient]:
    """The administrator of a workplace of its own, where nothing is settled yet."""
    place = Organisation("pier", "Pier Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    if "pam" not in live.logins:
        live.newcomer("pam", Role.ADMINISTRATOR, "pier")
    async with live.api("pam") as client:
        yield client


async def test_office_hours_are_kept_until_something_else_is_settled(
    pam: httpx2.AsyncClient,
) -> None:
    found = (await pam.get("/organisation/calendar")).json()
    assert found["week"] == WEEK | {"saturday": None, "sunday": None}
    assert (found["nation"], found["closures"], found["early"]) == ("england", [], [])


async def test_an_administrator_settles_working_times(pam: httpx2.AsyncClient) -> None:
    wanted = {
        "nation": "scotland",
        "week": WEEK | {"friday": {"opens": "08:30", "closes": "13:00"}},
        "closures": ["2026-12-24"],
        "early": [{"day": "2026-12-23", "closes": "15:00"}],
    }
    kept = await pam.put("/organisation/calendar", json=wanted)
    assert kept.status_code == 200
    found = (await pam.get("/organisation/calendar")).json()
    assert found["week"].pop("saturday") is None
    assert found["week"].pop("sunday") is None
    assert found == wanted


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"week": {}}, "week"),
        ({"week": WEEK | {"monday": {"opens": "17:00", "closes": "9"}}},
         "week.monday.closes"),
        ({"week": WEEK | {"monday": {"opens": "17:00", "closes": "09:00"}}},
         "week.monday"),
        ({"week": WEEK | {"someday": None}}, "week.someday"),
        ({"closures": ["2026-02-30"]}, "closures.0"),
        ({"early": [{"day": "2026-12-26", "closes": "13:00"}]}, "early"),
        ({"nation": "narnia"}, "nation"),
    ],
)  # fmt: skip
async def test_times_that_cannot_be_used_are_refused_with_their_place(
    pam: httpx2.AsyncClient, changes: dict[str, Any], place: str
) -> None:
    sent = {"nation": "england", "week": WEEK} | changes
    answer = await pam.put("/organisation/calendar", json=sent)
    assert answer.status_code == 422
    assert place in faults(answer)
    kept = (await pam.get("/organisation/calendar")).json()
    assert kept["nation"] == "england"


async def test_one_s_own_chain_is_settled_and_the_others_stay_as_usual(
    pam: httpx2.AsyncClient,
) -> None:
    before = (await pam.get("/organisation/chains")).json()
    assert [step["whom"] for step in before["emergency"]["steps"]] == [
        "team",
        "deputy",
        "on_call",
    ]
    kept = (await pam.put("/organisation/chains", json={"same_day": CHAIN})).json()
    assert kept["same_day"]["reply"] == CHAIN["reply"]
    assert kept["standard"] == before["standard"]
    back = (await pam.put("/organisation/chains", json={})).json()
    assert back == before


@pytest.mark.parametrize(
    "changes",
    [
        {"reply": {"minutes": 60_000, "working": True}},
        {"again": {"minutes": 1, "working": True}},
        {"reply": {"minutes": 60}},
        {"steps": list(reversed(CHAIN["steps"]))},
    ],
)
async def test_a_chain_that_cannot_be_used_is_refused(
    pam: httpx2.AsyncClient, changes: dict[str, Any]
) -> None:
    answer = await pam.put(
        "/organisation/chains", json={"standard": {**CHAIN, **changes}}
    )
    assert answer.status_code == 422
    assert faults(answer) == {"standard"}


@pytest.mark.parametrize("what", ["calendar", "chains"])
async def test_only_an_administrator_settles_it(people: People, what: str) -> None:
    found = (await people.ada.get(f"/organisation/{what}")).json()
    for each in (people.pat, people.ada):
        answer = await each.put(f"/organisation/{what}", json=found)
        assert answer.status_code == 403


async def test_a_deadline_is_answered_with_how_it_was_worked_out(
    people: People,
) -> None:
    reference, id = await sent_to_adviser(people)
    deadlines = (await read(people.pat, reference))["deadlines"]
    assert deadlines["because"].startswith("8 working hours from ")
    task = (await people.ada.get(f"/tasks/{id}")).json()
    assert task["due_because"] == deadlines["because"]
    assert task["due_at"] == deadlines["adviser_reply"]
