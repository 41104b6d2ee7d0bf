"""The wording of a rule set, read from its file, and what does not make sense in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from domain.graph import AnswerValue, QuestionStage
from domain.shapes import Faults, RuleFault
from domain.wording import (
    Evidence,
    EvidenceField,
    Fact,
    FieldKind,
    Option,
    Question,
    Reassurance,
    Suggestion,
    Wording,
)

Part = Mapping[str, Any]


def wording_of(file: Part) -> Wording:
    """The wording in a file of the right shape."""
    labels = {node: each["label"] for each in file["routes"] for node in each["nodes"]}
    default = next(
        (r["label"] for r in file["routes"] if r["route"] == file["default_route"]), ""
    )
    return Wording(
        title=file["title"],
        source=file["source"],
        effective_from=file["effective_from"],
        questions=tuple(
            _question(node, labels.get(node["id"], default)) for node in file["nodes"]
        ),
        reasons=tuple(file["reasons"].items()),
        guards=tuple((guard["id"], guard["says"]) for guard in file["guards"]),
        letters=tuple(file.get("letters", {}).items()),
        provisional=file.get("provisional", False),
    )


def _question(node: Part, route_label: str) -> Question:
    return Question(
        id=node["id"],
        stage=QuestionStage(node["stage"]),
        question=node["question"],
        help=node["help"],
        route_label=route_label,
        source=node.get("source", ""),
        evidence=tuple(_evidence(each) for each in node.get("evidence", ())),
        suggestion=_suggestion(node.get("suggest")),
        reassurance=_reassurance(node.get("reassurance")),
    )


def _evidence(part: Part) -> Evidence:
    return Evidence(
        when=tuple(AnswerValue(answer) for answer in part["when"]),
        id=part.get("id", ""),
        label=part.get("label", ""),
        options=tuple(_option(each) for each in part.get("options", ())),
        fields=_fields(part),
    )


def _option(part: Part) -> Option:
    return Option(
        id=part["id"],
        label=part["label"],
        hint=part.get("hint", ""),
        source=part.get("source", ""),
        fields=_fields(part),
    )


def _fields(part: Part) -> tuple[EvidenceField, ...]:
    return tuple(
        EvidenceField(
            id=each["id"],
            label=each["label"],
            kind=FieldKind(each.get("kind", FieldKind.LINE)),
            hint=each.get("hint", ""),
            required=each.get("required", False),
        )
        for each in part.get("fields", ())
    )


def _suggestion(part: Part | None) -> Suggestion | None:
    if part is None:
        return None
    return Suggestion(Fact(part["fact"]), part.get("yes", ""), part.get("no", ""))


def _reassurance(part: Part | None) -> Reassurance | None:
    return None if part is None else Reassurance(part["text"], part["source"])


def faults_in_wording(wording: Wording) -> list[RuleFault]:
    """Everything that does not make sense in the wording, in the order of the file."""
    faults = [
        fault
        for question in wording.questions
        for fault in _in_question(f"nodes[{question.id}]", question)
    ]
    known = dict(wording.reasons)
    return faults + [
        RuleFault(f"letters.{code}", f"there is no reason {code}")
        for code, _ in wording.letters
        if code not in known
    ]


def _in_question(place: str, question: Question) -> Faults:
    suggestion = question.suggestion
    if suggestion and not (suggestion.yes or suggestion.no):
        yield RuleFault(f"{place}.suggest", "suggests neither yes nor no")
    yield from _repeats(f"{place}.evidence", (e.id for e in question.evidence if e.id))
    for one, other in combinations(question.evidence, 2):
        for answer in AnswerValue:
            if answer in one.when and answer in other.when:
                yield RuleFault(f"{place}.evidence", f"has two entries for {answer}")
    for number, evidence in enumerate(question.evidence):
        called = evidence.id or number
        yield from _in_evidence(f"{place}.evidence[{called}]", evidence)


def _in_evidence(place: str, evidence: Evidence) -> Faults:
    if not (evidence.options or evidence.fields):
        yield RuleFault(place, "has neither options nor fields")
    if evidence.options and not (evidence.id and evidence.label):
        yield RuleFault(place, "needs an id and a label for its options")
    yield from _repeats(f"{place}.options", (each.id for each in evidence.options))
    for ids in _asked_at_once(evidence):
        yield from _repeats(f"{place}.fields", ids)


def _asked_at_once(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """The ids that are kept together beside one answer, for each choice there is."""
    own = (evidence.id,) if evidence.id else ()
    yield own + tuple(each.id for each in evidence.fields)
    for option in evidence.options:
        if option.fields:
            yield own + tuple(each.id for each in evidence.fields_for(option.id))


def _repeats(place: str, ids: Iterable[str]) -> Faults:
    for id, times in Counter(ids).items():
        if times > 1:
            yield RuleFault(f"{place}[{id}]", f"appears {times} times")
