"""How an organisation works over HTTP: its policies, what begins, what was changed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from api.fields import today
from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import Client, People, faults, opened, read
from tests.live import Live

NEXT_WEEK = today() + timedelta(days=7)
LATER = {"begins_on": NEXT_WEEK.isoformat()}
POLICIES = "/organisation/policies"


@dataclass(frozen=True)
class Sluice:
    """A workplace of its own: an administrator, and a practitioner."""

    tilda: Client
    jory: Client


@pytest_asyncio.fixture
async def sluice(live: Live) -> AsyncIterator[Sluice]:
    place = Organisation(
        "sluice", "Sluice School", "01632 960730", "HMG-2018", "always"
    )
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
        for plan in store.plans.of("sluice"):
            store.plans.drop(plan.id)
    people = {"tilda": Role.ADMINISTRATOR, "jory": Role.PRACTITIONER}
    for user, role in people.items():
        if user not in live.logins:
            live.newcomer(user, role, "sluice")
    async with AsyncExitStack() as clients:
        entered = [await clients.enter_async_context(live.api(u)) for u in people]
        yield Sluice(*entered)


async def test_everybody_reads_what_their_organisation_is_and_decided(
    sluice: Sluice,
) -> None:
    facts = (await sluice.jory.get("/organisation/facts")).json()
    assert (facts["id"], facts["people"]["administrator"]) == ("sluice", 1)
    found = (await sluice.jory.get(POLICIES)).json()
    assert found == {
        "name": "Sluice School",
        "telephone": "01632 960730",
        "emergency_numbers": [],
        "approval": "always",
        "usual": {},
        "collecting": None,
        "marking": "",
        "second_step": False,
    }


async def test_an_administrator_settles_some_and_the_rest_stays(sluice: Sluice) -> None:
    sent: dict[str, Any] = {
        "emergency_numbers": [{"label": "Police", "number": "101"}],
        "approval": "two_for_sensitive",
        "usual": {"basis": {"option": "public_task", "fields": {"function": "S. 47"}}},
        "collecting": {"days": 5, "reminder_days": 2, "last_reminder_days": 1},
        "marking": "Official",
        "second_step": True,
    }
    kept = await sluice.tilda.put(POLICIES, json={**sent, "reason": "A new year"})
    assert kept.status_code == 200, kept.text
    assert kept.json() == {
        "name": "Sluice School",
        "telephone": "01632 960730",
        **sent,
    }
    changes = (await sluice.tilda.get("/organisation/changes")).json()["items"]
    newest = {line["matter"]: line for line in changes[:6]}
    assert newest["approval"]["reason"] == "A new year"
    assert newest["approval"]["by"] == "Tilda"
    assert newest["collecting"]["fields"][0]["before"] == "As usual"
    back = await sluice.tilda.put(POLICIES, json={"collecting": None})
    assert back.json()["collecting"] is None
    assert back.json()["marking"] == "Official"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x" * 81}, {"name"}),
        ({"telephone": "ask Joe"}, {"telephone"}),
        ({"emergency_numbers": [{"label": "Police"}]}, {"emergency_numbers.0.number"}),
        (
            {"emergency_numbers": [{"label": "Police", "number": "soon"}]},
            {"emergency_numbers"},
        ),
        ({"approval": "never"}, {"approval"}),
        ({"usual": {"moon": {"option": "full"}}}, {"usual-moon"}),
        (
            {"collecting": {"days": 5, "reminder_days": 5, "last_reminder_days": 1}},
            {"reminder_days"},
        ),
        ({"marking": "x" * 81}, {"marking"}),
        ({"second_step": "yes"}, {"second_step"}),
        ({"colour": "red"}, {"colour"}),
        ({"marking": "A", "begins_on": "2020-01-01"}, {"begins_on"}),
        ({"marking": "A", "begins_on": "2099-01-01"}, {"begins_on"}),
        ({"marking": "A", "begins_on": "soon"}, {"begins_on"}),
    ],
)
async def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(
    sluice: Sluice, changes: dict[str, object], fields: set[str]
) -> None:
    before = (await sluice.tilda.get(POLICIES)).json()
    answer = await sluice.tilda.put(POLICIES, json=changes)
    assert answer.status_code == 422, answer.text
    assert faults(answer) == fields
    assert (await sluice.tilda.get(POLICIES)).json() == before


async def test_a_change_begins_on_a_later_day_and_can_be_taken_back(
    sluice: Sluice, people: People
) -> None:
    sent = {"approval": "when_unsure", **LATER}
    assert (await sluice.tilda.put(POLICIES, json=sent)).json()["approval"] == "always"
    again = await sluice.tilda.put(POLICIES, json={**sent, "approval": "always"})
    assert faults(again) == {"begins_on"}
    [plan] = (await sluice.jory.get("/organisation/plans")).json()
    assert plan["begins_on"] == NEXT_WEEK.isoformat()
    assert plan["until"] == (NEXT_WEEK - timedelta(days=1)).isoformat()
    assert (await people.pat.get("/organisation/plans")).json() == []
    address = f"/organisation/plans/{plan['id']}/take-back"
    assert (await sluice.jory.post(address, json={})).status_code == 403
    gone = await sluice.tilda.post(address, json={"reason": "Not yet"})
    assert gone.status_code == 204
    assert (await sluice.jory.get("/organisation/plans")).json() == []
    late = await sluice.tilda.post(address, json={})
    assert (late.status_code, late.json()["type"].rpartition(":")[2]) == (
        409,
        "has_begun",
    )


async def test_hours_chains_rules_texts_and_recipients_can_begin_later_too(
    sluice: Sluice,
) -> None:
    tilda = sluice.tilda
    hours = (await tilda.get("/organisation/calendar")).json()
    chains = (await tilda.get("/organisation/chains")).json()
    chains["standard"]["again"]["minutes"] = 60
    text = (await tilda.get("/organisation/notices/plain")).json()["text"]
    for address, sent in (
        ("calendar", {**hours, "nation": "wales"}),
        ("chains", chains),
        ("rules", {"default": "DFE-2024"}),
        ("recipients", {"second_eyes": False}),
        ("notices/plain", {"text": f"{text}\n\nOurs."}),
    ):
        path = f"/organisation/{address}"
        before = (await tilda.get(path)).json()
        kept = await tilda.put(path, json={**sent, **LATER, "reason": "A new year"})
        assert kept.status_code == 200, kept.text
        assert kept.json() == before
    plans = (await tilda.get("/organisation/plans")).json()
    assert {plan["matter"] for plan in plans} == {
        *("hours", "chains", "rules", "recipients", "notice"),
    }


async def test_somebody_else_s_change_meanwhile_is_said(sluice: Sluice) -> None:
    seen = (await sluice.tilda.get(POLICIES)).headers["ETag"]
    first = await sluice.tilda.put(
        POLICIES, json={"marking": "A"}, headers={"If-Match": seen}
    )
    assert first.status_code == 200
    second = await sluice.tilda.put(
        POLICIES, json={"marking": "B"}, headers={"If-Match": seen}
    )
    assert second.status_code == 409
    third = await sluice.tilda.put(
        POLICIES, json={"marking": "B"}, headers={"If-Match": first.headers["ETag"]}
    )
    assert third.json()["marking"] == "B"


async def test_a_running_request_keeps_what_it_began_with(sluice: Sluice) -> None:
    old = await opened(sluice.jory)
    before = await read(sluice.jory, old)
    hours = (await sluice.tilda.get("/organisation/calendar")).json()
    for address, sent in (
        ("rules", {"default": "DFE-2024"}),
        ("calendar", {**hours, "nation": "scotland"}),
        ("policies", {"approval": "when_unsure"}),
    ):
        kept = await sluice.tilda.put(f"/organisation/{address}", json=sent)
        assert kept.status_code == 200, kept.text
    assert (await read(sluice.jory, old))["ruleset"] == before["ruleset"]
    new = await opened(sluice.jory)
    assert before["ruleset"]["id"] == "HMG-2018"
    assert (await read(sluice.jory, new))["ruleset"]["id"] == "DFE-2024"


async def test_only_an_administrator_settles_and_auditors_read_what_was_changed(
    sluice: Sluice, people: People
) -> None:
    for client in (sluice.jory, people.ada, people.ines):
        put = await client.put(POLICIES, json={"marking": "Mine"})
        assert put.status_code == 403
    for client in (sluice.jory, people.ada, people.ola):
        assert (await client.get("/organisation/changes")).status_code == 403
    await sluice.tilda.put(POLICIES, json={"marking": "Ours alone"})
    listed = await people.ines.get("/organisation/changes")
    assert listed.status_code == 200
    assert "Ours alone" not in listed.text


async def test_changes_are_filtered_and_an_unknown_filter_is_refused(
    sluice: Sluice,
) -> None:
    await sluice.tilda.put(POLICIES, json={"marking": "Filtered"})
    found = await sluice.tilda.get("/organisation/changes?matter=marking")
    assert {line["matter"] for line in found.json()["items"]} == {"marking"}
    tomorrow = (today() + timedelta(days=1)).isoformat()
    none = await sluice.tilda.get(f"/organisation/changes?first_day={tomorrow}")
    assert none.json()["items"] == []
    for query in (
        "matter=moon",
        f"first_day={tomorrow}&last_day={today().isoformat()}",
        "who=<b>",
    ):
        wrong = await sluice.tilda.get(f"/organisation/changes?{query}")
        assert wrong.status_code == 422


async def test_a_team_is_taken_out_of_use(sluice: Sluice, people: People) -> None:
    team = (await sluice.tilda.post("/teams", json={"name": "Sluice law"})).json()
    address = f"/teams/{team['id']}"
    assert (await people.ada.delete(address)).status_code == 403
    assert (await sluice.jory.delete(address)).status_code == 403
    stale = await sluice.tilda.delete(address, headers={"If-Match": '"0"'})
    assert stale.status_code == 409
    assert (await sluice.tilda.delete(address)).status_code == 204
    assert (await sluice.tilda.delete(address)).status_code == 404
