"""Opening, listing and changing requests, and the ends they can come to."""

import asyncio

import pytest

from tests.api.journey import (
    CALM,
    SURE,
    Client,
    People,
    a_request,
    after,
    an_item,
    answered,
    is_at,
    opened,
    read,
    sent_to_adviser,
    shared,
)
from tests.live import until


async def test_a_request_can_be_begun_with_nothing_in_it(people: People) -> None:
    begun = await people.pat.post("/requests/begin")
    assert begun.status_code == 201, begun.text
    reference = begun.json()["reference"]
    assert begun.headers["location"] == f"/api/v1/requests/{reference}"
    assert begun.json()["missing"] == ["individuals", "items", "recipient", "purpose"]
    shown = await people.pat.post(
        f"/requests/{reference}/signpost", json={"to": "media"}
    )
    assert shown.status_code in (200, 202), shown.text


async def test_nobody_but_a_practitioner_begins_one(people: People) -> None:
    assert (await people.ada.post("/requests/begin")).status_code == 403


async def test_a_clear_yes_is_shared_once_its_practitioner_confirms(
    people: People,
) -> None:
    reference = await opened(people.pat)
    ready = await answered(people.pat, reference, SURE)
    assert (ready["stage"], ready["outcome"]) == ("awaiting_approval", "share")
    assert ready["waiting_on"] == "practitioner"
    seen = {"digest": ready["content"]["digest"]}
    confirmed = await people.pat.post(f"/requests/{reference}/confirm", json=seen)
    assert (await after(people.pat, confirmed))["needs_adviser"] is False
    await until(lambda: is_at(people.pat, reference, "following_up"))


async def test_without_a_digest_the_current_content_is_confirmed(
    people: People,
) -> None:
    reference = await opened(people.pat)
    await answered(people.pat, reference, {**CALM, "Q1": "no"})
    confirmed = await people.pat.post(f"/requests/{reference}/confirm")
    ended = await after(people.pat, confirmed)
    assert (ended["stage"], ended["ending"]) == ("closed", "not_shared")


async def test_nobody_confirms_what_they_have_not_seen(people: People) -> None:
    reference = await opened(people.pat)
    old = (await answered(people.pat, reference, SURE))["content"]["digest"]
    changed = {"purpose": "Something else."}
    await people.pat.put(f"/requests/{reference}/purpose", json=changed)
    answer = await people.pat.post(
        f"/requests/{reference}/confirm", json={"digest": old}
    )
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":content_changed")


async def test_too_early_a_confirmation_names_the_open_question(
    people: People,
) -> None:
    reference = await opened(people.pat)
    await answered(people.pat, reference, CALM)
    answer = await people.pat.post(f"/requests/{reference}/confirm")
    assert (answer.status_code, answer.json()["field"]) == (409, "Q1")


async def test_a_request_is_withdrawn_with_the_reason_on_its_story(
    people: People,
) -> None:
    reference, _ = await sent_to_adviser(people)
    reason = {"reason": "The family has asked for help themselves."}
    answer = await people.pat.post(f"/requests/{reference}/withdraw", json=reason)
    ended = await after(people.pat, answer)
    assert (ended["stage"], ended["ending"]) == ("closed", "withdrawn")
    story = await people.pat.get(f"/requests/{reference}/timeline")
    assert reason["reason"] in story.text
    again = await people.pat.post(f"/requests/{reference}/withdraw", json=reason)
    assert again.status_code == 409
    assert again.json()["type"].endswith(":already_closed")
    assert again.json()["since"]


async def test_what_would_be_shared_can_be_changed_until_it_is_shared(
    people: People,
) -> None:
    reference = await opened(people.pat)
    at = f"/requests/{reference}"
    kept, gone = (await read(people.pat, reference))["content"]["items"]
    items = [an_item(text="Said nothing at lunch."), kept]
    shown = await after(
        people.pat, await people.pat.put(f"{at}/items", json={"items": items})
    )
    ids = [item["id"] for item in shown["content"]["items"]]
    assert ids == ["item-3", kept["id"]]
    assert gone["id"] not in ids
    directory = (await people.pat.get("/directory")).json()["items"]
    chosen = {"directory_id": directory[0]["id"]}
    await people.pat.put(f"{at}/recipient", json=chosen)
    people_now = {"individuals": [{"name": "Ash Brook"}]}
    await people.pat.put(f"{at}/individuals", json=people_now)
    await people.pat.put(f"{at}/purpose", json={"purpose": "To plan a visit."})
    content = (await read(people.pat, reference))["content"]
    assert content["recipient"]["email"] == directory[0]["email"]
    assert content["recipient"]["verified"]
    assert [person["name"] for person in content["individuals"]] == ["Ash Brook"]
    assert content["purpose"] == "To plan a visit."
    assert content["trigger"] == "asked"


async def test_what_has_left_cannot_be_changed_any_more(people: People) -> None:
    reference = await shared(people)
    items = {"items": [an_item()]}
    answer = await people.pat.put(f"/requests/{reference}/items", json=items)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":already_shared")


async def test_what_is_missing_is_named(people: People) -> None:
    reference = await opened(people.pat)
    nothing: dict[str, list[object]] = {"items": []}
    await people.pat.put(f"/requests/{reference}/items", json=nothing)
    shown = await answered(people.pat, reference, SURE)
    assert (shown["missing"], shown["stage"]) == (["items"], "gathering")


async def test_a_list_is_read_page_by_page_without_gaps_or_repeats(
    people: People,
) -> None:
    made = [await opened(people.sam) for _ in range(27)]
    listed = await _all_pages(people.sam, "/requests")
    assert listed[:27] == made[::-1]
    assert len(listed) == len(set(listed))


async def _all_pages(client: Client, address: str) -> list[str]:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get(address, params={"cursor": cursor})).json()
        found += [line["reference"] for line in page["items"]]
        cursor = page["next"]
    return found


async def test_the_same_key_five_times_at_once_opens_one_request(
    people: People,
) -> None:
    key = {"Idempotency-Key": "five-at-once"}
    answers = await asyncio.gather(
        *(people.pat.post("/requests", json=a_request(), headers=key) for _ in range(5))
    )
    assert len({answer.json()["reference"] for answer in answers}) == 1
    assert {answer.status_code for answer in answers} <= {201, 202}


async def test_the_same_key_for_another_request_is_refused(people: People) -> None:
    key = {"Idempotency-Key": "used-before"}
    await people.pat.post("/requests", json=a_request(), headers=key)
    other = a_request(purpose="Something else.")
    answer = await people.pat.post("/requests", json=other, headers=key)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith(":same_key_other_request")


async def test_two_people_may_use_the_same_key(people: People) -> None:
    key = {"Idempotency-Key": "mine-and-yours"}
    mine = await people.pat.post("/requests", json=a_request(), headers=key)
    yours = await people.ben.post("/requests", json=a_request(), headers=key)
    assert mine.json()["reference"] != yours.json()["reference"]


@pytest.mark.parametrize(
    ("part", "sent", "other"),
    [
        ("answers", {"answers": {"U0": "no"}}, {"answers": {"U0": "unsure"}}),
        ("items", {"items": [an_item(text="New.")]}, {"items": [an_item()]}),
        ("individuals", {"individuals": [{"name": "Sky"}]}, {"individuals": []}),
    ],
)
async def test_a_repeated_change_is_made_once(
    people: People, part: str, sent: dict[str, object], other: dict[str, object]
) -> None:
    reference = await opened(people.pat)
    address, key = f"/requests/{reference}/{part}", {"Idempotency-Key": "once"}
    first = await people.pat.put(address, json=sent, headers=key)
    between = {"purpose": "Changed in between."}
    await people.pat.put(f"/requests/{reference}/purpose", json=between)
    again = await people.pat.put(address, json=sent, headers=key)
    assert (await after(people.pat, again))["content"]["purpose"] == between["purpose"]
    assert again.status_code == first.status_code == 200
    refused = await people.pat.put(address, json=other, headers=key)
    assert refused.status_code == 422
    story = (await people.pat.get(f"/requests/{reference}/timeline")).json()
    assert len(story["items"]) == 3


async def test_a_release_is_closed_for_good_by_its_sender(people: People) -> None:
    reference = await shared(people)
    release = (await read(people.pat, reference))["release"]["id"]
    address, why = f"/releases/{release}/revoke", {"reason": "It went out too early."}
    assert (await people.mina.post(address, json=why)).status_code == 404
    closed = await after(people.pat, await people.pat.post(address, json=why))
    assert closed["release"]["state"] == "revoked"
    assert closed["release"]["phrase"] is None
    again = await people.ada.post(address, json=why)
    assert again.status_code == 409
    assert again.json()["type"].endswith(":no_longer_available")
