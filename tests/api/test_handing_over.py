"""What a sender hands over themselves: made ready, taken out, and put on record."""

import io
from collections.abc import AsyncIterator
from typing import Any
from zipfile import ZipFile

import pyrage
import pytest_asyncio

from adapters.clock import now
from domain.access import Access
from tests.api.journey import (
    SURE,
    Client,
    People,
    a_request,
    after,
    answered,
    is_at,
    opened,
    read,
)
from tests.live import Live, until

Shown = dict[str, Any]

THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())
ENTRY = {
    "name": "Isolde Featherstone",
    "role": "Intake worker",
    "organisation": "Weir Family Hub",
    "email": "isolde.featherstone@weir-hub.example",
    "phone": "01632 960477",
}
SAID = {
    "name": "Isolde Featherstone",
    "role": "Intake worker",
    "checked": "I rang the number on their website.",
    "through": "Tracking number WF 114 220",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def isolde(live: Live, people: People) -> AsyncIterator[str]:
    """Somebody in the directory whose key was checked, where files may be sealed."""
    entry = (
        await people.pat.post("/directory", json={**ENTRY, "partner_key": KEY})
    ).json()
    check = {"how": "met", "version": entry["version"]}
    await people.ada.post(f"/directory/{entry['id']}/verify", json=check)
    with live.house.storehouse.writing() as store:
        ours = store.accounts.organisation("larkhill")
        ours = ours.__class__(**{**vars(ours), "sealed_files": True})
        store.accounts.keep_organisation(ours)
    yield entry["id"]


async def confirmed(people: People, entry: str, way: str) -> str:
    body = {"recipient": {"directory_id": entry}}
    reference = await opened(people.pat, **body)
    await answered(people.pat, reference, SURE)
    sent = await people.pat.post(f"/requests/{reference}/confirm", json={"way": way})
    await after(people.pat, sent)
    return reference


async def made_ready(people: People, entry: str, way: str) -> tuple[str, Shown]:
    reference = await confirmed(people, entry, way)

    async def is_ready() -> bool:
        return "hand_over" in (await read(people.pat, reference))["may"]

    await until(is_ready)
    answer = await people.pat.get(f"/requests/{reference}/hand-over")
    assert answer.status_code == 200, answer.text
    return reference, answer.json()


def given(ready: Shown, **changes: Any) -> Shown:
    what = {"way": ready["way"], "digest": ready["digest"]}
    return {**what, "given_at": now().isoformat(), **SAID, **changes}


async def log(client: Client, reference: str) -> list[Shown]:
    release = (await read(client, reference))["release"]["id"]
    answer = await client.get(f"/releases/{release}/log")
    lines: list[Shown] = answer.json()["lines"]
    return lines


async def test_what_is_approved_waits_for_its_sender_and_nothing_is_sent(
    live: Live, people: People, isolde: str
) -> None:
    reference, ready = await made_ready(people, isolde, "post")
    shown = await read(people.pat, reference)
    assert (shown["stage"], shown["waiting_on"], shown["way"]) == (
        "sharing", "practitioner", "post",
    )  # fmt: skip
    assert shown["release"]["state"] == "to_hand_over"
    assert [item["text"] for item in ready["items"]] == [
        item["text"] for item in a_request()["items"]
    ]
    assert ready["digest"] == shown["release"]["package_digest"]
    assert not [m for m in live.mail() if shown["release"]["number"] in str(m)]


async def test_it_is_taken_out_put_on_record_and_goes_on_as_after_a_share(
    people: People, isolde: str
) -> None:
    reference, ready = await made_ready(people, isolde, "portal")
    at = f"/requests/{reference}/hand-over"
    file = ready["files"][0]
    taken = await people.pat.post(f"{at}/files/{file['id']}")
    assert taken.content.startswith(b"%PDF")
    assert len(taken.content) == file["size"]
    shown = await after(people.pat, await people.pat.post(at, json=given(ready)))
    await until(lambda: is_at(people.pat, reference, "following_up"))
    shown = await read(people.pat, reference)
    assert shown["handed_over"]["checked"] == SAID["checked"]
    assert shown["handed_over"]["digest"] == ready["digest"]
    assert shown["waiting_on"] == "practitioner"  # to decide who is told
    told = [
        line["sentence"]
        for line in (await people.pat.get(f"/requests/{reference}/timeline")).json()[
            "items"
        ]
    ]
    assert any("handed it over to the recipient, through the" in each for each in told)
    what = [line["what"] for line in await log(people.pat, reference)]
    assert {Access.MADE_READY, Access.TAKEN_OUT, Access.HANDED_OVER} <= set(what)
    release = shown["release"]["id"]
    came = {"feedback": "referral", "words": "They will ring the family."}
    heard = await people.pat.post(f"/releases/{release}/feedback", json=came)
    assert heard.status_code in (200, 202)
    wrong = {"reason": "The parcel went to the house next door."}
    begun = await people.pat.post(f"/releases/{release}/wrong-recipient", json=wrong)
    assert begun.json()["wrong_recipient"]


async def test_a_sealed_file_opens_with_their_key_and_holds_the_same_each_time(
    people: People, isolde: str
) -> None:
    reference, ready = await made_ready(people, isolde, "sealed_file")
    at = f"/requests/{reference}/hand-over"
    early = await people.pat.post(at, json=given(ready))
    assert early.json()["type"].endswith(":sealed_file_first")
    first, second = [await people.pat.post(f"{at}/sealed-file") for _ in range(2)]
    inside = pyrage.decrypt(first.content, [THEIRS])
    assert inside == pyrage.decrypt(second.content, [THEIRS])
    with ZipFile(io.BytesIO(inside)) as archive:
        assert archive.testzip() is None
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    sealed = (await people.pat.get(at)).json()["sealed"]
    assert len({each["plain_sha256"] for each in sealed}) == 1
    assert ready["files"] == []
    plain = await people.pat.post(f"{at}/files/{reference}")
    assert plain.json()["type"].endswith(":not_taken_out_so")
    done = await people.pat.post(at, json=given(ready))
    assert done.status_code in (200, 202)


async def test_a_key_that_was_changed_since_seals_nothing(
    people: People, isolde: str
) -> None:
    reference, _ = await made_ready(people, isolde, "sealed_file")
    entry = (await people.pat.get(f"/directory/{isolde}")).json()
    other = str(pyrage.x25519.Identity.generate().to_public())
    body = {**ENTRY, "partner_key": other, "version": entry["version"]}
    changed = (await people.pat.put(f"/directory/{isolde}", json=body)).json()
    assert changed["standing"] == "unverified"
    taken = await people.pat.post(f"/requests/{reference}/hand-over/sealed-file")
    assert taken.json()["type"].endswith(":recipient_changed")
    back = {**ENTRY, "partner_key": KEY, "version": changed["version"]}
    again = (await people.pat.put(f"/directory/{isolde}", json=back)).json()
    check = {"how": "met", "version": again["version"]}
    await people.ada.post(f"/directory/{isolde}/verify", json=check)


async def test_what_is_not_what_is_ready_or_when_is_refused(
    people: People, isolde: str
) -> None:
    reference, ready = await made_ready(people, isolde, "in_person")
    at = f"/requests/{reference}/hand-over"
    stale = await people.pat.post(at, json=given(ready, digest="0" * 64))
    other = await people.pat.post(at, json=given(ready, way="post"))
    for answer in (stale, other):
        assert answer.status_code == 409
        assert answer.json()["type"].endswith(":not_what_is_ready")
    before = await people.pat.post(
        at, json=given(ready, given_at="2026-01-16T10:00:00+00:00")
    )
    assert (before.status_code, before.json()["field"]) == (422, "given_at")
    blank = await people.pat.post(at, json=given(ready, checked=" "))
    assert blank.json()["errors"][0]["field"] == "checked"
    assert (await people.ada.post(at, json=given(ready))).status_code == 403
    assert (await people.sam.get(at)).status_code == 404


async def test_what_is_withdrawn_before_it_is_given_is_never_given(
    people: People, isolde: str
) -> None:
    reference, ready = await made_ready(people, isolde, "accredited_mail")
    why = {"reason": "They do not need it now."}
    gone = await people.pat.post(f"/requests/{reference}/withdraw", json=why)
    await after(people.pat, gone)
    at = f"/requests/{reference}/hand-over"
    assert (await people.pat.get(at)).status_code == 409
    assert (await people.pat.post(at, json=given(ready))).status_code == 409
    assert (await read(people.pat, reference))["release"] is None


async def test_there_is_no_sealed_file_without_a_key_that_was_checked(
    people: People, isolde: str
) -> None:
    reference = await opened(people.pat)
    await answered(people.pat, reference, SURE)
    at = f"/requests/{reference}/confirm"
    refused = await people.pat.post(at, json={"way": "sealed_file"})
    assert (refused.status_code, refused.json()["field"]) == (422, "way")
    assert (await people.pat.post(at, json={"way": "pigeon"})).status_code == 422


async def test_only_a_public_key_is_kept(people: People, isolde: str) -> None:
    entry = {**ENTRY, "email": "ottoline.crane@weir-hub.example"}
    for wrong, why in ((str(THEIRS), "private_key"), ("age1no", "not_a_partner_key")):
        answer = await people.pat.post(
            "/directory", json={**entry, "partner_key": wrong}
        )
        assert (answer.status_code, answer.json()["field"]) == (422, "partner_key")
        assert answer.json()["type"].endswith((why, "bad_input"))
        assert wrong not in answer.text


async def test_the_record_says_how_it_was_handed_over(
    people: People, isolde: str
) -> None:
    reference, ready = await made_ready(people, isolde, "telephone")
    assert ready["files"] == []
    at = f"/requests/{reference}"
    await after(people.pat, await people.pat.post(f"{at}/hand-over", json=given(ready)))
    for person in ("Robin Alder", "Jo Alder"):
        decided = {"individual": person, "decision": "no", "reason": "Not safe."}
        await after(people.pat, await people.pat.post(f"{at}/inform", json=decided))
    await until(lambda: is_at(people.pat, reference, "closed"))

    async def is_sealed() -> bool:
        return (await people.pat.get(f"{at}/record")).status_code == 200

    await until(is_sealed)
    record = (await people.pat.get(f"{at}/record")).json()["record"]
    kept = record["release"]["handed_over"]
    assert record["release"]["state"] == "handed_over"
    assert (kept["way"], kept["name"]) == ("telephone", SAID["name"])
    assert (kept["by"], kept["digest"]) == ("Pat Reed", ready["digest"])
