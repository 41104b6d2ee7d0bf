"""What somebody was looking at when they sent a form, and whether it is so still."""

from adapters.passwords import fingerprint
from domain.errors import RuleBroken, Why
from domain.people import Actor
from storage.store import Store

CALENDAR, RULES = "calendar", "rules"
"""Pages of an organisation that its administrators change; a team has its id."""

MARK = 16


def mark_of(*parts: object) -> str:
    """Changes with whatever it is a mark of. The parts say all they are, in order."""
    return fingerprint(repr(parts))[:MARK]


def check_unchanged(seen: str, mark: str, wanted: str) -> None:
    """Whether something is as it was looked at; without `seen` nobody says it was.

    What is as it is `wanted` already may be sent again, as by a double click.

    Raises:
        RuleBroken: it was changed meanwhile.
    """
    if seen and mark not in (seen, wanted):
        raise RuleBroken(Why.CHANGED_MEANWHILE)


def place_of(actor: Actor, page: str) -> str:
    """The name of an organisation's page where it is noted who has it open."""
    return f"{actor.organisation}:{page}"


def is_sent(store: Store, actor: Actor, page: str) -> None:
    """They have sent the page that they had open."""
    store.presence.leave(actor.id, place_of(actor, page))
