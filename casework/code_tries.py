"""Counts wrong spoken words: a few for each network, and so many in all.

A stranger uses up their own tries first; many strangers lock the release for all.
"""

from datetime import datetime, timedelta

from domain.notices import Notice, haste_of
from storage.cases import stored_case, terms_of
from storage.notices import Writing
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
        _tell_sender(store, parcel, total, at)
    return min(TRIES_PER_NETWORK - tried, TRIES_IN_ALL - total)


def _tell_sender(store: Store, parcel: Parcel, total: int, at: datetime) -> None:
    """Whoever sent it is told that nobody gets in any more."""
    case = stored_case(store.session, parcel.reference)
    if case is None:
        return
    trouble, reference = Notice.RELEASE_TROUBLE, parcel.reference
    priority = case.priority(terms_of(store.session, reference))
    writing = Writing(
        trouble,
        case.opened_by,
        reference,
        f"{reference}:{trouble.value}:locked-{total}:{case.opened_by}",
        f"/requests/{reference}",
        haste_of(trouble, priority),
    )
    store.notices.owe(writing, at)


def _tried(store: Store, locator: str, network: str) -> tuple[str, str]:
    index = store.keys.people().index
    return f"code:{index(locator + network)}", f"code:{index(locator)}"


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())
