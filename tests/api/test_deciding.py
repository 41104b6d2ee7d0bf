"""Deciding over the JSON interface: conditions, two approvals, conflicts."""

from tests.api.journey import (
    UNSURE,
    People,
    after,
    an_approval,
    answered,
    faults,
    opened,
    read,
    sent_to_adviser,
)

WHY = "They need it to decide whether to visit."


async def test_a_second_approver_is_asked_for_and_does_not_see_the_first_verdict(
    people: People,
) -> None:
    reference, task = await sent_to_adviser(people)
    limits = {"second_approver": True, "leave_out": ["item-1"], "handling": "Ring us."}
    first = await people.ada.post(
        f"/tasks/{task}/decision", json=an_approval(conditions=limits)
    )
    assert (await after(people.ada, first))["approvals"] == {
        "needed": 2, "given": 1, "voided": False, "clashed": False,
    }  # fmt: skip
    for client in (people.ben, people.pat):
        shown = await read(client, reference)
        assert (shown["approvals"]["needed"], shown["approvals"]["given"]) == (2, 1)
        story = (await client.get(f"/requests/{reference}/timeline")).text
        assert WHY not in story
        assert "An adviser has given their decision." in story
    assert WHY in (await people.ada.get(f"/requests/{reference}/timeline")).text
    second: str = (await read(people.ben, reference))["task"]
    decided = await people.ben.post(
        f"/tasks/{second}/decision",
        json={"decision": "approve", "reason": "I agree."},
    )
    assert (await after(people.ben, decided))["approvals"]["given"] == 2
    assert WHY in (await people.ben.get(f"/requests/{reference}/timeline")).text


async def test_conditions_that_leave_nothing_are_refused(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    items = [
        item["id"] for item in (await read(people.ada, reference))["content"]["items"]
    ]
    nothing = an_approval(conditions={"leave_out": items})
    answer = await people.ada.post(f"/tasks/{task}/decision", json=nothing)
    assert answer.json()["type"].endswith(":nothing_left")
    odd = an_approval(conditions={"second_approver": "yes", "handling": "x" * 4001})
    wrong = await people.ada.post(f"/tasks/{task}/decision", json=odd)
    assert faults(wrong) == {"conditions.second_approver", "conditions.handling"}


async def test_a_task_is_passed_on_to_legal(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    for body, field in (
        ({"to": "legal", "reason": " "}, "reason"),
        ({"to": "legal", "reason": "x" * 4001}, "reason"),
        ({"reason": "A point of law."}, "to"),
    ):
        assert faults(await people.ada.post(f"/tasks/{task}/pass", json=body)) == {
            field
        }
    nowhere = {"to": "the moon", "reason": "A point of law."}
    refused = await people.ada.post(f"/tasks/{task}/pass", json=nowhere)
    assert (refused.status_code, refused.json()["field"]) == (422, "to")
    sent = {"to": "legal", "reason": "A point of law."}
    passed = await people.ada.post(f"/tasks/{task}/pass", json=sent)
    assert (await after(people.ada, passed))["stage"] == "with_adviser"
    again = await people.ben.get(f"/tasks/{task}")
    assert (again.json()["route"], again.json()["holder"]) == ("legal", None)
    story = (await people.pat.get(f"/requests/{reference}/timeline")).text
    assert "A point of law." in story
    assert (await people.sam.post(f"/tasks/{task}/pass", json=sent)).status_code == 404


async def test_who_is_named_can_neither_take_it_nor_be_given_it(people: People) -> None:
    reference = await opened(
        people.pat, individuals=[{"name": "Robin Alder", "other_names": "Ada Obi"}]
    )
    await answered(people.pat, reference, UNSURE)
    task = (await read(people.ben, reference))["task"]
    for address, body in (
        ("claim", None),
        ("ask", {"question": "Why?"}),
        ("pass", {"to": "legal", "reason": "Mine."}),
        ("decision", an_approval()),
    ):
        answer = await people.ada.post(f"/tasks/{task}/{address}", json=body)
        assert (answer.status_code, address) == (404, address)
        assert answer.json()["type"].endswith(":not_found")
    for page in (f"/requests/{reference}", f"/requests/{reference}/timeline"):
        assert (await people.ada.get(page)).status_code == 404
    inbox = (await people.ada.get("/tasks")).json()["items"]
    assert task not in [each["id"] for each in inbox]


async def test_conflicts_are_declared_listed_and_taken_back(people: People) -> None:
    answer = await people.ben.post("/conflicts", json={"name": "Tam Quill"})
    assert answer.status_code == 201
    made = answer.json()
    mine = (await people.ben.get("/conflicts")).json()["items"]
    assert made in mine
    assert (await people.ada.get("/conflicts")).json()["items"] == []
    assert (await people.ada.delete(f"/conflicts/{made['id']}")).status_code == 404
    reference = await opened(people.pat, individuals=[{"name": "Tam Quill"}])
    await answered(people.pat, reference, UNSURE)
    task = (await read(people.ada, reference))["task"]
    no = await people.ben.post(f"/tasks/{task}/decision", json=an_approval())
    assert no.json()["type"].endswith(":not_found")
    assert (await people.ben.delete(f"/conflicts/{made['id']}")).status_code == 204
    assert (await people.ben.get("/conflicts")).json()["items"] == []
    assert faults(await people.ben.post("/conflicts", json={"name": " "})) == {"name"}
    assert (await people.pat.get("/conflicts")).status_code == 403


async def test_earlier_cases_are_for_advisers_of_the_organisation_alone(
    people: People,
) -> None:
    kim = [{"name": "Kim Northwood", "date_of_birth": "2014-02-01"}]
    first = await opened(people.pat, individuals=kim)
    elsewhere = await opened(people.sam, individuals=kim)
    later = await opened(people.pat, individuals=kim)
    found = (await read(people.ada, later))["earlier_cases"]
    assert [each["reference"] for each in found] == [first]
    assert (await read(people.pat, later))["earlier_cases"] == []
    assert (await read(people.mina, elsewhere))["earlier_cases"] == []
