"""The account of a case as one reader is told it."""

from dataclasses import dataclass
from datetime import datetime

from casework.blinding import HIDDEN, Blind
from domain.case import Case
from domain.rules import Wording
from domain.timeline import Entry
from domain.visibility import is_internal
from storage.cases import stored_case
from storage.reading import story
from storage.store import Store


@dataclass(frozen=True)
class StoryLine:
    """One line of the account as a person reads it, and its entry in codes."""

    at: datetime
    sentence: str
    entry: Entry | None = None


def open_question(store: Store, case: Case) -> StoryLine | None:
    """What an adviser has asked and the practitioner has not answered yet."""
    if case.asked_by is None:
        return None
    words = store.acts.words(case.reference)
    for line in reversed(store.timeline.of(case.reference)):
        said = words.get(line.entry.act or "", {})
        if "question" in said and line.entry.refused is None:
            return StoryLine(line.entry.at, said["question"])
    return None


def told_to(
    store: Store, case: Case, wording: Wording, blind: Blind, *, mine: bool
) -> tuple[StoryLine, ...]:
    """Newest first; without what is between advisers, for whose request it is."""
    if stored_case(store.session, case.reference) is None:
        return ()
    told = reversed(story(store, case, wording, blind.silences))
    return tuple(
        StoryLine(entry.at, HIDDEN)
        if blind.hides(entry)
        else StoryLine(entry.at, text, entry)
        for entry, text, _ in told
        if not (mine and is_internal(entry.what))
    )
