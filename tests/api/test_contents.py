"""What would be shared through the JSON interface: all that can be said of it."""

from typing import Any

import pytest

from tests.api.journey import (
    People,
    a_request,
    after,
    an_item,
    faults,
    is_at,
    opened,
    read,
)
from tests.live import until

MARKED = an_item(
    offence=True,
    confidential=True,
    endangers=True,
    left_out=True,
    about=["Robin Alder"],
)
BARRED = {"name": "Rae Lindqvist", "email": None}
RECIPIENT = a_request()["recipient"]
RANG = RECIPIENT | {"verified_how": "rang"}


async def test_what_was_sent_is_shown_again(people: People) -> None:
    accused = {
        "name": "Marlowe Alder", "other_names": "Lo Alder", "alleged_perpetrator": True,
    }  # fmt: skip
    reference = await opened(
        people.pat,
        individuals=[*a_request()["individuals"], accused],
        items=[MARKED, an_item()],
        never=[{"name": "Sandy Thorn"}, {"email": "thorn@example.org"}],
        recipient=RANG | {"verified_on": "2026-01-05"},
    )
    content = (await read(people.pat, reference))["content"]
    robin, _, marlowe = content["individuals"]
    assert marlowe["other_names"] == "Lo Alder"
    assert marlowe["alleged_perpetrator"] is True
    marks = {name: content["items"][0][name] for name in MARKED}
    assert marks == MARKED | {"about": [robin["id"]]}
    assert [each["name"] for each in content["never"]] == ["Sandy Thorn", ""]
    assert content["never"][1]["email"] == "thorn@example.org"
    checked = content["recipient"]
    assert checked["verified_how"] == "rang"
    assert checked["verified_on"] == "2026-01-05"
    assert checked["verified_by"] == "Pat Reed"


async def test_the_order_sent_is_the_order_kept(people: People) -> None:
    reference = await opened(people.pat)
    shown = (await read(people.pat, reference))["content"]["items"]
    turned = [{"id": each["id"], **an_item(text=each["text"])} for each in shown[::-1]]
    sent = await people.pat.put(f"/requests/{reference}/items", json={"items": turned})
    after_it = (await after(people.pat, sent))["content"]["items"]
    assert [each["id"] for each in after_it] == [each["id"] for each in turned]


async def test_with_everything_left_out_items_are_missing(people: People) -> None:
    reference = await opened(people.pat, items=[an_item(left_out=True)])
    shown = await read(people.pat, reference)
    assert shown["missing"] == ["items"]
    assert shown["content"]["items"][0]["left_out"] is True


async def test_an_item_about_somebody_who_is_gone_is_about_all(
    people: People,
) -> None:
    reference = await opened(people.pat, items=[an_item(about=["Jo Alder"])])
    body = {"individuals": [{"name": "Robin Alder"}]}
    sent = await people.pat.put(f"/requests/{reference}/individuals", json=body)
    assert (await after(people.pat, sent))["content"]["items"][0]["about"] == []


async def test_an_address_that_must_stay_secret_is_pointed_out(people: People) -> None:
    hidden = {"name": "Robin Alder", "protected_address": True}
    text = "She lives at 14 Quayside Road, AB1 2CD."
    reference = await opened(
        people.pat, individuals=[hidden], items=[an_item(), an_item(text=text)]
    )
    content = (await read(people.pat, reference))["content"]
    assert content["gives_address_away"] == [content["items"][1]["id"]]


async def test_the_directory_says_how_and_when_somebody_was_checked(
    people: People,
) -> None:
    known = (await people.pat.get("/directory")).json()["items"][0]
    chosen = {"directory_id": known["id"]}
    reference = await opened(people.pat, recipient=chosen)
    shown = (await read(people.pat, reference))["content"]["recipient"]
    assert shown["verified_how"] == "directory"
    assert shown["verified_on"] == known["verified_at"][:10]


@pytest.mark.parametrize(
    ("part", "field", "body"),
    [
        ("never", "recipient", {"people": [BARRED]}),
        (
            "never",
            "recipient",
            {"people": [{"email": "RAE.lindqvist@estuary.example"}]},
        ),
        (
            "individuals",
            "recipient.name",
            {"individuals": [{"name": "Rae Lindqvist", "alleged_perpetrator": True}]},
        ),
    ],
)
async def test_the_recipient_cannot_become_somebody_who_must_never_receive_it(
    people: People, part: str, field: str, body: dict[str, Any]
) -> None:
    reference = await opened(people.pat)
    before = await read(people.pat, reference)
    refused = await people.pat.put(f"/requests/{reference}/{part}", json=body)
    assert faults(refused) == {field}
    assert refused.json()["type"].endswith("must_never_receive")
    assert (await read(people.pat, reference))["content"] == before["content"]


async def test_nobody_barred_becomes_the_recipient(people: People) -> None:
    refused = await people.pat.post("/requests", json=a_request(never=[BARRED]))
    assert faults(refused) == {"recipient"}
    other = RECIPIENT | {"name": "Tom Achebe", "email": "tom@estuary.example"}
    reference = await opened(people.pat, never=[BARRED], recipient=other)
    sent = await people.pat.put(f"/requests/{reference}/recipient", json=RECIPIENT)
    assert faults(sent) == {"recipient"}


async def test_the_list_can_be_emptied_again(people: People) -> None:
    reference = await opened(people.pat, never=[{"name": "Sandy Thorn"}])
    path = f"/requests/{reference}/never"
    emptied = await after(people.pat, await people.pat.put(path, json={"people": []}))
    assert emptied["content"]["never"] == []


BAD = (
    ("items", {"items": [an_item(about=["nobody"])]}, "items.0.about"),
    ("items", {"items": [an_item() | {"kind": "gossip"}]}, "items.0.kind"),
    ("items", {"items": [an_item(observed_on="2999-01-01")]}, "items.0.observed_on"),
    ("items", {"items": [an_item(text="x" * 5000)]}, "items.0.text"),
    ("items", {"items": [an_item(left_out="yes")]}, "items.0.left_out"),
    ("individuals", {"individuals": [{"name": ""}]}, "individuals.0.name"),
    ("never", {"people": [{"name": ""}]}, "people.0"),
    ("never", {"people": [{"email": "no address"}]}, "people.0.email"),
    ("recipient", RANG, "recipient.verified_on"),
    ("recipient", RANG | {"verified_on": "2999-01-01"}, "verified_on"),
    ("recipient", RECIPIENT | {"verified_how": "directory"}, "verified_how"),
)


@pytest.mark.parametrize(("part", "body", "field"), BAD)
async def test_what_cannot_be_used_is_named(
    people: People, part: str, body: dict[str, Any], field: str
) -> None:
    reference = await opened(people.pat)
    refused = await people.pat.put(f"/requests/{reference}/{part}", json=body)
    assert faults(refused) == {field}


async def test_the_sealed_record_has_it_all(people: People) -> None:
    reference = await opened(
        people.pat, items=[MARKED, an_item()], never=[{"name": "Sandy Thorn"}]
    )
    gone = {"reason": "No longer needed."}
    await after(
        people.pat,
        await people.pat.post(f"/requests/{reference}/withdraw", json=gone),
    )
    await until(lambda: is_at(people.pat, reference, "closed"))

    async def sealed() -> bool:
        answer = await people.pat.get(f"/requests/{reference}/record")
        return bool(answer.status_code == 200)

    await until(sealed)
    record = (await people.pat.get(f"/requests/{reference}/record")).json()["record"]
    assert [item["left_out"] for item in record["items"]] == [True, False]
    assert record["items"][0]["endangers"] is True
    assert record["never"][0]["name"] == "Sandy Thorn"
    assert record["individuals"][0]["alleged_perpetrator"] is False
