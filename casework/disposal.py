"""Destroys what people decided is not kept any longer, one case after the other.

It may be stopped anywhere and begun again: what is destroyed stays destroyed, and what
is left of it is done the next time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from adapters.blobs import Blobs
from adapters.clock import now
from casework.erasing import delete_files, erase, why
from domain.calendar import LONDON
from domain.retention import Kept
from storage.cases import stored_case
from storage.store import Storehouse

AT_ONCE = 1000


class Done(StrEnum):
    """What became of a case in one step."""

    DESTROYED = "destroyed"
    FILES_DELETED = "files_deleted"
    LEFT = "left"


@dataclass(frozen=True)
class Plan:
    """What would be destroyed now, and what is due and nobody has decided about."""

    decided: tuple[Kept, ...]
    undecided: tuple[Kept, ...]


def today() -> date:
    """The day on a clock in the United Kingdom."""
    return now().astimezone(LONDON).date()


class Disposal:
    def __init__(self, storehouse: Storehouse, blobs: Blobs) -> None:
        self._storehouse = storehouse
        self._blobs = blobs

    def plan(self) -> Plan:
        """What a run would do, at every organisation. Nothing is changed."""
        day = today()
        with self._storehouse.reading() as store:
            undecided = [
                kept
                for place in store.accounts.organisations()
                for kept in store.retention.due(place.id, day, None, AT_ONCE)
                if not kept.approved_by
            ]
            return Plan(tuple(store.retention.to_do()), tuple(undecided))

    def run(self) -> Iterator[tuple[str, Done]]:
        """Each step as it is done: the keys of a case, then its files."""
        for kept in self.plan().decided:
            if not kept.disposed and not self._destroy(kept.reference):
                yield kept.reference, Done.LEFT
                continue
            yield kept.reference, Done.DESTROYED
            delete_files(self._storehouse, self._blobs, kept.reference)
            yield kept.reference, Done.FILES_DELETED

    def _destroy(self, reference: str) -> bool:
        """Destroy one case, if that is still what was decided."""
        with self._storehouse.writing() as store:
            store.retention.hold(reference)
            kept = store.retention.of(reference)
            case = stored_case(store.session, reference, lock=True)
            if kept is None or case is None or not _may_go(kept):
                return False
            if store.rights.is_asked_about(reference):
                return False
            erase(store, case, why(kept))
            store.retention.keep(replace(kept, disposed=True))
            return True


def _may_go(kept: Kept) -> bool:
    """Somebody decided it, and nothing has come in between."""
    return bool(kept.approved_by) and not kept.held_by and kept.is_due(today())
