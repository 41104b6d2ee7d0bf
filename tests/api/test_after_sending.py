"""What the interface does about a release that has left, and about a breach."""

from typing import Any

from adapters.clock import now
from tests.api.journey import Client, People, read, shared
from tests.live import Live, until

REASON = {"reason": "They asked on the telephone."}


async def release_of(people: People) -> tuple[str, str]:
    """A request that has been shared, and its release."""
    reference = await shared(people)
    body = await read(people.pat, reference)
    return reference, body["release"]["id"]


async def posts(client: Client, path: str, body: dict[str, Any]) -> int:
    answer = await client.post(path, json=body)
    return int(answer.status_code)


async def test_more_days_are_1_to_30_from_now_and_have_a_reason(
    people: People,
) -> None:
    reference, release = await release_of(people)
    before = (await read(people.pat, reference))["release"]["expires_at"]
    path = f"/releases/{release}/extend"
    for body in (
        {"days": 0},
        {"days": 31},
        {"days": "ten"},
        {"days": 20, "reason": ""},
    ):
        refused = await people.pat.post(path, json={**REASON, **body})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] in ("days", "reason")
    assert await posts(people.pat, path, {"days": 2, **REASON}) == 422
    assert await posts(people.ada, path, {"days": 30, **REASON}) in (200, 202)

    async def later() -> bool:
        after = (await read(people.pat, reference))["release"]["expires_at"]
        return bool(after > before)

    await until(later)


async def test_the_email_goes_again_once_for_each_key(people: People) -> None:
    _, release = await release_of(people)
    path, key = f"/releases/{release}/resend", {"Idempotency-Key": "again-1"}
    first = await people.pat.post(path, json={}, headers=key)
    second = await people.pat.post(path, json={}, headers=key)
    assert {first.status_code, second.status_code} <= {200, 202}


async def test_what_is_not_locked_and_has_no_problem_is_said_so(people: People) -> None:
    _, release = await release_of(people)
    locked = await people.pat.post(f"/releases/{release}/unlock", json=REASON)
    solved = await people.pat.post(f"/releases/{release}/solve", json=REASON)
    assert (locked.status_code, solved.status_code) == (409, 409)
    assert locked.json()["type"].endswith(":not_locked")
    assert solved.json()["type"].endswith(":no_problem")


async def test_a_locked_one_is_unlocked(live: Live, people: People) -> None:
    reference, release = await release_of(people)
    with live.house.storehouse.writing() as store:
        store.releases.lock(release, now())
    body = await read(people.pat, reference)
    assert body["release"]["locked_at"]
    assert "unlock" in body["may"]
    assert await posts(people.pat, f"/releases/{release}/unlock", REASON) in (200, 202)
    after = await read(people.pat, reference)
    assert after["release"]["locked_at"] is None
    assert "unlock" not in after["may"]


async def test_what_came_of_it_is_written_in_by_its_sender(people: People) -> None:
    reference, release = await release_of(people)
    path = f"/releases/{release}/feedback"
    assert await posts(people.pat, path, {"feedback": "nothing of ours"}) == 422
    assert await posts(people.ada, path, {"feedback": "referral"}) == 403
    said = {"feedback": "referral", "words": "They visit tomorrow."}
    assert await posts(people.pat, path, said) in (200, 202)

    async def kept() -> bool:
        found = (await read(people.pat, reference))["feedback"]
        return [each["words"] for each in found] == ["They visit tomorrow."]

    await until(kept)


async def test_the_wrong_person_closes_it_and_the_checklist_is_worked_through(
    people: People,
) -> None:
    reference, release = await release_of(people)
    path = f"/releases/{release}/wrong-recipient"
    assert await posts(people.pat, path, {"reason": ""}) == 422
    begun = await people.pat.post(path, json=REASON)
    assert begun.status_code == 200
    assert begun.json()["wrong_recipient"]
    listed = (await people.ada.get("/breaches")).json()
    assert reference in [each["reference"] for each in listed]
    steps = f"/breaches/{reference}/steps"
    found = {"done": True, "words": "I rang them."}
    assert await posts(people.pat, f"{steps}/contain", found) == 403
    assert await posts(people.ada, f"{steps}/nothing", found) == 422
    assert await posts(people.ada, f"{steps}/contain", {**found, "done": False}) == 422
    for step in (await people.ada.get(f"/breaches/{reference}")).json()["left"]:
        assert await posts(people.ada, f"{steps}/{step}", found) == 200
    ended = (await people.ada.get(f"/breaches/{reference}")).json()
    assert (ended["left"], bool(ended["ended_at"])) == ([], True)
    other = await posts(people.ben, f"{steps}/contain", {**found, "words": "Not so."})
    assert other == 409


async def test_other_organisations_and_auditors_find_nothing(people: People) -> None:
    reference, release = await release_of(people)
    bodies: dict[str, dict[str, Any]] = {
        "extend": {"days": 20, **REASON},
        "resend": {},
        "unlock": REASON,
        "solve": REASON,
        "feedback": {"feedback": "referral"},
        "wrong-recipient": REASON,
    }
    for client in (people.mina, people.ines):
        for path, body in bodies.items():
            assert await posts(client, f"/releases/{release}/{path}", body) == 404
        assert (await client.get(f"/breaches/{reference}")).status_code == 404
