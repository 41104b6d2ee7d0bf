"""Reading in an emergency: what one does not normally see, for a while, and loudly."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.calendar import Calendar, say_moment


class Judgement(StrEnum):
    """What somebody else thinks of it afterwards."""

    RIGHT = "right"
    NOT_RIGHT = "not_right"


JUDGEMENT_LABELS = {
    Judgement.RIGHT: "It was right to open it",
    Judgement.NOT_RIGHT: "It was not right to open it",
}

EMERGENCY: dict[str, str] = {
    "read_in_emergency": "opened this case in an emergency, to read it",
}
"""How it reads on the timeline of the case."""


def told_of_emergency(what: str, facts: Mapping[str, str]) -> str:
    """The phrase with the moment until which they could read; empty for another."""
    phrase = EMERGENCY.get(what, "")
    if not phrase or not facts.get("until"):
        return phrase
    return f"{phrase} until {say_moment(datetime.fromisoformat(facts['until']))}"


def review_by(calendar: Calendar, at: datetime, days: int) -> datetime:
    """When the last of so many working days after this moment ends."""
    end = at
    for _ in range(days):
        end = calendar.next_after(end).ends
    return end
