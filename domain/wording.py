"""What people read of a rule set, and what they are asked to write down beside it.

Nothing here has a part in the outcome: the logic is in `domain.graph`.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.graph import AnswerValue, QuestionStage


class FieldKind(StrEnum):
    """How a field beside an answer is filled in."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    TICK = "tick"


class Fact(StrEnum):
    """What may be known already from which an answer follows."""

    PURPOSE_NAMED = "purpose_named"
    PERSON_NAMED = "person_named"
    RECIPIENT_IN_DIRECTORY = "recipient_in_directory"
    USUAL_BASIS = "usual_basis"
    ITEMS_SENSITIVE = "items_sensitive"
    USUAL_CONDITION = "usual_condition"
    TOLD_IN_CONFIDENCE = "told_in_confidence"
    ITEMS_PICKED = "items_picked"
    ITEMS_LABELLED = "items_labelled"
    NOTHING_ENDANGERS = "nothing_endangers"
    RECIPIENT_VERIFIED = "recipient_verified"
    SECURE_ROUTE = "secure_route"


@dataclass(frozen=True)
class EvidenceField:
    """One thing to write down beside an answer, such as the power relied on."""

    id: str
    label: str
    kind: FieldKind = FieldKind.LINE
    hint: str = ""
    required: bool = False


@dataclass(frozen=True)
class Option:
    """One choice of a pick-list, with what is then written down; `source` is its law.

    For example the lawful basis "public task" with the function it rests on.
    """

    id: str
    label: str
    hint: str = ""
    source: str = ""
    fields: tuple[EvidenceField, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What is kept beside one of these answers: a pick-list, or plain fields.

    A pick-list has an `id`, a `label` and `options`; its choice is one of them.
    """

    when: tuple[AnswerValue, ...]
    id: str = ""
    label: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[EvidenceField, ...] = ()

    def option(self, id: str) -> Option | None:
        """The choice with this id, if there is one."""
        return next((each for each in self.options if each.id == id), None)

    def fields_for(self, choice: str) -> tuple[EvidenceField, ...]:
        """What is written down with this choice, the choice's own fields first."""
        chosen = self.option(choice)
        return (*(chosen.fields if chosen else ()), *self.fields)


@dataclass(frozen=True)
class Suggestion:
    """An answer that follows from something already known, for a person to confirm.

    `fact` names what has to be known; `yes` and `no` say why that answer is suggested
    when it holds and when it does not. An empty one suggests nothing.
    """

    fact: Fact
    yes: str = ""
    no: str = ""


@dataclass(frozen=True)
class Reassurance:
    """A true and kind sentence at a point of doubt, and who says so."""

    text: str
    source: str


@dataclass(frozen=True)
class Question:
    """One question as a person reads it, and who helps when they are unsure."""

    id: str
    stage: QuestionStage
    question: str
    help: str
    route_label: str
    source: str = ""
    evidence: tuple[Evidence, ...] = ()
    suggestion: Suggestion | None = None
    reassurance: Reassurance | None = None

    def evidence_for(self, answer: AnswerValue) -> Evidence | None:
        """What is kept beside this answer, if anything."""
        return next((each for each in self.evidence if answer in each.when), None)


@dataclass(frozen=True)
class Wording:
    """Everything people read about a rule set.

    `letters` says some reasons again, as whoever asked for the information may be told
    them. `provisional` rules are not settled law: they are used only where an
    organisation chose them.
    """

    title: str
    source: str
    effective_from: str
    questions: tuple[Question, ...]
    reasons: tuple[tuple[str, str], ...]
    guards: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    provisional: bool = False

    def question(self, id: str) -> Question:
        """The question with this id; a KeyError if there is none."""
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)

    def reason(self, code: str) -> str:
        """The sentence for this reason; a KeyError if there is none."""
        return dict(self.reasons)[code]
