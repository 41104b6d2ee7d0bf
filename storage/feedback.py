"""What came of what was shared, as it was said, before the seal or after it."""

from dataclasses import dataclass
from datetime import datetime

from domain.people import Role
from domain.release import Feedback
from domain.timeline import What
from storage.store import Store


@dataclass(frozen=True)
class FeedbackLine:
    """One answer: by the recipient themselves, or written in as they told it."""

    at: datetime
    by: str
    by_recipient: bool
    feedback: Feedback
    words: str


def feedback_of(store: Store, reference: str) -> tuple[FeedbackLine, ...]:
    """Every answer, oldest first."""
    given = [
        line.entry
        for line in store.timeline.of(reference)
        if line.entry.what is What.FEEDBACK_GIVEN and line.entry.refused is None
    ]
    if not given:
        return ()
    said = store.acts.words(reference)
    return tuple(
        FeedbackLine(
            entry.at,
            entry.by,
            entry.role is Role.RECIPIENT,
            Feedback(entry.fact("feedback")),
            said.get(entry.act or "", {}).get("said", ""),
        )
        for entry in given
    )
