"""What a set of answers amounts to under a rule set. Pure, and never refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.graph import (
    INFORM_VALUES,
    VERDICTS,
    AdviserMode,
    AnswerValue,
    Branch,
    Condition,
    InformRule,
    InformValue,
    Priority,
    RuleSet,
    Verdict,
)

__all__ = [
    "AdviserMode",
    "Evaluation",
    "InformStep",
    "InformValue",
    "evaluate",
    "inform_for",
    "reachable",
]

Answers = Mapping[str, AnswerValue]

ADVISER_MODES: Mapping[Verdict, AdviserMode] = {
    Verdict.ESCALATE: AdviserMode.BLOCKING,
    Verdict.URGENT_SHARE: AdviserMode.RETROSPECTIVE,
}


@dataclass(frozen=True)
class Evaluation:
    """What the answers so far amount to.

    `stopped_at` is the question that settled the outcome; `path` goes on through the
    inform step. `ask_ahead` is what can usefully be answered while an adviser thinks.
    """

    outcome: Verdict | None
    needs_adviser: bool
    adviser_mode: AdviserMode | None
    inform_individual: InformValue | None
    priority: Priority
    remediable: bool
    reasons: tuple[str, ...]
    next_question: str | None
    path: tuple[str, ...]
    stopped_at: str | None
    unsure: tuple[str, ...]
    ask_ahead: str | None = None


@dataclass(frozen=True)
class InformStep:
    """Whether one person is told, as far as their own answers go."""

    value: InformValue | None
    reasons: tuple[str, ...] = ()
    next_question: str | None = None
    needs_adviser: bool = False
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Walk:
    """The questions passed, the branches taken, and where it came to a halt."""

    path: tuple[str, ...]
    taken: tuple[Branch, ...]
    halt: str

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(branch.reason for branch in self.taken if branch.reason)


@dataclass(frozen=True)
class _Ruling:
    """How the pass ended, once the guards have looked at it."""

    outcome: Verdict | None
    reasons: tuple[str, ...]
    remediable: bool = False


def evaluate(rules: RuleSet, answers: Answers) -> Evaluation:
    """What these answers amount to; answers to questions not reached count nothing."""
    first, *supposed = _passes(rules, answers)
    return replace(first, ask_ahead=supposed[-1].next_question) if supposed else first


def reachable(rules: RuleSet, answers: Answers) -> frozenset[str]:
    """The questions that may be answered now: met, next, or ahead of an adviser."""
    passes = list(_passes(rules, answers))
    met = {node for each in passes for node in each.path}
    nexts = {each.next_question for each in passes if each.next_question}
    return frozenset(met | nexts)


def inform_for(rules: RuleSet, evaluation: Evaluation, answers: Answers) -> InformStep:
    """The inform step for one person, given that person's own answers."""
    return _inform(rules, evaluation.outcome, evaluation.reasons, answers)


def _passes(rules: RuleSet, answers: Answers) -> Iterator[Evaluation]:
    """The pass as answered, then with each "unsure" that stops it taken as a yes."""
    supposed = dict(answers)
    judged = _judge(rules, supposed)
    yield judged
    while doubt := _stopping_doubt(judged):
        supposed[doubt] = AnswerValue.YES
        judged = _judge(rules, supposed)
        yield judged


def _stopping_doubt(judged: Evaluation) -> str | None:
    """The question whose "unsure" waits for an adviser, if that is what stopped it."""
    waits = judged.outcome is Verdict.ESCALATE and judged.stopped_at in judged.unsure
    return judged.stopped_at if waits else None


def _judge(rules: RuleSet, answers: Answers) -> Evaluation:
    walk = _walk(rules, rules.triage, answers)
    ruling = _ruling(rules, walk, answers)
    step = _inform(rules, ruling.outcome, ruling.reasons, answers)
    mode = _adviser_mode(ruling.outcome, step)
    path = walk.path + step.path
    ended = ruling.outcome is not None
    return Evaluation(
        outcome=ruling.outcome,
        needs_adviser=mode is not None,
        adviser_mode=mode,
        inform_individual=step.value,
        priority=_priority(rules, walk, answers),
        remediable=ruling.remediable,
        reasons=ruling.reasons + step.reasons,
        next_question=step.next_question if ended else walk.halt,
        path=path,
        stopped_at=walk.path[-1] if ended else None,
        unsure=tuple(id for id in path if answers.get(id) == AnswerValue.UNSURE),
    )


def _walk(rules: RuleSet, start: str, answers: Answers) -> _Walk:
    path: tuple[str, ...] = ()
    taken: tuple[Branch, ...] = ()
    here = start
    while here not in path and rules.has(here):
        branch = rules.node(here).branch(answers.get(here))
        if branch is None:
            break
        path, taken, here = (*path, here), (*taken, branch), branch.to
    return _Walk(path, taken, here)


def _ruling(rules: RuleSet, walk: _Walk, answers: Answers) -> _Ruling:
    outcome = VERDICTS.get(walk.halt)
    if outcome is Verdict.DO_NOT_SHARE:
        for guard in rules.guards:
            if walk.path[-1] in guard.refused_at and _holds(guard.when, walk, answers):
                return _Ruling(guard.outcome, (*walk.reasons, guard.reason))
    remediable = any(branch.remediable for branch in walk.taken[-1:])
    return _Ruling(outcome, walk.reasons, remediable)


def _priority(rules: RuleSet, walk: _Walk, answers: Answers) -> Priority:
    for rule in rules.priorities:
        if _holds(rule.when, walk, answers):
            return rule.priority
    return Priority.STANDARD


def _holds(when: tuple[Condition, ...], walk: _Walk, answers: Answers) -> bool:
    return all(
        each.node in walk.path and answers.get(each.node) in each.answers
        for each in when
    )


def _inform(
    rules: RuleSet,
    outcome: Verdict | None,
    reasons: tuple[str, ...],
    answers: Answers,
) -> InformStep:
    rule = _inform_rule(rules, outcome, reasons)
    if rule is None:
        return InformStep(None)
    if not rule.walk:
        return InformStep(rule.value, (rule.reason,) if rule.reason else ())
    walk = _walk(rules, rules.inform.start, answers)
    value = INFORM_VALUES.get(walk.halt)
    if value is None:
        own = (rule.reason,) if rule.reason else ()
        return InformStep(rule.value, walk.reasons + own, walk.halt, path=walk.path)
    adviser = any(branch.adviser for branch in walk.taken[-1:])
    return InformStep(value, walk.reasons, None, adviser, walk.path)


def _inform_rule(
    rules: RuleSet, outcome: Verdict | None, reasons: tuple[str, ...]
) -> InformRule | None:
    for rule in rules.inform.rules:
        met = not rule.reasons or any(code in reasons for code in rule.reasons)
        if outcome in rule.outcomes and met:
            return rule
    return None


def _adviser_mode(outcome: Verdict | None, step: InformStep) -> AdviserMode | None:
    mode = ADVISER_MODES.get(outcome) if outcome else None
    return mode or (AdviserMode.NON_BLOCKING if step.needs_adviser else None)
