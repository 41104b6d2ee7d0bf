"""The urgent lane: say what matters and share it, or write down what was said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from casework.desk import Desk, Receipt
from casework.filing import Change
from casework.views import CaseView
from domain import acts
from domain.content import Content, Individual, Item, Kind, Recipient
from domain.errors import RuleBroken, Why
from domain.people import Actor
from domain.rules import AnswerValue, Verdict
from storage.directory import Contact

__all__ = [
    "PURPOSE",
    "Contact",
    "Urgent",
    "UrgentLane",
    "first_question",
    "protective_first",
]

PURPOSE = "To protect somebody in danger now."

PROTECTIVE = (
    "police", "ambulance", "hospital", "social worker", "social care", "children",
    "adult", "duty", "out-of-hours", "out of hours", "emergency", "safeguarding",
)  # fmt: skip
"""Words by which a directory entry is known as a service that can act."""


@dataclass(frozen=True)
class Urgent:
    """What somebody types in a hurry. What a request has already is left as it is.

    `mark` names the new parts, so that the same form twice adds them once.
    """

    about: str
    said: str
    recipient: Recipient | None
    source: str
    day: str
    mark: str

    def to_share(self, content: Content) -> Content:
        """The content with what was missing in it."""
        items = content.items if content.going else (*content.items, self._item)
        return replace(self._filled(content), items=items, spoken_at="")

    def as_told(self, content: Content, at: datetime) -> Content:
        """The content as it was told by telephone: these words, and no others."""
        others = (
            replace(item, left_out=True)
            for item in content.items
            if item.id != self._item.id
        )
        items = (*others, self._item)
        return replace(self._filled(content), items=items, spoken_at=at.isoformat())

    @property
    def _item(self) -> Item:
        id = f"i-{self._suffix}"
        return Item(id, self.said, Kind.REPORTED, self.source, self.day)

    @property
    def _suffix(self) -> str:
        return sha256(self.mark.encode()).hexdigest()[:12]

    def _filled(self, content: Content) -> Content:
        known = {each for p in content.individuals for each in (p.id, p.name)}
        people = content.individuals
        if self.about and self.about not in known:
            people = (*people, Individual(f"p-{self._suffix}", self.about))
        return replace(
            content,
            individuals=people,
            recipient=self.recipient or content.recipient,
            purpose=content.purpose or PURPOSE,
        )


@dataclass(frozen=True)
class UrgentLane:
    """One request in the urgent lane, and its practitioner with the form they sent."""

    desk: Desk
    actor: Actor
    view: CaseView
    once: str

    async def check_seen(self, digest: str) -> None:
        """What is shared is what the page showed, and what was typed into it.

        Raises:
            RuleBroken: it was changed elsewhere meanwhile.
        """
        view = self.view
        if digest == view.content.digest:
            return
        if not await self.desk.has_sent(self.actor, view.reference, self._described):
            raise RuleBroken(Why.CONTENT_CHANGED)

    async def share(self, change: Change, *, by_telephone: bool = False) -> Receipt:
        """Describe and confirm in one go. The same form twice is one share.

        Raises:
            CaseError: the answers do not lead here, or it is shared already.
        """
        view = self.view
        if view.evaluation.outcome is not Verdict.URGENT_SHARE:
            raise RuleBroken(Why.NOT_URGENT)
        content = change(view.content)
        if content != view.content:
            await self.desk.describe(
                self.actor, view.reference, change, once=self._described
            )
        return await self.desk.do(
            self.actor,
            view.reference,
            lambda id, at, case: acts.Confirm(
                id, self.actor, at, content.digest, by_telephone
            ),
            once=f"{self.once}:confirmed",
        )

    @property
    def _described(self) -> str:
        return f"{self.once}:described"


def first_question(view: CaseView) -> str | None:
    """The question that still stands between a request and the urgent lane."""
    if view.evaluation.outcome is Verdict.URGENT_SHARE:
        return None
    rules = view.terms.rules
    triage = rules.node(rules.triage)
    in_danger = {line.question.id: line.value for line in view.answers}.get(triage.id)
    return triage.yes.next if in_danger is AnswerValue.YES else triage.id


def protective_first(contacts: Sequence[Contact]) -> list[Contact]:
    """The directory with those who can act at once on top."""
    return sorted(contacts, key=lambda contact: not _is_protective(contact))


def _is_protective(contact: Contact) -> bool:
    words = f"{contact.role} {contact.organisation}".casefold()
    return any(word in words for word in PROTECTIVE)
