"""A question that names nobody: asked, answered, settled or gone on from."""

import json

from tests.api.journey import (
    CALM,
    SURE,
    Client,
    People,
    Shown,
    after,
    an_item,
    answered,
    faults,
    is_at,
    read,
)
from tests.live import Live, until

QUESTION = "A child of about 8 comes to school hungry. Can I ask the nurse about it?"
ADVICE = {"guidance": "Yes. Say why you ask, and write down the answer."}


async def asked(client: Client, question: str = QUESTION) -> Shown:
    return await after(
        client, await client.post("/questions", json={"question": question})
    )


async def guided(people: People) -> str:
    """A question of Pat's that Ada has answered."""
    reference: str = (await asked(people.pat))["reference"]
    task = (await read(people.ada, reference))["task"]
    await after(people.ada, await people.ada.post(f"/tasks/{task}/guide", json=ADVICE))
    return reference


async def sealed(client: Client, reference: str) -> Shown:
    async def there() -> bool:
        return (await client.get(f"/requests/{reference}/record")).status_code == 200

    await until(there)
    record: Shown = (await client.get(f"/requests/{reference}/record")).json()
    kept: Shown = record["record"]
    return kept


async def test_a_question_is_a_request_with_nobody_in_it(people: People) -> None:
    answer = await people.pat.post("/questions", json={"question": QUESTION})
    shown = await after(people.pat, answer)
    assert answer.headers["location"].endswith(shown["reference"])
    assert (shown["stage"], shown["waiting_on"]) == ("with_adviser", "adviser")
    assert shown["content"]["individuals"] == []
    assert shown["first_question"]["question"] == QUESTION
    assert shown["first_question"]["at"] is None


async def test_advisers_find_it_in_their_inbox_as_a_question(people: People) -> None:
    reference = (await asked(people.pat))["reference"]
    tasks = (await people.ada.get("/tasks")).json()["items"]
    assert [t["kind"] for t in tasks if t["reference"] == reference] == ["question"]


async def test_the_answer_reaches_the_practitioner_who_has_what_they_needed(
    people: People,
) -> None:
    reference = await guided(people)
    shown = await read(people.pat, reference)
    assert shown["first_question"]["guidance"] == ADVICE["guidance"]
    assert shown["first_question"]["by"] == "Ada Obi"
    assert "settle" in shown["may"]
    ended = await after(
        people.pat, await people.pat.post(f"/requests/{reference}/settle")
    )
    assert (ended["stage"], ended["ending"]) == ("closed", "advised")
    record = await sealed(people.pat, reference)
    assert record["first_question"]["question"] == QUESTION
    assert record["first_question"]["by"] == "Ada Obi"


async def test_a_question_can_become_a_request_that_is_shared(people: People) -> None:
    reference = await guided(people)
    pat = people.pat
    for part, body in PARTS.items():
        await after(pat, await pat.put(f"/requests/{reference}/{part}", json=body))
    await answered(pat, reference, CALM)
    await answered(pat, reference, SURE)
    await after(pat, await pat.post(f"/requests/{reference}/confirm"))
    await until(lambda: is_at(pat, reference, "following_up"))
    assert (await read(pat, reference))["first_question"]["question"] == QUESTION


PARTS: dict[str, Shown] = {
    "purpose": {"purpose": "So that they can help the family."},
    "individuals": {"individuals": [{"name": "Robin Alder"}]},
    "items": {"items": [an_item()]},
    "recipient": {
        "name": "Rae Lindqvist",
        "role": "Duty social worker",
        "organisation": "Estuary Children’s Services",
        "email": "rae.lindqvist@estuary.example",
        "phone": "01632 960300",
    },
}


async def test_an_adviser_may_ask_back_before_answering(people: People) -> None:
    reference = (await asked(people.pat))["reference"]
    task = (await read(people.ada, reference))["task"]
    back = {"question": "How long has this been going on?"}
    await after(people.ada, await people.ada.post(f"/tasks/{task}/ask", json=back))
    said = {"reply": "For about a month."}
    await after(
        people.pat, await people.pat.post(f"/requests/{reference}/reply", json=said)
    )
    again = (await read(people.ada, reference))["task"]
    await after(people.ada, await people.ada.post(f"/tasks/{again}/guide", json=ADVICE))
    assert (await read(people.pat, reference))["first_question"]["guidance"]


async def test_what_points_at_one_person_is_refused_and_named(people: People) -> None:
    for gives_away, kind in GIVEAWAYS.items():
        sent = {"question": f"What about the family at {gives_away}?"}
        answer = await people.pat.post("/questions", json=sent)
        assert faults(answer) == {"question"}
        said = answer.json()["errors"][0]["fault"]
        assert kind in said
        assert gives_away in said


GIVEAWAYS = {
    "ZZ1 2ZZ": "a postcode",
    "12 Mill Lane": "a street address",
    "01632 960123": "a telephone number",
    "kim@alder.example": "an e-mail address",
}


async def test_nothing_is_begun_by_a_question_that_is_refused(people: People) -> None:
    before = (await people.pat.get("/requests")).json()["items"][:1]
    for bad in ("", " ", "x" * 2001):
        answer = await people.pat.post("/questions", json={"question": bad})
        assert faults(answer) == {"question"}
    assert (await people.pat.get("/requests")).json()["items"][:1] == before


async def test_only_another_adviser_answers_it(people: People) -> None:
    own = (await asked(people.ben))["reference"]
    task = (await read(people.ada, own))["task"]
    refused = await people.ben.post(f"/tasks/{task}/guide", json=ADVICE)
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (
        403,
        "own_request",
    )
    assert (
        await people.mina.post(f"/tasks/{task}/guide", json=ADVICE)
    ).status_code == 404
    assert (await people.sam.get(f"/requests/{own}")).status_code == 404
    assert faults(await people.ada.post(f"/tasks/{task}/guide", json={"guidance": ""}))


async def test_the_second_answer_is_told_who_was_first(people: People) -> None:
    reference = (await asked(people.pat))["reference"]
    task = (await read(people.ada, reference))["task"]
    await after(people.ada, await people.ada.post(f"/tasks/{task}/guide", json=ADVICE))
    late = await people.ben.post(f"/tasks/{task}/guide", json=ADVICE)
    assert late.status_code == 409


async def test_a_question_is_not_decided_on_and_a_request_is_not_guided(
    people: People,
) -> None:
    reference = (await asked(people.pat))["reference"]
    task = (await read(people.ada, reference))["task"]
    no = {"decision": "decline", "reason": "No."}
    assert (
        await people.ada.post(f"/tasks/{task}/decision", json=no)
    ).status_code == 409
    early = await people.pat.post(f"/requests/{reference}/settle")
    assert early.status_code == 409


async def test_asking_twice_with_one_key_is_one_question(people: People) -> None:
    key = {"Idempotency-Key": "one question only"}
    twice = [
        await people.pat.post("/questions", json={"question": QUESTION}, headers=key)
        for _ in range(2)
    ]
    assert len({answer.json()["reference"] for answer in twice}) == 1
    other = {"question": "Something else altogether?"}
    refused = await people.pat.post("/questions", json=other, headers=key)
    assert refused.status_code == 422


async def test_a_question_can_be_withdrawn(people: People) -> None:
    reference = (await asked(people.pat))["reference"]
    why = {"reason": "The parents have rung."}
    ended = await after(
        people.pat, await people.pat.post(f"/requests/{reference}/withdraw", json=why)
    )
    assert ended["ending"] == "withdrawn"


async def test_the_mail_to_advisers_says_that_a_question_waits_and_no_more(
    live: Live, people: People
) -> None:
    reference = (await asked(people.pat))["reference"]

    async def written() -> bool:
        return any(reference in str(mail) for mail in live.mail())

    await until(written)
    mail = next(m for m in live.mail() if reference in str(m))
    assert mail["Subject"].startswith("A question needs an adviser")
    assert "hungry" not in json.dumps(str(mail))


async def test_only_a_practitioner_asks_first(people: People) -> None:
    asking = await people.ola.post("/questions", json={"question": QUESTION})
    assert asking.status_code == 403
