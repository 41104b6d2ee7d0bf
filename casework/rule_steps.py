"""A rule set as steps in the order they are asked, in words: what drawings are made of.

With the answers of a case, each step also says what was answered, so that the path
taken can be told from the ones that were not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.evaluation import Answers, evaluate
from domain.graph import (
    AnswerValue,
    Branch,
    InformValue,
    Node,
    QuestionStage,
    RuleSet,
    Verdict,
)
from domain.wording import Wording

SAID: Mapping[AnswerValue, str] = {
    AnswerValue.YES: "yes",
    AnswerValue.NO: "no",
    AnswerValue.UNSURE: "not sure",
}

PARTS: Mapping[QuestionStage, str] = {
    QuestionStage.TRIAGE: "How urgent is it?",
    QuestionStage.WHEN: "May it be shared?",
    QuestionStage.HOW: "Is it ready to share?",
    QuestionStage.INFORM: "Is the person told? (asked for each person)",
}

FIX = "fix"

ENDS: Mapping[str, str] = {
    Verdict.SHARE.value: "Share",
    Verdict.DO_NOT_SHARE.value: "Do not share",
    Verdict.SHARE_ANONYMISED.value: "Share without identifying anyone",
    Verdict.ESCALATE.value: "An adviser decides",
    Verdict.URGENT_SHARE.value: "Share at once, reviewed afterwards",
    FIX: "Put it right, then answer again",
    f"inform_{InformValue.YES.value}": "Tell them",
    f"inform_{InformValue.NO.value}": "Do not tell them",
    f"inform_{InformValue.DELAY.value}": "Tell them later",
    f"inform_{InformValue.PENDING.value}": "Not decided yet",
    f"inform_{InformValue.NOT_APPLICABLE.value}": "Nothing to tell",
}


@dataclass(frozen=True)
class Way:
    """Where some answers to a question lead: to a question, or to an ending.

    `end` is a key of ENDS when it is an ending; `guard` is the guard that makes it so.
    """

    answers: tuple[AnswerValue, ...]
    to: str
    end: str = ""
    reason: str = ""
    guard: str = ""
    taken: bool = False

    @property
    def when(self) -> str:
        """The answers in words."""
        if len(self.answers) == len(SAID):
            return "any answer"
        said = " or ".join(SAID[answer] for answer in self.answers)
        return f"{said}, with {self.guard}" if self.guard else said

    @property
    def says(self) -> str:
        """The ending in words, or the question that comes next."""
        return ENDS[self.end] if self.end else self.to


@dataclass(frozen=True)
class Step:
    """One question, where its answers lead, and what was answered if it was asked."""

    id: str
    stage: QuestionStage
    question: str
    ways: tuple[Way, ...]
    said: AnswerValue | None = None

    @property
    def onward(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if not way.end)

    @property
    def endings(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.end)


def steps(
    rules: RuleSet, wording: Wording, walked: Answers | None = None
) -> tuple[Step, ...]:
    """Every question, each one before those that it leads to."""
    walked = walked or {}
    path = evaluate(rules, walked).path
    return tuple(
        Step(
            node.id,
            node.stage,
            wording.question(node.id).question,
            tuple(_ways(rules, node, walked.get(node.id) if node.id in path else None)),
            walked.get(node.id) if node.id in path else None,
        )
        for node in in_order(rules)
    )


def in_order(rules: RuleSet) -> tuple[Node, ...]:
    """The questions as the file has them, but none before one that leads to it."""
    waiting = list(rules.nodes)
    ordered: list[Node] = []
    while waiting:
        led_to = {branch.to for node in waiting for branch in _branches(node).values()}
        free = next(node for node in waiting if node.id not in led_to)
        waiting.remove(free)
        ordered.append(free)
    return tuple(ordered)


def _branches(node: Node) -> Mapping[AnswerValue, Branch]:
    return dict(zip(AnswerValue, (node.yes, node.no, node.unsure), strict=True))


def _ways(rules: RuleSet, node: Node, said: AnswerValue | None) -> Iterator[Way]:
    """Answers that lead to the same place for the same reason are one way."""
    together: dict[tuple[str, str, str], list[AnswerValue]] = {}
    for answer, branch in _branches(node).items():
        place = (branch.next or "", end_of(branch), branch.reason)
        together.setdefault(place, []).append(answer)
    for (to, end, reason), answers in together.items():
        way = Way(tuple(answers), to, end, reason, taken=said in answers)
        yield from _guarded(rules, node, way)


def _guarded(rules: RuleSet, node: Node, way: Way) -> Iterator[Way]:
    """A refusal as it is, and as each guard over this question turns it."""
    refuses = way.end in (Verdict.DO_NOT_SHARE.value, FIX)
    guards = [g for g in rules.guards if refuses and node.id in g.refused_at]
    if all(guard.is_optional for guard in guards):
        yield way
    for guard in guards:
        reason = guard.reason if guard.is_optional else way.reason
        yield replace(way, end=guard.outcome.value, reason=reason, guard=guard.id)


def end_of(branch: Branch) -> str:
    """The key of its ending in ENDS; empty if another question follows."""
    if branch.inform:
        return f"inform_{branch.inform.value}"
    if branch.remediable:
        return FIX
    return branch.end.value if branch.end else ""
