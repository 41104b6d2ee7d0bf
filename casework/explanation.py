"""Why a case comes out as it does: the way through the questions, and what it rests on.

Pure. It repeats what is on record and decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.answers import AnswerLine
from casework.views import CaseView
from domain.evaluation import reachable
from domain.rules import AnswerValue, Verdict

VERDICT_WORDS: dict[Verdict | None, str] = {
    Verdict.SHARE: "It can be shared",
    Verdict.SHARE_ANONYMISED: "It can be shared, because nobody can be identified",
    Verdict.DO_NOT_SHARE: "It should not be shared",
    Verdict.ESCALATE: "An adviser has to look at it first",
    Verdict.URGENT_SHARE: "It can be shared at once, because someone is in danger",
    None: "There are questions left to answer",
}


@dataclass(frozen=True)
class Reason:
    """Why the rules come out so, as their code and as a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Changed:
    """An answer that was given in the place of another."""

    question: str
    text: str
    before: AnswerValue
    after: AnswerValue
    by: str
    at: datetime


@dataclass(frozen=True)
class Rules:
    """The set of rules that a case is bound to."""

    id: str
    version: str
    title: str
    source: str
    provisional: bool


@dataclass(frozen=True)
class Explanation:
    """Why this outcome.

    `path` are the answers that count, in order. `ahead` count once an adviser has
    answered what stops it. `stale` do not count: an earlier answer led elsewhere.
    """

    outcome: Verdict | None
    says: str
    reasons: tuple[Reason, ...]
    path: tuple[AnswerLine, ...]
    ahead: tuple[AnswerLine, ...]
    stale: tuple[AnswerLine, ...]
    changes: tuple[Changed, ...]
    rules: Rules


def explain(view: CaseView) -> Explanation:
    """Why a case comes out as it does, for whoever may see it."""
    known = {line.question.id: line.value for line in view.answers}
    reached = reachable(view.terms.rules, known)
    beyond = [a for a in view.answers if a.question.id not in view.evaluation.path]
    return Explanation(
        outcome=view.evaluation.outcome,
        says=VERDICT_WORDS[view.evaluation.outcome],
        reasons=tuple(
            Reason(code, view.wording.reason(code)) for code in view.evaluation.reasons
        ),
        path=tuple(a for a in view.answers if a.question.id in view.evaluation.path),
        ahead=tuple(a for a in beyond if a.question.id in reached),
        stale=tuple(a for a in beyond if a.question.id not in reached),
        changes=_changes(view.given),
        rules=Rules(
            view.terms.rules.id,
            view.terms.rules.version,
            view.wording.title,
            view.wording.source,
            view.wording.provisional,
        ),
    )


def _changes(given: Sequence[AnswerLine]) -> tuple[Changed, ...]:
    """Every answer that took the place of another one, in order."""
    last: dict[str, AnswerValue] = {}
    found = []
    for line in given:
        before = last.get(line.question.id)
        last[line.question.id] = line.value
        if before is not None and before is not line.value:
            found.append(
                Changed(
                    line.question.id, line.question.question, before, line.value,
                    line.by, line.at,
                )
            )  # fmt: skip
    return tuple(found)
