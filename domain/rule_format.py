"""The format of a rule set's file: which fields it has, and what may stand in each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.graph import (
    INFORM_VALUES,
    VERDICTS,
    AdviserMode,
    AnswerValue,
    InformValue,
    Priority,
    QuestionStage,
    Verdict,
)
from domain.shapes import (
    UNKNOWN,
    Faults,
    Fields,
    Many,
    RuleFault,
    Shape,
    Table,
    any_of,
    day,
    flag,
    month_or_day,
    one_of,
    spelled,
    text,
)
from domain.wording import Fact, FieldKind

LEADS = ("next", "end", "inform")
REFUSAL = Verdict.DO_NOT_SHARE.value  # the ending that every part of a file allows
ENDS = frozenset({*VERDICTS, *INFORM_VALUES})


@dataclass(frozen=True)
class _Branch(Fields):
    """The fields of a branch, of which exactly one says where it leads."""

    def faults(self, place: str, value: object) -> Faults:
        faults = list(super().faults(place, value))
        yield from faults
        if isinstance(value, Mapping) and not faults:
            if len(set(LEADS) & value.keys()) != 1:
                yield RuleFault(place, "must have one of next, end and inform")
            if {"remediable", "adviser"} <= value.keys():
                yield RuleFault(place, "cannot have both remediable and adviser")

    def mended(self, value: object) -> Any:
        branch = super().mended(value)
        if not set(LEADS) & branch.keys():
            branch |= {"end": REFUSAL, "reason": UNKNOWN}
        return branch


@dataclass(frozen=True)
class _Node(Fields):
    """A question. Without a stage, its branches show whether it is about telling."""

    def mended(self, value: object) -> Any:
        node = super().mended(value)
        stage = value.get("stage") if isinstance(value, Mapping) else None
        if stage != node["stage"]:
            telling = any("inform" in node[answer.value] for answer in AnswerValue)
            stage = QuestionStage.INFORM if telling else QuestionStage.WHEN
            node["stage"] = stage.value
        return node


rule_set_id = spelled(r"[A-Z][A-Za-z0-9-]*", "a name such as HMG-2018")
node_id = spelled(r"[A-Z]+[0-9]+", "a question's id such as Q1", ENDS)
code = spelled(r"[A-Z][A-Z0-9_]*", "a code in capitals such as NO_PURPOSE")
route = spelled(r"[a-z][a-z_]*", "a route such as safeguarding_lead")
entry_id = spelled(r"[a-z][a-z0-9_]*", "an id in small letters such as public_task")
guard_id = spelled(r"[A-Z]+[0-9]+", "a guard's id such as G1")
conditions = Table(node_id, Many(any_of(AnswerValue)))

BRANCH = _Branch(
    {},
    {
        "next": spelled(
            r"[A-Z]+[0-9]+|START|CHECKS|NEXT_CHECK", "where to go next", ENDS
        ),
        "end": replace(any_of(Verdict), stand_in=REFUSAL),
        "inform": any_of(InformValue),
        "reason": code,
        "remediable": flag,
        "adviser": one_of(AdviserMode.NON_BLOCKING),
    },
)
ENTRY_FIELD = Fields(
    {"id": entry_id, "label": text},
    {"kind": any_of(FieldKind), "hint": text, "required": flag},
)
OPTION = Fields(
    {"id": entry_id, "label": text},
    {"hint": text, "source": text, "fields": Many(ENTRY_FIELD)},
)
EVIDENCE = Fields(
    {"when": Many(any_of(AnswerValue))},
    {
        "id": entry_id,
        "label": text,
        "options": Many(OPTION),
        "fields": Many(ENTRY_FIELD),
    },
)
BRANCHES: Mapping[str, Shape] = {answer.value: BRANCH for answer in AnswerValue}
NODE = _Node(
    {
        "id": node_id,
        "stage": any_of(QuestionStage),
        "question": text,
        "help": text,
        **BRANCHES,
    },
    {
        "source": text,
        "evidence": Many(EVIDENCE),
        "suggest": Fields({"fact": any_of(Fact)}, {"yes": text, "no": text}),
        "reassurance": Fields({"text": text, "source": text}, {}),
    },
)
GUARD = Fields(
    {
        "id": guard_id,
        "says": text,
        "when": conditions,
        "refused_at": Many(node_id),
        "outcome": one_of(Verdict.ESCALATE),
        "reason": code,
    },
    {},
)
INFORM_RULE = Fields(
    {"outcomes": Many(any_of(Verdict)), "inform": any_of(InformValue)},
    {"reasons": Many(code), "reason": code, "walk": flag},
)
ROUTE = Fields({"route": route, "label": text, "nodes": Many(node_id, 0)}, {})
NAMED: Mapping[str, Shape] = {
    "id": rule_set_id,
    "version": day,
    "title": text,
    "effective_from": month_or_day,
    "source": text,
}
RULE_SET = Fields(
    {
        **NAMED,
        "triage": node_id,
        "start": node_id,
        "checks": Many(node_id),
        "nodes": Many(NODE),
        "priorities": Many(
            Fields({"priority": any_of(Priority)}, {"when": conditions})
        ),
        "guards": Many(GUARD, 0),
        "inform": Fields({"start": node_id, "rules": Many(INFORM_RULE)}, {}),
        "routes": Many(ROUTE),
        "default_route": route,
        "reasons": Table(code, text),
    },
    {"letters": Table(code, text), "provisional": flag},
)
OVERLAY = Fields(
    {**NAMED, "over": rule_set_id},
    {
        "provisional": flag,
        "nodes": Many(NODE, 0),
        "changes": Table(
            node_id,
            Fields({}, {"question": text, "help": text, "source": text, **BRANCHES}),
        ),
        "guards": Many(GUARD, 0),
        "routes": Many(ROUTE, 0),
        "reasons": Table(code, text),
        "letters": Table(code, text),
    },
)
