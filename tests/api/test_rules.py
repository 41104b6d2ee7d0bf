"""The rules over HTTP: the same graph, and what people found in worked cases."""

from collections.abc import AsyncIterator

import httpx2
import pytest
import pytest_asyncio

from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import People, a_request, faults
from tests.domain.examples import BOOK, COMPARED, WORKED, Example, expected_of
from tests.live import Live


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
    assert [each["id"] for each in listed] == ["DFE-2024", "ENG-2026", "HMG-2018"]
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


async def test_the_list_says_which_rules_are_provisional_and_which_are_usual(
    people: People,
) -> None:
    listed = (await people.pat.get("/rulesets")).json()
    assert [each["id"] for each in listed if each["provisional"]] == ["ENG-2026"]
    assert [each["id"] for each in listed if each["default"]] == ["HMG-2018"]
    assert not any(each["own"] for each in listed)


async def test_a_graph_has_sources_evidence_suggestions_and_letters(
    people: People,
) -> None:
    graph = (await people.pat.get("/rulesets/DFE-2024")).json()
    basis = next(each for each in graph["questions"] if each["id"] == "P4")
    (evidence,) = basis["evidence"]
    assert (evidence["id"], evidence["when"]) == ("basis", ["yes"])
    task = next(each for each in evidence["options"] if each["id"] == "public_task")
    assert [field["id"] for field in task["fields"] if field["required"]] == [
        "function",
        "necessary",
    ]
    assert task["source"]
    assert basis["suggestion"]["fact"] == "usual_basis"
    assert basis["reassurance"]["source"]
    assert graph["letters"]["NO_LAWFUL_BASIS"]
    assert [(g["id"], g["optional"], g["off"]) for g in graph["guards"]] == [
        ("G1", True, False)
    ]


async def test_a_drawing_is_a_picture(people: People) -> None:
    drawn = await people.pat.get("/rulesets/ENG-2026/drawing")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    assert (await people.pat.get("/rulesets/HMG-1066/drawing")).status_code == 404


async def test_a_provisional_set_is_refused_by_name(people: People) -> None:
    answer = await people.pat.post("/requests", json=a_request(ruleset="ENG-2026"))
    assert faults(answer) == {"ruleset"}


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (b"{}", "nodes"),
        (b"[]", ""),
        (b"{", "line 1, column 2"),
        (b"\xff", "line 1, column 1"),
        (b'{"id": "A", "id": "B"}', "id"),
    ],
)
async def test_every_fault_of_a_file_is_told_with_its_place(
    people: People, sent: bytes, place: str
) -> None:
    answer = await people.pat.post("/rulesets/check", content=sent)
    assert answer.status_code == 200
    assert place in {each["place"] for each in answer.json()["faults"]}


async def test_a_sound_file_has_no_faults(people: People) -> None:
    answer = await people.pat.post("/rulesets/check", json=OWN)
    assert answer.json() == {"faults": []}


OWN = BOOK.data("DFE-2024") | {"id": "MOOR-1", "title": "Moor rules"}


@pytest_asyncio.fixture
async def moor(live: Live) -> AsyncIterator[httpx2.AsyncClient]:
    """The administrator of a workplace that has chosen nothing yet."""
    place = Organisation("moor", "Moor Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    if "finn" not in live.logins:
        live.newcomer("finn", Role.ADMINISTRATOR, "moor")
    async with live.api("finn") as finn:
        yield finn


async def test_an_administrator_adds_rules_and_settles_which_are_followed(
    moor: httpx2.AsyncClient, people: People
) -> None:
    added = await moor.post("/rulesets", json=OWN)
    assert added.status_code == 201, added.text
    assert (added.json()["id"], added.json()["own"]) == ("MOOR-1", True)
    sent = {"default": "MOOR-1", "guards_off": ["G1"]}
    assert (await moor.put("/organisation/rules", json=sent)).json() == sent
    assert (await moor.put("/organisation/rules", json={"guards_off": []})).json() == {
        "default": "MOOR-1",
        "guards_off": [],
    }
    assert (await moor.get("/organisation/rules")).json()["default"] == "MOOR-1"
    assert (await people.pat.get("/rulesets/MOOR-1")).status_code == 404


async def test_a_faulty_file_is_refused_with_every_fault(
    moor: httpx2.AsyncClient,
) -> None:
    bad = {**OWN, "id": "DFE-2024", "version": "soon", "start": "Z1"}
    assert {"version", "start"} <= faults(await moor.post("/rulesets", json=bad))
    taken = await moor.post("/rulesets", json=OWN | {"id": "DFE-2024"})
    assert faults(taken) == {"id"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"default": "HMG-1066"}, "default"),
        ({"guards_off": ["G2"]}, "guards_off"),
        ({"guards": []}, "guards"),
        ({"default": 7}, "default"),
    ],
)
async def test_a_choice_that_is_none_is_named(
    moor: httpx2.AsyncClient, sent: dict[str, object], field: str
) -> None:
    answer = await moor.put("/organisation/rules", json=sent)
    assert faults(answer) == {field}


async def test_nobody_else_adds_or_settles(people: People) -> None:
    for caller in (people.pat, people.ada):
        assert (await caller.post("/rulesets", json=OWN)).status_code == 403
        sent = {"default": "DFE-2024"}
        refused = await caller.put("/organisation/rules", json=sent)
        assert refused.status_code == 403
        seen = await caller.get("/organisation/rules")
        assert seen.json() == {"default": "HMG-2018", "guards_off": []}
