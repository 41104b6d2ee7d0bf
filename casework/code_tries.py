"""Counts wrong spoken words: a few for each network, and so many in all.

A stranger uses up their own tries first; many strangers lock the release for all.
"""

from datetime import datetime, timedelta

from storage.releases import Parcel
from storage.store import Store

TRIES_PER_NETWORK = 5
TRIES_IN_ALL = 10
WINDOW = timedelta(hours=24)


class Locked(Exception):
    """Too many wrong codes. The sender can help."""


def check_tries(
    store: Store, parcel: Parcel | None, locator: str, network: str, at: datetime
) -> None:
    """Refuse before anything is compared.

    Raises:
        Locked: no try is left.
    """
    here, everywhere = _tried(store, locator, network)
    window = _window(at)
    too_many = store.attempts.count(here, window) >= TRIES_PER_NETWORK
    locked = parcel is not None and parcel.locked_at is not None
    if locked or too_many or store.attempts.total(everywhere) >= TRIES_IN_ALL:
        raise Locked


def count_try(
    store: Store, parcel: Parcel | None, locator: str, network: str, at: datetime
) -> int:
    """One more wrong try; how many are left for this network."""
    here, everywhere = _tried(store, locator, network)
    window = _window(at)
    tried = store.attempts.add(here, window)
    store.attempts.add(everywhere, window)
    total = store.attempts.total(everywhere)
    if total >= TRIES_IN_ALL and parcel is not None:
        store.releases.lock(parcel.id, at)
    return min(TRIES_PER_NETWORK - tried, TRIES_IN_ALL - total)


def _tried(store: Store, locator: str, network: str) -> tuple[str, str]:
    index = store.keys.people().index
    return f"code:{index(locator + network)}", f"code:{index(locator)}"


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())
