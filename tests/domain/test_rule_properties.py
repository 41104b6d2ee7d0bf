"""What holds under every rule set, whatever anybody answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evaluation import Evaluation, evaluate, inform_for, reachable
from domain.rules import AnswerValue, InformValue, QuestionStage, RuleSet, Verdict
from tests.domain.examples import RULE_SETS, rules_of

Answers = dict[str, AnswerValue]
RULES = st.sampled_from([rules_of(id) for id in RULE_SETS])


@dataclass(frozen=True)
class Promise:
    """When information may leave: all of these, and one of those."""

    all_of: tuple[tuple[str, str], ...]
    one_of: tuple[tuple[str, str], ...]
    urgent_gate: tuple[tuple[str, str], ...] = (("U0", "yes"), ("U1", "yes"))


PROMISES = {
    "HMG-2018": Promise(
        all_of=(("Q1", "yes"),),
        one_of=(("Q2", "yes"), ("Q3", "no"), ("Q4", "yes")),
    ),
    "DFE-2024": Promise(
        all_of=(("P1", "yes"),),
        one_of=(("P5", "yes"), ("P2", "no"), ("P4", "yes")),
    ),
    "ENG-2026": Promise(
        all_of=(("P1", "yes"),),
        one_of=(("P5", "yes"), ("P2", "no"), ("P4", "yes"), ("L2", "no")),
    ),
}
WITH_DUTY = rules_of("ENG-2026")
NO = AnswerValue.NO
LEAVES = {Verdict.SHARE, Verdict.SHARE_ANONYMISED}


@st.composite
def rules_and_answers(draw: st.DrawFn, total: bool = False) -> tuple[RuleSet, Answers]:
    """Answers to some or all questions; yes more often, so that most get far."""
    rules = draw(RULES)
    said = st.sampled_from([*AnswerValue, *[AnswerValue.YES] * 3])
    ids = [node.id for node in rules.nodes]
    if total:
        return rules, {id: draw(said) for id in ids}
    return rules, draw(st.dictionaries(st.sampled_from(ids), said))


def met(pairs: tuple[tuple[str, str], ...], answers: Mapping[str, str]) -> list[bool]:
    return [answers.get(node) == answer for node, answer in pairs]


def every_way(
    rules: RuleSet, said: Answers | None = None
) -> Iterator[tuple[Answers, Evaluation]]:
    """Every way through the questions as they are asked, half way or complete."""
    said = said or {}
    evaluation = evaluate(rules, said)
    yield said, evaluation
    if asked := evaluation.next_question:
        for answer in AnswerValue:
            yield from every_way(rules, said | {asked: answer})


def test_every_rule_set_keeps_a_promise() -> None:
    assert set(PROMISES) == set(RULE_SETS)
    for id, promise in PROMISES.items():
        named = promise.all_of + promise.one_of + promise.urgent_gate
        assert all(rules_of(id).has(node) for node, _ in named)


@given(rules_and_answers(total=True))
def test_every_full_set_of_answers_ends(case: tuple[RuleSet, Answers]) -> None:
    evaluation = evaluate(*case)
    assert evaluation.outcome is not None
    assert evaluation.next_question is None
    assert evaluation.ask_ahead is None
    assert evaluation.inform_individual is not None
    assert evaluation.reasons


@pytest.mark.parametrize("id", RULE_SETS)
def test_nothing_leaves_without_a_purpose_and_a_ground(id: str) -> None:
    promise, met_at_all = PROMISES[id], set()
    for said, evaluation in every_way(rules_of(id)):
        if evaluation.outcome in LEAVES:
            met_at_all.add(evaluation.outcome)
            assert all(met(promise.all_of, said))
            assert any(met(promise.one_of, said))
    assert met_at_all == LEAVES


@pytest.mark.parametrize("id", RULE_SETS)
def test_what_is_identifiable_leaves_only_when_every_check_is_a_yes(id: str) -> None:
    rules = rules_of(id)
    for said, evaluation in every_way(rules):
        if evaluation.outcome is Verdict.SHARE:
            assert {said.get(check) for check in rules.checks} == {AnswerValue.YES}


@pytest.mark.parametrize("id", RULE_SETS)
def test_the_urgent_way_is_open_exactly_when_its_gate_is(id: str) -> None:
    for said, evaluation in every_way(rules_of(id)):
        urgent = evaluation.outcome is Verdict.URGENT_SHARE
        assert urgent == all(met(PROMISES[id].urgent_gate, said))


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_way_through_is_looked_at_and_meets_every_verdict(id: str) -> None:
    ways = list(every_way(rules_of(id)))
    assert {evaluation.outcome for _, evaluation in ways} == {*Verdict, None}
    asked = {node for said, _ in ways for node in said}
    assert asked == {node.id for node in rules_of(id).nodes}


@given(rules_and_answers(total=True))
def test_the_duty_blocks_nothing_that_could_leave_but_by_its_own_question(
    case: tuple[RuleSet, Answers],
) -> None:
    answers = {**dict.fromkeys((n.id for n in WITH_DUTY.nodes), NO), **case[1]}
    before = evaluate(rules_of("DFE-2024"), answers)
    after = evaluate(WITH_DUTY, answers)
    if before.outcome in LEAVES and after.outcome is not before.outcome:
        assert after.stopped_at == "L2"
        assert after.outcome is Verdict.ESCALATE


@given(rules_and_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answering_makes_no_difference(
    case: tuple[RuleSet, Answers], dice: Any
) -> None:
    rules, answers = case
    shuffled = list(answers.items())
    dice.shuffle(shuffled)
    assert evaluate(rules, dict(shuffled)) == evaluate(rules, answers)


@given(
    RULES,
    st.dictionaries(
        st.text(max_size=4) | st.sampled_from(["U0", "U1", "H0", "Q1", "P1", "I1"]),
        st.sampled_from([*AnswerValue])
        | st.text()
        | st.none()
        | st.integers()
        | st.lists(st.text()),
    ),
)
def test_no_answers_of_any_kind_make_it_fail(
    rules: RuleSet, answers: dict[str, object]
) -> None:
    said = cast(Answers, answers)
    evaluation = evaluate(rules, said)
    reachable(rules, said)
    inform_for(rules, evaluation, said)
    assert all(answers[id] in list(AnswerValue) for id in evaluation.path)


@given(rules_and_answers(total=True))
def test_answering_what_is_asked_always_comes_to_an_end(
    case: tuple[RuleSet, Answers],
) -> None:
    rules, answers = case
    said: Answers = {}
    while asked := evaluate(rules, said).next_question:
        assert asked not in said
        assert asked in reachable(rules, said)
        said[asked] = answers[asked]
    assert replace(evaluate(rules, said), ask_ahead=None) == evaluate(rules, answers)


@given(rules_and_answers(total=True))
def test_answering_ahead_leaves_nothing_to_ask_once_the_doubt_is_a_yes(
    case: tuple[RuleSet, Answers],
) -> None:
    rules, answers = case
    said: Answers = {}
    while (
        asked := evaluate(rules, said).next_question or evaluate(rules, said).ask_ahead
    ):
        assert asked not in said
        assert asked in reachable(rules, said)
        said[asked] = answers[asked]
    while (stopped := evaluate(rules, said)).outcome is Verdict.ESCALATE:
        if stopped.stopped_at not in stopped.unsure:
            break
        said[str(stopped.stopped_at)] = AnswerValue.YES
        assert evaluate(rules, said).next_question is None


def _next_or_ahead(rules: RuleSet, said: Answers) -> str | None:
    evaluation = evaluate(rules, said)
    return evaluation.next_question or evaluation.ask_ahead


@given(rules_and_answers())
def test_what_was_not_reached_counts_for_nothing(
    case: tuple[RuleSet, Answers],
) -> None:
    rules, answers = case
    evaluation = evaluate(rules, answers)
    needed = {id: answers[id] for id in evaluation.path}
    trimmed = evaluate(rules, needed)
    assert (trimmed.outcome, trimmed.reasons) == (
        evaluation.outcome,
        evaluation.reasons,
    )
    assert evaluation.path == trimmed.path


@given(rules_and_answers())
def test_an_evaluation_never_contradicts_itself(case: tuple[RuleSet, Answers]) -> None:
    rules, answers = case
    evaluation = evaluate(rules, answers)
    assert evaluation.needs_adviser == (evaluation.adviser_mode is not None)
    assert not evaluation.remediable or evaluation.outcome is Verdict.DO_NOT_SHARE
    assert (evaluation.outcome is None) == (evaluation.inform_individual is None)
    assert (evaluation.outcome is None) == (evaluation.stopped_at is None)
    assert len(set(evaluation.path)) == len(evaluation.path)
    stages = [list(QuestionStage).index(rules.node(id).stage) for id in evaluation.path]
    assert stages == sorted(stages)


@given(rules_and_answers())
def test_switching_guards_off_never_makes_anything_leave(
    case: tuple[RuleSet, Answers],
) -> None:
    rules, answers = case
    with_guards, literal = (
        evaluate(rules, answers),
        evaluate(rules.without_guards(), answers),
    )
    if with_guards.outcome is not literal.outcome:
        assert with_guards.outcome is Verdict.ESCALATE
        assert literal.outcome is Verdict.DO_NOT_SHARE


@given(rules_and_answers(total=True))
def test_each_person_fares_as_if_the_case_were_theirs(
    case: tuple[RuleSet, Answers],
) -> None:
    rules, answers = case
    theirs = {
        id: said
        for id, said in answers.items()
        if rules.node(id).stage is QuestionStage.INFORM
    }
    others = {id: said for id, said in answers.items() if id not in theirs}
    step = inform_for(rules, evaluate(rules, others), theirs)
    assert step.value == evaluate(rules, answers).inform_individual
    assert step.value is not InformValue.PENDING or step.next_question is None
