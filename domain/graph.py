"""What a rule set is: questions, where each answer leads, and what comes of it.

`RuleSet` is the logic alone, small enough to travel with a case; what people read is
in `domain.wording`. A rule set is built from its file by `domain.rules.parse`, which
vouches for it; nothing here knows any question, reason or rule set by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class AnswerValue(StrEnum):
    """What can be said to a question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """What the rules make of the answers."""

    SHARE = "share"
    DO_NOT_SHARE = "do_not_share"
    SHARE_ANONYMISED = "share_anonymised"
    ESCALATE = "escalate"
    URGENT_SHARE = "urgent_share"


class Priority(StrEnum):
    """How soon somebody has to act."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    STANDARD = "standard"


class InformValue(StrEnum):
    """Whether one person is told that information about them is shared."""

    YES = "yes"
    NO = "no"
    DELAY = "delay"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"


class AdviserMode(StrEnum):
    """What an adviser holds up: the sharing, nothing, or only the telling."""

    BLOCKING = "blocking"
    RETROSPECTIVE = "retrospective"
    NON_BLOCKING = "non_blocking"


class QuestionStage(StrEnum):
    """The four parts of the questions, in the order they are asked."""

    TRIAGE = "triage"
    WHEN = "when"
    HOW = "how"
    INFORM = "inform"


class Mark(StrEnum):
    """What an ending leaves to be done."""

    REMEDIABLE = "remediable"
    NON_BLOCKING = "non_blocking"


VERDICTS: Mapping[str, Verdict] = {each.value: each for each in Verdict}
INFORM_VALUES: Mapping[str, InformValue] = {each.value: each for each in InformValue}


@dataclass(frozen=True)
class Branch:
    """Where one answer leads: a question, a verdict, or whether to tell a person.

    The three kinds of target never look alike (`parse` sees to it), so one field holds
    them and the three properties tell them apart.
    """

    to: str
    reason: str = ""
    mark: Mark | None = None

    @property
    def next(self) -> str | None:
        """The question asked next, if this is not an ending."""
        return None if self.end or self.inform else self.to

    @property
    def end(self) -> Verdict | None:
        """The verdict, if this ends the pass."""
        return VERDICTS.get(self.to)

    @property
    def inform(self) -> InformValue | None:
        """Whether the person is told, if this ends the inform step."""
        return INFORM_VALUES.get(self.to)

    @property
    def remediable(self) -> bool:
        """Whether the refusal can be mended and the question answered again."""
        return self.mark is Mark.REMEDIABLE

    @property
    def adviser(self) -> AdviserMode | None:
        """The adviser this branch asks for while the sharing goes ahead."""
        return AdviserMode.NON_BLOCKING if self.mark is Mark.NON_BLOCKING else None


@dataclass(frozen=True)
class Node:
    """One question and where each answer leads."""

    id: str
    stage: QuestionStage
    yes: Branch
    no: Branch
    unsure: Branch

    def branch(self, answer: AnswerValue | None) -> Branch | None:
        """Where this answer leads; None if it is not an answer at all."""
        for value, branch in zip(
            AnswerValue, (self.yes, self.no, self.unsure), strict=True
        ):
            if answer == value:
                return branch
        return None


@dataclass(frozen=True)
class Condition:
    """Holds when a question was reached and answered in one of these ways."""

    node: str
    answers: tuple[AnswerValue, ...]


@dataclass(frozen=True)
class PriorityRule:
    """The priority when every condition holds; the first such rule wins."""

    priority: Priority
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Guard:
    """Takes a refusal at one of these questions to somebody else instead."""

    id: str
    when: tuple[Condition, ...]
    refused_at: tuple[str, ...]
    outcome: Verdict
    reason: str

    @property
    def is_optional(self) -> bool:
        """Whether it can be switched off: one that always holds cannot."""
        return bool(self.when)


@dataclass(frozen=True)
class InformRule:
    """What these verdicts, met for one of these reasons (none: any), mean for telling.

    When it walks, the inform questions decide and `value` stands until they have.
    """

    outcomes: tuple[Verdict, ...]
    value: InformValue
    reasons: tuple[str, ...] = ()
    reason: str = ""
    walk: bool = False


@dataclass(frozen=True)
class Inform:
    """The inform step: its first question and its rules; the first that fits wins."""

    start: str
    rules: tuple[InformRule, ...]


@dataclass(frozen=True)
class Route:
    """Who is asked when somebody is unsure at one of these questions."""

    code: str
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class RuleSet:
    """The logic of one set of rules, without a word for people to read."""

    id: str
    version: str
    triage: str
    start: str
    checks: tuple[str, ...]
    nodes: tuple[Node, ...]
    priorities: tuple[PriorityRule, ...]
    guards: tuple[Guard, ...]
    inform: Inform
    routes: tuple[Route, ...]
    default_route: str

    def node(self, id: str) -> Node:
        """The question with this id; a KeyError if there is none."""
        for node in self.nodes:
            if node.id == id:
                return node
        raise KeyError(id)

    def has(self, id: str) -> bool:
        """Whether these rules ask this question."""
        return any(node.id == id for node in self.nodes)

    def without_guards(self) -> "RuleSet":
        """The chart to the letter: a refusal stays a refusal."""
        return replace(self, guards=())

    def less_guards(self, ids: tuple[str, ...]) -> "RuleSet":
        """The same rules with these guards switched off, if they can be."""
        kept = (g for g in self.guards if g.id not in ids or not g.is_optional)
        return replace(self, guards=tuple(kept))

    def route_for(self, node_id: str) -> str:
        """Who is asked about this question: the code of an adviser's part."""
        for route in self.routes:
            if node_id in route.nodes:
                return route.code
        return self.default_route
