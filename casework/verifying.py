"""Whether everything is as it was written: every chain, the log of all cases, records.

It says in plain words what does not hold, and goes on: a database that is damaged in
one place is still looked at in all the others.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from adapters.keys import UnknownKey, WrongKey
from casework.tree_checking import Kept, TreeChecking
from storage import chains
from storage.keys import KeyDestroyed
from storage.release_log import hash_of as line_hash
from storage.store import Storehouse
from storage.timeline import hash_of as entry_hash
from storage.walking import Account, accounts_of, all_references, how_many

AT_ONCE = 200
UNREADABLE = (DBAPIError, ValueError, TypeError)

Tell = Callable[[int, int], None]


@dataclass
class Found:
    """What was walked, and where it does not hold, in the order of the walk."""

    cases: int = 0
    entries: int = 0
    leaves: int = 0
    heads: int = 0
    faults: list[str] = field(default_factory=list)


class Verifying:
    """Walks one case or all of them.

    `publics` are the public keys by id; `tell` hears how far it is, and of how many.
    """

    def __init__(
        self, storehouse: Storehouse, publics: dict[str, str], tell: Tell
    ) -> None:
        self._storehouse = storehouse
        self._tree = TreeChecking(storehouse, publics)
        self._tell = tell

    def walk(self, reference: str = "", kept: Iterable[Kept] = ()) -> Found:
        """One case or all of them, and always the log of all cases.

        `kept` are signed heads that were kept elsewhere.
        """
        found = Found()
        references, links = [reference], 0
        try:
            with self._storehouse.reading() as store:
                if not reference:
                    references = all_references(store.session)
                    links = how_many(store.session)
        except UNREADABLE as error:
            found.faults.append(f"the list of cases cannot be read ({_kind(error)})")
        found.cases = len(references)
        for start in range(0, len(references), AT_ONCE):
            self._some(references[start : start + AT_ONCE], found)
            self._tell(found.entries, links)
        if reference and not found.entries and not found.faults:
            found.faults.append(f"there is no case {reference}")
        found.leaves, found.heads, faults = self._tree.check(kept)
        found.faults += [*faults, *([] if reference else self._rights())]
        return found

    def _rights(self) -> list[str]:
        """Where a log of a request about somebody's rights does not hold."""
        try:
            with self._storehouse.reading() as store:
                lost = store.rights.orphans()
                gone = (
                    [f"{lost} lines belong to no request about rights"] if lost else []
                )
                ids = store.rights.all_ids()
                return gone + [fault for id in ids for fault in store.rights.faults(id)]
        except UNREADABLE as error:
            return [f"the requests about rights cannot be read ({_kind(error)})"]

    def _some(self, references: list[str], found: Found) -> None:
        try:
            with self._storehouse.reading() as store:
                accounts = accounts_of(store.session, references)
        except UNREADABLE as error:
            if len(references) == 1:
                what = f"the account of {references[0]} cannot be read"
                found.faults.append(f"{what} ({_kind(error)})")
                return
            for each in references:  # which of them it is
                self._some([each], found)
            return
        for account in accounts:
            found.entries += len(account.entries) + len(account.lines)
            found.faults += faults_of(account)
            if account.record:
                found.faults += self._record(account.reference)

    def _record(self, reference: str) -> list[str]:
        try:
            with self._storehouse.reading() as store:
                record = store.records.get(reference)
        except KeyDestroyed:
            return []  # destroyed on purpose; the account stays
        except (*UNREADABLE, UnknownKey, WrongKey) as error:
            return [f"the record of {reference} cannot be opened ({_kind(error)})"]
        whole = record is None or record.is_whole
        return [] if whole else [f"the record of {reference} was altered"]


def faults_of(account: Account) -> Iterator[str]:
    """Where the account of one case does not hold, by itself or with the log."""
    reference = account.reference
    if account.case is None:
        if account.entries or account.leaves:
            yield f"the case {reference} was deleted"
        return
    yield from chains.faults(account.entries, entry_hash, account.case)
    if account.release is not None:
        yield from chains.faults(account.lines, line_hash, account.release)
    yield from _against_the_log(account)


def _against_the_log(account: Account) -> Iterator[str]:
    """What was signed of this case, and is not so any more."""
    reference = account.reference
    entries = {link.number: link.hash for link in account.entries}
    lines = {link.number: link.hash for link in account.lines}
    records = {leaf.record for leaf in account.leaves if leaf.record}
    for leaf in account.leaves:
        if leaf.entries and entries.get(leaf.entries) != leaf.head:
            yield f"entry {leaf.entries} of {reference} is not the one that was signed"
            break
    for leaf in account.leaves:
        if leaf.lines and lines.get(leaf.lines) != leaf.log_head:
            what = f"line {leaf.lines} of the release of {reference}"
            yield f"{what} is not the one that was signed"
            break
    if records - {account.record}:
        gone = "is not the one that was signed" if account.record else "was deleted"
        yield f"the record of {reference} {gone}"


def _kind(error: Exception) -> str:
    return type(error).__name__
