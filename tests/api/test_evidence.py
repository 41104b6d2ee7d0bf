"""What is written down beside an answer, what is suggested, and why it comes out so."""

from typing import Any

import pytest

from tests.api.journey import People, Shown, a_request, after, faults, read
from tests.live import until

CALMLY = {"U0": "no", "H0": "no"}
UP_TO_BASIS = {**CALMLY, "P1": "yes", "P2": "yes", "P3": "yes"}
TASK = {
    "basis": "public_task",
    "function": "Children Act 2004, section 11",
    "necessary": "They cannot decide on help without it.",
}


async def begun(people: People, answers: dict[str, str] | None = None) -> str:
    """A request of Pat's under the rules of 2024."""
    sent = a_request(ruleset="DFE-2024", recipient={"directory_id": "d-larkhill-0"})
    answer = await people.pat.post("/requests", json=sent)
    reference: str = (await after(people.pat, answer))["reference"]
    await give(people, reference, answers or UP_TO_BASIS)
    return reference


async def give(
    people: People, reference: str, answers: dict[str, str], **more: Any
) -> Shown:
    body = {"answers": answers, **more}
    sent = await people.pat.put(f"/requests/{reference}/answers", json=body)
    return await after(people.pat, sent)


async def test_what_is_written_beside_an_answer_is_shown_again(people: People) -> None:
    reference = await begun(people)
    shown = await give(people, reference, {"P4": "yes"}, evidence={"P4": TASK})
    assert shown["evidence"] == {"P4": TASK}
    assert shown["evidence_missing"] == {}


async def test_an_answer_alone_is_taken_and_what_is_missing_is_named(
    people: People,
) -> None:
    reference = await begun(people)
    shown = await give(people, reference, {"P4": "yes"})
    assert shown["evidence_missing"] == {"P4": ["basis"]}
    part = {"P4": {"basis": "public_task", "function": "Section 11"}}
    shown = await give(people, reference, {"P4": "yes"}, evidence=part)
    assert shown["evidence_missing"] == {"P4": ["necessary"]}
    rest = {"P4": {"necessary": "To help."}}
    shown = await give(people, reference, {"P4": "yes"}, evidence=rest)
    assert shown["evidence"]["P4"]["function"] == "Section 11"
    assert shown["evidence_missing"] == {}


async def test_another_choice_begins_with_empty_fields(people: People) -> None:
    reference = await begun(people)
    await give(people, reference, {"P4": "yes"}, evidence={"P4": TASK})
    other = {"P4": {"basis": "recognised_legitimate_interest"}}
    shown = await give(people, reference, {"P4": "yes"}, evidence=other)
    assert shown["evidence"] == other


@pytest.mark.parametrize(
    ("evidence", "field"),
    [
        ({"P4": {"basis": "because"}}, "evidence.P4.basis"),
        ({"P4": {"basis": "public_task", "why": "x"}}, "evidence.P4.why"),
        ({"P4": TASK | {"function": "x" * 201}}, "evidence.P4.function"),
        ({"P4": TASK | {"necessary": "x" * 2001}}, "evidence.P4.necessary"),
        ({"P4": TASK | {"necessary": "a\x00b"}}, "evidence.P4.necessary"),
        ({"P4": {"basis": 7}}, "evidence.P4.basis"),
        ({"P5": {"agreed_by": "Jo"}}, "evidence.P5"),
        ({"P3": {"why": "x"}}, "evidence.P3"),
        ({"Z9": {"why": "x"}}, "evidence.Z9"),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_name(
    people: People, evidence: dict[str, Any], field: str
) -> None:
    reference = await begun(people)
    answers = {"P3": "yes", "P4": "yes"} | dict.fromkeys(evidence, "yes")
    answers.pop("P5", None)
    body = {"answers": answers, "evidence": evidence}
    refused = await people.pat.put(f"/requests/{reference}/answers", json=body)
    assert field in faults(refused)
    assert "P4" not in (await read(people.pat, reference))["answers"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"Z9": "yes"}, "Z9"), ({"P4": "maybe"}, "answers.P4"), ({"K1": "yes"}, "K1")],
)
async def test_an_answer_that_cannot_be_given_is_refused_by_name(
    people: People, answers: dict[str, str], field: str
) -> None:
    reference = await begun(people)
    body = {"answers": answers}
    refused = await people.pat.put(f"/requests/{reference}/answers", json=body)
    assert field in faults(refused)


async def test_what_follows_from_the_request_is_suggested(people: People) -> None:
    reference = await begun(people, CALMLY)
    shown = await read(people.pat, reference)
    found = [(each["question"], each["answer"]) for each in shown["suggestions"]]
    assert found == [("P1", "yes"), ("P2", "yes"), ("P3", "yes")]
    assert shown["suggestions"][0]["because"]
    assert shown["answers"] == CALMLY  # suggested, and not answered
    assert (await read(people.ada, reference))["suggestions"] == []


async def test_why_it_comes_out_so_is_told_with_all_that_was_written(
    people: People,
) -> None:
    reference = await begun(people)
    await give(people, reference, {"P4": "yes"}, evidence={"P4": TASK})
    await give(people, reference, {"P6": "no"}, notes={"P6": "Only attendance."})
    await give(people, reference, {"P4": "no", "P5": "no"})
    told = (await people.ada.get(f"/requests/{reference}/explanation")).json()
    assert told["outcome"] == "do_not_share"
    assert [each["code"] for each in told["reasons"]] == ["NO_LAWFUL_BASIS"]
    path = {each["question"]: each for each in told["path"]}
    assert list(path) == [*UP_TO_BASIS, "P4", "P5"]
    assert path["P4"]["by"] == "Pat Reed"
    assert path["P4"]["evidence"] == {}
    assert [each["note"] for each in told["stale"]] == ["Only attendance."]
    changed = [(c["question"], c["before"], c["after"]) for c in told["changes"]]
    assert changed == [("P4", "yes", "no")]
    assert told["rules"]["id"] == "DFE-2024"
    assert told["rules"]["source"]


async def test_nobody_else_is_told_why(people: People) -> None:
    reference = await begun(people)
    for stranger in (people.sam, people.mina, people.ola):
        answer = await stranger.get(f"/requests/{reference}/explanation")
        assert answer.status_code == 404


async def test_the_record_has_what_was_written_beside_each_answer(
    people: People,
) -> None:
    reference = await begun(people)
    note = {"P4": "Agreed with our data protection officer."}
    await give(people, reference, {"P4": "yes"}, evidence={"P4": TASK}, notes=note)
    sent = await people.pat.post(
        f"/requests/{reference}/withdraw", json={"reason": "x"}
    )
    await after(people.pat, sent)
    record = await sealed(people, reference)
    basis = next(each for each in record["answers"] if each["question"] == "P4")
    assert basis["note"] == note["P4"]
    assert basis["choice"] == "Public task"
    written = {each["field"]: each["written"] for each in basis["evidence"]}
    assert written == {k: v for k, v in TASK.items() if k != "basis"}
    told = " ".join(line["sentence"] for line in record["timeline"])
    assert note["P4"] in told
    assert "public_task" not in told


async def sealed(people: People, reference: str) -> Shown:
    async def is_sealed() -> bool:
        answer = await people.pat.get(f"/requests/{reference}/record")
        return answer.status_code == 200

    await until(is_sealed)
    answer = await people.pat.get(f"/requests/{reference}/record")
    record: Shown = answer.json()["record"]
    return record
