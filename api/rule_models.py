"""What the JSON interface answers about rules."""

from api.models import Shown
from domain.evaluation import AdviserMode, InformValue
from domain.rules import AnswerValue, Priority, QuestionStage, Verdict


class RuleSetLine(Shown):
    """A set of rules in the list."""

    id: str
    version: str
    title: str
    effective_from: str


class Branch(Shown):
    """Where one answer leads: to a question, to an outcome, or whether to tell."""

    next: str | None
    end: Verdict | None
    inform: InformValue | None
    reason: str
    remediable: bool
    adviser: AdviserMode | None


class RuleQuestion(Shown):
    """A question, the help beside it, who is asked in doubt, where answers lead."""

    id: str
    stage: QuestionStage
    question: str
    help: str
    route_label: str
    branches: dict[AnswerValue, Branch]


class RuleSet(RuleSetLine):
    """A set of rules as a graph, with all that people read of it."""

    source: str
    triage: str
    start: str
    checks: list[str]
    inform_start: str
    questions: list[RuleQuestion]
    reasons: dict[str, str]
    digest: str


class Evaluation(Shown):
    """What a set of answers amounts to."""

    outcome: Verdict | None
    needs_adviser: bool
    adviser_mode: AdviserMode | None
    inform_individual: InformValue | None
    priority: Priority
    remediable: bool
    reasons: list[str]
    next_question: str | None
    path: list[str]
    stopped_at: str | None
    unsure: list[str]
    ask_ahead: str | None
