"""An overlay: a few questions laid over another rule set."""

from typing import Any

import pytest

from domain.overlay import faults_in_file, whole
from domain.rules import RuleSetRefused, parse
from tests.domain.examples import BOOK, rules_of

Data = dict[str, Any]


def overlay(**changes: object) -> Data:
    """One question of its own, put in after Q1."""
    question = {
        "id": "X1",
        "stage": "when",
        "question": "Has the head teacher agreed?",
        "help": "Ask at the office.",
        "yes": {"next": "Q2"},
        "no": {"end": "do_not_share", "reason": "HEAD_SAYS_NO"},
        "unsure": {"next": "Q2"},
    }
    return {
        "id": "HILL-1",
        "version": "2026-11-22",
        "title": "Hill School",
        "effective_from": "2026-11",
        "source": "Hill School",
        "over": "HMG-2018",
        "nodes": [question],
        "changes": {"Q1": {"yes": {"next": "X1"}, "help": "Our own words."}},
        "reasons": {"HEAD_SAYS_NO": "The head teacher did not agree."},
        **changes,
    }


def places(data: Data) -> dict[str, str]:
    return {f.place: f.fault for f in faults_in_file(data, BOOK.base)}


def test_an_overlay_is_a_whole_rule_set_with_its_questions_put_in() -> None:
    rules, wording = parse(whole(overlay(), BOOK.base))
    ids = [node.id for node in rules.nodes]
    assert ids[ids.index("Q1") + 1] == "X1"
    assert rules.node("Q1").yes.next == "X1"
    assert wording.question("Q1").help == "Our own words."
    assert (
        wording.question("Q1").question
        == BOOK.get("HMG-2018")[1].question("Q1").question
    )
    assert rules.guards == rules_of("HMG-2018").guards


def test_the_base_is_left_as_it_was() -> None:
    before = BOOK.digest("HMG-2018")
    whole(overlay(), BOOK.base)
    assert BOOK.digest("HMG-2018") == before


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"over": "HMG-1066"}, "over", "there is no rule set HMG-1066"),
        ({"changes": {"Z1": {}}}, "changes.Z1", "there is no question Z1"),
        (
            {"changes": {"Q1": {"yes": {"next": "X9"}}}},
            "changes.Q1.yes.next",
            "there is no question X9",
        ),
        ({"changes": {}}, "nodes[X1]", "is never reached"),
        (
            {"changes": {"Q1": {"yes": {"next": "Q3"}}}, "nodes": []},
            "over.nodes[Q2]",
            "is never reached",
        ),
        ({"version": "soon"}, "version", "must be a date"),
        ({"start": "Q2"}, "start", "is not a known field"),
        ({"reasons": {}}, "nodes[X1].no.reason", "there is no reason HEAD_SAYS_NO"),
        ({"letters": {"NOPE": "No."}}, "letters.NOPE", "there is no reason NOPE"),
        (
            {"changes": {"Q1": {"yes": {"next": 7}}}, "nodes": []},
            "changes.Q1.yes.next",
            "must be where to go next",
        ),
    ],
)
def test_a_fault_is_told_in_the_overlays_own_place(
    changes: Data, place: str, says: str
) -> None:
    found = places(overlay(**changes))
    assert says in found[place]
    with pytest.raises(RuleSetRefused):
        whole(overlay(**changes), BOOK.base)


def test_faults_of_shape_and_of_meaning_are_told_together() -> None:
    found = places(overlay(version="soon", changes={"Q1": {"no": {"next": "X9"}}}))
    assert {"version", "changes.Q1.no.next", "nodes[X1]"} <= set(found)


@pytest.mark.parametrize(
    "data", [[], "text", 7, None, {"over": 3}, {"over": "DFE-2024"}]
)
def test_nothing_makes_it_fail(data: Any) -> None:
    assert faults_in_file(data, BOOK.base)


def test_the_rules_with_the_duty_say_that_they_are_provisional() -> None:
    assert [id for id in BOOK.ids() if BOOK.get(id)[1].provisional] == ["ENG-2026"]


def test_holding_back_where_the_duty_applies_always_goes_to_an_adviser() -> None:
    rules = rules_of("ENG-2026")
    assert rules.less_guards(("G1", "G2")) == rules.less_guards(("G1",))
    assert [guard.id for guard in rules.less_guards(("G1", "G2")).guards] == ["G2"]
