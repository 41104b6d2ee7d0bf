"""What a screen is told of a release: its row, its conditions, how it is opened."""

from dataclasses import dataclass

from casework.conditions import Conditions, conditions_of
from domain.case import Case
from domain.channels import Channel, last_two
from domain.release import ReleaseState
from storage.releases import Parcel
from storage.store import Store


@dataclass(frozen=True)
class ReleaseLine:
    """What became of the release. The phrase is there only for who reads it out."""

    parcel: Parcel
    phrase: str | None
    conditions: Conditions
    ends_in: str = ""
    """The last two figures of the number that codes go to."""

    @property
    def is_live(self) -> bool:
        live = (ReleaseState.AVAILABLE, ReleaseState.ACKNOWLEDGED)
        return self.parcel.purged_at is None and self.parcel.state in live

    @property
    def is_locked(self) -> bool:
        return self.is_live and self.parcel.locked_at is not None

    @property
    def is_suspended(self) -> bool:
        return self.is_live and self.parcel.suspended_at is not None


def release_line(store: Store, case: Case, mine: bool) -> ReleaseLine | None:
    parcel = store.releases.of(case.reference)
    if parcel is None or case.release is None:
        return None
    conditions = conditions_of(store, case)
    there = mine and parcel.purged_at is None
    if not there:
        return ReleaseLine(parcel, None, conditions)
    if parcel.channel is Channel.PHRASE:
        return ReleaseLine(parcel, store.releases.phrase(parcel), conditions)
    if parcel.channel is Channel.TEXT:
        ends_in = last_two(store.ways_in.reach(parcel))
        return ReleaseLine(parcel, None, conditions, ends_in)
    return ReleaseLine(parcel, None, conditions)
