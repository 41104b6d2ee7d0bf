"""The log of reads, for auditors: who looked for whom, and which cases they found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.paging import PAGE, Page, read_cursor, write_cursor
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.reads import read_sentence
from storage.read_log import Read
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class ReadLine:
    """One search, and the name of whoever made it."""

    read: Read
    by: str

    @property
    def at(self) -> datetime:
        return self.read.at

    @property
    def sentence(self) -> str:
        """It as a person could read it aloud, on the timeline of a case."""
        read = self.read
        return read_sentence(read.kind, self.by, read.role, len(read.cases))


def readings_of(
    store: Store, reference: str, names: Mapping[str, str], most: int
) -> tuple[ReadLine, ...]:
    """Who read a case or found it, the newest first: for advisers and auditors."""
    reads = store.read_log.of_case(reference, None, most)
    return tuple(ReadLine(each, names.get(each.user, "")) for each in reads)


class ReadLog:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor, cursor: str | None = None) -> Page[ReadLine]:
        """What was looked for in the actor's organisation, newest first.

        Raises:
            NotAllowed: the actor is no auditor.
        """
        check_office(actor, Office.READ_SEARCHES)
        with self._storehouse.reading() as store:
            place = actor.organisation
            reads = store.read_log.of(place, read_cursor(cursor), PAGE + 1)
            names = store.accounts.names(place)
        shown = [ReadLine(each, names.get(each.user, "")) for each in reads[:PAGE]]
        last = reads[PAGE - 1] if len(reads) > PAGE else None
        return Page(shown, write_cursor((last.at, last.id)) if last else None)
