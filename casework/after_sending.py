"""What became of a release after it left, as a page about its case says it."""

from dataclasses import dataclass

from storage.breaches import Breach
from storage.feedback import FeedbackLine, feedback_of
from storage.handed_over import HandedOver, handed_over_of
from storage.refused_mail import RefusedMail
from storage.store import Store


@dataclass(frozen=True)
class AfterSending:
    """What its recipient said came of it, and whether it went to the wrong person."""

    feedback: tuple[FeedbackLine, ...]
    breach: Breach | None
    undelivered: RefusedMail | None = None
    """The e-mail that the recipient has not had, while nothing made up for it."""
    handed_over: HandedOver | None = None
    """How its sender gave it to them, if it went so."""


def after_sending_of(store: Store, reference: str) -> AfterSending:
    refused = store.refused_mail.of(reference)
    return AfterSending(
        feedback_of(store, reference),
        store.breaches.get(reference),
        next((each for each in refused if each.to_recipient), None),
        handed_over_of(store, reference),
    )
