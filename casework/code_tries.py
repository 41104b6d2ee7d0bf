"""Counts wrong codes: a few for each network, and so many in all.

A stranger uses up their own tries first; many strangers lock the release for all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.new_words import speak
from domain.access import Access, AccessLine
from domain.channels import Channel
from domain.people import SYSTEM
from storage.releases import Parcel
from storage.store import Store

DAY = timedelta(hours=24)


class Locked(Exception):
    """Too many wrong codes. The sender can help."""


@dataclass(frozen=True)
class TryLimits:
    """How often a network may be wrong in a day, how long it then waits, and all."""

    of_network: int = 5
    in_all: int = 10
    blocked_for: timedelta = timedelta(minutes=30)


@dataclass(frozen=True)
class Try:
    """A code given at a link, from a network."""

    locator: str
    network: str
    at: datetime

    @property
    def minute(self) -> int:
        return int(self.at.timestamp() // 60)


class CodeTries:
    def __init__(self, limits: TryLimits) -> None:
        self._limits = limits

    def check(self, store: Store, parcel: Parcel | None, given: Try) -> None:
        """Refuse before anything is compared.

        Raises:
            Locked: no try is left, or not yet again.
        """
        here, everywhere = _names(store, given.locator, given.network)
        store.attempts.hold(everywhere)  # so that many at once are no more tries
        locked = parcel is not None and parcel.locked_at is not None
        too_many = store.attempts.total(everywhere) >= self._limits.in_all
        if locked or too_many or self._is_blocked(store, here, given):
            raise Locked

    def _is_blocked(self, store: Store, here: str, given: Try) -> bool:
        tried, newest = store.attempts.recent(here, given.minute - _minutes(DAY))
        over = given.minute - _minutes(self._limits.blocked_for)
        return tried >= self._limits.of_network and newest > over

    def count(self, store: Store, parcel: Parcel | None, given: Try) -> int:
        """One more wrong try; how many are left for this network."""
        here, everywhere = _names(store, given.locator, given.network)
        store.attempts.add(here, given.minute)
        store.attempts.add(everywhere, given.minute)
        tried, _ = store.attempts.recent(here, given.minute - _minutes(DAY))
        total = store.attempts.total(everywhere)
        if total >= self._limits.in_all and parcel is not None:
            self._lock(store, parcel, given.at)
        return min(self._limits.of_network - tried, self._limits.in_all - total)

    def _lock(self, store: Store, parcel: Parcel, at: datetime) -> None:
        """Nobody gets in any more, not even who is inside."""
        if store.releases.lock(parcel.id, at):
            once = f"{at:%Y%m%d%H%M%S}"
            line = AccessLine(Access.LOCKED, SYSTEM, at, once)
            store.release_log.add(parcel.id, line)


def unlock(store: Store, parcel: Parcel) -> None:
    """The recipient may try again, from wherever, as if nobody had ever tried."""
    _, everywhere = _names(store, parcel.locator, "")
    store.attempts.clear(everywhere)
    store.packing.unlock(parcel.id)
    if parcel.channel is Channel.PHRASE:
        speak(store, parcel)  # the old words were guessed at


def _names(store: Store, locator: str, network: str) -> tuple[str, str]:
    index = store.keys.people().index
    everywhere = f"code:{index(locator)}"
    return f"{everywhere}:{index(locator + network)}", everywhere


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
