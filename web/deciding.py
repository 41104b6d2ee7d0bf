"""What an adviser is asked when deciding, and what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from starlette.datastructures import FormData

from casework.journey import is_new_to_us
from casework.views import CaseView
from domain.acts import HANDLING, Choice
from domain.answering import Given
from domain.errors import CaseError, Why
from domain.evaluation import evaluate
from domain.recipient_checks import ADDRESS_CHECKED
from domain.refusals import SENTENCES
from domain.rules import AnswerValue, Question, RuleSet, Verdict
from web.asking import text
from web.forms import Errors, PageForm, Sentences, read

LONGEST = 1000
LEAVE = "leave"
"""The adviser does not answer this one; the practitioner will."""

CHOICES: Mapping[str, Choice] = {
    "approve": Choice.APPROVE,
    "approve_some": Choice.APPROVE,
    "decline": Choice.DECLINE,
    "advise": Choice.ADVISE,
}

# What a person can put right in the form that they have just sent.
MENDABLE = frozenset(
    {
        Why.STILL_UNSURE,
        Why.RULES_SAY_NO,
        Why.NOTHING_LEFT,
        Why.NOTHING_ADVISED,
        Why.UNREACHED_QUESTION,
    }
)
NAMED = (
    "The answers say that nobody can be recognised, and what would be shared has a "
    "name in it. Leave that item out, or ask the practitioner to take the name out"
)
FIELDS = {"leave_out": "left_out"}

YesNo = Literal["yes", "no"]
Reason = Annotated[str, Field(max_length=LONGEST)]
REASON: Sentences = {
    ("reason", "missing"): "Enter your reason",
    ("reason", "*"): "Your reason must be 1,000 characters or fewer",
}


class DecisionForm(PageForm):
    """Why, and under which limits."""

    left_out: tuple[str, ...] = ()
    available_days: int | None = Field(default=None, ge=1, le=30)
    second: Literal["", "yes"] = ""
    handling: Annotated[str, Field(max_length=LONGEST)] = ""
    recipient_checked: Annotated[str, Field(max_length=LONGEST)] = ""
    reason: Reason

    sentences: ClassVar[Sentences] = {
        **REASON,
        ("handling", "*"): "What you ask of the recipient must be 1,000 characters "
        "or fewer",
        (ADDRESS_CHECKED, "*"): "How you checked must be 1,000 characters or fewer",
        ("available_days", "*"): "Days must be a whole number from 1 to 30",
    }


class ReasonForm(PageForm):
    reason: Reason

    sentences: ClassVar[Sentences] = REASON


class PassForm(PageForm):
    """Where a task goes on to, and why."""

    to: Annotated[str, Field(min_length=1)]
    reason: Reason

    sentences: ClassVar[Sentences] = {
        **REASON,
        ("to", "*"): "Select who should have it",
    }


class QuestionForm(PageForm):
    """What an adviser asks the practitioner."""

    question: Reason

    sentences: ClassVar[Sentences] = {
        ("question", "missing"): "Enter your question",
        ("question", "*"): "Your question must be 1,000 characters or fewer",
    }


class ReviewForm(PageForm):
    """How an urgent share looks afterwards."""

    needed: YesNo
    enough: YesNo
    right_recipient: YesNo
    lessons: Annotated[str, Field(max_length=LONGEST)] = ""

    sentences: ClassVar[Sentences] = {
        ("needed", "*"): "Select yes if it was needed",
        ("enough", "*"): "Select yes if it was the right amount",
        ("right_recipient", "*"): "Select yes if it went to the right person",
        ("lessons", "*"): "What to learn must be 1,000 characters or fewer",
    }


@dataclass(frozen=True)
class Draft:
    """A decision as far as it is typed in."""

    choice: str
    questions: tuple[Question, ...]
    optional: frozenset[str]
    values: dict[str, object]
    answers: dict[str, AnswerValue] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    form: DecisionForm | None = None

    @property
    def given(self) -> tuple[Given, ...]:
        return tuple(Given(node, value) for node, value in self.answers.items())

    @property
    def words(self) -> dict[str, str]:
        if self.form is None:
            return {}
        approving = CHOICES[self.choice] is Choice.APPROVE
        said = {"reason": self.form.reason}
        if approving:
            said[HANDLING] = self.form.handling
            said[ADDRESS_CHECKED] = self.form.recipient_checked
        return {name: text for name, text in said.items() if text}

    def mended_by(self, no: CaseError) -> Errors:
        """The refusal beside the field it is about; nothing if no field mends it."""
        if no.why is Why.NAMES_SOMEBODY:
            some = self.choice == "approve_some"
            return {"left_out" if some else "": NAMED}
        if no.why not in MENDABLE:
            return {}
        here = [*FIELDS.values(), *(question.id for question in self.questions)]
        about = FIELDS.get(no.about or "", no.about or "")
        first = self.questions[0].id if self.questions else ""
        return {about if about in here else first: SENTENCES[no.why]}


def blank(view: CaseView, choice: str) -> Draft:
    """The second page before anything is typed."""
    questions, optional = _asked(view, choice, {})
    return Draft(choice, questions, optional, dict.fromkeys(optional, LEAVE))


def typed(view: CaseView, form: FormData) -> Draft:
    """The second page as it was sent, with what is missing or wrong."""
    choice = text(form, "choice")
    said = {
        question.id: AnswerValue(value)
        for question in view.wording.questions
        if (value := text(form, question.id)) in {each.value for each in AnswerValue}
    }
    questions, optional = _asked(view, choice, said)
    answers = {q.id: said[q.id] for q in questions if q.id in said}
    wanted, errors = read(DecisionForm, form)
    if choice == "approve_some" and not form.getlist("left_out"):
        errors = {"left_out": "Select what to leave out", **errors}
    if _is_unchecked(view, choice, form):
        errors = {ADDRESS_CHECKED: "Enter how you checked the address", **errors}
    open_ = [q for q in questions if q.id not in {*answers, *optional}]
    missing = {q.id: f"Answer the question: {q.question}" for q in open_}
    return Draft(
        choice,
        questions,
        optional,
        _values(form, optional),
        answers,
        missing | errors,
        wanted,
    )


def _is_unchecked(view: CaseView, choice: str, form: FormData) -> bool:
    """Whether the second pair of eyes has not said how it looked."""
    approving = CHOICES.get(choice) is Choice.APPROVE
    return approving and is_new_to_us(view) and not text(form, ADDRESS_CHECKED)


def _values(form: FormData, optional: frozenset[str]) -> dict[str, object]:
    left_out = [str(item) for item in form.getlist("left_out")]
    return {**dict.fromkeys(optional, LEAVE), **form, "left_out": left_out}


def _asked(
    view: CaseView, choice: str, said: Mapping[str, AnswerValue]
) -> tuple[tuple[Question, ...], frozenset[str]]:
    """The questions on the page, and those that may be left to the practitioner."""
    if CHOICES.get(choice) in (None, Choice.DECLINE):
        return (), frozenset()
    rules = view.terms.rules
    nodes = open_ahead(rules, view.case.current_answers(), said)
    advising = CHOICES[choice] is Choice.ADVISE
    optional = frozenset(n for n in nodes if advising or n in rules.checks)
    return tuple(view.wording.question(node) for node in nodes), optional


def open_ahead(
    rules: RuleSet,
    known: Mapping[str, AnswerValue],
    said: Mapping[str, AnswerValue],
) -> list[str]:
    """What is open, and what comes next if whatever is not said yet is a yes."""
    answers, found = dict(known), list[str]()
    while (node := _open_at(rules, answers)) and node not in found:
        found.append(node)
        clear = said.get(node) in (AnswerValue.YES, AnswerValue.NO)
        answers[node] = said[node] if clear else AnswerValue.YES
    return found


def _open_at(rules: RuleSet, answers: Mapping[str, AnswerValue]) -> str | None:
    evaluation = evaluate(rules, answers)
    if evaluation.outcome is Verdict.ESCALATE:
        return evaluation.stopped_at
    return evaluation.next_question if evaluation.outcome is None else None
