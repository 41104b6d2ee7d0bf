"""What the JSON interface answers about rules, and takes for them."""

from pydantic import Field

from api.fields import Line
from api.models import Shown
from api.organisation_models import WithManner
from domain.evaluation import AdviserMode, InformValue
from domain.rules import AnswerValue, Priority, QuestionStage, Verdict
from domain.wording import Fact, FieldKind


class RuleSetLine(Shown):
    """A set of rules in the list. Provisional rules are not settled law.

    `own` ones were added by the organisation, and `default` is what its new requests
    are bound to when they name none.
    """

    id: str
    version: str
    title: str
    effective_from: str
    provisional: bool
    own: bool
    default: bool


class Branch(Shown):
    """Where one answer leads: to a question, to an outcome, or whether to tell."""

    next: str | None
    end: Verdict | None
    inform: InformValue | None
    reason: str
    remediable: bool
    adviser: AdviserMode | None


class EvidenceField(Shown):
    """One thing to write down beside an answer."""

    id: str
    label: str
    kind: FieldKind
    hint: str
    required: bool


class Option(Shown):
    """One choice of a pick-list, its law, and what is written down with it."""

    id: str
    label: str
    hint: str
    source: str
    fields: list[EvidenceField]


class Evidence(Shown):
    """What is kept beside one of these answers: a choice among options, or fields."""

    when: list[AnswerValue]
    id: str
    label: str
    options: list[Option]
    fields: list[EvidenceField]


class Suggestion(Shown):
    """The fact from which an answer follows, and why it does."""

    fact: Fact
    yes: str
    no: str


class Reassurance(Shown):
    """A kind and true sentence at a point of doubt, and who says so."""

    text: str
    source: str


class RuleQuestion(Shown):
    """A question, the help beside it, who is asked in doubt, where answers lead."""

    id: str
    stage: QuestionStage
    question: str
    help: str
    source: str
    route_label: str
    branches: dict[AnswerValue, Branch]
    evidence: list[Evidence]
    suggestion: Suggestion | None
    reassurance: Reassurance | None


class Guard(Shown):
    """What takes some refusals to an adviser; an optional one can be switched off."""

    id: str
    says: str
    optional: bool
    off: bool


class RuleSet(RuleSetLine):
    """A set of rules as a graph, with all that people read of it."""

    source: str
    triage: str
    start: str
    checks: list[str]
    inform_start: str
    questions: list[RuleQuestion]
    guards: list[Guard]
    reasons: dict[str, str]
    letters: dict[str, str]
    digest: str


class RuleFileFault(Shown):
    """One thing wrong with a rule file, and where."""

    place: str
    fault: str


class RuleFileFaults(Shown):
    """Everything wrong with a rule file; none means that it can be used."""

    faults: list[RuleFileFault]


class RuleChoice(Shown):
    """What an organisation settled for its new requests."""

    default: str
    guards_off: list[str]


class GivenRuleChoice(WithManner):
    """What is to be settled for new requests; what is not sent stays as it is."""

    default: Line | None = None
    guards_off: list[Line] | None = Field(default=None, max_length=50)


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
