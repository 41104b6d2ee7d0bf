"""What the answers amount to, question by question."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from domain.evaluation import Evaluation, evaluate, inform_for, reachable
from domain.rules import (
    AdviserMode,
    AnswerValue,
    Branch,
    InformValue,
    Priority,
    RuleSet,
    Verdict,
)
from tests.domain.examples import RULE_SETS, rules_of

YES, NO, UNSURE = AnswerValue.YES, AnswerValue.NO, AnswerValue.UNSURE
RULES = rules_of("HMG-2018")
CALM = {"U0": NO, "H0": NO}
SETTLED = CALM | {"Q1": YES, "Q2": NO, "Q3": YES, "Q4": YES}
SHARED = SETTLED | dict.fromkeys(RULES.checks, YES)
URGENT = {"U0": YES, "U1": YES}


def test_with_no_answers_the_first_question_is_asked() -> None:
    assert evaluate(RULES, {}) == Evaluation(
        outcome=None,
        needs_adviser=False,
        adviser_mode=None,
        inform_individual=None,
        priority=Priority.STANDARD,
        remediable=False,
        reasons=(),
        next_question="U0",
        path=(),
        stopped_at=None,
        unsure=(),
    )


def test_half_way_the_next_question_is_named() -> None:
    evaluation = evaluate(RULES, SETTLED | {"K1": YES})
    assert evaluation.next_question == "K2"
    assert evaluation.outcome is None
    assert evaluation.path == ("U0", "H0", "Q1", "Q2", "Q3", "Q4", "K1")
    assert evaluation.reasons == ("LAWFUL_REASON_WITHOUT_CONSENT",)


def test_a_share_goes_on_to_ask_about_telling() -> None:
    evaluation = evaluate(RULES, SHARED)
    assert evaluation.outcome is Verdict.SHARE
    assert evaluation.inform_individual is InformValue.PENDING
    assert evaluation.next_question == "I1"
    assert evaluation.stopped_at == "K4"


def test_an_urgent_share_need_not_wait_for_telling() -> None:
    evaluation = evaluate(RULES, URGENT)
    assert evaluation.outcome is Verdict.URGENT_SHARE
    assert evaluation.inform_individual is InformValue.DELAY
    assert evaluation.next_question == "I1"
    assert evaluation.stopped_at == "U1"


def test_nothing_is_asked_once_everything_is_settled() -> None:
    evaluation = evaluate(RULES, SHARED | {"I1": YES})
    assert evaluation.next_question is None
    assert evaluation.path[-1] == "I1"
    assert evaluation.stopped_at == "K4"


def test_doubt_about_telling_holds_up_only_the_telling() -> None:
    evaluation = evaluate(RULES, SHARED | {"I1": UNSURE})
    assert evaluation.outcome is Verdict.SHARE
    assert evaluation.adviser_mode is AdviserMode.NON_BLOCKING
    assert evaluation.inform_individual is InformValue.DELAY


def test_doubt_about_telling_leaves_an_urgent_share_reviewed_afterwards() -> None:
    evaluation = evaluate(RULES, URGENT | {"I1": UNSURE})
    assert evaluation.adviser_mode is AdviserMode.RETROSPECTIVE


@pytest.mark.parametrize("check", RULES.checks)
def test_a_failed_check_can_be_mended_and_answered_again(check: str) -> None:
    failed = evaluate(RULES, SHARED | {check: NO})
    assert (failed.outcome, failed.remediable) == (Verdict.DO_NOT_SHARE, True)
    assert failed.stopped_at == check
    assert evaluate(RULES, SHARED | {check: YES}).outcome is Verdict.SHARE


def test_answers_to_questions_not_reached_count_for_nothing() -> None:
    stale = {"U1": YES, "Q3": NO, "Q4": UNSURE, "I2": UNSURE, "Z9": NO}
    consented = CALM | {"Q1": YES, "Q2": YES} | dict.fromkeys(RULES.checks, YES)
    assert evaluate(RULES, consented | stale) == evaluate(RULES, consented)


def test_an_unanswered_triage_hides_everything_after_it() -> None:
    evaluation = evaluate(RULES, {"H0": YES, "Q1": NO})
    assert evaluation.next_question == "U0"
    assert evaluation.priority is Priority.STANDARD


@pytest.mark.parametrize("doubt", ["U0", "U1"])
def test_doubt_in_an_emergency_is_an_emergency(doubt: str) -> None:
    evaluation = evaluate(RULES, URGENT | {doubt: UNSURE})
    assert evaluation.outcome is Verdict.ESCALATE
    assert evaluation.priority is Priority.EMERGENCY


def test_an_adviser_answers_the_very_question_and_the_pass_goes_on() -> None:
    asked = evaluate(RULES, SETTLED | {"Q4": UNSURE})
    assert (asked.outcome, asked.stopped_at) == (Verdict.ESCALATE, "Q4")
    assert evaluate(RULES, SETTLED | {"Q4": YES}).next_question == "K1"


@pytest.mark.parametrize(
    ("answers", "ahead"),
    [
        (SETTLED, None),
        (SETTLED | {"Q4": UNSURE}, "K1"),
        (SETTLED | {"Q4": UNSURE, "K1": YES}, "K2"),
        (SETTLED | {"Q4": UNSURE, "K1": UNSURE, "K2": YES}, "K3"),
        (SETTLED | {"Q4": UNSURE, "K1": NO}, None),
        (SHARED | {"Q4": UNSURE}, "I1"),
        (SHARED | {"Q4": UNSURE, "I1": YES}, None),
        (SETTLED | {"H0": YES, "Q4": NO}, None),
        ({"U0": UNSURE}, "U1"),
        ({"U0": UNSURE, "U1": NO}, "H0"),
    ],
)
def test_while_an_adviser_thinks_the_practitioner_can_carry_on(
    answers: dict[str, AnswerValue], ahead: str | None
) -> None:
    assert evaluate(RULES, answers).ask_ahead == ahead


def test_answering_ahead_settles_nothing() -> None:
    ahead = evaluate(RULES, SHARED | {"Q4": UNSURE})
    assert ahead.outcome is Verdict.ESCALATE
    assert ahead.path == ("U0", "H0", "Q1", "Q2", "Q3", "Q4")


@pytest.mark.parametrize(
    ("answers", "open_now"),
    [
        ({}, {"U0"}),
        (CALM | {"Q4": YES}, {"U0", "H0", "Q1"}),
        (CALM | {"Q1": UNSURE}, {"U0", "H0", "Q1", "Q2"}),
        (CALM | {"Q1": UNSURE, "Q2": UNSURE}, {"U0", "H0", "Q1", "Q2", "K1"}),
        (CALM | {"Q1": NO}, {"U0", "H0", "Q1"}),
    ],
)
def test_only_these_questions_may_be_answered_now(
    answers: dict[str, AnswerValue], open_now: set[str]
) -> None:
    assert reachable(RULES, answers) == open_now


@pytest.mark.parametrize(
    ("own", "value", "next_question", "needs_adviser"),
    [
        ({}, InformValue.PENDING, "I1", False),
        ({"I1": NO}, InformValue.PENDING, "I2", False),
        ({"I1": YES}, InformValue.NO, None, False),
        ({"I1": UNSURE}, InformValue.DELAY, None, True),
        ({"I1": NO, "I2": NO, "I3": YES}, InformValue.YES, None, False),
    ],
)
def test_each_person_is_told_or_not_by_their_own_answers(
    own: dict[str, AnswerValue],
    value: InformValue,
    next_question: str | None,
    needs_adviser: bool,
) -> None:
    someone_else = evaluate(RULES, SHARED | {"I1": NO, "I2": YES})
    step = inform_for(RULES, someone_else, own)
    assert (step.value, step.next_question, step.needs_adviser) == (
        value,
        next_question,
        needs_adviser,
    )


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({}, None),
        (URGENT, InformValue.DELAY),
        (CALM | {"Q1": NO}, InformValue.NOT_APPLICABLE),
        (CALM | {"Q1": UNSURE}, InformValue.PENDING),
    ],
)
def test_without_a_share_nobody_is_told_yet(
    answers: dict[str, AnswerValue], value: InformValue | None
) -> None:
    assert inform_for(RULES, evaluate(RULES, answers), {}).value == value


def test_without_its_guard_a_refusal_stays_a_refusal() -> None:
    answers = SETTLED | {"H0": YES, "Q4": NO}
    assert evaluate(RULES, answers).outcome is Verdict.ESCALATE
    for rules in (RULES.without_guards(), RULES.less_guards(("G1",))):
        evaluation = evaluate(rules, answers)
        assert evaluation.outcome is Verdict.DO_NOT_SHARE
        assert evaluation.reasons == ("NO_LAWFUL_REASON",)
    assert RULES.less_guards(("G9",)) == RULES


def test_rules_that_run_in_a_circle_still_end() -> None:
    first = RULES.node("H0")
    circle = replace(first, yes=Branch("U0"), no=Branch("U0"), unsure=Branch("U0"))
    nodes = tuple(circle if node is first else node for node in RULES.nodes)
    assert evaluate(replace(RULES, nodes=nodes), CALM).outcome is None


@pytest.mark.parametrize("id", RULE_SETS)
def test_rules_and_evaluations_survive_a_journey(id: str) -> None:
    rules = rules_of(id)
    whole = TypeAdapter(RuleSet)
    assert whole.validate_json(whole.dump_json(rules)) == rules
    evaluation = evaluate(rules, URGENT)
    found = TypeAdapter(Evaluation)
    assert found.validate_json(found.dump_json(evaluation)) == evaluation


def test_rules_are_small_enough_to_travel() -> None:
    sizes = {id: len(TypeAdapter(RuleSet).dump_json(rules_of(id))) for id in RULE_SETS}
    assert sizes["HMG-2018"] <= 4096
    assert max(sizes.values()) <= 6144
