"""The keys of a deployment: whether they open, wrapping them anew, destroying them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.blobs import Blobs
from adapters.keys import UnknownKey, WrongKey
from casework.erasing import delete_files, erase, why
from domain.errors import CaseNotFound, RuleBroken, Why
from storage.cases import stored_case
from storage.store import Storehouse

BATCH = 200


class KeysDoNotOpen(Exception):
    """What is sealed does not open with these keys; the text says what to do."""


@dataclass(frozen=True)
class Held:
    """A key-encryption key in use, and how many data keys it wraps."""

    kek: str
    count: int
    active: bool


def check_keys(storehouse: Storehouse) -> None:
    """Unwrap one data key of each key-encryption key in use, before anything else.

    Raises:
        KeysDoNotOpen: a key is missing, or is another one of the same name.
    """
    if not storehouse.database.is_current:
        return  # nothing is sealed in a database that is not set up
    try:
        with storehouse.reading() as store:
            store.keys.check_open()
            lost = store.keys.people_are_lost()
    except UnknownKey as no:
        raise KeysDoNotOpen(
            f"The database still needs the key {no} and it is not given. Add it to "
            "SHAREWELL_KEKS again; nothing was changed."
        ) from no
    except WrongKey as no:
        raise KeysDoNotOpen(
            f"The key {no} is not the one that this database was sealed with. Give "
            "the right one in SHAREWELL_KEKS; nothing was changed."
        ) from no
    if lost:  # a new one would shut out for ever what was sealed under it
        raise KeysDoNotOpen(
            "The table of keys is not in this database. Bring it back with `sharewell "
            "keys import`; nothing was changed."
        )


def make_first_keys(storehouse: Storehouse) -> None:
    """Make the key of people in a new database, before anybody reads there.

    A reader that finds it missing would have to write, and may be refused.
    """
    if not storehouse.database.is_current:
        return
    with storehouse.writing() as store:
        store.keys.people()


class KeyCare:
    """What whoever runs the service does with keys."""

    def __init__(self, storehouse: Storehouse, blobs: Blobs) -> None:
        self._storehouse = storehouse
        self._blobs = blobs

    def held(self) -> list[Held]:
        """Every key-encryption key in use, and the active one in any case."""
        with self._storehouse.reading() as store:
            active = store.keys.active
            found = {active: 0} | store.keys.held()
        return [Held(kek, count, kek == active) for kek, count in sorted(found.items())]

    def rotate(self) -> Iterator[int]:
        """Wrap everything under the active key; how many so far, batch by batch.

        It may be stopped and begun again at any time, and others may work meanwhile.
        """
        done = 0
        while True:
            with self._storehouse.writing() as store:
                wrapped = store.keys.rewrap(BATCH)
            if not wrapped:
                return
            done += wrapped
            yield done

    def destroy(self, reference: str) -> None:
        """Destroy what was written in a case, for ever; its skeleton stays.

        Raises:
            CaseNotFound: there is none, or it is still running.
            RuleBroken: there is a legal hold on it.
        """
        with self._storehouse.writing() as store:
            store.retention.hold(reference)
            case = stored_case(store.session, reference, lock=True)
            if case is None or case.is_open:
                raise CaseNotFound
            kept = store.retention.of(reference)
            if kept is not None and kept.held_by:
                raise RuleBroken(Why.ON_HOLD, other=kept.held_by)
            erase(store, case, why(kept))
            if kept is not None:
                store.retention.keep(replace(kept, disposed=True))
        delete_files(self._storehouse, self._blobs, reference)
