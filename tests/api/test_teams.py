"""Teams, cover and who is on call over HTTP, with what is refused."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio

from adapters.clock import now
from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import Client, People, faults
from tests.live import Live

TODAY = now().date()
DAYS = {
    "first_day": TODAY.isoformat(),
    "last_day": (TODAY + timedelta(days=5)).isoformat(),
}


@dataclass(frozen=True)
class Fen:
    """A workplace of its own: an administrator, two advisers and a practitioner."""

    admin: Client
    ursel: Client
    vic: Client
    wes: Client
    ids: dict[str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def fen(live: Live) -> AsyncIterator[Fen]:
    place = Organisation("fen", "Fen School", "01632 960500", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    roles = {
        "fenadmin": Role.ADMINISTRATOR,
        "ursel": Role.ADVISER,
        "vic": Role.ADVISER,
        "wes": Role.PRACTITIONER,
    }
    for user, role in roles.items():
        live.newcomer(user, role, "fen")
    ids = {
        account.profile.email.partition("@")[0]: account.actor.id
        for account in live.house.accounts.all()
        if account.actor.organisation == "fen"
    }
    async with AsyncExitStack() as clients:
        admin, ursel, vic, wes = [
            await clients.enter_async_context(live.api(user)) for user in roles
        ]
        yield Fen(admin, ursel, vic, wes, ids)


async def test_an_administrator_adds_a_team_and_changes_it(fen: Fen) -> None:
    sent = {
        "name": "Law",
        "routes": ["legal"],
        "members": [{"user": fen.ids["ursel"], "rank": "senior"}],
    }
    added = await fen.admin.post("/teams", json=sent)
    assert added.status_code == 201, added.text
    address = f"/teams/{added.json()['id']}"
    changed = await fen.admin.put(address, json=sent | {"name": "Legal team"})
    assert changed.json()["name"] == "Legal team"
    assert (await fen.wes.get(address)).json() == changed.json()
    listed = (await fen.wes.get("/teams")).json()
    assert [each["name"] for each in listed if each["routes"]] == ["Legal team"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x" * 201}, {"name"}),
        ({"routes": ["tea"]}, {"routes"}),
        ({"members": [{"user": "u-nobody"}]}, {"members"}),
        ({"members": [{"user": "u-nobody", "rank": "boss"}]}, {"members.0.rank"}),
        ({"chief": "ursel"}, {"chief"}),
    ],
)
async def test_a_team_that_cannot_be_is_refused_by_field(
    fen: Fen, changes: dict[str, object], fields: set[str]
) -> None:
    answer = await fen.admin.post("/teams", json={"name": "New"} | changes)
    assert answer.status_code == 422
    assert faults(answer) == fields


async def test_two_teams_cannot_have_one_name(fen: Fen) -> None:
    await fen.admin.post("/teams", json={"name": "Twins"})
    answer = await fen.admin.post("/teams", json={"name": "twins"})
    assert faults(answer) == {"name"}


async def test_only_an_administrator_arranges_and_others_teams_do_not_exist(
    fen: Fen, people: People
) -> None:
    team = (await fen.admin.post("/teams", json={"name": "Doors"})).json()["id"]
    for client in (fen.wes, fen.ursel):
        assert (await client.post("/teams", json={"name": "X"})).status_code == 403
        changed = await client.put(f"/teams/{team}", json={"name": "X"})
        assert changed.status_code == 403
    for made in (
        await people.ada.get(f"/teams/{team}"),
        await people.ada.put(f"/teams/{team}", json={"name": "X"}),
    ):
        assert made.status_code == 404


async def test_an_adviser_says_that_they_are_away_and_takes_it_back(fen: Fen) -> None:
    sent = {"covered_by": fen.ids["vic"], **DAYS}
    added = await fen.ursel.post("/cover", json=sent)
    assert added.status_code == 201, added.text
    shown = added.json()
    assert (shown["name"], shown["stand_in"]) == ("Ursel", "Vic")
    assert (await fen.ursel.post("/cover", json=sent)).json()["id"] == shown["id"]
    advisers = {each["name"]: each for each in (await fen.wes.get("/advisers")).json()}
    assert advisers["Ursel"]["here"] is False
    assert "Vic stands in" in advisers["Ursel"]["away"]
    circle = await fen.vic.post("/cover", json={"covered_by": fen.ids["ursel"], **DAYS})
    assert faults(circle) == {"covered_by"}
    address = f"/cover/{shown['id']}"
    assert (await fen.vic.delete(address)).status_code == 403
    assert (await fen.ursel.delete(address)).status_code == 204
    assert (await fen.ursel.get("/cover")).json() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": (TODAY - timedelta(days=1)).isoformat()}, "last_day"),
        ({"covered_by": "ursel"}, "covered_by"),
        ({"covered_by": "wes"}, "covered_by"),
        ({"covered_by": "u-elsewhere"}, "covered_by"),
        ({"first_day": "soon"}, "first_day"),
    ],
)
async def test_a_cover_that_cannot_be_is_refused_by_field(
    fen: Fen, changes: dict[str, str], field: str
) -> None:
    sent = {"covered_by": fen.ids["vic"], **DAYS} | changes
    sent["covered_by"] = fen.ids.get(sent["covered_by"], sent["covered_by"])
    assert faults(await fen.ursel.post("/cover", json=sent)) == {field}


async def test_only_an_administrator_says_that_a_colleague_is_away(
    fen: Fen, people: People
) -> None:
    sent = {"user": fen.ids["ursel"], "covered_by": fen.ids["vic"], **DAYS}
    assert (await fen.vic.post("/cover", json=sent)).status_code == 403
    added = await fen.admin.post("/cover", json=sent)
    assert added.status_code == 201
    address = f"/cover/{added.json()['id']}"
    assert (await people.ada.delete(address)).status_code == 404
    assert (await fen.admin.delete(address)).status_code == 204


def a_turn(user: str, starts: int = -1, ends: int = 5) -> dict[str, str]:
    times = (now() + timedelta(hours=starts), now() + timedelta(hours=ends))
    return {
        "user": user,
        "starts_at": times[0].isoformat(),
        "ends_at": times[1].isoformat(),
    }


async def test_whoever_is_on_call_comes_first_in_the_directory(
    fen: Fen, people: People
) -> None:
    added = await fen.admin.post("/on-call", json=a_turn(fen.ids["vic"]))
    assert added.status_code == 201, added.text
    listed = (await fen.wes.get("/advisers")).json()
    assert listed[0]["name"] == "Vic"
    assert listed[0]["on_call_until"]
    address = f"/on-call/{added.json()['id']}"
    assert [each["id"] for each in (await fen.wes.get("/on-call")).json()] == [
        added.json()["id"]
    ]
    assert (await people.ada.delete(address)).status_code == 404
    assert (await fen.vic.delete(address)).status_code == 403
    assert (await fen.admin.delete(address)).status_code == 204


async def test_a_turn_that_cannot_be_is_refused_by_field(fen: Fen) -> None:
    ursel = fen.ids["ursel"]
    answers = {
        "ends_at": await fen.admin.post("/on-call", json=a_turn(ursel, 5, 4)),
        "user": await fen.admin.post("/on-call", json=a_turn(fen.ids["wes"])),
        "starts_at": await fen.admin.post(
            "/on-call", json=a_turn(ursel) | {"starts_at": "2026-12-24T17:00:00"}
        ),
    }
    for field, answer in answers.items():
        assert faults(answer) == {field}
    refused = await fen.ursel.post("/on-call", json=a_turn(ursel))
    assert refused.status_code == 403


async def test_the_directory_has_nobody_of_another_organisation(
    people: People,
) -> None:
    names = {each["name"] for each in (await people.pat.get("/advisers")).json()}
    assert {"Ada Obi", "Ben Cole"} <= names
    assert "Mina Hart" not in names
