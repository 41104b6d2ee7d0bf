"""Counts how often a network comes to the recipients' pages, an account to any."""

from collections import Counter
from datetime import datetime

from adapters.clock import now
from adapters.settings import Settings
from storage.store import Storehouse

SECONDS = 60
NAME = "network:"


def window_of(at: datetime) -> int:
    """Which minute it is, counted from long ago."""
    return int(at.timestamp()) // SECONDS


class TooOften(Exception):
    """One account asks faster than anybody works; it has to wait so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too often")
        self.seconds = seconds


class Doorkeeper:
    def __init__(self, storehouse: Storehouse, settings: Settings) -> None:
        self._storehouse = storehouse
        self._most = settings.collect_per_minute
        self._most_of_one = settings.asks_per_minute
        self._window = 0
        self._asked: Counter[str] = Counter()

    def wait(self, network: str) -> int:
        """Count one more request; for how many seconds it must wait, if at all."""
        at = now()
        with self._storehouse.writing() as store:
            name = NAME + store.keys.people().index(network)
            count = store.attempts.add(name, window_of(at))
        return _left(at) if count > self._most else 0

    def let_in(self, user: str) -> None:
        """Count one more of somebody's requests, in this process alone.

        Raises:
            TooOften: they have to wait.
        """
        at = now()
        if self._window != window_of(at):
            self._window, self._asked = window_of(at), Counter()
        self._asked[user] += 1
        if self._asked[user] > self._most_of_one:
            raise TooOften(_left(at))


def _left(at: datetime) -> int:
    """In how many seconds the next minute begins."""
    return SECONDS - int(at.timestamp()) % SECONDS
