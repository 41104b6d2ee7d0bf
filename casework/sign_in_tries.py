"""Counts tries to sign in: few in a while, and so many in all before an account locks.

An address without an account is counted like any other, so that nobody learns which
ones have one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.store import Store

WINDOW = timedelta(minutes=15)
OF_ACCOUNT, OF_NETWORK = 5, 20
LOCKED_FOR = timedelta(days=30)
"""At most: addresses that nobody has are tried as well, and not kept for ever."""


class TooManyTries(Exception):
    """Wrong too often; `wait` is how long nothing more is tried."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many tries")
        self.wait = wait


class AccountLocked(Exception):
    """Wrong too often in all: somebody has to unlock it, or a new password does."""


@dataclass(frozen=True)
class SignInTries:
    """How many tries there are in all."""

    in_all: int

    def begin(self, store: Store, email: str, network: str, at: datetime) -> None:
        """Count one more try, before anything is compared.

        It counts as wrong until `succeed`, so that many at once are no more tries.

        Raises:
            AccountLocked: no try is left for this address.
            TooManyTries: this address or network has to wait.
        """
        account, place = _of_account(store, email), _of_network(store, network)
        store.attempts.hold(account)
        if self.is_locked(store, email):
            raise AccountLocked
        window = _window(at)
        if (
            store.attempts.count(account, window) >= OF_ACCOUNT
            or store.attempts.count(place, window) >= OF_NETWORK
        ):
            raise TooManyTries(_end_of(window, at) - at)
        store.attempts.add(account, window)

    def fail(self, store: Store, network: str, at: datetime) -> None:
        """It was wrong: the network has one try less as well."""
        store.attempts.add(_of_network(store, network), _window(at))

    def succeed(self, store: Store, email: str) -> None:
        """Whoever it is has proved it: nothing counts any more."""
        store.attempts.clear(_of_account(store, email))

    def is_locked(self, store: Store, email: str) -> bool:
        return store.attempts.total(_of_account(store, email)) >= self.in_all

    def is_last(self, store: Store, email: str) -> bool:
        """Whether the try that was just counted has locked it."""
        return store.attempts.total(_of_account(store, email)) == self.in_all


def forget_tries(store: Store, before: datetime) -> None:
    """What was tried long ago. What locks an address stays for a while longer."""
    store.attempts.forget("network:", _window(before))
    store.attempts.forget("account:", _window(before - LOCKED_FOR))


def _of_account(store: Store, email: str) -> str:
    return f"account:{store.keys.people().index(email.strip().casefold())}"


def _of_network(store: Store, network: str) -> str:
    return f"network:{store.keys.people().index(network)}"


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())


def _end_of(window: int, at: datetime) -> datetime:
    return datetime.fromtimestamp((window + 1) * WINDOW.total_seconds(), at.tzinfo)
