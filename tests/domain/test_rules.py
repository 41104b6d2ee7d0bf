"""A rule set's file, and the rules and wording it becomes."""

from dataclasses import FrozenInstanceError

import pytest

from domain.rules import (
    AdviserMode,
    AnswerValue,
    InformValue,
    Verdict,
    faults_of,
)
from domain.wording import Fact
from tests.domain.examples import BOOK, RULE_SETS, rules_of

RULES, WORDING = BOOK.get("HMG-2018")


@pytest.mark.parametrize("id", RULE_SETS)
def test_the_packaged_rule_sets_have_no_faults(id: str) -> None:
    assert faults_of(BOOK.data(id)) == []


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_question_has_its_words_and_every_reason_its_sentence(id: str) -> None:
    rules, wording = BOOK.get(id)
    assert [each.id for each in wording.questions] == [each.id for each in rules.nodes]
    assert all(wording.question(each.id).question.endswith("?") for each in rules.nodes)
    assert all(wording.question(each.id).route_label for each in rules.nodes)
    assert all(sentence.endswith(".") for _, sentence in wording.reasons)
    assert {guard for guard, _ in wording.guards} == {each.id for each in rules.guards}


@pytest.mark.parametrize("id", RULE_SETS)
def test_no_sentence_goes_unused(id: str) -> None:
    rules, wording = BOOK.get(id)
    used = {guard.reason for guard in rules.guards}
    used |= {rule.reason for rule in rules.inform.rules}
    for each in rules.nodes:
        used |= {each.yes.reason, each.no.reason, each.unsure.reason}
    assert {code for code, _ in wording.reasons} == used - {""}


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_doubt_that_waits_for_advice_has_somebody_to_ask(id: str) -> None:
    rules = rules_of(id)
    routed = {node for route in rules.routes for node in route.nodes}
    waiting = {
        each.id
        for each in rules.nodes
        if each.unsure.end is Verdict.ESCALATE or each.unsure.adviser
    }
    assert routed == waiting


@pytest.mark.parametrize(
    ("id", "chain"),
    [
        ("HMG-2018", ["K1", "K2", "K3", "K4", "share"]),
        ("DFE-2024", ["K1", "K2", "K5", "K3", "K4", "share"]),
        ("ENG-2026", ["K1", "K2", "K5", "K3", "K4", "share"]),
    ],
)
def test_the_checks_follow_each_other_and_end_in_a_share(
    id: str, chain: list[str]
) -> None:
    rules = rules_of(id)
    assert [rules.checks[0], *(rules.node(c).yes.to for c in rules.checks)] == chain


def test_a_branch_says_what_kind_it_is() -> None:
    ask, refuse, tell = (
        RULES.node("U0").yes,
        RULES.node("K1").no,
        RULES.node("I1").unsure,
    )
    assert (ask.next, ask.end, ask.inform) == ("U1", None, None)
    assert (refuse.next, refuse.end, refuse.remediable) == (
        None,
        Verdict.DO_NOT_SHARE,
        True,
    )
    assert (tell.inform, tell.adviser) == (InformValue.DELAY, AdviserMode.NON_BLOCKING)
    assert RULES.node("U0").branch(AnswerValue.NO) is RULES.node("U0").no
    assert RULES.node("U0").branch(None) is None


@pytest.mark.parametrize(
    ("node_id", "code"),
    [
        ("U0", "on_call_safeguarding_lead"),
        ("Q1", "safeguarding_lead"),
        ("Q4", "information_governance"),
        ("H0", "safeguarding_lead"),
        ("Z9", "safeguarding_lead"),
    ],
)
def test_somebody_is_always_there_to_ask(node_id: str, code: str) -> None:
    assert RULES.route_for(node_id) == code


def test_what_is_not_there_is_a_key_error() -> None:
    assert RULES.has("Q1")
    assert not RULES.has("P1")
    for look in (RULES.node, WORDING.question, WORDING.reason):
        with pytest.raises(KeyError):
            look("P1")


def test_rules_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        RULES.version = "2027-01-01"  # type: ignore[misc]


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_refusal_can_be_told_to_whoever_asked(id: str) -> None:
    rules, wording = BOOK.get(id)
    refusals = {
        branch.reason
        for node in rules.nodes
        for branch in (node.yes, node.no, node.unsure)
        if branch.end is Verdict.DO_NOT_SHARE
    }
    assert set(dict(wording.letters)) == refusals


@pytest.mark.parametrize("id", RULE_SETS)
def test_the_usual_basis_asks_for_two_things_at_most(id: str) -> None:
    _, wording = BOOK.get(id)
    asked = [e for q in wording.questions for e in q.evidence if e.id == "basis"]
    for evidence in asked:
        assert sum(field.required for field in evidence.fields_for("public_task")) == 2
    assert len(asked) == 1


@pytest.mark.parametrize("id", RULE_SETS)
def test_a_kind_word_always_says_whose_it_is(id: str) -> None:
    _, wording = BOOK.get(id)
    assert all(q.reassurance.source for q in wording.questions if q.reassurance)
    assert wording.question("H0").reassurance


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_kind_of_fact_but_none_twice_leads_to_a_suggestion(id: str) -> None:
    _, wording = BOOK.get(id)
    facts = [q.suggestion.fact for q in wording.questions if q.suggestion]
    assert len(set(facts)) == len(facts)
    assert set(facts) == set(Fact) - (ONLY_DFE if id == "HMG-2018" else set())


ONLY_DFE = {
    Fact.RECIPIENT_IN_DIRECTORY,
    Fact.ITEMS_SENSITIVE,
    Fact.USUAL_CONDITION,
    Fact.TOLD_IN_CONFIDENCE,
    Fact.NOTHING_ENDANGERS,
}
