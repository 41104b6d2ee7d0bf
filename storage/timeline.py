"""The account of a case: entries are added, never changed, each chained to the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, col, select

from domain.people import Role
from domain.timeline import Entry, What
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

    def references(self) -> list[str]:
        """Every case that has an account, or should have one."""
        cases = self._session.exec(select(CaseRow.reference)).all()
        told = self._session.exec(select(TimelineRow.reference).distinct()).all()
        return sorted({*cases, *told})

    def faults(self, reference: str) -> Iterator[str]:
        """Where the chain does not hold: altered, removed, moved or cut short."""
        case = self._session.get(CaseRow, reference)
        previous, number = "", 0
        rows = self._session.exec(
            select(TimelineRow)
            .where(TimelineRow.reference == reference)
            .order_by(col(TimelineRow.number))
        )
        for row in rows:
            number += 1
            if row.number != number:
                yield f"entry {number} of {reference} is missing"
                number = row.number
            elif row.previous != previous:
                yield f"entry {number} of {reference} does not follow the one before"
            if row.hash != hash_of(row):
                yield f"entry {number} of {reference} was altered"
            previous = row.hash
        if case is not None and (case.entries, case.head) != (number, previous):
            yield f"the newest entries of {reference} are missing"


def hash_of(row: TimelineRow) -> str:
    """What an entry's hash covers: all that it says, and the entry before it."""
    said = canonical(
        [
            row.reference,
            row.number,
            row.name,
            What(row.what).value,
            row.actor,
            Role(row.role).value,
            row.at.isoformat(),
            row.codes,
            row.previous,
        ]
    )
    return sha256(said.encode()).hexdigest()
