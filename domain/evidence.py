"""What is kept beside an answer: how it is named, checked and read again.

It travels as the words of the act that gives the answer: the note under the question's
id, and what the rules ask to be written down under `question.field`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.rules import AnswerValue, Question
from domain.wording import Evidence, EvidenceField, FieldKind, Option

LINE_MOST, TEXT_MOST = 200, 2000
TICKED = "yes"

SUGGESTED = "suggested-because"
"""Beside an answer that was filled in and then confirmed: why it was filled in.

No field of a rule set can have a name with a hyphen in it.
"""

Values = Mapping[str, str]
"""What is written down beside one answer, by the id of the choice or the field."""


@dataclass(frozen=True)
class Kept:
    """What is kept beside one answer, as far as it belongs to that answer."""

    choice: Option | None = None
    fields: tuple[tuple[EvidenceField, str], ...] = ()
    missing: tuple[EvidenceField, ...] = ()

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each thing that was written down, with what it is called."""
        for field, written in self.fields:
            if field.kind is FieldKind.TICK:
                yield field.label, "Yes"
            elif written:
                yield field.label, written


def kept_beside(question: Question, answer: AnswerValue, written: Values) -> Kept:
    """What is kept beside this answer; words about another one count nothing."""
    evidence = question.evidence_for(answer)
    if evidence is None:
        return Kept()
    choice = evidence.option(written.get(evidence.id, ""))
    fields = evidence.fields_for(choice.id if choice else "")
    missing = [f for f in fields if f.required and not written.get(f.id)]
    if evidence.options and choice is None:
        missing.insert(0, EvidenceField(evidence.id, evidence.label, required=True))
    filled = tuple((f, written[f.id]) for f in fields if written.get(f.id))
    return Kept(choice, filled, tuple(missing))


def values_of(question: Question, answer: AnswerValue, kept: Kept) -> dict[str, str]:
    """What is kept, by the ids of the choice and the fields."""
    evidence = question.evidence_for(answer)
    chosen = {evidence.id: kept.choice.id} if evidence and kept.choice else {}
    return chosen | {field.id: written for field, written in kept.fields}


def usual_values(
    evidence: Evidence | None, usual: Mapping[str, object]
) -> dict[str, str]:
    """What an organisation usually writes down here, if that is a choice there is."""
    entry = usual.get(evidence.id) if evidence and evidence.id else None
    if evidence is None or not isinstance(entry, Mapping):
        return {}
    choice = evidence.option(str(entry.get("option", "")))
    written = entry.get("fields", {})
    if choice is None or not isinstance(written, Mapping):
        return {}
    known = {field.id for field in evidence.fields_for(choice.id)}
    fields = {id: str(text) for id, text in written.items() if id in known and text}
    return {evidence.id: choice.id, **fields}


def as_words(node: str, values: Values) -> dict[str, str]:
    """How what is written down beside an answer travels with its act."""
    return {f"{node}.{id}": text for id, text in values.items()}


def by_hand(node: str) -> dict[str, str]:
    """Says that an answer was thought of by whoever gave it, not filled in."""
    return {f"{node}.{SUGGESTED}": ""}


def words_beside(node: str, words: Values) -> dict[str, str]:
    """The same words again, by the ids of the choice and the fields."""
    start = f"{node}."
    return {
        name.removeprefix(start): text
        for name, text in words.items()
        if name.startswith(start)
    }


def is_evidence(name: str) -> bool:
    """Whether these words were written into a field beside an answer."""
    return "." in name


def faults_in(evidence: Evidence, values: Values) -> dict[str, str]:
    """What cannot be kept, by the id of the field, each in a sentence."""
    faults = {}
    choice = values.get(evidence.id, "") if evidence.id else ""
    if choice and evidence.option(choice) is None:
        faults[evidence.id] = "There is no such choice."
    fields = {field.id: field for field in evidence.fields_for(choice)}
    for id, written in values.items():
        if id == evidence.id and evidence.id:
            continue
        fault = _fault(fields[id], written) if id in fields else UNKNOWN
        if fault:
            faults[id] = fault
    return faults


UNKNOWN = "Nothing of this name is kept beside this answer."


def _fault(field: EvidenceField, written: str) -> str:
    if field.kind is FieldKind.DATE:
        return "" if not written or _is_day(written) else "Write it like 2026-11-22."
    if field.kind is FieldKind.TICK:
        return "" if written in ("", TICKED) else "Tick it with yes, or leave it out."
    most = TEXT_MOST if field.kind is FieldKind.TEXT else LINE_MOST
    return f"Write {most:,} characters or fewer." if len(written) > most else ""


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
