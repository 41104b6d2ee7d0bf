"""The shape of a rule set's file: which fields it has, and what may stand in each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.graph import (
    AdviserMode,
    AnswerValue,
    InformValue,
    Priority,
    QuestionStage,
    Verdict,
)


@dataclass(frozen=True)
class RuleFault:
    """One thing wrong with a rule set, and where."""

    place: str
    fault: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}"


Faults = Iterator[RuleFault]
Shape = Callable[[str, object], Faults]


def faults_in_shape(data: object) -> list[RuleFault]:
    """Everything wrong with the file before its meaning is looked at."""
    return list(RULE_SET("", data))


def text(place: str, value: object) -> Faults:
    if not isinstance(value, str) or not value.strip():
        yield RuleFault(place, "must be text")


def flag(place: str, value: object) -> Faults:
    if not isinstance(value, bool):
        yield RuleFault(place, "must be true or false")


def day(place: str, value: object) -> Faults:
    if not _is_day(value):
        yield RuleFault(place, "must be a date such as 2026-11-22")


def month_or_day(place: str, value: object) -> Faults:
    if not (_is_day(value) or _is_day(f"{value}-01")):
        yield RuleFault(place, "must be a month or a date such as 2024-05")


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def spelled(pattern: str, says: str) -> Shape:
    def check(place: str, value: object) -> Faults:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield RuleFault(place, f"must be {says}")

    return check


def one_of(*words: str) -> Shape:
    def check(place: str, value: object) -> Faults:
        if not isinstance(value, str) or value not in words:
            yield RuleFault(place, f"must be one of {', '.join(words)}")

    return check


def any_of(kind: type[StrEnum]) -> Shape:
    return one_of(*(each.value for each in kind))


def many(each: Shape, at_least: int = 1) -> Shape:
    def check(place: str, value: object) -> Faults:
        if not isinstance(value, list | tuple):
            yield RuleFault(place, "must be a list")
            return
        if len(value) < at_least:
            yield RuleFault(place, "must not be empty")
        for number, item in enumerate(value):
            name = item.get("id", number) if isinstance(item, Mapping) else number
            yield from each(f"{place}[{name}]", item)

    return check


def table(key: Shape, each: Shape) -> Shape:
    def check(place: str, value: object) -> Faults:
        if not isinstance(value, Mapping):
            yield RuleFault(place, "must be a table")
            return
        for name, item in value.items():
            yield from key(f"{place}.{name}", name)
            yield from each(f"{place}.{name}", item)

    return check


def fields(required: Mapping[str, Shape], optional: Mapping[str, Shape]) -> Shape:
    known = {**required, **optional}

    def check(place: str, value: object) -> Faults:
        if not isinstance(value, Mapping):
            yield RuleFault(place, "must be a table")
            return
        for name in sorted(required.keys() - value.keys()):
            yield RuleFault(_within(place, name), "is missing")
        for name, item in value.items():
            yield from known.get(name, stranger)(_within(place, name), item)

    return check


def stranger(place: str, value: object) -> Faults:
    yield RuleFault(place, "is not a known field")


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def branch(place: str, value: object) -> Faults:
    """The fields of a branch, of which exactly one says where it leads."""
    faults = list(BRANCH(place, value))
    yield from faults
    if isinstance(value, Mapping) and not faults:
        if len({"next", "end", "inform"} & value.keys()) != 1:
            yield RuleFault(place, "must have one of next, end and inform")
        if {"remediable", "adviser"} <= value.keys():
            yield RuleFault(place, "cannot have both remediable and adviser")


node_id = spelled(r"[A-Z]+[0-9]+", "a question's id such as Q1")
code = spelled(r"[A-Z][A-Z0-9_]*", "a code in capitals such as NO_PURPOSE")
route = spelled(r"[a-z][a-z_]*", "a route such as safeguarding_lead")
conditions = table(node_id, many(any_of(AnswerValue)))

BRANCH = fields(
    {},
    {
        "next": spelled(r"[A-Z]+[0-9]+|START|CHECKS|NEXT_CHECK", "where to go next"),
        "end": any_of(Verdict),
        "inform": any_of(InformValue),
        "reason": code,
        "remediable": flag,
        "adviser": one_of(AdviserMode.NON_BLOCKING),
    },
)
NODE = fields(
    {
        "id": node_id,
        "stage": any_of(QuestionStage),
        "question": text,
        "help": text,
        **{answer.value: branch for answer in AnswerValue},
    },
    {},
)
GUARD = fields(
    {
        "id": text,
        "says": text,
        "when": conditions,
        "refused_at": many(node_id),
        "outcome": one_of(Verdict.ESCALATE),
        "reason": code,
    },
    {},
)
INFORM_RULE = fields(
    {"outcomes": many(any_of(Verdict)), "inform": any_of(InformValue)},
    {"reasons": many(code), "reason": code, "walk": flag},
)
ROUTE = fields({"route": route, "label": text, "nodes": many(node_id, 0)}, {})
RULE_SET = fields(
    {
        "id": spelled(r"[A-Z][A-Za-z0-9-]*", "a name such as HMG-2018"),
        "version": day,
        "title": text,
        "effective_from": month_or_day,
        "source": text,
        "triage": node_id,
        "start": node_id,
        "checks": many(node_id),
        "nodes": many(NODE),
        "priorities": many(
            fields({"priority": any_of(Priority)}, {"when": conditions})
        ),
        "guards": many(GUARD, 0),
        "inform": fields({"start": node_id, "rules": many(INFORM_RULE)}, {}),
        "routes": many(ROUTE),
        "default_route": route,
        "reasons": table(code, text),
    },
    {},
)
