"""The rules over HTTP: the same graph, and what people found in worked cases."""

import pytest

from tests.api.journey import People, faults
from tests.domain.examples import COMPARED, WORKED, Example, expected_of


@pytest.mark.parametrize("example", WORKED[::4], ids=str)
async def test_worked_examples_come_out_as_people_found_them(
    people: People, example: Example
) -> None:
    answer = await people.pat.post(
        f"/rulesets/{example.ruleset}/evaluate", json={"answers": example.answers}
    )
    found = answer.json()
    compared = {field: found[field] for field in COMPARED}
    assert compared | {"reasons": set(found["reasons"])} == expected_of(example)
    assert set(found["path"]) == set(example.answers)
    assert found["next_question"] in (None, "I1")


async def test_an_unsure_answer_says_where_it_stopped_and_what_can_be_asked_ahead(
    people: People,
) -> None:
    sent = {"answers": {"U0": "no", "H0": "no", "Q1": "unsure"}}
    found = (await people.pat.post("/rulesets/HMG-2018/evaluate", json=sent)).json()
    assert found["outcome"] == "escalate"
    assert (found["stopped_at"], found["ask_ahead"]) == ("Q1", "Q2")
    assert found["unsure"] == ["Q1"]


async def test_without_answers_the_first_question_is_next(people: People) -> None:
    sent: dict[str, dict[str, str]] = {"answers": {}}
    found = (await people.pat.post("/rulesets/DFE-2024/evaluate", json=sent)).json()
    assert (found["outcome"], found["next_question"]) == (None, "U0")


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"ZZ": "no"}, "answers.ZZ"), ({"U0": "maybe"}, "answers.U0")],
)
async def test_an_unknown_question_or_value_is_named(
    people: People, answers: dict[str, str], field: str
) -> None:
    address = "/rulesets/HMG-2018/evaluate"
    answer = await people.pat.post(address, json={"answers": answers})
    assert faults(answer) == {field}


async def test_an_unknown_set_of_rules_is_not_found(people: People) -> None:
    sent: dict[str, dict[str, str]] = {"answers": {}}
    answer = await people.pat.post("/rulesets/HMG-1999/evaluate", json=sent)
    assert answer.status_code == 404
    assert (await people.pat.get("/rulesets/HMG-1999")).status_code == 404


async def test_every_answer_in_the_graph_leads_somewhere(people: People) -> None:
    listed = (await people.pat.get("/rulesets")).json()
    assert [each["id"] for each in listed] == ["DFE-2024", "HMG-2018"]
    for each in listed:
        graph = (await people.pat.get(f"/rulesets/{each['id']}")).json()
        questions = {question["id"] for question in graph["questions"]}
        for question in graph["questions"]:
            assert question["question"]
            assert question["help"]
            assert set(question["branches"]) == {"yes", "no", "unsure"}
            for branch in question["branches"].values():
                ends = branch["end"] or branch["inform"]
                assert ends or branch["next"] in questions
