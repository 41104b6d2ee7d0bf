"""Telling the individuals: decided for each person, then done, or dated."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Told(StrEnum):
    """Whether a person is to be told."""

    YES = "yes"
    NO = "no"
    DELAY = "delay"


class Method(StrEnum):
    """How a person is told."""

    EMAIL = "email"
    IN_PERSON = "in_person"


TOLD_LABELS: dict[Told, str] = {
    Told.YES: "Tell them",
    Told.NO: "Do not tell them",
    Told.DELAY: "Tell them later",
}

METHOD_LABELS: dict[Method, str] = {
    Method.EMAIL: "E-mail to an address that is safe for them",
    Method.IN_PERSON: "I will tell them myself",
}


@dataclass(frozen=True)
class InformDecision:
    """The decision whether to tell one person, and whether it has been done."""

    individual: str
    decision: Told
    by: str
    at: datetime
    method: Method | None = None
    review_on: date | None = None
    told_at: datetime | None = None

    @property
    def settled(self) -> bool:
        """Nothing more is owed to this person."""
        return self.decision is Told.NO or self.told_at is not None
