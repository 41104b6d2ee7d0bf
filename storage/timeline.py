"""The account of a case: entries are added, never changed, each chained to the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, func, select

from domain.timeline import Entry, What
from storage import chains
from storage.coding import canonical, dump, load
from storage.once import once_in_a_reading
from storage.tables import CaseRow, TimelineRow


@dataclass(frozen=True)
class Line:
    """An entry with its place in the chain."""

    number: int
    entry: Entry
    hash: str


class Timeline:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, reference: str, name: str, entry: Entry) -> None:
        """Add an entry under its name; the same name twice is one entry."""
        known = select(TimelineRow).where(TimelineRow.name == name)
        if self._session.exec(known).first() is not None:
            return
        case = self._session.exec(
            select(CaseRow).where(CaseRow.reference == reference).with_for_update()
        ).one()
        row = TimelineRow(
            reference=reference,
            number=case.entries + 1,
            name=name,
            what=entry.what.value,
            actor=entry.by,
            role=entry.role.value,
            at=entry.at,
            codes=dump(entry),
            previous=case.head,
            hash="",
        )
        row.hash = hash_of(row)
        case.entries, case.head = row.number, row.hash
        self._session.add(row)
        self._session.add(case)
        self._session.flush()

    @once_in_a_reading
    def of(self, reference: str) -> list[Line]:
        rows = self._session.exec(
            select(TimelineRow)
            .where(TimelineRow.reference == reference)
            .order_by(col(TimelineRow.number))
        )
        return [Line(row.number, load(row.codes, Entry), row.hash) for row in rows]

    def newest_at(self, reference: str) -> datetime | None:
        """When something was last written down of a case."""
        newest = select(func.max(TimelineRow.at))
        found = self._session.exec(newest.where(TimelineRow.reference == reference))
        return found.one()

    def spelled(self, reference: str, most: int) -> list[tuple[What, str, str]]:
        """The first entries as their hashes cover them: kind, text, hash."""
        rows = self._session.exec(
            select(TimelineRow)
            .where(TimelineRow.reference == reference, TimelineRow.number <= most)
            .order_by(col(TimelineRow.number))
        )
        return [(What(row.what), said_by(row), row.hash) for row in rows]

    def faults(self, reference: str) -> Iterator[str]:
        """Where the chain does not hold: altered, removed, moved or cut short."""
        case = self._session.get(CaseRow, reference)
        rows = self._session.exec(
            select(TimelineRow)
            .where(TimelineRow.reference == reference)
            .order_by(col(TimelineRow.number))
        )
        if case is not None:
            known = chain_of(reference, case.entries, case.head)
            yield from chains.faults(rows, hash_of, known)


def chain_of(reference: str, entries: int, head: str) -> chains.Chained:
    return chains.Chained(reference, "entry", "entries", entries, head)


def said_by(row: TimelineRow) -> str:
    """What an entry's hash covers: all that it says, and the entry before it."""
    return canonical(
        [
            row.reference,
            row.number,
            row.name,
            str(row.what),
            row.actor,
            str(row.role),
            row.at.isoformat(),
            row.codes,
            row.previous,
        ]
    )


def hash_of(row: TimelineRow) -> str:
    return sha256(said_by(row).encode()).hexdigest()
