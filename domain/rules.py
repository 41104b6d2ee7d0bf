"""A rule set read from its file: every fault found at once, or the rules themselves."""

import re
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
    QuestionStage,
    Route,
    RuleSet,
    Verdict,
)
from domain.phrasing import faults_in_wording, wording_of
from domain.rule_format import RULE_SET
from domain.shapes import UNKNOWN, RuleFault
from domain.soundness import faults_in_rules
from domain.wording import Question, Wording

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
    "made_up",
    "parse",
]

# Part of a file whose shape has been checked: its fields are there and of their kind.
Part = Mapping[str, Any]


class RuleSetRefused(Exception):
    """A rule set with faults; all of them are listed."""

    def __init__(self, faults: list[RuleFault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


def faults_of(data: object) -> list[RuleFault]:
    """Everything wrong with a rule set's file, its shape and its meaning."""
    shape = list(RULE_SET.faults("", data))
    if not isinstance(data, Mapping):
        return shape
    file: Part = RULE_SET.mended(data)
    wording = wording_of(file)
    meaning = [*faults_in_rules(_rules(file), wording), *faults_in_wording(wording)]
    mended = [fault.place for fault in shape]
    return shape + [fault for fault in meaning if not made_up(fault, mended)]


def made_up(fault: RuleFault, mended: list[str]) -> bool:
    """Whether it may be about what was mended, and not about what the file says."""
    if f"[{UNKNOWN}]" in fault.place or fault.fault.endswith(f" {UNKNOWN}"):
        return True
    whole_node = re.fullmatch(r"nodes\[[^]]*\]|changes\.\w+", fault.place)
    return any(
        _is_within(fault.place, place)
        or (_is_within(place, fault.place) and not whole_node)
        for place in mended
    )


def _is_within(place: str, outer: str) -> bool:
    return place == outer or place.startswith((f"{outer}.", f"{outer}["))


def parse(data: Mapping[str, object]) -> tuple[RuleSet, Wording]:
    """The rules and their wording; RuleSetRefused if there is any fault."""
    if faults := faults_of(data):
        raise RuleSetRefused(faults)
    return _rules(data), wording_of(data)


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
    onward = [*checks, Verdict.SHARE.value]
    places = {"START": file["start"], "CHECKS": onward[0]}
    if id in checks:
        places["NEXT_CHECK"] = onward[checks.index(id) + 1]
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
