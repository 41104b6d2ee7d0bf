"""Repairs over JSON: looked at, asked with a reason, answered one by one."""

import pytest

from domain.people import Role
from tests.api.journey import People, sent_to_adviser
from tests.live import Live

WHY = {"reason": "The whole team is ill."}


def at(reference: str, rest: str) -> str:
    return f"/operations/cases/{reference}/{rest}"


async def test_what_can_be_done_is_listed_and_looked_at_before_it_is_done(
    people: People,
) -> None:
    reference, _ = await sent_to_adviser(people)
    can = (await people.ola.get(at(reference, "repairs"))).json()
    assert can["possible"] == ["extend", "reassign", "cancel"]
    assert (can["stuck"], can["past"], can["proposed"]) == ([], [], None)
    look = await people.ola.get(at(reference, "repairs/extend"), params={"hours": 3})
    assert look.json()["due_then"] > look.json()["due_at"]
    key = {"Idempotency-Key": f"more-{reference}"}
    body = {"hours": 3, **WHY}
    twice = [
        await people.ola.post(at(reference, "extend"), json=body, headers=key)
        for _ in range(2)
    ]
    assert twice[0].json() == twice[1].json()
    assert twice[0].json()["result"]["done"] is True
    after = await people.ola.get(at(reference, "repairs/extend"))
    assert after.json()["due_at"] == look.json()["due_then"]
    assert len((await people.ola.get(at(reference, "repairs"))).json()["past"]) == 1


async def test_a_task_is_given_to_somebody_from_the_preview(people: People) -> None:
    reference, _ = await sent_to_adviser(people)
    look = (await people.ola.get(at(reference, "repairs/reassign"))).json()
    body = {"to": look["advisers"][0][0], "seen": look["seen"], **WHY}
    given = await people.ola.post(at(reference, "reassign"), json=body)
    assert given.json()["result"]["done"] is True
    stale = {**body, "to": look["advisers"][1][0]}
    late = await people.ola.post(at(reference, "reassign"), json=stale)
    assert (late.status_code, late.json()["type"]) == (
        409, "urn:sharewell:problem:held_by_another",
    )  # fmt: skip


async def test_cancelling_takes_two_people(live: Live, people: People) -> None:
    live.newcomer("osric-keeper", Role.OPERATIONS)
    reference, _ = await sent_to_adviser(people)
    proposed = await people.ola.post(at(reference, "cancel"), json=WHY)
    assert (proposed.status_code, proposed.json()["result"]) == (200, None)
    own = await people.ola.post(at(reference, "cancel/agree"))
    assert (own.status_code, own.json()["type"].split(":")[-1]) == (
        403, "second_operator",
    )  # fmt: skip
    async with live.api("osric-keeper") as second:
        agreed = await second.post(at(reference, "cancel/agree"))
        assert agreed.json()["result"]["done"] is True
        late = await second.post(at(reference, "cancel/decline"))
        assert late.status_code == 409
    mine = (await people.pat.get(f"/requests/{reference}")).json()
    assert mine["stage"] == "closed"


async def test_what_is_not_needed_is_refused_with_why(people: People) -> None:
    reference, _ = await sent_to_adviser(people)
    for step, why in (
        ("retry", "nothing_fails"), ("resend", "no_mail_refused"),
        ("send-again", "nothing_waits"), ("restart", "runs_well"),
    ):  # fmt: skip
        answer = await people.ola.post(at(reference, step), json=WHY)
        assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (409, why)
        look = await people.ola.get(at(reference, f"repairs/{step}"))
        assert look.status_code == 409


@pytest.mark.parametrize(
    ("step", "body", "field"),
    [
        ("retry", {}, "reason"),
        ("retry", {"reason": "  "}, "reason"),
        ("retry", {"reason": "x" * 501}, "reason"),
        ("extend", WHY, "hours"),
        ("extend", {"hours": 25, **WHY}, "hours"),
        ("extend", {"hours": "4", **WHY}, "hours"),
        ("reassign", WHY, "to"),
        ("reassign", {"to": "nobody", **WHY}, "to"),
        ("cancel", {"why": "x", **WHY}, "why"),
    ],
)
async def test_bad_input_is_named(
    people: People, step: str, body: dict[str, object], field: str
) -> None:
    reference, _ = await sent_to_adviser(people)
    answer = await people.ola.post(at(reference, step), json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_many_are_answered_one_by_one(people: People) -> None:
    one, _ = await sent_to_adviser(people)
    two, _ = await sent_to_adviser(people)
    wish = {"repair": "extend", "references": [one, two, "SR-NONE-SUCH"], "hours": 2}
    look = (await people.ola.post("/operations/repairs/preview", json=wish)).json()
    assert [each["why"] for each in look["items"]] == [None, None, "not_found"]
    unknown = await people.ola.post("/operations/repairs", json={**wish, **WHY})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "references")
    begun = await people.ola.post(
        "/operations/repairs", json={**wish, **WHY, "references": [one, two]}
    )
    assert (begun.status_code, begun.json()["done"]) == (202, 0)
    batch = f"/operations/repairs/{begun.json()['id']}"
    stopped = (await people.ola.post(f"{batch}/stop")).json()
    shown = (await people.ola.get(batch)).json()
    assert stopped["waiting"] == shown["waiting"] == 0
    assert shown["done"] + shown["not_done"] == 2


async def test_nothing_that_decides_is_done_to_many_at_once(people: People) -> None:
    for repair in ("cancel", "reassign", "approve"):
        wish = {"repair": repair, "references": ["SR-1"], **WHY}
        answer = await people.ola.post("/operations/repairs", json=wish)
        assert (answer.status_code, answer.json()["field"]) == (422, "repair")


async def test_what_is_stuck_is_for_operations_only(people: People) -> None:
    stuck = (await people.ola.get("/operations/stuck")).json()
    assert set(stuck) == {"items", "number"}
    for path in ("/operations/stuck", "/operations/repairs/none"):
        assert (await people.ada.get(path)).status_code == 403
