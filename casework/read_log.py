"""The log of reads, for auditors: who looked for whom, and which cases they found."""

from dataclasses import dataclass

from casework.lists import PAGE, Page, read_cursor, write_cursor
from domain.people import Actor
from domain.permissions import Office
from domain.policies import check_office
from storage.read_log import Read
from storage.store import Storehouse


@dataclass(frozen=True)
class ReadLine:
    """One search, and the name of whoever made it."""

    read: Read
    by: str


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
