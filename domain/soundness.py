"""Whether a rule set of the right shape also makes sense: every way leads to an end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from domain.graph import (
    AnswerValue,
    Branch,
    Condition,
    Node,
    QuestionStage,
    RuleSet,
    Verdict,
)
from domain.shapes import Faults, RuleFault
from domain.wording import Wording


def faults_in_rules(rules: RuleSet, wording: Wording) -> list[RuleFault]:
    """Everything that does not make sense, in the order of the file."""
    return [
        *_repeats(rules),
        *_strangers(rules),
        *_unknown_reasons(rules, wording),
        *_unmade_branches(rules),
        *_ways(rules),
        *_priorities(rules),
        *_guards(rules),
        *_inform(rules),
        *_routes(rules),
    ]


def _branches(node: Node) -> Mapping[str, Branch]:
    return {answer.value: node.branch(answer) or node.no for answer in AnswerValue}


def _all_branches(rules: RuleSet) -> Iterator[tuple[str, Branch]]:
    for node in rules.nodes:
        for answer, branch in _branches(node).items():
            yield f"nodes[{node.id}].{answer}", branch


def _repeats(rules: RuleSet) -> Faults:
    """Ids that stand for two things."""
    lists: Mapping[str, Iterable[str]] = {
        "nodes": (node.id for node in rules.nodes),
        "checks": rules.checks,
        "guards": (guard.id for guard in rules.guards),
        "routes": (node for route in rules.routes for node in route.nodes),
    }
    for place, ids in lists.items():
        for id, times in Counter(ids).items():
            if times > 1:
                yield RuleFault(f"{place}[{id}]", f"appears {times} times")


def _mentions(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Every place that names a question, and the question it names."""
    yield "triage", rules.triage
    yield "start", rules.start
    yield "inform.start", rules.inform.start
    yield from (("checks", id) for id in rules.checks)
    for place, branch in _all_branches(rules):
        if branch.next:
            yield f"{place}.next", branch.next
    for number, rule in enumerate(rules.priorities):
        yield from _conditions(f"priorities[{number}].when", rule.when)
    for guard in rules.guards:
        yield from _conditions(f"guards[{guard.id}].when", guard.when)
        yield from ((f"guards[{guard.id}].refused_at", id) for id in guard.refused_at)
    for route in rules.routes:
        yield from (("routes", id) for id in route.nodes)


def _conditions(place: str, when: tuple[Condition, ...]) -> Iterator[tuple[str, str]]:
    yield from ((place, condition.node) for condition in when)


def _strangers(rules: RuleSet) -> Faults:
    for place, id in _mentions(rules):
        if not rules.has(id):
            yield RuleFault(place, f"there is no question {id}")


def _unknown_reasons(rules: RuleSet, wording: Wording) -> Faults:
    known = dict(wording.reasons)
    for place, code in _reasons(rules):
        if code and code not in known:
            yield RuleFault(place, f"there is no reason {code}")


def _reasons(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Every place that gives a reason, and the reason it gives."""
    for place, branch in _all_branches(rules):
        yield f"{place}.reason", branch.reason
    for guard in rules.guards:
        yield f"guards[{guard.id}].reason", guard.reason
    for number, rule in enumerate(rules.inform.rules):
        yield f"inform.rules[{number}].reason", rule.reason
        for code in rule.reasons:
            yield f"inform.rules[{number}].reasons", code


def _unmade_branches(rules: RuleSet) -> Faults:
    """Endings in the wrong step, without a reason, or marked for another ending."""
    for node in rules.nodes:
        for answer, branch in _branches(node).items():
            for fault in _branch_faults(rules, node, branch):
                yield RuleFault(f"nodes[{node.id}].{answer}", fault)


def _branch_faults(rules: RuleSet, node: Node, branch: Branch) -> Iterator[str]:
    telling = node.stage is QuestionStage.INFORM
    if (telling and branch.end) or (branch.inform and not telling):
        yield "only the inform step ends in whether to tell a person"
    if branch.next and _is_telling(rules, branch.next) not in (telling, None):
        yield "the inform step is apart from the other questions"
    if not (branch.next or branch.reason or branch.end is Verdict.SHARE):
        yield "an ending needs a reason"
    if branch.remediable and branch.end is not Verdict.DO_NOT_SHARE:
        yield "only a refusal can be remediable"
    if branch.adviser and not branch.inform:
        yield "only the inform step asks an adviser without waiting"


def _is_telling(rules: RuleSet, id: str) -> bool | None:
    return rules.node(id).stage is QuestionStage.INFORM if rules.has(id) else None


def _ways(rules: RuleSet) -> Faults:
    """Questions never asked, asked in a circle, or with no way out."""
    ways = {
        node.id: {branch.to for branch in _branches(node).values() if branch.next}
        for node in rules.nodes
    }
    asked = _beyond({rules.triage, rules.inform.start}, ways)
    begins = (rules.triage, rules.start, rules.inform.start)
    known = all(rules.has(id) for id in begins)
    for node in rules.nodes:
        place = f"nodes[{node.id}]"
        if known and node.id not in asked:
            yield RuleFault(place, "is never reached")
        if node.id in _beyond(ways[node.id], ways):
            yield RuleFault(place, "leads back to itself")
        if not _ends(_beyond({node.id}, ways), rules):
            yield RuleFault(place, "has no way to an end")


def _beyond(starts: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be reached from these questions, themselves included."""
    found: set[str] = set()
    waiting = set(starts)
    while waiting:
        here = waiting.pop()
        found.add(here)
        waiting |= ways.get(here, set()) - found
    return found


def _ends(ids: set[str], rules: RuleSet) -> bool:
    return any(
        not branch.next or not rules.has(branch.next)
        for node in rules.nodes
        if node.id in ids
        for branch in _branches(node).values()
    )


def _priorities(rules: RuleSet) -> Faults:
    if any(rule.when for rule in rules.priorities[-1:]):
        yield RuleFault("priorities", "the last one must hold whatever is answered")
    for number, rule in enumerate(rules.priorities[:-1]):
        if not rule.when:
            yield RuleFault(f"priorities[{number}]", "leaves nothing for those below")


def _guards(rules: RuleSet) -> Faults:
    for guard in rules.guards:
        for node in rules.nodes:
            if node.id in guard.refused_at and not _refuses(node):
                place = f"guards[{guard.id}].refused_at"
                yield RuleFault(place, f"{node.id} never refuses")


def _refuses(node: Node) -> bool:
    ends = {branch.end for branch in _branches(node).values()}
    return Verdict.DO_NOT_SHARE in ends


def _inform(rules: RuleSet) -> Faults:
    if _is_telling(rules, rules.inform.start) is False:
        yield RuleFault("inform.start", "must be a question of the inform step")
    for place, id in (("triage", rules.triage), ("start", rules.start)):
        if _is_telling(rules, id):
            yield RuleFault(place, "must not be a question of the inform step")
    for verdict in Verdict:
        fits = (
            verdict in rule.outcomes and not rule.reasons for rule in rules.inform.rules
        )
        if not any(fits):
            yield RuleFault("inform.rules", f"say nothing about {verdict}")


def _routes(rules: RuleSet) -> Faults:
    if rules.default_route not in {route.code for route in rules.routes}:
        yield RuleFault("default_route", "must be one of the routes")
