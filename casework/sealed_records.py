"""Sealed records as they are read, printed and taken away. Who did is on record."""

import json
from dataclasses import dataclass
from functools import cached_property

from adapters.record_pdf import Printed, as_pdf
from casework.conflicts import case_of
from casework.paging import PAGE, Page, read_cursor, write_cursor
from casework.read_log import ReadLine
from casework.reading_noted import note_reading
from casework.views import Views
from domain.errors import CaseNotFound, NotAllowed, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_can_read_record, check_office
from domain.reads import ReadKind
from domain.record_blocks import Account, Section
from domain.record_telling import told
from domain.visibility import for_requester, is_internal
from storage.records import Record
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class ReadRecord:
    """A sealed record for one reader.

    `account` is None if what is kept does not open any more. For whose request it was,
    it is not `whole` if there is something in it that is between advisers.
    """

    sealed: Record
    account: Account | None
    whole: bool

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What a person reads of it."""
        return () if self.account is None else told(self.account)


class SealedRecords:
    def __init__(self, storehouse: Storehouse, views: Views) -> None:
        self._storehouse = storehouse
        self._views = views

    def read(
        self, actor: Actor, reference: str, kind: ReadKind = ReadKind.RECORD_READ
    ) -> ReadRecord | None:
        """A record; None while nothing is sealed.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        sealed = self._views.record(actor, reference)
        if sealed is None:
            return None
        account = json.loads(sealed.body) if sealed.body else None
        with self._storehouse.reading() as store:
            mine = case_of(store, actor, reference).opened_by == actor.id
            internal = _internal(store, reference)
        if not mine:
            note_reading(self._storehouse, actor, reference, kind)
        if account is None or not mine:
            return ReadRecord(sealed, account, whole=True)
        shown = for_requester(account, internal)
        return ReadRecord(sealed, shown, whole=shown == account)

    def as_sealed(self, actor: Actor, reference: str) -> Record:
        """A record to the letter.

        Raises:
            CaseNotFound: there is none, or none for this actor.
            NotAllowed: there is something in it that is between advisers.
        """
        found = self.read(actor, reference, ReadKind.RECORD_TAKEN)
        if found is None:
            raise CaseNotFound
        if not found.whole:
            raise NotAllowed(Why.NOT_YOUR_ROLE)
        return found.sealed

    def pdf(self, actor: Actor, reference: str) -> bytes | None:
        """A record as a document; None while nothing is sealed, or if it does not open.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        found = self.read(actor, reference, ReadKind.RECORD_TAKEN)
        if found is None or found.account is None:
            return None
        sealed = found.sealed
        return as_pdf(
            Printed(
                reference,
                sealed.number,
                found.account["organisation"],
                sealed.sealed_at,
                sealed.digest,
                found.sections,
                found.whole,
            )
        )

    def readers(
        self, actor: Actor, reference: str, cursor: str | None = None
    ) -> Page[ReadLine]:
        """Who read a case or its record, or found it in a search, newest first.

        Raises:
            CaseNotFound: there is no such case for this actor.
            NotAllowed: the actor is no auditor.
        """
        check_office(actor, Office.READ_SEARCHES)
        with self._storehouse.reading() as store:
            check_can_read_record(actor, case_of(store, actor, reference))
            after = read_cursor(cursor)
            reads = store.read_log.of_case(reference, after, PAGE + 1)
            names = store.accounts.names(actor.organisation)
        shown = [ReadLine(each, names.get(each.user, "")) for each in reads[:PAGE]]
        last = reads[PAGE - 1] if len(reads) > PAGE else None
        return Page(shown, write_cursor((last.at, last.id)) if last else None)


def _internal(store: Store, reference: str) -> frozenset[int]:
    """The numbers of the lines that are for advisers and auditors only."""
    lines = store.timeline.of(reference)
    return frozenset(line.number for line in lines if is_internal(line.entry.what))
