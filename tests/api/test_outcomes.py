"""Not shared, shared without names, asked again, or shown another way."""

import pytest

from casework.refusal_letter import NEUTRAL
from domain.stages import Signpost
from tests.api.journey import (
    CALM,
    Client,
    People,
    Shown,
    after,
    an_item,
    answered,
    faults,
    is_at,
    opened,
    read,
    sent_to_adviser,
)
from tests.api.test_first_questions import sealed
from tests.live import until

REFUSING = {**CALM, "Q1": "no"}
ANONYMOUS = {**CALM, "Q1": "yes", "Q2": "no", "Q3": "no"}
NEW = {"what_is_new": "The nurse has seen the child again."}


async def refused(client: Client, **changes: object) -> str:
    """A request that ended because there was no clear purpose."""
    reference = await opened(client, **changes)
    await answered(client, reference, REFUSING)
    await after(client, await client.post(f"/requests/{reference}/confirm"))
    return reference


# The letter


async def test_the_letter_says_only_what_whoever_asked_may_be_told(
    people: People,
) -> None:
    reference = await refused(people.pat)
    letter = (await people.pat.get(f"/requests/{reference}/letter")).json()
    assert letter["reasons"] == [
        "From what we were told, we could not see a clear purpose for sharing it."
    ]
    assert letter["reasons"][0] in letter["text"]
    assert reference in letter["text"]
    assert "01632 960101" in letter["text"]
    assert "complain" in letter["text"]
    for said in ("Robin", "Alder", "coat", "sad", "Rae", "Pat"):
        assert said not in letter["text"]


async def test_where_no_reason_may_be_told_the_letter_stays_neutral(
    people: People,
) -> None:
    reference, task = await sent_to_adviser(people)
    no = {"decision": "decline", "reason": "Robin’s mother would be at risk."}
    await after(people.ada, await people.ada.post(f"/tasks/{task}/decision", json=no))
    letter = (await people.ada.get(f"/requests/{reference}/letter")).json()
    assert letter["reasons"] == [NEUTRAL]
    assert "mother" not in letter["text"]


async def test_there_is_a_letter_only_for_what_was_not_shared(people: People) -> None:
    reference = await opened(people.pat)
    early = await people.pat.get(f"/requests/{reference}/letter")
    assert (early.status_code, early.json()["type"].rpartition(":")[2]) == (
        409,
        "no_letter",
    )
    assert (await people.sam.get(f"/requests/{reference}/letter")).status_code == 404


# Asking again


async def test_asking_again_starts_a_new_request_from_the_old_one(
    people: People,
) -> None:
    old, another = await refused(people.pat), await refused(people.pat)
    await people.pat.post(f"/requests/{another}/reconsider", json=NEW)
    answer = await people.pat.post(f"/requests/{old}/reconsider", json=NEW)
    new = await after(people.pat, answer)
    assert answer.headers["location"] == f"/api/v1/requests/{new['reference']}"
    assert (new["earlier"], new["what_is_new"]) == (old, NEW["what_is_new"])
    assert new["answers"] == {}
    assert new["content"]["individuals"][0]["name"] == "Robin Alder"
    assert (await read(people.pat, old))["later"] == [new["reference"]]
    seen = await read(people.ada, new["reference"])
    assert (seen["earlier"], seen["what_is_new"]) == (old, NEW["what_is_new"])
    assert (await read(people.ada, old))["later"] == []


async def test_the_record_says_what_was_new(people: People) -> None:
    old = await refused(people.pat)
    answer = await people.pat.post(f"/requests/{old}/reconsider", json=NEW)
    new = (await after(people.pat, answer))["reference"]
    await answered(people.pat, new, REFUSING)
    await after(people.pat, await people.pat.post(f"/requests/{new}/confirm"))
    record = await sealed(people.pat, new)
    assert (record["earlier"], record["new"]) == (old, NEW["what_is_new"])


async def test_only_what_ended_without_sharing_is_asked_again_by_who_asked(
    people: People,
) -> None:
    still_open = await opened(people.pat)
    old = await refused(people.pat)
    tries = {
        (people.pat, still_open): 409,
        (people.ada, old): 403,
        (people.sam, old): 404,
    }
    for (client, reference), status in tries.items():
        answer = await client.post(f"/requests/{reference}/reconsider", json=NEW)
        assert answer.status_code == status, answer.text


@pytest.mark.parametrize("bad", ["", "  ", "x" * 2001])
async def test_what_is_new_has_to_be_said(people: People, bad: str) -> None:
    old = await refused(people.pat)
    sent = {"what_is_new": bad}
    answer = await people.pat.post(f"/requests/{old}/reconsider", json=sent)
    assert faults(answer) == {"what_is_new"}


async def test_asking_again_twice_with_one_key_is_one_request(people: People) -> None:
    old = await refused(people.pat)
    key, path = {"Idempotency-Key": f"again {old}"}, f"/requests/{old}/reconsider"
    twice = [await people.pat.post(path, json=NEW, headers=key) for _ in range(2)]
    assert len({answer.json()["reference"] for answer in twice}) == 1
    other = {"what_is_new": "Something else again."}
    assert (await people.pat.post(path, json=other, headers=key)).status_code == 422


# Without names


async def test_a_name_stops_an_anonymous_share_and_says_where_it_is(
    people: People,
) -> None:
    items = [an_item(), an_item(text="Robin seemed sad on 3 May.")]
    reference = await opened(people.pat, items=items)
    shown = await answered(people.pat, reference, ANONYMOUS)
    assert shown["outcome"] == "share_anonymised"
    found = {(each["field"], each["text"], each["stops"]) for each in hints(shown)}
    assert ("items.1.text", "Robin", True) in found
    assert ("items.1.text", "3 May", False) in found
    stopped = await people.pat.post(f"/requests/{reference}/confirm")
    assert faults(stopped) == {"items.1.text"}
    assert stopped.json()["type"].endswith("names_somebody")


def hints(shown: Shown) -> list[Shown]:
    found: list[Shown] = shown["could_identify"]
    return found


async def test_a_name_in_the_purpose_stops_it_as_well(people: People) -> None:
    purpose = "So that they can help Robin."
    reference = await opened(people.pat, purpose=purpose)
    await answered(people.pat, reference, ANONYMOUS)
    stopped = await people.pat.post(f"/requests/{reference}/confirm")
    assert faults(stopped) == {"purpose"}


async def test_without_names_it_is_shared_and_nobody_is_named(people: People) -> None:
    reference = await opened(people.pat)
    await answered(people.pat, reference, ANONYMOUS)
    await after(people.pat, await people.pat.post(f"/requests/{reference}/confirm"))
    await until(lambda: is_at(people.pat, reference, "following_up"))


async def test_hints_are_given_only_where_nobody_is_to_be_recognised(
    people: People,
) -> None:
    reference = await opened(people.pat, items=[an_item(text="Robin was away.")])
    assert hints(await read(people.pat, reference)) == []


async def test_an_adviser_is_stopped_by_a_name_too(people: People) -> None:
    items = [an_item(), an_item(text="Robin seemed sad.")]
    reference = await opened(people.pat, items=items)
    await answered(people.pat, reference, {**ANONYMOUS, "Q3": "unsure"})
    task = (await read(people.ada, reference))["task"]
    yes = {"decision": "approve", "reason": "It helps.", "answers": {"Q3": "no"}}
    stopped = await people.ada.post(f"/tasks/{task}/decision", json=yes)
    assert faults(stopped) == {"items.1.text"}


# Another way


async def test_each_way_is_listed_with_its_source(people: People) -> None:
    ways = (await people.pat.get("/signposts")).json()["items"]
    assert {way["to"] for way in ways} == {to.value for to in Signpost}
    assert all(way["take_it_to"] and way["by_when"] and way["source"] for way in ways)


async def test_a_request_for_something_else_ends_and_says_so(people: People) -> None:
    reference = await opened(people.pat)
    sent = {"to": "subject_access"}
    ended = await after(
        people.pat, await people.pat.post(f"/requests/{reference}/signpost", json=sent)
    )
    assert (ended["ending"], ended["signposted"]) == ("signposted", "subject_access")
    assert (await sealed(people.pat, reference))["signposted"] == "subject_access"
    again = await people.pat.post(f"/requests/{reference}/signpost", json=sent)
    assert again.status_code == 409


async def test_only_its_practitioner_says_what_it_is_and_only_what_there_is(
    people: People,
) -> None:
    reference = await opened(people.pat)
    path = f"/requests/{reference}/signpost"
    assert faults(await people.pat.post(path, json={"to": "court_order"})) == {"to"}
    assert faults(await people.pat.post(path, json={})) == {"to"}
    assert (await people.ada.post(path, json={"to": "media"})).status_code == 403
    assert (await people.sam.post(path, json={"to": "media"})).status_code == 404
