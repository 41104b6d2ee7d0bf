"""Counts how often one network comes to the recipients' pages, and makes it wait."""

from datetime import datetime

from adapters.clock import now
from storage.store import Storehouse

SECONDS = 60
NAME = "network:"


def window_of(at: datetime) -> int:
    """Which minute it is, counted from long ago."""
    return int(at.timestamp()) // SECONDS


class Doorkeeper:
    def __init__(self, storehouse: Storehouse, most: int) -> None:
        self._storehouse = storehouse
        self._most = most

    def wait(self, network: str) -> int:
        """Count one more request; for how many seconds it must wait, if at all."""
        at = now()
        with self._storehouse.writing() as store:
            name = NAME + store.keys.people().index(network)
            count = store.attempts.add(name, window_of(at))
        left = SECONDS - int(at.timestamp()) % SECONDS
        return left if count > self._most else 0
