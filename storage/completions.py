"""What its practitioner wrote down after an urgent share."""

from dataclasses import dataclass
from datetime import datetime

from domain.timeline import What
from storage.acts import Words
from storage.store import Store


@dataclass(frozen=True)
class Completion:
    """Who completed a record, when, and in which words, by what they answer."""

    by: str
    at: datetime
    words: Words


def completion_of(store: Store, reference: str) -> Completion | None:
    """What was written down afterwards; None while it is owed, or never was."""
    done = [
        line.entry
        for line in store.timeline.of(reference)
        if line.entry.what is What.COMPLETED and line.entry.refused is None
    ]
    if not done or done[0].act is None:
        return None
    words = store.acts.words(reference).get(done[0].act, {})
    return Completion(done[0].by, done[0].at, words)
