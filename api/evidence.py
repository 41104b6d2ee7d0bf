"""What is written down beside answers, checked against what the rules ask for."""

from collections.abc import Iterator

from api.given import GivenAnswers
from api.problems import BadInput
from casework.answers import AnswerLine
from casework.views import CaseView
from domain.evidence import as_words, by_hand, faults_in
from domain.rules import AnswerValue, Question
from domain.wording import Evidence


def check_answered(sent: GivenAnswers) -> None:
    """A note, and whatever else is written down, comes with its answer.

    Raises:
        BadInput: one came without it.
    """
    for node in sent.notes:
        if node not in sent.answers:
            raise BadInput(f"notes.{node}", "Send the answer together with its note.")
    for node in sent.evidence:
        if node not in sent.answers:
            raise BadInput(f"evidence.{node}", "Send the answer together with it.")


def words_of(view: CaseView, sent: GivenAnswers) -> dict[str, str]:
    """Notes and all that is written down, as they travel with the act.

    Raises:
        BadInput: something is not asked for, is no choice there is, or is too long.
    """
    words = dict(sent.notes)
    for node in sent.answers:
        words |= by_hand(node)
    for node, values in sent.evidence.items():
        question, evidence = _asked(view, node, sent.answers[node])
        kept = _kept(view, question, sent.answers[node])
        chosen = {evidence.id: kept[evidence.id]} if evidence.id in kept else {}
        for id, fault in faults_in(evidence, chosen | values).items():
            raise BadInput(f"evidence.{node}.{id}", fault)
        words |= as_words(node, {**dict(_cleared(evidence, kept, values)), **values})
    return words


def _asked(view: CaseView, node: str, answer: AnswerValue) -> tuple[Question, Evidence]:
    known = {question.id: question for question in view.wording.questions}
    if node not in known:
        raise BadInput(f"evidence.{node}", "There is no such question.")
    evidence = known[node].evidence_for(answer)
    if evidence is None:
        raise BadInput(f"evidence.{node}", "Nothing is kept beside this answer.")
    return known[node], evidence


def _kept(view: CaseView, question: Question, answer: AnswerValue) -> dict[str, str]:
    """What is kept beside the same answer already."""

    def same(line: AnswerLine) -> bool:
        return line.question.id == question.id and line.value is answer

    return next((line.evidence for line in view.answers if same(line)), {})


def _cleared(
    evidence: Evidence, kept: dict[str, str], values: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Another choice begins with empty fields, whatever stood beside the old one."""
    choice = values.get(evidence.id, "") if evidence.id else ""
    if choice and choice != kept.get(evidence.id):
        for field in evidence.fields_for(choice):
            yield field.id, ""
