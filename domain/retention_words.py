"""How what was decided about keeping a case reads on a timeline."""

from collections.abc import Mapping
from datetime import date

from domain.retention import PROPOSED

RETENTION: dict[str, str] = {
    "class_changed": "settled anew for how long this case is kept",
    "hold_placed": "placed a legal hold: nothing of this case may be destroyed",
    "hold_lifted": "lifted the legal hold",
    "kept_longer": "settled that this case is kept longer",
    "disposal_decided": "decided that the words and files of this case are destroyed",
    "destroyed_again": "destroyed the words and files of this case again, after a "
    "backup had brought them back",
}


def told_of_retention(what: str, facts: Mapping[str, str]) -> str:
    """The phrase with the class or the day in it, where one belongs to it."""
    if what == "class_changed" and facts.get("class") in PROPOSED:
        label = PROPOSED[facts["class"]].label
        return f"{RETENTION[what]}, as “{label}”"
    if what == "kept_longer" and facts.get("until"):
        day = date.fromisoformat(facts["until"])
        return f"{RETENTION[what]}, until {day.day} {day:%B} {day.year}"
    return RETENTION.get(what, "")
