"""The rule sets that come with Sharewell, read from the package."""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

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
        """The file as it stands."""
        if id not in self._files:
            raise UnknownRuleSet(id)
        data: dict[str, Any] = json.loads(self._files[id].read_text(encoding="utf-8"))
        return data

    def digest(self, id: str) -> str:
        """What tells this file from any other, however it is laid out."""
        canonical = json.dumps(
            self.data(id), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return sha256(canonical.encode()).hexdigest()
