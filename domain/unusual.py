"""What is unusual about a reading. It accuses nobody: somebody else looks at each."""

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """Why a reading is looked at."""

    MANY = "many"
    OUT_OF_HOURS = "out_of_hours"
    OWN_NAME = "own_name"
    AFTER_CONFLICT = "after_conflict"


class Verdict(StrEnum):
    """What whoever looked at it thinks."""

    FINE = "fine"
    FOLLOW_UP = "follow_up"


SIGN_LABELS = {
    Sign.MANY: "Read many cases within an hour",
    Sign.OUT_OF_HOURS: "Read a case when nobody is at work",
    Sign.OWN_NAME: "Read a case about somebody with their own family name",
    Sign.AFTER_CONFLICT: "Asked for a case with which they have a conflict",
}
VERDICT_LABELS = {
    Verdict.FINE: "There was a good reason",
    Verdict.FOLLOW_UP: "Somebody has to talk to them about it",
}


@dataclass(frozen=True)
class Limits:
    """From when on a reading is unusual.

    Attributes:
        cases_an_hour: so many different cases within an hour are still usual.
        out_of_hours: whether it counts when somebody reads while nobody is at work.
    """

    cases_an_hour: int = 20
    out_of_hours: bool = True


def family_name(name: str) -> str:
    """The last word of a name, however it is written."""
    words = name.casefold().split()
    return words[-1] if words else ""
