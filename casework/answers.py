"""The answers of a case as a person reads them: by whom, when, and what is beside them.

Pure: names and words are looked up by whoever asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.answer import Answer
from domain.case import Case
from domain.evaluation import Evaluation
from domain.evidence import SUGGESTED, Kept, kept_beside, values_of, words_beside
from domain.rules import AnswerValue, Question, Wording

Texts = Mapping[str, str]

NOTHING_KEPT = Kept()


@dataclass(frozen=True)
class AnswerLine:
    """A question with its answer, by whom and when, and what was written beside it."""

    question: Question
    value: AnswerValue
    note: str
    by: str
    at: datetime
    kept: Kept = NOTHING_KEPT
    suggested: str = ""
    """Why it was filled in, if its practitioner confirmed what was filled in."""

    @property
    def evidence(self) -> dict[str, str]:
        """What is kept beside it, by the ids of the choice and the fields."""
        return values_of(self.question, self.value, self.kept)


def answers_of(
    case: Case, evaluation: Evaluation, wording: Wording, names: Texts, words: Texts
) -> tuple[AnswerLine, ...]:
    """The last answer to each question: those on the path first, then the rest."""
    last: dict[str, Answer] = {a.node: a for a in case.answers if not a.about}
    reached = [*evaluation.path]
    ahead = [node for node in last if node not in reached]
    return tuple(
        _line(last[node], wording, names, words)
        for node in (*reached, *ahead)
        if node in last
    )


def all_given(case: Case, wording: Wording, names: Texts) -> tuple[AnswerLine, ...]:
    """Every answer that was ever given, in order; what stood beside it is not told."""
    return tuple(
        _line(each, wording, names, {}) for each in case.answers if not each.about
    )


def _line(given: Answer, wording: Wording, names: Texts, words: Texts) -> AnswerLine:
    question = wording.question(given.node)
    beside = words_beside(given.node, words)
    return AnswerLine(
        question,
        given.value,
        words.get(given.node, ""),
        names.get(given.by, ""),
        given.at,
        kept_beside(question, given.value, beside),
        beside.get(SUGGESTED, ""),
    )
