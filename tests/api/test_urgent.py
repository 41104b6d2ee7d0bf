"""The urgent lane for programs: whom to ring, what was told, the record afterwards."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.clock import now
from tests.api.journey import (
    SURE,
    URGENT,
    Client,
    People,
    Shown,
    after,
    answered,
    decided_to_tell,
    faults,
    is_at,
    opened,
    read,
)
from tests.live import until

COMPLETION = {
    "urgency": "Robin had nowhere to sleep.",
    "told": "Sergeant Achebe, at 6pm.",
    "since": "Robin is with an aunt.",
}


def a_call(**changes: Any) -> Shown:
    return {
        "said": "Robin is alone at the bus station.",
        "recipient": {
            "name": "Call handler 4",
            "role": "Call handler",
            "organisation": "Estuary Police",
            "phone": "101",
        },
        "told_at": (now() - timedelta(minutes=20)).isoformat(),
    } | changes


async def in_danger(client: Client) -> str:
    reference = await opened(client)
    await answered(client, reference, URGENT)
    return reference


async def told(people: People, **changes: Any) -> str:
    """A request of Pat's whose recipient was told by telephone."""
    reference = await in_danger(people.pat)
    sent = await people.pat.post(
        f"/requests/{reference}/telephone", json=a_call(**changes)
    )
    await after(people.pat, sent)
    await until(lambda: is_at(people.pat, reference, "following_up"))
    return reference


async def test_the_organisation_says_whom_to_ring(people: People) -> None:
    shown = (await people.pat.get("/organisation")).json()
    assert shown["name"] == "Larkhill Vale School"
    assert shown["nation"] == "england"
    numbers = {each["number"] for each in shown["emergency_numbers"]}
    assert {"101", "01632 960311"} <= numbers


async def test_what_was_told_by_telephone_counts_as_shared(people: People) -> None:
    reference = await told(people)
    shown = await read(people.pat, reference)
    assert shown["release"]["state"] == "telephoned"
    assert shown["release"]["phrase"] is None
    assert shown["content"]["recipient"]["email"] == ""
    assert datetime.fromisoformat(shown["content"]["spoken_at"]) < now()
    going = [item for item in shown["content"]["items"] if not item["left_out"]]
    assert [item["text"] for item in going] == [a_call()["said"]]
    assert "complete" in shown["may"]
    assert "collect_by" not in shown["deadlines"]


async def test_who_it_is_about_is_added_once(people: People) -> None:
    added = await told(people, individual="A child in a school jumper")
    names = [
        p["name"] for p in (await read(people.pat, added))["content"]["individuals"]
    ]
    assert names == ["Robin Alder", "Jo Alder", "A child in a school jumper"]
    known = await told(people, individual="Robin Alder")
    names = [
        p["name"] for p in (await read(people.pat, known))["content"]["individuals"]
    ]
    assert names == ["Robin Alder", "Jo Alder"]


async def test_the_same_call_twice_is_one_share(people: People) -> None:
    reference = await in_danger(people.pat)
    sent, key = a_call(), {"Idempotency-Key": "told once"}
    path = f"/requests/{reference}/telephone"
    both = await asyncio.gather(
        people.pat.post(path, json=sent, headers=key),
        people.pat.post(path, json=sent, headers=key),
    )
    assert all(answer.status_code in (200, 202) for answer in both)
    other = sent | {"said": "Something else altogether."}
    again = await people.pat.post(path, json=other, headers=key)
    assert again.status_code == 422
    assert again.json()["type"].endswith(":same_key_other_request")


async def test_only_the_urgent_lane_takes_it(people: People) -> None:
    reference = await opened(people.pat)
    await answered(people.pat, reference, SURE)
    answer = await people.pat.post(f"/requests/{reference}/telephone", json=a_call())
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":not_urgent")
    assert (await read(people.pat, reference))["content"]["spoken_at"] == ""


async def test_nobody_else_can_say_what_was_told(people: People) -> None:
    reference = await in_danger(people.pat)
    for other, status in ((people.ada, 403), (people.sam, 404)):
        answer = await other.post(f"/requests/{reference}/telephone", json=a_call())
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"said": ""}, "said"),
        ({"told_at": (now() + timedelta(hours=1)).isoformat()}, "told_at"),
        ({"told_at": "2026-01-05T10:00:00"}, "told_at"),
        ({"told_at": "yesterday"}, "told_at"),
        ({"told_at": 5}, "told_at"),
        ({"individual": " "}, "individual"),
        ({"recipient": {"name": "Tom"}}, "recipient.role"),
        ({"email": "tom@estuary.example"}, "email"),
    ],
)
async def test_bad_input_is_named(people: People, wrong: Shown, field: str) -> None:
    reference = await in_danger(people.pat)
    answer = await people.pat.post(
        f"/requests/{reference}/telephone", json=a_call(**wrong)
    )
    assert field in faults(answer)


async def test_a_record_is_completed_and_the_words_are_sealed_in_it(
    people: People,
) -> None:
    reference = await told(people)
    shown = await read(people.pat, reference)
    by = datetime.fromisoformat(shown["deadlines"]["complete_by"])
    assert timedelta(hours=7) < by - now() < timedelta(days=8)
    done = await people.pat.post(f"/requests/{reference}/complete", json=COMPLETION)
    after_it = await after(people.pat, done)
    assert "complete_by" not in after_it["deadlines"]
    task = (await read(people.ada, reference))["task"]
    review = {"needed": True, "enough": True, "right_recipient": True}
    await after(people.ada, await people.ada.post(f"/tasks/{task}/review", json=review))
    for person in shown["content"]["individuals"]:
        await decided_to_tell(people.pat, reference, person["id"], "no")
    await until(lambda: _is_sealed(people, reference))
    sealed = await people.ines.get(f"/requests/{reference}/record")
    record = sealed.json()["record"]
    assert COMPLETION.items() <= record["completion"].items()
    assert record["completion"]["by"] == "Pat Reed"
    assert record["told_by_telephone_at"]
    assert record["release"]["state"] == "telephoned"


async def _is_sealed(people: People, reference: str) -> bool:
    return (await people.ines.get(f"/requests/{reference}/record")).status_code == 200


async def test_a_case_stays_open_until_its_record_is_complete(people: People) -> None:
    reference = await told(people)
    shown = await read(people.pat, reference)
    task = (await read(people.ada, reference))["task"]
    review = {"needed": True, "enough": True, "right_recipient": True}
    await after(people.ada, await people.ada.post(f"/tasks/{task}/review", json=review))
    for person in shown["content"]["individuals"]:
        shown = await decided_to_tell(people.pat, reference, person["id"], "no")
    assert shown["stage"] == "following_up"
    assert shown["waiting_on"] == "practitioner"


async def test_the_review_is_due_when_the_record_is(people: People) -> None:
    reference = await told(people)
    deadlines = (await read(people.pat, reference))["deadlines"]
    assert deadlines["adviser_reply"] == deadlines["complete_by"]


@pytest.mark.parametrize("field", COMPLETION)
async def test_a_completion_leaves_nothing_out(people: People, field: str) -> None:
    reference = await told(people)
    sent = {name: text for name, text in COMPLETION.items() if name != field}
    answer = await people.pat.post(f"/requests/{reference}/complete", json=sent)
    assert faults(answer) == {field}


async def test_there_is_nothing_to_complete_before_it_is_shared(people: People) -> None:
    reference = await in_danger(people.pat)
    answer = await people.pat.post(f"/requests/{reference}/complete", json=COMPLETION)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":nothing_to_complete")
    stranger = await people.sam.post(f"/requests/{reference}/complete", json=COMPLETION)
    assert stranger.status_code == 404
