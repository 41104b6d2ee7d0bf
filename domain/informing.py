"""Telling the individuals: decided for each person, then done, or dated."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.calendar import LONDON
from domain.errors import NotAccepted, RuleBroken, Why


class Told(StrEnum):
    """Whether a person is to be told."""

    YES = "yes"
    NO = "no"
    DELAY = "delay"


class Method(StrEnum):
    """How a person is told."""

    EMAIL = "email"
    IN_PERSON = "in_person"
    LETTER = "letter"


TOLD_LABELS: dict[Told, str] = {
    Told.YES: "Tell them",
    Told.NO: "Do not tell them",
    Told.DELAY: "Tell them later",
}

METHOD_LABELS: dict[Method, str] = {
    Method.EMAIL: "E-mail to an address that is safe for them",
    Method.LETTER: "A letter that I post or hand over",
    Method.IN_PERSON: "I will tell them myself",
}


@dataclass(frozen=True)
class InformDecision:
    """The decision whether to tell one person, and whether it has been done.

    `with_notice` says that it is done with a text that its practitioner stands by;
    `notice` is the digest of that text. `decided_in` and `written_in` are the acts
    whose rows hold the reason and the text.
    """

    individual: str
    decision: Told
    by: str
    at: datetime
    method: Method | None = None
    review_on: date | None = None
    told_at: datetime | None = None
    told_on: date | None = None
    decided_in: str = ""
    with_notice: bool = False
    notice: str = ""
    written_in: str = ""
    needs_adviser: bool = False
    agreed_by: str = ""
    sent_back_in: str = ""
    told_in: str = ""

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

    def check_can_be_told(self, on: date | None, at: datetime) -> None:
        """Whether somebody can say that it has been done, and on which day.

        Raises:
            CaseError: the text is not ready, or the day is still to come.
        """
        if not self.is_ready:
            raise RuleBroken(Why.NOTICE_FIRST)
        if on is not None and on > at.astimezone(LONDON).date():
            raise NotAccepted(Why.DATE_AHEAD, about="told_on")

    @property
    def settled(self) -> bool:
        """Nothing more is owed to this person."""
        return self.decision is Told.NO or self.told_at is not None

    @property
    def needs_text(self) -> bool:
        """Its practitioner still has to write the notice, or to write it again."""
        return self.with_notice and not self.notice and not self.settled

    @property
    def waits_for_adviser(self) -> bool:
        """The notice goes only once an adviser has looked at it."""
        return self.needs_adviser and not self.settled

    @property
    def waits_for_practitioner(self) -> bool:
        """Its practitioner has to do something about it, now or on its day."""
        return not (self.settled or self.needs_adviser)

    @property
    def is_ready(self) -> bool:
        """Nothing stands between the decision and telling them."""
        return not (self.needs_text or self.waits_for_adviser)


@dataclass(frozen=True)
class TellingAdvice:
    """What an adviser said about telling one person; the words are in the act's row."""

    individual: str
    decision: Told
    by: str
    at: datetime
    act: str
