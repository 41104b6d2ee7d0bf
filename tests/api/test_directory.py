"""The recipients' directory and the checks of a recipient through JSON."""

from typing import Any

import pytest

from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import SURE, after, answered, opened, read
from tests.live import Live, until

PLACE = "heronry"
VERA: dict[str, Any] = {
    "name": "Vera Quist",
    "role": "Health visitor",
    "organisation": "Fenside Health",
    "email": "vera.quist@fenside.example",
    "phone": "01632 960720",
}


@pytest.fixture
def heronry(live: Live) -> None:
    """A workplace of its own, where a second person looks at new recipients."""
    place = Organisation(PLACE, "Heronry", "01632 960721", "HMG-2018", "when_unsure")
    people = {
        "ilse": Role.PRACTITIONER,
        "joss": Role.ADVISER,
        "kaja": Role.ADMINISTRATOR,
    }
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    for user, role in people.items():
        if user not in live.logins:
            live.newcomer(user, role, PLACE)


@pytest.mark.usefixtures("heronry")
async def test_an_entry_is_proposed_verified_changed_and_retired(live: Live) -> None:
    async with live.api("ilse") as ilse, live.api("joss") as joss:
        key = {"Idempotency-Key": "vera"}
        first = await ilse.post("/directory", json=VERA, headers=key)
        again = await ilse.post("/directory", json=VERA, headers=key)
        assert first.status_code == again.status_code == 201
        entry = first.json()
        assert again.json()["id"] == entry["id"]
        assert (entry["standing"], entry["domains"]) == (
            "unverified",
            ["fenside.example"],
        )
        at = f"/directory/{entry['id']}"
        check = {"how": "call_back", "number_found": "their website", "version": 1}
        assert (await ilse.post(f"{at}/verify", json=check)).status_code == 403
        verified = (await joss.post(f"{at}/verify", json=check)).json()
        assert verified["standing"] == "verified"
        assert verified["verified_by"] == "Joss"
        stale = await joss.post(f"{at}/verify", json=check)
        assert (stale.status_code, stale.json()["type"]) == (
            409,
            "urn:sharewell:problem:entry_changed",
        )
        moved = VERA | {"email": "vera@fenside.example", "version": 2}
        changed = (await ilse.put(at, json=moved)).json()
        assert changed["standing"] == "unverified"
        assert (await ilse.post(f"{at}/retire", json={"version": 3})).status_code == 403
        gone = (await joss.post(f"{at}/retire", json={"version": 3})).json()
        assert gone["standing"] == "retired"
        listed = (await ilse.get("/directory")).json()["items"]
        assert [each["standing"] for each in listed] == ["retired"]
        chosen = {"directory_id": entry["id"]}
        reference = await opened(ilse, recipient=_somebody())
        refused = await ilse.put(f"/requests/{reference}/recipient", json=chosen)
        assert refused.status_code == 422
    async with live.api("pat") as pat:
        assert (await pat.get(at)).status_code == 404


def _somebody(**changes: Any) -> dict[str, Any]:
    other = {"organisation": "Elsewhere", "email": "v@elsewhere.example"}
    return VERA | other | changes


@pytest.mark.usefixtures("heronry")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "vera@gmail.com"}, "email"),
        ({"email": "vera@fenside"}, "email"),
        ({"domains": ["other.example"]}, "email"),
        ({"name": ""}, "name"),
        ({"unknown": "x"}, "unknown"),
    ],
)
async def test_an_entry_that_cannot_be_is_refused_by_its_field(
    live: Live, change: dict[str, Any], field: str
) -> None:
    async with live.api("ilse") as ilse:
        refused = await ilse.post("/directory", json=VERA | change)
    assert refused.status_code == 422
    assert refused.json()["field"] == field


@pytest.mark.usefixtures("heronry")
@pytest.mark.parametrize(
    ("recipient", "kind"),
    [
        (_somebody(email="v@hotmail.com"), "free_mail"),
        (_somebody(name="Robin Alder"), "recipient_is_named"),
        (_somebody(email="jo@alder.example"), "recipient_is_named"),
    ],
)
async def test_somebody_who_can_receive_nothing_is_a_hard_stop_ss_50(
    live: Live, recipient: dict[str, Any], kind: str
) -> None:
    async with live.api("ilse") as ilse:
        reference = await opened(ilse, recipient=_somebody())
        at = f"/requests/{reference}/recipient"
        refused = await ilse.put(at, json=recipient)
        assert refused.status_code == 422
        assert refused.json()["type"].endswith(kind)
        assert refused.json()["field"].startswith("recipient")
        content = (await read(ilse, reference))["content"]
    assert content["recipient"]["email"] == "v@elsewhere.example"


@pytest.mark.usefixtures("heronry")
async def test_somebody_new_waits_for_a_second_person(live: Live) -> None:
    async with live.api("ilse") as ilse, live.api("joss") as joss:
        new = _somebody(email="new@second.example")
        reference = await opened(ilse, recipient=new)
        shown = await answered(ilse, reference, SURE)
        assert shown["recipient_known"]["second_eyes"]
        at = f"/requests/{reference}/confirm"
        wrong = await ilse.post(at, json={"recipient_domain": "sekond.example"})
        assert wrong.status_code == 422
        assert wrong.json()["field"] == "recipient_domain"
        right = await ilse.post(at, json={"recipient_domain": "second.example"})
        assert (await after(ilse, right))["stage"] == "awaiting_approval"
        task = (await read(joss, reference))["task"]
        decision = {"decision": "approve", "reason": "Needed."}
        unchecked = await joss.post(f"/tasks/{task}/decision", json=decision)
        assert unchecked.status_code == 422
        assert unchecked.json()["field"] == "recipient_checked"
        checked = decision | {"recipient_checked": "I rang them."}
        done = await joss.post(f"/tasks/{task}/decision", json=checked)
        await after(joss, done)

        async def left() -> bool:
            return (await read(ilse, reference))["release"] is not None

        await until(left)
        again = await opened(ilse, recipient=new)
        shown = await answered(ilse, again, SURE)
        assert not shown["recipient_known"]["second_eyes"]


@pytest.mark.usefixtures("heronry")
async def test_a_new_recipient_after_approval_voids_it_ss_20(live: Live) -> None:
    """Nobody approves their own, and nobody re-aims what was approved."""
    async with live.api("ilse") as ilse, live.api("joss") as joss:
        new = _somebody(email="aimed@third.example")
        reference = await opened(ilse, recipient=new)
        await answered(ilse, reference, SURE)
        await after(ilse, await ilse.post(f"/requests/{reference}/confirm"))
        task = (await read(joss, reference))["task"]
        own = await ilse.post(
            f"/tasks/{task}/decision",
            json={"decision": "approve", "reason": "x", "recipient_checked": "x"},
        )
        assert own.status_code in (403, 404)
        seen = (await read(joss, reference))["content"]["digest"]
        there = f"/requests/{reference}/recipient"
        aimed = await ilse.put(there, json=_somebody(email="b@third.example"))
        assert aimed.status_code == 409  # it waits for the adviser: nobody re-aims it
        assert (await read(joss, reference))["content"]["digest"] == seen


@pytest.mark.usefixtures("heronry")
async def test_only_administrators_settle_who_looks(live: Live) -> None:
    at = "/organisation/recipients"
    async with live.api("kaja") as kaja, live.api("ilse") as ilse:
        assert (await ilse.put(at, json={"second_eyes": False})).status_code == 403
        assert (await kaja.put(at, json={"second_eyes": "no"})).status_code == 422
        off = await kaja.put(at, json={"second_eyes": False})
        assert off.json() == {"second_eyes": False, "sealed_files": False}
        both = {"second_eyes": True, "sealed_files": True}
        await kaja.put(at, json=both)
        assert (await ilse.get(at)).json() == both
