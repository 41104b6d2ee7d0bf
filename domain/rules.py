"""A rule set read from its file: every fault found at once, or the rules themselves."""

from collections.abc import Mapping
from typing import Any

from domain.graph import (
    AdviserMode,
    AnswerValue,
    Branch,
    Condition,
    Guard,
    Inform,
    InformRule,
    InformValue,
    Mark,
    Node,
    Priority,
    PriorityRule,
    Question,
    QuestionStage,
    Route,
    RuleSet,
    Verdict,
    Wording,
)
from domain.shapes import RuleFault, faults_in_shape
from domain.soundness import faults_in_rules

__all__ = [
    "AdviserMode",
    "AnswerValue",
    "Branch",
    "Condition",
    "Guard",
    "Inform",
    "InformRule",
    "InformValue",
    "Mark",
    "Node",
    "Priority",
    "PriorityRule",
    "Question",
    "QuestionStage",
    "Route",
    "RuleFault",
    "RuleSet",
    "RuleSetRefused",
    "Verdict",
    "Wording",
    "faults_of",
    "parse",
]

# Part of a file whose shape has been checked: its fields are there and of their kind.
Part = Mapping[str, Any]


class RuleSetRefused(Exception):
    """A rule set with faults; all of them are listed."""

    def __init__(self, faults: list[RuleFault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


def faults_of(data: Mapping[str, object]) -> list[RuleFault]:
    """Everything wrong with a rule set's file: first its shape, then its meaning."""
    return faults_in_shape(data) or faults_in_rules(_rules(data), _wording(data))


def parse(data: Mapping[str, object]) -> tuple[RuleSet, Wording]:
    """The rules and their wording; RuleSetRefused if there is any fault."""
    if faults := faults_of(data):
        raise RuleSetRefused(faults)
    return _rules(data), _wording(data)


def _rules(file: Part) -> RuleSet:
    return RuleSet(
        id=file["id"],
        version=file["version"],
        triage=file["triage"],
        start=file["start"],
        checks=tuple(file["checks"]),
        nodes=tuple(_node(node, file) for node in file["nodes"]),
        priorities=tuple(
            PriorityRule(Priority(rule["priority"]), _conditions(rule))
            for rule in file["priorities"]
        ),
        guards=tuple(_guard(guard) for guard in file["guards"]),
        inform=Inform(
            file["inform"]["start"],
            tuple(_inform_rule(rule) for rule in file["inform"]["rules"]),
        ),
        routes=_routes(file["routes"]),
        default_route=file["default_route"],
    )


def _node(node: Part, file: Part) -> Node:
    words = _words_for_places(node["id"], file)
    return Node(
        node["id"],
        QuestionStage(node["stage"]),
        *(_branch(node[answer], words) for answer in AnswerValue),
    )


def _words_for_places(id: str, file: Part) -> Mapping[str, str]:
    """Where the file's three words for a place lead from this question."""
    checks: list[str] = file["checks"]
    places = {"START": file["start"], "CHECKS": checks[0]}
    if id in checks:
        after = [*checks, Verdict.SHARE.value]
        places["NEXT_CHECK"] = after[checks.index(id) + 1]
    return places


def _branch(branch: Part, words: Mapping[str, str]) -> Branch:
    to = branch.get("end") or branch.get("inform") or branch["next"]
    mark = Mark.REMEDIABLE if branch.get("remediable") else None
    if "adviser" in branch:
        mark = Mark(branch["adviser"])
    return Branch(words.get(to, to), branch.get("reason", ""), mark)


def _conditions(rule: Part) -> tuple[Condition, ...]:
    return tuple(
        Condition(node, tuple(AnswerValue(answer) for answer in answers))
        for node, answers in rule.get("when", {}).items()
    )


def _guard(guard: Part) -> Guard:
    return Guard(
        id=guard["id"],
        when=_conditions(guard),
        refused_at=tuple(guard["refused_at"]),
        outcome=Verdict(guard["outcome"]),
        reason=guard["reason"],
    )


def _inform_rule(rule: Part) -> InformRule:
    return InformRule(
        outcomes=tuple(Verdict(outcome) for outcome in rule["outcomes"]),
        value=InformValue(rule["inform"]),
        reasons=tuple(rule.get("reasons", ())),
        reason=rule.get("reason", ""),
        walk=rule.get("walk", False),
    )


def _routes(routes: list[Part]) -> tuple[Route, ...]:
    """One route per code; the file may list a code again under another label."""
    codes = dict.fromkeys(route["route"] for route in routes)
    return tuple(
        Route(code, tuple(n for r in routes if r["route"] == code for n in r["nodes"]))
        for code in codes
    )


def _wording(file: Part) -> Wording:
    labels = {node: each["label"] for each in file["routes"] for node in each["nodes"]}
    default = next(
        (r["label"] for r in file["routes"] if r["route"] == file["default_route"]), ""
    )
    return Wording(
        title=file["title"],
        source=file["source"],
        effective_from=file["effective_from"],
        questions=tuple(
            Question(
                node["id"],
                QuestionStage(node["stage"]),
                node["question"],
                node["help"],
                labels.get(node["id"], default),
            )
            for node in file["nodes"]
        ),
        reasons=tuple(file["reasons"].items()),
        guards=tuple((guard["id"], guard["says"]) for guard in file["guards"]),
    )
