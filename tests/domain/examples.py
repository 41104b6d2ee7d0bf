"""The worked examples, and how an evaluation is held against what one expects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapters.rulebook import Rulebook
from domain.evaluation import Evaluation, evaluate
from domain.rules import AnswerValue, RuleSet

HERE = Path(__file__).parent
BOOK = Rulebook()
RULE_SETS = BOOK.ids()


@dataclass(frozen=True)
class Example:
    id: str
    ruleset: str
    answers: Mapping[str, AnswerValue]
    unsure: tuple[str, ...]
    urgent: bool
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return self.id


def rules_of(id: str) -> RuleSet:
    return BOOK.get(id)[0]


def examples_in(file: str) -> list[Example]:
    listed = json.loads((HERE / file).read_text(encoding="utf-8"))
    return [
        Example(
            id=each["id"],
            ruleset=each["ruleset"],
            answers={node: AnswerValue(said) for node, said in each["answers"].items()},
            unsure=tuple(each["unsure"]),
            urgent=each["urgent"],
            expected=each["expected"],
        )
        for each in listed
    ]


WORKED = examples_in("worked_examples.json")
MORE = examples_in("more_examples.json")

DUTY = examples_in("duty_examples.json")


def without_the_duty(example: Example) -> Example:
    """The same case where the duty of 2026 does not apply: nothing else changes."""
    asked = example.answers.get("P3") is AnswerValue.YES
    answers = {**example.answers, "L1": AnswerValue.NO} if asked else example.answers
    return replace(
        example, id=f"{example.id}-no-duty", ruleset="ENG-2026", answers=answers
    )


NO_DUTY = [
    without_the_duty(each) for each in (*WORKED, *MORE) if each.ruleset == "DFE-2024"
]
EVERY = [*WORKED, *MORE, *DUTY, *NO_DUTY]

COMPARED = (
    "outcome",
    "needs_adviser",
    "adviser_mode",
    "inform_individual",
    "priority",
    "remediable",
)


def expected_of(example: Example) -> dict[str, object]:
    compared = {field: example.expected[field] for field in COMPARED}
    return compared | {"reasons": set(example.expected["reasons"])}


def found_in(evaluation: Evaluation) -> dict[str, object]:
    compared = {field: getattr(evaluation, field) for field in COMPARED}
    return compared | {"reasons": set(evaluation.reasons)}


def agrees(rules: RuleSet, example: Example) -> bool:
    return found_in(evaluate(rules, example.answers)) == expected_of(example)
