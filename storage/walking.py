"""All that is known of the chains of many cases, read at one moment, without words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy import select as sa_select
from sqlmodel import Session, SQLModel, col, func, select

from domain.tree import Leaf
from storage.chains import Chained
from storage.database import steady
from storage.release_log import chain_of as log_of
from storage.release_tables import AccessRow, ReleaseRow
from storage.tables import CaseRow, RecordRow, TimelineRow
from storage.timeline import chain_of
from storage.tree import leaf_of
from storage.tree_tables import TreeLeafRow


@dataclass
class Account:
    """One case: its chains, and what the log of all cases says of them."""

    reference: str
    case: Chained | None = None
    entries: list[Row[Any]] = field(default_factory=list)
    release: Chained | None = None
    lines: list[Row[Any]] = field(default_factory=list)
    record: str = ""
    leaves: list[Leaf] = field(default_factory=list)


def accounts_of(session: Session, references: Sequence[str]) -> list[Account]:
    """The accounts of these cases, also of those that are gone."""
    steady(session)
    found = {reference: Account(reference) for reference in references}
    _read_cases(session, found)
    _read_releases(session, found)
    _read_leaves(session, found)
    return list(found.values())


def all_references(session: Session) -> list[str]:
    """Every case that there is, or that anything says there was."""
    known: set[str] = set()
    for column in (CaseRow.reference, TimelineRow.reference, TreeLeafRow.reference):
        known.update(session.exec(select(column).distinct()))
    return sorted(known)


def how_many(session: Session) -> int:
    """How many links there are to walk."""
    entries = session.exec(select(func.count()).select_from(TimelineRow)).one()
    return entries + session.exec(select(func.count()).select_from(AccessRow)).one()


def _read_cases(session: Session, found: dict[str, Account]) -> None:
    cases = select(CaseRow.reference, CaseRow.entries, CaseRow.head)
    for reference, entries, head in session.exec(
        cases.where(col(CaseRow.reference).in_(list(found)))
    ):
        found[reference].case = chain_of(reference, entries, head)
    for row in _rows(session, "timeline", "reference", list(found)):
        found[row.reference].entries.append(row)
    records = select(RecordRow.reference, RecordRow.digest)
    for reference, digest in session.exec(
        records.where(col(RecordRow.reference).in_(list(found)))
    ):
        found[reference].record = digest


def _read_releases(session: Session, found: dict[str, Account]) -> None:
    releases = select(
        ReleaseRow.id, ReleaseRow.reference, ReleaseRow.log_lines, ReleaseRow.log_head
    ).where(col(ReleaseRow.reference).in_(list(found)))
    whose: dict[str, Account] = {}
    for id, reference, lines, head in session.exec(releases):
        whose[id] = found[reference]
        whose[id].release = log_of(id, lines, head)
    for row in _rows(session, "release_log", "release", list(whose)):
        whose[row.release].lines.append(row)


def _read_leaves(session: Session, found: dict[str, Account]) -> None:
    leaves = select(TreeLeafRow).where(col(TreeLeafRow.reference).in_(list(found)))
    for leaf in session.exec(leaves.order_by(col(TreeLeafRow.number))):
        found[leaf.reference].leaves.append(leaf_of(leaf))


def _rows(
    session: Session, name: str, owner: str, owners: list[str]
) -> Sequence[Row[Any]]:
    """The links of these chains, as plain rows: there may be very many."""
    table: Table = SQLModel.metadata.tables[name]
    whose = table.c[owner]
    links = sa_select(table).where(whose.in_(owners)).order_by(whose, table.c.number)
    return session.connection().execute(links).all()
