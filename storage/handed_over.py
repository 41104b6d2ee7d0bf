"""How something was handed over, as its sender wrote it down."""

from dataclasses import dataclass
from datetime import datetime

from domain.handing_over import CHECKED, NAME, ROLE, SAID, THROUGH, HandOver
from domain.release import Way
from domain.timeline import What
from storage.store import Store


@dataclass(frozen=True)
class HandedOver:
    """Who was given it and when, how they were recognised, and through what."""

    way: Way
    given_at: datetime
    by: str
    digest: str
    name: str
    role: str
    checked: str
    through: str = ""
    said: str = ""


def handed_over_of(store: Store, reference: str) -> HandedOver | None:
    """The one time that this was done, if it was."""
    done = [
        line.entry.act
        for line in store.timeline.of(reference)
        if line.entry.what is What.HANDED_OVER and line.entry.refused is None
    ]
    act = store.acts.accepted(done[0]) if done and done[0] else None
    if not isinstance(act, HandOver):
        return None
    said = store.acts.words(reference).get(act.id, {})
    return HandedOver(
        act.way,
        act.given_at,
        act.by.id,
        act.digest,
        said.get(NAME, ""),
        said.get(ROLE, ""),
        said.get(CHECKED, ""),
        said.get(THROUGH, ""),
        said.get(SAID, ""),
    )
