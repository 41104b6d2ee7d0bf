"""Working in the inbox: who has a task, who prepares it, and when it comes back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.clock import now
from api.fields import today
from domain.people import Role
from storage.tables import TaskRow
from tests.api.journey import People, Shown, an_approval, read, sent_to_adviser
from tests.live import Live, until
from tests.web.desk_work import actor, make_due

WHY = {"reason": "They are ill today."}
TOMORROW = (today() + timedelta(days=1)).isoformat()
YESTERDAY = (today() - timedelta(days=1)).isoformat()


async def held_by_ada(people: People) -> tuple[str, Shown]:
    """A request of Pat's and its task, which Ada has taken."""
    reference, task = await sent_to_adviser(people)
    return reference, (await people.ada.post(f"/tasks/{task}/claim")).json()


async def story(people: People, reference: str) -> str:
    return (await people.ada.get(f"/requests/{reference}/timeline")).text


def letters(live: Live, reference: str) -> list[str]:
    """The subjects of the letters about one case."""
    return [m["Subject"] for m in live.mail() if reference in m["Subject"]]


async def test_who_takes_a_task_over_has_it_and_the_other_is_told(
    live: Live, people: People
) -> None:
    reference, task = await held_by_ada(people)
    given = {**WHY, "version": task["version"]}
    taken = await people.ben.post(f"/tasks/{task['id']}/take-over", json=given)
    assert taken.json()["holder"] == "Ben Cole"
    told = await story(people, reference)
    assert "took over the adviser task from Ada Obi, because: They are ill" in told

    async def is_told() -> bool:
        subject = f"A colleague took over your task - reference {reference}"
        return subject in letters(live, reference)

    await until(is_told)


async def test_of_two_who_take_a_task_over_at_once_one_has_it(
    live: Live, people: People
) -> None:
    _, task = await held_by_ada(people)
    live.newcomer("cleo", Role.ADVISER)
    given = {**WHY, "version": task["version"]}
    async with live.api("cleo") as cleo:
        answers = await asyncio.gather(
            people.ben.post(f"/tasks/{task['id']}/take-over", json=given),
            cleo.post(f"/tasks/{task['id']}/take-over", json=given),
        )
    (won,) = [answer for answer in answers if answer.status_code == 200]
    (lost,) = [answer for answer in answers if answer.status_code == 409]
    assert lost.json()["by"] == won.json()["holder"]
    assert lost.json()["since"]


async def test_a_task_is_given_to_a_colleague_while_somebody_has_it(
    live: Live, people: People
) -> None:
    reference, task = await held_by_ada(people)
    to = {**WHY, "to": actor(live, "ben").id}
    given = await people.ben.post(f"/tasks/{task['id']}/reassign", json=to)
    assert given.json()["holder"] == "Ben Cole"
    late = await people.ada.post(f"/tasks/{task['id']}/decision", json=an_approval())
    assert (late.status_code, late.json()["by"]) == (409, "Ben Cole")
    assert "gave the adviser task to Ben Cole" in await story(people, reference)


@pytest.mark.parametrize("user", ["pat", "ola", "mina", "nobody"])
async def test_nobody_is_given_a_task_who_may_not_have_it(
    live: Live, people: People, user: str
) -> None:
    """The requester, somebody without the role, somebody of another organisation."""
    _, task = await held_by_ada(people)
    to = "u-unknown" if user == "nobody" else actor(live, user).id
    path = f"/tasks/{task['id']}"
    for act, more in (("reassign", WHY), ("delegate", {"until": TOMORROW})):
        answer = await people.ada.post(f"{path}/{act}", json={"to": to, **more})
        assert (answer.status_code, answer.json()["field"]) == (422, "to")
        assert "Choose an adviser" in answer.json()["detail"]


@pytest.mark.parametrize("reason", ["", "   ", "a" * 4001])
async def test_a_task_changes_hands_only_for_a_reason(
    people: People, reason: str
) -> None:
    _, task = await held_by_ada(people)
    given = {"reason": reason, "version": task["version"]}
    answer = await people.ben.post(f"/tasks/{task['id']}/take-over", json=given)
    assert (answer.status_code, answer.json()["field"]) == (422, "reason")


async def test_a_delegate_proposes_and_only_the_owner_decides(
    live: Live, people: People
) -> None:
    reference, task = await held_by_ada(people)
    path = f"/tasks/{task['id']}"
    to = {"to": actor(live, "ben").id, "until": TOMORROW}
    lent = (await people.ada.post(f"{path}/delegate", json=to)).json()
    assert (lent["state"], lent["holder"]) == ("delegated", "Ada Obi")
    assert lent["delegate"] == "Ben Cole"
    mine = (await people.ben.get("/tasks?view=mine")).json()["items"]
    assert task["id"] in [each["id"] for each in mine]
    proposal = {"text": "I would share it.", "proposal": True}
    said = await people.ben.post(f"{path}/comments", json=proposal)
    assert said.json()["items"][0]["proposal"]
    refused = await people.ben.post(f"{path}/decision", json=an_approval())
    assert refused.json()["type"].endswith(":held_by_another")
    told = await story(people, reference)
    assert "asked Ben Cole to prepare the adviser task until" in told
    assert "proposed a decision" in told
    assert "I would share it." not in told
    decided = await people.ada.post(f"{path}/decision", json=an_approval())
    assert decided.status_code in (200, 202)


async def test_only_a_delegate_proposes_a_decision(people: People) -> None:
    _, task = await held_by_ada(people)
    proposal = {"text": "I would share it.", "proposal": True}
    path = f"/tasks/{task['id']}/comments"
    answer = await people.ben.post(path, json=proposal)
    assert answer.json()["type"].endswith(":not_delegated")


async def test_a_delegation_ends_by_itself(live: Live, people: People) -> None:
    _, task = await held_by_ada(people)
    path = f"/tasks/{task['id']}"
    to = {"to": actor(live, "ben").id, "until": TOMORROW}
    await people.ada.post(f"{path}/delegate", json=to)
    with live.house.storehouse.writing() as store:
        row = store.session.get_one(TaskRow, task["id"])
        row.delegated_until = now() - timedelta(seconds=1)
    shown = (await people.ada.get(path)).json()
    assert (shown["state"], shown["delegate"]) == ("claimed", None)
    mine = (await people.ben.get("/tasks?view=mine")).json()["items"]
    assert task["id"] not in [each["id"] for each in mine]


async def test_a_delegation_is_ended_early(live: Live, people: People) -> None:
    reference, task = await held_by_ada(people)
    path = f"/tasks/{task['id']}/delegate"
    to = {"to": actor(live, "ben").id, "until": TOMORROW}
    await people.ada.post(path, json=to)
    assert (await people.ada.delete(path)).json()["state"] == "claimed"
    assert "took the adviser task back from Ben Cole" in await story(people, reference)


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("post delegate", {"until": YESTERDAY}, "until"),
        ("post delegate", {"until": "2126-01-01"}, "until"),
        ("put follow-up", {"day": YESTERDAY}, "day"),
        ("put follow-up", {"day": today().isoformat()}, "day"),
        ("put follow-up", {"day": "soon"}, "day"),
    ],
)
async def test_a_day_that_is_past_or_far_away_is_refused(
    live: Live, people: People, act: str, body: dict[str, Any], field: str
) -> None:
    _, task = await held_by_ada(people)
    method, _, what = act.partition(" ")
    if what == "delegate":
        body = {**body, "to": actor(live, "ben").id}
    path = f"/tasks/{task['id']}/{what}"
    answer = await people.ada.request(method.upper(), path, json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_a_task_that_was_put_off_comes_back_by_itself(
    live: Live, people: People
) -> None:
    reference, task = await held_by_ada(people)
    path = f"/tasks/{task['id']}"
    make_due(live, reference, now() + timedelta(days=9))
    off = await people.ada.put(f"{path}/follow-up", json={"day": TOMORROW})
    assert off.json()["due"] == "follow_up"
    later = (await people.ada.get("/tasks?due=later")).json()["items"]
    assert task["id"] not in [each["id"] for each in later]
    apart = (await people.ada.get("/tasks?due=follow_up")).json()["items"]
    assert task["id"] in [each["id"] for each in apart]
    make_due(live, reference, now() - timedelta(minutes=1))
    assert (await people.ada.get(path)).json()["due"] == "overdue"
    back = await people.ada.delete(f"{path}/follow-up")
    assert back.json()["follow_up_on"] is None


async def test_only_whoever_has_a_task_puts_it_off(people: People) -> None:
    _, task = await sent_to_adviser(people)
    path = f"/tasks/{task}/follow-up"
    free = await people.ada.put(path, json={"day": TOMORROW})
    assert free.json()["type"].endswith(":take_it_first")
    await people.ada.post(f"/tasks/{task}/claim")
    other = await people.ben.put(path, json={"day": TOMORROW})
    assert other.json()["by"] == "Ada Obi"


async def test_what_changed_is_unread_until_it_is_marked(people: People) -> None:
    _, task = await sent_to_adviser(people)
    path = f"/tasks/{task}"
    assert (await people.ben.get(path)).json()["unread"]
    seen = await people.ben.put(f"{path}/read", json={"read": True})
    assert not seen.json()["unread"]
    await people.ada.post(f"{path}/claim")
    assert (await people.ben.get(path)).json()["unread"]
    assert not (await people.ada.get(path)).json()["unread"]
    again = await people.ada.put(f"{path}/read", json={"read": False})
    assert again.json()["unread"]


async def test_the_practitioner_reads_comments_but_no_private_notes(
    people: People,
) -> None:
    reference, task = await sent_to_adviser(people)
    path = f"/tasks/{task}/comments"
    key = {"Idempotency-Key": "say-once"}
    for _ in range(2):
        await people.ada.post(path, json={"text": "I look at it now."}, headers=key)
    await people.ada.post(path, json={"text": "Ask Ben first.", "private": True})
    among = (await people.ben.get(path)).json()["items"]
    assert [each["text"] for each in among] == ["I look at it now.", "Ask Ben first."]
    hers = (await people.pat.get(f"/requests/{reference}/comments")).json()["items"]
    assert [each["text"] for each in hers] == ["I look at it now."]
    assert (await people.pat.post(path, json={"text": "x"})).status_code == 404
    assert (await people.mina.get(path)).status_code == 404


async def test_several_tasks_are_taken_each_on_its_own(people: People) -> None:
    _, free = await sent_to_adviser(people)
    _, held = await held_by_ada(people)
    body = {"tasks": [free, held["id"], "T-NONE-1"], "do": "claim"}
    items = (await people.ben.post("/tasks/bulk", json=body)).json()["items"]
    done = [(each["done"], each["refused"]) for each in items]
    assert done == [(True, None), (False, "held_by_another"), (False, "not_found")]
    assert items[1]["by"] == "Ada Obi"


async def test_several_tasks_are_given_to_a_colleague(
    live: Live, people: People
) -> None:
    tasks = [(await sent_to_adviser(people))[1] for _ in range(2)]
    body = {"tasks": tasks, "do": "reassign", "to": actor(live, "ben").id, **WHY}
    items = (await people.ada.post("/tasks/bulk", json=body)).json()["items"]
    assert [each["done"] for each in items] == [True, True]
    shown = (await people.ben.get(f"/tasks/{tasks[1]}")).json()
    assert shown["mine"]
    nowhere = await people.ada.post("/tasks/bulk", json={**body, "to": None})
    assert nowhere.status_code == 422


async def test_a_filter_lets_through_what_it_names(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    found = await people.ada.get(f"/tasks?reference={reference[3:7].lower()}")
    assert task in [each["id"] for each in found.json()["items"]]
    query = f"/tasks?kind=review&reference={reference}"
    assert (await people.ada.get(query)).json()["items"] == []
    assert (await people.ada.get("/tasks?priority=odd")).status_code == 422


async def test_counts_change_with_the_list(people: People) -> None:
    before = (await people.ada.get("/tasks/count")).json()
    await sent_to_adviser(people)
    after = (await people.ada.get("/tasks/count")).json()
    assert after["all"] == before["all"] + 1
    assert after["mark"] != before["mark"]
    assert (await people.pat.get("/tasks/count")).status_code == 403


async def test_a_saved_view_is_shared_renamed_and_deleted(people: People) -> None:
    new = {"name": "Urgent", "filter": {"priority": "emergency", "view": "team"}}
    view = (await people.ada.post("/views", json=new)).json()
    assert view["query"] == "view=team&priority=emergency"
    path = f"/views/{view['id']}"
    assert view["id"] not in (await people.ben.get("/views")).text
    await people.ada.put(path, json={"name": "Soon", "shared": True})
    (seen,) = [
        each
        for each in (await people.ben.get("/views")).json()["items"]
        if each["id"] == view["id"]
    ]
    assert (seen["name"], seen["mine"]) == ("Soon", False)
    assert (await people.ben.delete(path)).status_code == 403
    assert (await people.mina.delete(path)).status_code == 404
    assert (await people.ada.delete(path)).status_code == 204
    assert view["id"] not in (await people.ada.get("/views")).text


async def test_a_view_of_a_filter_that_does_not_exist_is_refused(
    people: People,
) -> None:
    for wrong in ({"colour": "red"}, {"due": "never"}, {"text": "Robin@Alder"}):
        answer = await people.ada.post("/views", json={"name": "x", "filter": wrong})
        assert answer.status_code == 422


async def test_the_decision_of_a_case_takes_its_task_out_of_every_count(
    people: People,
) -> None:
    reference, task = await held_by_ada(people)
    decision = {"decision": "decline", "reason": "Early help is enough."}
    await people.ada.post(f"/tasks/{task['id']}/decision", json=decision)
    await until(lambda: _is_gone(people, reference))


async def _is_gone(people: People, reference: str) -> bool:
    listed = (await people.ada.get(f"/tasks?reference={reference}")).json()["items"]
    return listed == [] and (await read(people.ada, reference))["task"] is None
