"""What was done to a case because of somebody's rights, after it was sealed."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from domain.case import Case
from domain.narration import Reading, sentence
from domain.people import Actor
from domain.rights_words import RIGHTS
from domain.visibility import is_internal
from storage.keys import KeyDestroyed
from storage.store import Store


@dataclass(frozen=True)
class RightsNote:
    """One note, as a sentence with its reason."""

    at: datetime
    sentence: str


def rights_notes(
    store: Store, actor: Actor, case: Case, since: datetime
) -> tuple[RightsNote, ...]:
    """Every such note after a moment; less of them for whoever asked to share."""
    mine = actor.id == case.opened_by
    names = Reading(store.accounts.names(case.organisation))
    said: dict[str, dict[str, str]] = {}
    with suppress(KeyDestroyed):  # then what was done is left, without the reason
        said = store.comments.reasons(case.reference)
    return tuple(
        RightsNote(
            each.at,
            sentence(each, names, said.get(each.act or "", {}).get("reason", "")),
        )
        for line in store.timeline.of(case.reference)
        for each in [line.entry]
        if each.what.value in RIGHTS
        and each.at > since
        and not (mine and is_internal(each.what))
    )
