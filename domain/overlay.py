"""A rule set that changes a few questions of another one: an overlay and its base.

Laid over its base, an overlay is a whole rule set's file like any other. What is
wrong with it is told in the places of the overlay itself.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from domain.rule_format import OVERLAY
from domain.rules import RuleSetRefused, faults_of, made_up
from domain.shapes import RuleFault

Data = Mapping[str, Any]
BaseOf = Callable[[str], Data | None]
"""The whole file of a rule set by its id, if there is one."""

LAID_OVER = ("id", "version", "title", "effective_from", "source")


def whole(data: Data, base_of: BaseOf) -> Data:
    """The whole file: the data itself, or laid over the base that it names.

    Raises:
        RuleSetRefused: there is any fault.
    """
    if faults := faults_in_file(data, base_of):
        raise RuleSetRefused(faults)
    if not is_overlay(data):
        return data
    return _laid_over(data, base_of(data["over"]) or {})


def is_overlay(data: object) -> bool:
    return isinstance(data, Mapping) and "over" in data


def faults_in_file(data: object, base_of: BaseOf) -> list[RuleFault]:
    """Everything wrong with a file, be it whole or an overlay."""
    if not is_overlay(data):
        return faults_of(data)
    shape = list(OVERLAY.faults("", data))
    overlay: dict[str, Any] = OVERLAY.mended(data)
    base = base_of(overlay["over"])
    if base is None:
        return [*shape, RuleFault("over", f"there is no rule set {overlay['over']}")]
    ids = [node["id"] for node in base["nodes"]]
    strangers = [
        RuleFault(f"changes.{id}", f"there is no question {id} in {overlay['over']}")
        for id in overlay.get("changes", {})
        if id not in ids
    ]
    mended = [fault.place for fault in shape]
    meaning = (_own_place(f, overlay) for f in faults_of(_laid_over(overlay, base)))
    fresh = [fault for fault in meaning if not made_up(fault, mended)]
    return [*shape, *strangers, *fresh]


def _own_place(fault: RuleFault, overlay: Data) -> RuleFault:
    """The fault where the overlay has it: a changed question, or the base itself."""
    found = re.match(r"nodes\[([^]]*)\]", fault.place)
    if found is None:
        return fault
    id, rest = found[1], fault.place[found.end() :]
    if id in {node["id"] for node in overlay.get("nodes", ())}:
        return fault
    if id in overlay.get("changes", {}):
        return RuleFault(f"changes.{id}{rest}", fault.fault)
    return RuleFault(f"over.{fault.place}", fault.fault)


def _laid_over(overlay: Data, base: Data) -> Data:
    """The base with the overlay's questions put in where its changes begin."""
    changes: Data = overlay.get("changes", {})
    nodes = [{**node, **changes.get(node["id"], {})} for node in base["nodes"]]
    changed = [n for n, node in enumerate(base["nodes"], 1) if node["id"] in changes]
    after = changed[0] if changed else len(nodes)
    merged = {
        **base,
        **{name: overlay[name] for name in LAID_OVER},
        "provisional": overlay.get("provisional", False),
        "nodes": [*nodes[:after], *overlay.get("nodes", ()), *nodes[after:]],
    }
    for name in ("guards", "routes"):
        merged[name] = [*base[name], *overlay.get(name, ())]
    for name in ("reasons", "letters"):
        merged[name] = {**base.get(name, {}), **overlay.get(name, {})}
    return merged
