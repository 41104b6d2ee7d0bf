"""The whole way: unsure, approved by an adviser, shared, received, told, sealed."""

import json
from hashlib import sha256

from tests.api.journey import (
    UNSURE,
    People,
    a_request,
    acknowledged,
    after,
    an_approval,
    decided_to_tell,
    is_at,
    is_quiet,
    read,
)
from tests.live import Live, until


async def test_a_request_in_doubt_is_approved_shared_told_and_sealed(
    live: Live, people: People
) -> None:
    # Pat opens it, and is unsure about one question.
    opened = await people.pat.post("/requests", json=a_request())
    begun = await after(people.pat, opened)
    reference = begun["reference"]
    assert opened.headers["location"] == f"/api/v1/requests/{reference}"
    assert (begun["stage"], begun["next_question"]) == ("gathering", "U0")
    assert begun["outcome"] is begun["ending"] is begun["release"] is None
    assert begun["ruleset"]["id"] == "HMG-2018"
    assert [each["id"] for each in begun["inform"]] == ["person-1", "person-2"]
    assert [each["id"] for each in begun["content"]["items"]] == ["item-1", "item-2"]

    sent = {"answers": UNSURE, "notes": {"Q4": "I do not know whether I need to ask."}}
    answers = await people.pat.put(f"/requests/{reference}/answers", json=sent)
    doubt = await after(people.pat, answers)
    assert (doubt["stage"], doubt["outcome"]) == ("with_adviser", "escalate")
    assert (doubt["needs_adviser"], doubt["adviser_mode"]) == (True, "blocking")
    assert doubt["waiting_on"] == "adviser"
    assert doubt["answers"] == UNSURE
    assert doubt["reasons"] == ["UNSURE_LAWFUL_REASON"]
    assert doubt["next_question"] == "K1"
    assert "adviser_reply" in doubt["deadlines"]
    assert doubt["task"] is None  # it is for advisers
    assert doubt["revision"] > begun["revision"]

    # Ada finds it in the inbox, takes it and approves it on conditions.
    task = (await read(people.ada, reference))["task"]
    found = (await people.ada.get(f"/tasks/{task}")).json()
    assert (found["kind"], found["state"]) == ("advice", "open")
    assert found["due"] in ("today", "later")  # by the clock on the wall
    assert found["request"]["content"] == doubt["content"]
    taken = await people.ada.post(f"/tasks/{task}/claim")
    assert (taken.json()["holder"], taken.json()["mine"]) == ("Ada Obi", True)
    conditions = {"leave_out": ["item-2"], "expires_days": 3}
    approval = an_approval(conditions=conditions, digest=doubt["content"]["digest"])
    decided = await people.ada.post(f"/tasks/{task}/decision", json=approval)
    assert (await after(people.ada, decided))["outcome"] == "share"
    await until(lambda: is_at(people.pat, reference, "following_up"))

    # It has left. Only Pat, who reads it out, sees the phrase.
    left = await read(people.pat, reference)
    assert left["release"]["state"] == "available"
    assert left["release"]["number"].startswith("SS-")
    assert len(left["release"]["phrase"].split()) == 4
    assert left["deadlines"]["collect_by"] == left["release"]["expires_at"]
    assert (await read(people.ada, reference))["release"]["phrase"] is None

    await acknowledged(live, reference)
    received = (await read(people.pat, reference))["release"]
    assert received["state"] == "acknowledged"
    assert received["acknowledged_at"] is not None

    # Robin is not told, for their safety; Jo is told by e-mail.
    await decided_to_tell(people.pat, reference, "person-1", "no")
    await decided_to_tell(people.pat, reference, "Jo Alder", "yes", method="email")
    await until(lambda: is_at(people.pat, reference, "closed"))
    ended = await read(people.pat, reference)
    assert (ended["ending"], ended["waiting_on"]) == ("shared", "nobody")
    robin, jo = ended["inform"]
    assert (robin["decision"], robin["told_at"]) == ("no", None)
    assert (jo["decision"], jo["method"]) == ("yes", "email")
    assert jo["told_at"] is not None

    # The record is sealed, says who did what, and is as it was sealed.
    await until(lambda: _is_sealed(people, reference))
    sealed = (await people.ines.get(f"/requests/{reference}/record")).json()
    text = json.dumps(
        sealed["record"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert sha256(text.encode()).hexdigest() == sealed["digest"]
    left_out = [item["left_out"] for item in sealed["record"]["items"]]
    assert left_out == [False, True]
    story = (await people.pat.get(f"/requests/{reference}/timeline")).json()["items"]
    assert any("Ada Obi (adviser) approved" in line["sentence"] for line in story)
    assert story[-1]["sentence"] == "Pat Reed (practitioner) started this request."
    assert await is_quiet(people.pat, reference)


async def _is_sealed(people: People, reference: str) -> bool:
    answer = await people.ines.get(f"/requests/{reference}/record")
    return answer.status_code == 200
