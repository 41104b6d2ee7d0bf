"""Notes down what was done to an account, within one unit of work."""

from adapters import passwords
from adapters.clock import now
from domain.identity import AccountDeed
from storage.identity import AccountEvent
from storage.store import Store

AT_THE_MACHINE = "machine"
"""Who did it, when it was done on the command line."""


def note(store: Store, user: str, by: str, what: AccountDeed, reason: str = "") -> None:
    id = passwords.new_id("e")
    store.account_events.add(AccountEvent(id, user, by, what.value, now(), reason))
