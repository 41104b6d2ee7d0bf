"""The rule sets that come with Sharewell, read from the package."""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from domain.overlay import is_overlay, whole
from domain.rules import RuleSet, Wording, parse


class UnknownRuleSet(KeyError):
    """There is no rule set of this name."""


class Rulebook:
    """Every packaged rule set, by id."""

    def __init__(self, folder: Traversable | None = None) -> None:
        folder = folder or files("domain") / "rulesets"
        self._files: Mapping[str, Traversable] = {
            file.name.removesuffix(".json"): file
            for file in folder.iterdir()
            if file.name.endswith(".json")
        }
        self._read: dict[str, tuple[RuleSet, Wording]] = {}

    def ids(self) -> list[str]:
        """The rule sets there are, in the order of their names."""
        return sorted(self._files)

    def get(self, id: str) -> tuple[RuleSet, Wording]:
        """The rules and their wording; RuleSetRefused if the file has faults."""
        if id not in self._read:
            self._read[id] = parse(self.data(id))
        return self._read[id]

    def data(self, id: str) -> dict[str, Any]:
        """The whole rule set: an overlay comes laid over its base."""
        if id not in self._files:
            raise UnknownRuleSet(id)
        data: dict[str, Any] = json.loads(self._files[id].read_text(encoding="utf-8"))
        return {**whole(data, self.base)} if is_overlay(data) else data

    def base(self, id: str) -> dict[str, Any] | None:
        """The whole rule set that an overlay may be laid over, if there is one."""
        return self.data(id) if id in self._files else None

    def digest(self, id: str) -> str:
        """What tells this rule set from any other, however its file is laid out."""
        return digest_of(self.data(id))


def canonical(data: Mapping[str, Any]) -> str:
    """A rule set's data as text: the same data always gives the same text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(data: Mapping[str, Any]) -> str:
    return sha256(canonical(data).encode()).hexdigest()
