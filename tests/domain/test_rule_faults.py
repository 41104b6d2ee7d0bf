"""Every fault in a rule set's file is found, where it is, and all at once."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rule_file import read_rule_file
from domain.rules import AnswerValue, RuleFault, RuleSetRefused, faults_of, parse
from tests.domain.examples import BOOK

File = dict[str, Any]


def node(file: File, id: str) -> Any:
    return next(each for each in file["nodes"] if each["id"] == id)


def set_to(*path: str | int, value: object) -> Callable[[File], None]:
    """Plant a value in the file; nodes are found by their id."""

    def plant(file: File) -> None:
        here: Any = file
        for step in path[:-1]:
            here = node(file, str(step)) if here is file["nodes"] else here[step]
        here[path[-1]] = value

    return plant


def without(*path: str) -> Callable[[File], None]:
    def plant(file: File) -> None:
        here: Any = file
        for step in path[:-1]:
            here = node(file, step) if here is file["nodes"] else here[step]
        del here[path[-1]]

    return plant


def circle(file: File) -> None:
    node(file, "Q4")["yes"] = {"next": "Q2"}


def no_way_out(file: File) -> None:
    node(file, "Q4").update({said: {"next": "Q3"} for said in AnswerValue})
    node(file, "Q3").update({said: {"next": "Q4"} for said in AnswerValue})


def repeat_node(file: File) -> None:
    file["nodes"].append(node(file, "Q1"))


def repeat_guard(file: File) -> None:
    file["guards"] *= 2


def orphan(file: File) -> None:
    file["nodes"].append(node(file, "Q1") | {"id": "Q9"})


def forget_a_verdict(file: File) -> None:
    del file["inform"]["rules"][-1]


def kept_with(**evidence: object) -> Callable[[File], None]:
    """Evidence beside Q4 in place of what is there."""
    return set_to("nodes", "Q4", "evidence", value=[{"when": ["yes"], **evidence}])


A_FIELD = {"id": "why", "label": "Why?"}
OPTION = {"id": "task", "label": "Public task"}
LISTED = {"id": "basis", "label": "Which?", "options": [OPTION]}


def two_for_yes(file: File) -> None:
    entry = {"when": ["yes"], "fields": [A_FIELD]}
    node(file, "Q4")["evidence"] = [entry, {**entry, "when": ["no", "yes"]}]


PLANTED = [
    (two_for_yes, "nodes[Q4].evidence", "two entries for yes"),
    (kept_with(), "nodes[Q4].evidence[0]", "neither options nor fields"),
    (kept_with(options=[OPTION]), "nodes[Q4].evidence[0]", "an id and a label"),
    (
        kept_with(**LISTED | {"options": [OPTION, OPTION]}),
        "nodes[Q4].evidence[basis].options[task]",
        "appears 2 times",
    ),
    (
        kept_with(
            **LISTED | {"options": [OPTION | {"fields": [A_FIELD]}]}, fields=[A_FIELD]
        ),
        "nodes[Q4].evidence[basis].fields[why]",
        "appears 2 times",
    ),
    (
        kept_with(**LISTED, fields=[A_FIELD | {"id": "basis"}]),
        "nodes[Q4].evidence[basis].fields[basis]",
        "appears 2 times",
    ),
    (
        kept_with(fields=[A_FIELD | {"kind": "colour"}]),
        "nodes[Q4].evidence[0].fields[why].kind",
        "one of line, text, date, tick",
    ),
    (
        set_to("nodes", "Q1", "suggest", value={"fact": "moon_full", "yes": "It is."}),
        "nodes[Q1].suggest.fact",
        "must be one of purpose_named",
    ),
    (
        set_to("nodes", "Q1", "suggest", value={"fact": "purpose_named"}),
        "nodes[Q1].suggest",
        "neither yes nor no",
    ),
    (
        set_to("nodes", "Q1", "reassurance", value={"text": "All is well."}),
        "nodes[Q1].reassurance.source",
        "is missing",
    ),
    (set_to("letters", value={"NOPE": "No."}), "letters.NOPE", "there is no reason"),
    (set_to("provisional", value="perhaps"), "provisional", "true or false"),
    (set_to("checks", value=["K1"] * 201), "checks", "longer than 200"),
    (set_to("nodes", "Q2", "no", value={"next": "Q9"}), "nodes[Q2].no.next", "Q9"),
    (set_to("start", value="Q9"), "start", "no question Q9"),
    (set_to("triage", value="X1"), "triage", "no question X1"),
    (set_to("triage", value="I1"), "triage", "must not be a question of the inform"),
    (set_to("inform", "start", value="Q1"), "inform.start", "of the inform step"),
    (set_to("checks", value=["K1", "K2", "K3", "K9"]), "checks", "no question K9"),
    (set_to("checks", value=["K1", "K1", "K3", "K4"]), "checks[K1]", "appears 2 times"),
    (set_to("checks", value=[]), "checks", "must not be empty"),
    (
        set_to("checks", value=["K1", "K2", "K3"]),
        "nodes[K4].yes.next",
        "no question NEXT_CHECK",
    ),
    (set_to("guards", 0, "refused_at", value=["Z1"]), "guards[G1].refused_at", "Z1"),
    (
        set_to("guards", 0, "refused_at", value=["Q3"]),
        "guards[G1].refused_at",
        "Q3 never refuses",
    ),
    (set_to("guards", 0, "when", value={"Z1": ["no"]}), "guards[G1].when", "Z1"),
    (set_to("guards", 0, "outcome", value="share"), "guards[G1].outcome", "one of"),
    (set_to("guards", 0, "reason", value="NOPE"), "guards[G1].reason", "NOPE"),
    (
        set_to("priorities", 0, "when", value={"Z1": ["no"]}),
        "priorities[0].when",
        "no question Z1",
    ),
    (set_to("priorities", 2, "when", value={"U0": ["no"]}), "priorities", "last"),
    (set_to("priorities", 0, "when", value={}), "priorities[0]", "nothing for those"),
    (set_to("routes", 0, "nodes", value=["U0", "U0"]), "routes[U0]", "2 times"),
    (set_to("routes", 0, "nodes", value=["U0", "Z1"]), "routes", "no question Z1"),
    (set_to("default_route", value="nobody"), "default_route", "one of the routes"),
    (
        set_to("nodes", "Q1", "no", "reason", value="NOPE"),
        "nodes[Q1].no.reason",
        "no reason NOPE",
    ),
    (
        set_to("inform", "rules", 0, "reasons", value=["NOPE"]),
        "inform.rules[0].reasons",
        "no reason NOPE",
    ),
    (forget_a_verdict, "inform.rules", "say nothing about do_not_share"),
    (orphan, "nodes[Q9]", "is never reached"),
    (circle, "nodes[Q3]", "leads back to itself"),
    (no_way_out, "nodes[Q4]", "has no way to an end"),
    (repeat_node, "nodes[Q1]", "appears 2 times"),
    (repeat_guard, "guards[G1]", "appears 2 times"),
    (without("nodes", "Q3", "unsure"), "nodes[Q3].unsure", "is missing"),
    (without("nodes", "Q1", "no", "reason"), "nodes[Q1].no", "needs a reason"),
    (without("version"), "version", "is missing"),
    (without("inform", "start"), "inform.start", "is missing"),
    (set_to("version", value="22 November"), "version", "must be a date"),
    (set_to("version", value="2026-02-30"), "version", "must be a date"),
    (set_to("version", value=20261122), "version", "must be a date"),
    (set_to("effective_from", value="2018-13"), "effective_from", "month"),
    (set_to("id", value="my rules"), "id", "must be a name"),
    (set_to("title", value=""), "title", "must be text"),
    (set_to("nodes", value={}), "nodes", "must be a list"),
    (set_to("nodes", value=["Q1"]), "nodes[0]", "must be a table"),
    (set_to("reasons", value=[]), "reasons", "must be a table"),
    (set_to("guards", value=None), "guards", "must be a list"),
    (set_to("nodes", "Q1", "id", value="one"), "nodes[one].id", "question's id"),
    (set_to("nodes", "Q1", "stage", value="why"), "nodes[Q1].stage", "one of triage"),
    (set_to("nodes", "Q1", "hlep", value="x"), "nodes[Q1].hlep", "not a known field"),
    (
        set_to("nodes", "K1", "no", "remediable", value="yes"),
        "nodes[K1].no.remediable",
        "true or false",
    ),
    (
        set_to("nodes", "Q1", "no", "end", value="maybe"),
        "nodes[Q1].no.end",
        "must be one of",
    ),
    (set_to("nodes", "Q1", "no", value={}), "nodes[Q1].no", "one of next, end and"),
    (
        set_to("nodes", "Q1", "no", value={"next": "Q2", "end": "share"}),
        "nodes[Q1].no",
        "one of next, end and",
    ),
    (
        set_to("nodes", "Q1", "no", value={"inform": "no", "reason": "INFORM_OK"}),
        "nodes[Q1].no",
        "only the inform step",
    ),
    (
        set_to("nodes", "I1", "yes", value={"end": "share"}),
        "nodes[I1].yes",
        "only the inform step",
    ),
    (set_to("nodes", "I1", "no", value={"next": "Q1"}), "nodes[I1].no", "is apart"),
    (
        set_to("nodes", "Q4", "yes", "remediable", value=True),
        "nodes[Q4].yes",
        "only a refusal",
    ),
    (
        set_to("nodes", "Q4", "yes", "adviser", value="non_blocking"),
        "nodes[Q4].yes",
        "without waiting",
    ),
    (
        set_to("nodes", "I1", "unsure", "remediable", value=True),
        "nodes[I1].unsure",
        "cannot have both",
    ),
]


@pytest.mark.parametrize(
    ("plant", "place", "says"), PLANTED, ids=[f"{p}: {says}" for _, p, says in PLANTED]
)
def test_a_planted_fault_is_found_where_it_is(
    plant: Callable[[File], None], place: str, says: str
) -> None:
    file = BOOK.data("HMG-2018")
    plant(file)
    found = faults_of(file)
    assert any(fault.place == place and says in fault.fault for fault in found), found
    with pytest.raises(RuleSetRefused) as refused:
        parse(file)
    assert refused.value.faults == found


def test_every_fault_is_found_at_once() -> None:
    file = BOOK.data("HMG-2018")
    file["version"] = "soon"
    node(file, "Q1")["stage"] = "why"
    del node(file, "Q3")["unsure"]
    assert sorted(fault.place for fault in faults_of(file)) == [
        "nodes[Q1].stage",
        "nodes[Q3].unsure",
        "version",
    ]


def test_what_is_missing_hides_nothing_else_and_makes_nothing_up() -> None:
    file = BOOK.data("HMG-2018")
    del node(file, "I2")["stage"]
    del node(file, "Q3")["unsure"]
    node(file, "Q1")["no"]["reason"] = "NOPE"
    node(file, "Q4")["no"]["end"] = "perhaps"
    assert {(fault.place, fault.fault.split()[0]) for fault in faults_of(file)} == {
        ("nodes[I2].stage", "is"),
        ("nodes[Q3].unsure", "is"),
        ("nodes[Q1].no.reason", "there"),
        ("nodes[Q4].no.end", "must"),
    }


def test_a_question_without_a_name_is_told_once_and_nothing_is_made_up_of_it() -> None:
    file = BOOK.data("HMG-2018")
    nameless = {**node(file, "Q1")}
    del nameless["id"]
    file["nodes"] += [nameless, nameless]
    count = len(file["nodes"])
    assert [fault.place for fault in faults_of(file)] == [
        f"nodes[{count - 2}].id",
        f"nodes[{count - 1}].id",
    ]


def test_a_small_slip_in_a_question_does_not_hide_a_big_one() -> None:
    file = BOOK.data("HMG-2018")
    file["nodes"].append(node(file, "Q1") | {"id": "Q9", "hlep": "x"})
    assert [fault.place for fault in faults_of(file)] == ["nodes[Q9].hlep", "nodes[Q9]"]


@pytest.mark.parametrize("field", ["start", "triage", "checks", "inform", "reasons"])
def test_a_missing_part_is_not_blamed_on_every_question(field: str) -> None:
    file = BOOK.data("HMG-2018")
    del file[field]
    places = [fault.place for fault in faults_of(file)]
    assert places[0] == field
    assert not [place for place in places if place in ("nodes[Q1]", "nodes[I1]")]


EVERY_KIND = {
    "nodes[Q1].yes.next": "there is no question Q8",
    "nodes[Q9]": "is never reached",
    "nodes[Q2].unsure": "is missing",
    "nodes[Q3]": "leads back to itself",
    "nodes[Q6]": "has no way to an end",
    "nodes[Q2].no.reason": "there is no reason NOPE",
    "nodes[K2]": "appears 2 times",
    "version": "must be a date such as 2026-11-22",
    "title": "is there twice",
    "nodes[H0].hlep": "is not a known field",
}


def with_every_kind_of_fault() -> str:
    """The text of a rule file with ten faults, each of another kind."""
    file = BOOK.data("HMG-2018")
    node(file, "Q1")["yes"] = {"next": "Q8"}
    file["nodes"].append(node(file, "Q1") | {"id": "Q9", "yes": {"next": "Q2"}})
    del node(file, "Q2")["unsure"]
    node(file, "Q2")["no"]["reason"] = "NOPE"
    node(file, "Q4")["yes"] = {"next": "Q3"}
    for one, other in (("Q6", "Q7"), ("Q7", "Q6")):
        trapped = {said.value: {"next": other} for said in AnswerValue}
        file["nodes"].append(node(file, "Q1") | trapped | {"id": one})
    file["nodes"].append(node(file, "K2"))
    node(file, "H0")["hlep"] = "x"
    file["version"] = "soon"
    return json.dumps(file).replace('"title":', '"title": "Twice", "title":', 1)


def test_one_file_with_every_kind_of_fault_tells_them_all() -> None:
    data, twice = read_rule_file(with_every_kind_of_fault())
    told = {(fault.place, fault.fault) for fault in [*twice, *faults_of(data)]}
    assert set(EVERY_KIND.items()) <= told


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{"id": ', "line 1, column 8", "is not JSON"),
        ("[" * 100_000, "file", "nested too deeply"),
        ("1" * 5000, "file", "a number that is too long"),
        ('{"id": "\\ud800"}', "file", "half a character"),
        (
            '{"nodes": [{"id": "Q1", "yes": {"end": 1, "end": 2}}]}',
            "nodes[Q1].yes.end",
            "twice",
        ),
    ],
)
def test_a_text_that_is_no_sound_json_says_where(
    text: str, place: str, says: str
) -> None:
    _, (fault, *_) = read_rule_file(text)
    assert fault.place == place
    assert says in fault.fault


def test_a_refusal_says_where_and_what() -> None:
    file = BOOK.data("HMG-2018") | {"version": "soon"}
    fault = RuleFault("version", "must be a date such as 2026-11-22")
    assert str(RuleSetRefused(faults_of(file))) == str(fault)
    assert str(fault) == "version: must be a date such as 2026-11-22"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(BOOK.data("HMG-2018"))), json_values)
def test_no_file_of_any_kind_makes_it_fail(field: str, value: object) -> None:
    file = BOOK.data("HMG-2018") | {field: value}
    if not faults_of(file):
        parse(file)


@given(
    st.sampled_from([each["id"] for each in BOOK.data("HMG-2018")["nodes"]]),
    st.sampled_from([*AnswerValue]),
    json_values,
)
def test_no_branch_of_any_kind_makes_it_fail(
    id: str, answer: AnswerValue, value: object
) -> None:
    file = BOOK.data("HMG-2018")
    node(file, id)[answer.value] = value
    assert faults_of(file)


def test_a_file_that_is_no_table_has_that_one_fault() -> None:
    assert [str(fault) for fault in faults_of([])] == ["the file: must be a table"]
