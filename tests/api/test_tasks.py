"""What advisers do: claim, ask, decide, review; and who may not."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import httpx2
import pytest

from casework.accounts import NewAccount
from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import (
    UNSURE,
    URGENT,
    Client,
    People,
    after,
    an_approval,
    answered,
    is_at,
    opened,
    read,
    sent_to_adviser,
    shared,
)
from tests.live import Live, until


async def test_of_two_who_decide_at_once_exactly_one_wins(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    answers = await asyncio.gather(
        people.ada.post(f"/tasks/{task}/decision", json=an_approval()),
        people.ben.post(f"/tasks/{task}/decision", json=an_approval()),
    )
    winners = [answer for answer in answers if answer.status_code in (200, 202)]
    (loser,) = [answer for answer in answers if answer.status_code == 409]
    assert len(winners) == 1
    winner = "Ada Obi" if winners[0] is answers[0] else "Ben Cole"
    assert loser.json()["by"] == winner
    assert loser.json()["since"]
    await until(lambda: is_at(people.pat, reference, "following_up"))


async def test_whoever_decides_too_late_is_told_who_was_first(people: People) -> None:
    _, task = await sent_to_adviser(people)
    decided = await people.ada.post(f"/tasks/{task}/decision", json=an_approval())
    await after(people.ada, decided)
    late = await people.ben.post(f"/tasks/{task}/decision", json=an_approval())
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert late.json()["type"].endswith(":already_decided")
    assert (late.json()["by"], late.json()["status"]) == ("Ada Obi", 409)


async def test_fifty_who_claim_one_task_at_once_are_given_one_winner(
    live: Live, people: People
) -> None:
    async with AsyncExitStack() as stack:
        practitioner, *advisers = [
            await stack.enter_async_context(client) for client in _harbour(live)
        ]
        reference = await opened(practitioner)
        await answered(practitioner, reference, UNSURE)
        task = (await read(advisers[0], reference))["task"]
        answers = await asyncio.gather(
            *(
                adviser.post(f"/tasks/{task}/claim")
                for adviser in advisers
                for _ in range(10)
            )
        )
    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer for answer in answers if answer.status_code == 409]
    assert (len(won), len(lost)) == (10, 40)
    holders = {answer.json()["holder"] for answer in won}
    assert {answer.json()["by"] for answer in lost} == holders
    assert len(holders) == 1


def _harbour(live: Live) -> list[Client]:
    """A practitioner and five advisers in an organisation of their own."""
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(
            Organisation("harbour", "Harbour School", "", "HMG-2018", "when_unsure")
        )
    clients = []
    for number in range(6):
        role = Role.ADVISER if number else Role.PRACTITIONER
        email = f"person{number}@harbour.example"
        new = NewAccount(email, f"Person {number}", (role,), "harbour")
        live.house.accounts.add(new, "fifteen characters at least")
        token = live.house.accounts.create_token(email, None)
        clients.append(
            httpx2.AsyncClient(
                base_url=f"{live.address}/api/v1",
                headers={"Authorization": f"Bearer {token}"},
                timeout=30,
            )
        )
    return clients


async def test_a_claimed_task_can_be_given_back_to_the_team(people: People) -> None:
    _, task = await sent_to_adviser(people)
    await people.ada.post(f"/tasks/{task}/claim")
    assert task in await _listed(people.ada, view="mine")
    assert task not in await _listed(people.ben, view="team")
    refused = await people.ben.post(f"/tasks/{task}/release")
    assert (refused.status_code, refused.json()["by"]) == (409, "Ada Obi")
    given_back = await people.ada.post(f"/tasks/{task}/release")
    assert (given_back.json()["state"], given_back.json()["holder"]) == ("open", None)
    assert (await people.ada.post(f"/tasks/{task}/release")).status_code == 200
    assert task in await _listed(people.ben, view="team")
    assert task not in await _listed(people.ben, due="overdue")


async def _listed(client: Client, **which: str) -> list[str]:
    answer = await client.get("/tasks", params=which)
    return [task["id"] for task in answer.json()["items"]]


async def test_nobody_decides_on_their_own_request(people: People) -> None:
    reference = await opened(people.ben)
    await answered(people.ben, reference, UNSURE)
    task = (await read(people.ada, reference))["task"]
    for address, body in (
        ("claim", None),
        ("ask", {"question": "Why?"}),
        ("decision", an_approval()),
    ):
        answer = await people.ben.post(f"/tasks/{task}/{address}", json=body)
        assert answer.status_code == 403
        assert answer.json()["type"].endswith(":own_request")
    line = (await people.ben.get("/tasks")).json()["items"]
    assert [each["own_request"] for each in line if each["id"] == task] == [True]


async def test_a_declined_request_ends_unshared_for_the_given_reason(
    people: People,
) -> None:
    reference, task = await sent_to_adviser(people)
    no = {"decision": "decline", "reason": "Early help can act without this."}
    answer = await people.ada.post(f"/tasks/{task}/decision", json=no)
    ended = await after(people.ada, answer)
    assert (ended["ending"], ended["release"]) == ("not_shared", None)
    story = (await people.pat.get(f"/requests/{reference}/timeline")).text
    assert no["reason"] in story


async def test_advice_alone_gives_the_request_back_with_the_answer(
    people: People,
) -> None:
    reference, task = await sent_to_adviser(people)
    advice = {"decision": "advise", "reason": "You may.", "answers": {"Q4": "yes"}}
    answer = await people.ada.post(f"/tasks/{task}/decision", json=advice)
    assert (await after(people.ada, answer))["stage"] == "gathering"
    shown = await read(people.pat, reference)
    assert (shown["answers"]["Q4"], shown["next_question"]) == ("yes", "K1")


async def test_an_adviser_asks_and_the_practitioner_replies(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    question = {"question": "Who else has seen this?"}
    asked = await people.ada.post(f"/tasks/{task}/ask", json=question)
    await after(people.ada, asked)
    shown = await read(people.pat, reference)
    assert (shown["waiting_on"], shown["question"]) == (
        "practitioner",
        question["question"],
    )
    assert "reply" in shown["may"]
    reply = await people.pat.post(
        f"/requests/{reference}/reply", json={"reply": "The school nurse, on Friday."}
    )
    back = await after(people.pat, reply)
    assert (back["stage"], back["question"]) == ("with_adviser", None)
    story = (await people.ada.get(f"/requests/{reference}/timeline")).text
    assert "The school nurse, on Friday." in story


async def test_when_things_get_worse_it_is_shared_first_and_reviewed_afterwards(
    people: People,
) -> None:
    reference, _ = await sent_to_adviser(people)
    worse = await people.pat.post(f"/requests/{reference}/worse")
    urgent = await after(people.pat, worse)
    assert (urgent["next_question"], urgent["waiting_on"]) == ("U1", "practitioner")
    ready = await answered(people.pat, reference, URGENT)
    assert (ready["outcome"], ready["priority"]) == ("urgent_share", "emergency")
    assert ready["adviser_mode"] == "retrospective"
    confirmed = await people.pat.post(f"/requests/{reference}/confirm")
    await after(people.pat, confirmed)
    await until(lambda: is_at(people.pat, reference, "following_up"))
    task = (await read(people.ada, reference))["task"]
    found = {"needed": True, "enough": True, "right_recipient": True}
    review = await people.ada.post(
        f"/tasks/{task}/review", json=found | {"lessons": "Ring first next time."}
    )
    assert "review" not in (await after(people.ada, review))["may"]
    story = (await people.pat.get(f"/requests/{reference}/timeline")).text
    assert "Ring first next time." in story


async def test_an_approval_leaves_out_what_is_not_needed_for_a_shorter_time(
    people: People,
) -> None:
    reference = await shared(people, leave_out=["item-1"], expires_days=1)
    shown = await read(people.pat, reference)
    made, ends = (shown["release"][each] for each in ("made_at", "expires_at"))
    lasts = datetime.fromisoformat(ends) - datetime.fromisoformat(made)
    assert lasts == timedelta(days=1)


async def test_an_approval_while_a_question_is_open_names_it(people: People) -> None:
    _, task = await sent_to_adviser(people)
    hasty = an_approval(answers={})
    answer = await people.ada.post(f"/tasks/{task}/decision", json=hasty)
    assert (answer.status_code, answer.json()["field"]) == (409, "Q4")
    assert answer.json()["type"].endswith(":still_unsure")


async def test_a_decision_sent_twice_is_one_decision(people: People) -> None:
    reference, task = await sent_to_adviser(people)
    key = {"Idempotency-Key": "decide-once"}
    first, again = [
        await people.ada.post(
            f"/tasks/{task}/decision", json=an_approval(), headers=key
        )
        for _ in range(2)
    ]
    await after(people.ada, first)
    assert (await after(people.ada, again))["reference"] == reference
    story = (await people.ada.get(f"/requests/{reference}/timeline")).json()["items"]
    approvals = [line for line in story if "approved the sharing" in line["sentence"]]
    assert len(approvals) == 1


@pytest.mark.parametrize("who", ["pat", "ola", "mina"])
async def test_a_task_is_not_there_for_anybody_but_its_advisers(
    people: People, who: str
) -> None:
    _, task = await sent_to_adviser(people)
    client: Client = getattr(people, who)
    hidden = await client.get(f"/tasks/{task}")
    unknown = await client.get("/tasks/T-NONE-NONE-1")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content
    assert (await client.post(f"/tasks/{task}/claim")).status_code == 404
