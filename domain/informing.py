"""Telling the individuals: decided for each person, then done, or dated."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors import NotAccepted, Why


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

    def check_possible(self, reachable: tuple[str, ...]) -> None:
        """A decision that cannot be carried out, or never comes back, is no decision.

        Raises:
            NotAccepted: no safe address, or no date to think about it again.
        """
        by_email = (self.decision, self.method) == (Told.YES, Method.EMAIL)
        if by_email and self.individual not in reachable:
            raise NotAccepted(Why.NO_SAFE_EMAIL, about="method")
        if self.decision is Told.DELAY and self.review_on is None:
            raise NotAccepted(Why.DATE_NEEDED, about="review_on")
        if self.review_on and self.review_on < self.at.date():
            raise NotAccepted(Why.DATE_PAST, about="review_on")

    @property
    def settled(self) -> bool:
        """Nothing more is owed to this person."""
        return self.decision is Told.NO or self.told_at is not None
