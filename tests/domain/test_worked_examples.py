"""Worked cases judged by people, and proof that they pin the rules down."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from domain.evaluation import evaluate
from domain.rules import AnswerValue, Guard, RuleSet
from tests.domain.examples import (
    EVERY,
    RULE_SETS,
    WORKED,
    Example,
    agrees,
    expected_of,
    found_in,
    rules_of,
)


@pytest.mark.parametrize("example", EVERY, ids=str)
def test_the_rules_find_what_people_found(example: Example) -> None:
    evaluation = evaluate(rules_of(example.ruleset), example.answers)
    assert found_in(evaluation) == expected_of(example)


@pytest.mark.parametrize("example", EVERY, ids=str)
def test_an_example_answers_exactly_the_questions_it_meets(example: Example) -> None:
    evaluation = evaluate(rules_of(example.ruleset), example.answers)
    assert set(evaluation.path) == set(example.answers)
    assert evaluation.unsure == example.unsure
    assert example.urgent == (example.answers["U0"] == AnswerValue.YES)


def test_no_example_is_missing() -> None:
    assert Counter(each.ruleset for each in WORKED) == {"HMG-2018": 15, "DFE-2024": 15}
    ids = [each.id for each in EVERY]
    assert len(set(ids)) == len(ids)


def swapped(rules: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    """Every rule set that differs in two answers to one question changing places."""
    for node in rules.nodes:
        for one, other in combinations(("yes", "no", "unsure"), 2):
            first, second = getattr(node, one), getattr(node, other)
            if first != second:
                wrong = replace(node, **{one: second, other: first})
                yield (
                    f"{node.id}: {one} for {other}",
                    replace(
                        rules,
                        nodes=tuple(wrong if n is node else n for n in rules.nodes),
                    ),
                )


def misranked(rules: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    """Every rule set with a priority missing, or given too seldom."""
    for rule in rules.priorities[:-1]:
        rest = tuple(each for each in rules.priorities if each is not rule)
        yield f"no rule for {rule.priority}", replace(rules, priorities=rest)
        for answer in rule.when[0].answers:
            less = replace(rule, when=(replace(rule.when[0], answers=(answer,)),))
            these = tuple(less if each is rule else each for each in rules.priorities)
            yield f"{rule.priority} on {answer} alone", replace(rules, priorities=these)


def misguarded(rules: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    """Every rule set with a guard that steps in too seldom or too often."""
    for guard in rules.guards:
        for what, bad in wrong_guards(rules, guard):
            these = tuple(bad if each is guard else each for each in rules.guards)
            yield f"{guard.id} {what}", replace(rules, guards=these)


def wrong_guards(rules: RuleSet, guard: Guard) -> Iterator[tuple[str, Guard]]:
    everywhere = tuple(node.id for node in rules.nodes)
    yield "nowhere", replace(guard, refused_at=())
    yield "everywhere", replace(guard, refused_at=everywhere)
    for node in guard.refused_at:
        kept = tuple(each for each in guard.refused_at if each != node)
        yield f"not at {node}", replace(guard, refused_at=kept)
    for condition in guard.when:
        yield "always", replace(guard, when=())
        for answer in condition.answers:
            when = (replace(condition, answers=(answer,)),)
            yield f"on {answer} alone", replace(guard, when=when)


def misinformed(rules: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    """Every rule set with an inform rule missing, or met for one reason too few."""
    told = rules.inform.rules
    for number, rule in enumerate(told):
        left = told[:number] + told[number + 1 :]
        inform = replace(rules.inform, rules=left)
        yield f"inform rule {number} missing", replace(rules, inform=inform)
        if rule.reasons:
            deaf = replace(rule, reasons=("NO_SUCH_REASON",))
            these = (*told[:number], deaf, *told[number + 1 :])
            inform = replace(rules.inform, rules=these)
            yield f"inform rule {number} deaf", replace(rules, inform=inform)


def unmarked(rules: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    """Every rule set that forgets one mark: remediable, or an adviser asked."""
    for node in rules.nodes:
        for answer in ("yes", "no", "unsure"):
            branch = getattr(node, answer)
            if branch.mark:
                plain = replace(node, **{answer: replace(branch, mark=None)})
                nodes = tuple(plain if n is node else n for n in rules.nodes)
                yield f"{node.id} {answer} unmarked", replace(rules, nodes=nodes)


WRONG = [
    pytest.param(id, wrong, id=f"{id} {what}")
    for id in RULE_SETS
    for make in (swapped, misranked, misguarded, misinformed, unmarked)
    for what, wrong in make(rules_of(id))
]


@pytest.mark.parametrize(("id", "wrong"), WRONG)
def test_wrong_rules_are_caught_by_an_example(id: str, wrong: RuleSet) -> None:
    mine = [example for example in EVERY if example.ruleset == id]
    assert not all(agrees(wrong, example) for example in mine)


def test_every_swap_is_tried() -> None:
    tried = {(id, what) for id in RULE_SETS for what, _ in swapped(rules_of(id))}
    assert Counter(id for id, _ in tried) == {
        "HMG-2018": 39,
        "DFE-2024": 55,
        "ENG-2026": 60,
    }
    assert len({what for _, what in tried}) == 72
