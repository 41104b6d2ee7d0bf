"""Every fault in a rule set's file is found, where it is, and all at once."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


PLANTED = [
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
