"""What an adviser wants to see of the inbox: in the address of the page, and kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import urlencode

from domain.rules import Priority
from storage.tasks import TaskKind

WHOSE = ("all", "mine", "team")
DUE = ("overdue", "today", "later", "follow_up")
LONGEST = 40


@dataclass(frozen=True)
class Filter:
    """Codes only; what is empty lets everything through.

    `team` is the id of a team, `text` a part of a reference.
    """

    view: str = "all"
    due: str = ""
    priority: str = ""
    kind: str = ""
    team: str = ""
    text: str = ""

    @property
    def query(self) -> str:
        """The one way to write this filter into an address."""
        plain = Filter()
        given = {
            name: value
            for name, value in asdict(self).items()
            if value != getattr(plain, name)
        }
        return urlencode(given)


KNOWN: dict[str, tuple[str, ...]] = {
    "view": WHOSE,
    "due": DUE,
    "priority": tuple(Priority),
    "kind": tuple(TaskKind),
}


def read_filter(asked: Mapping[str, str]) -> tuple[Filter, list[str]]:
    """The filter in an address, and what was asked for and does not exist."""
    given = {
        field.name: asked[field.name].strip()
        for field in fields(Filter)
        if asked.get(field.name, "").strip() not in ("", "any")
    }
    ignored = [name for name, value in given.items() if not _is_known(name, value)]
    return Filter(**{n: v for n, v in given.items() if n not in ignored}), ignored


def _is_known(name: str, value: str) -> bool:
    if name in KNOWN:
        return value in KNOWN[name]
    return is_code(value)


def is_code(value: str) -> bool:
    """Whether this could be a part of a reference, or an id; a name rarely could."""
    plain = value.replace("-", "").replace(" ", "")
    return len(value) <= LONGEST and plain.isascii() and plain.isalnum()
