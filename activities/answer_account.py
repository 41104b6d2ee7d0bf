"""What was answered and on which grounds, changes kept, and why nothing was shared."""

from collections.abc import Iterator, Mapping
from typing import Any

from activities.identity_account import moment
from domain.answer import Answer
from domain.case import Case
from domain.evidence import SUGGESTED, Kept, kept_beside, words_beside
from domain.rules import Wording
from domain.stages import Ending
from domain.terms import Terms
from storage.acts import Words
from storage.basis import BASIS
from storage.store import Store

Told = dict[str, Any]
Names = Mapping[str, str]


def answers_of(store: Store, case: Case, terms: Terms, wording: Wording) -> list[Told]:
    """Every answer that was given, with what was written down beside it at the time.

    `stands` says that none was given after it, `reached` that the outcome rests on it.
    """
    names = store.accounts.names(case.organisation)
    path = case.evaluation(terms).path
    last = {(answer.node, answer.about): answer for answer in case.answers}
    said = _said(store, case)
    return [
        {
            "question": answer.node,
            "text": _text(wording, answer.node),
            "answer": answer.value.value,
            "about": answer.about or None,
            "by": names.get(answer.by, answer.by),
            "at": moment(answer.at),
            "stands": last[answer.node, answer.about] is answer,
            "reached": bool(answer.about) or answer.node in path,
            **_beside(answer, wording, said.get((answer.by, answer.at), {})),
        }
        for answer in case.answers
    ]


def _said(store: Store, case: Case) -> dict[tuple[str, Any], Words]:
    """What was written with each accepted act, by who did it and when."""
    words = store.acts.words(case.reference)
    return {
        (line.entry.by, line.entry.at): words.get(line.entry.act or "", {})
        for line in store.timeline.of(case.reference)
        if line.entry.act and line.entry.refused is None
    }


def _beside(answer: Answer, wording: Wording, words: Words) -> Told:
    known = {question.id: question for question in wording.questions}
    question = known.get(answer.node)
    written = words_beside(answer.node, words)
    kept = kept_beside(question, answer.value, written) if question else Kept()
    evidence = question.evidence_for(answer.value) if question else None
    return {
        "note": words.get(answer.node, ""),
        "suggested": written.get(SUGGESTED) or None,
        "ground": evidence.id if evidence and kept.choice else None,
        "choice": kept.choice.label if kept.choice else None,
        "source": kept.choice.source if kept.choice else None,
        "evidence": [
            {"field": field.id, "label": field.label, "written": text}
            for field, text in kept.fields
        ],
    }


def _text(wording: Wording, node: str) -> str:
    """The question as it is worded now; one that is no longer asked keeps its code."""
    known = {question.id: question.question for question in wording.questions}
    return known.get(node, node)


GROUND = ("ground", "choice", "source", "question", "text", "evidence", "by", "at")


def grounds_of(answers: list[Told]) -> Told:
    """What the law offers and was chosen, such as the lawful basis or a condition."""
    chosen = [
        {name: each[name] for name in GROUND}
        for each in answers
        if each["stands"] and each["reached"] and each["ground"]
    ]
    basis = [each for each in chosen if each["ground"] == BASIS]
    return {"grounds": chosen, "lawful_basis": basis[-1] if basis else None}


def reasons_of(case: Case, terms: Terms, wording: Wording) -> Told:
    """Why the rules came out as they did, as codes and as sentences."""
    codes = case.evaluation(terms).reasons
    worded = dict(wording.reasons)
    return {
        "reasons": list(codes),
        "reasons_in_words": [worded.get(code, code) for code in codes],
    }


def refusal_of(
    case: Case, terms: Terms, wording: Wording, names: Names, said: str
) -> Told | None:
    """Why it was not shared, and what whoever asked may be told of that."""
    made = case.decision
    if case.ending is not Ending.NOT_SHARED:
        return None
    return {
        "by": names.get(made.by) if made else names.get(case.opened_by),
        "at": moment(made.at if made else case.closed_at),
        "reason": said,
        **reasons_of(case, terms, wording),
        "may_be_told": list(dict.fromkeys(_letters(case, terms, wording))),
    }


def _letters(case: Case, terms: Terms, wording: Wording) -> Iterator[str]:
    letters = dict(wording.letters)
    for code in case.evaluation(terms).reasons:
        if code in letters:
            yield letters[code]
