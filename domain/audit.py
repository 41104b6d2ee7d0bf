"""What is kept of who looked at what, and of what was refused: for auditors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ONE_REFUSAL = timedelta(seconds=60)
"""The same refusal within so short a time is one line."""


class Door(StrEnum):
    """Through which door somebody came."""

    PAGES = "pages"
    INTERFACE = "interface"


class LineKind(StrEnum):
    """What a line of the audit is about."""

    READ = "read"
    SEARCH = "search"
    REFUSED = "refused"


DOOR_LABELS = {Door.PAGES: "a page", Door.INTERFACE: "the JSON interface"}
LINE_LABELS = {
    LineKind.READ: "Read a case or its record",
    LineKind.SEARCH: "Searched for somebody",
    LineKind.REFUSED: "Was refused",
}


@dataclass(frozen=True)
class Wanted:
    """Which lines are wanted; what is empty is not asked. `before` is left out."""

    who: str = ""
    kind: LineKind | None = None
    since: datetime | None = None
    before: datetime | None = None

    def wants(self, kind: LineKind) -> bool:
        return self.kind in (None, kind)
