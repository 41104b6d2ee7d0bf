"""The log of all cases: leaves and signed heads, each added once and never changed."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, insert
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, func, select

from domain.merkle import Edge, leaf_hash
from domain.tree import Head, Leaf, SignedHead
from storage.coding import canonical
from storage.database import alone
from storage.release_tables import ReleaseRow
from storage.tables import CaseRow, RecordRow
from storage.tree_tables import TreeHeadRow, TreeLeafRow

LEAF = "sharewell-leaf/1"
HEAD = "sharewell-tree-head/1"


class Tree:
    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self) -> None:
        """Nobody else adds to it until the transaction ends."""
        alone(self._session, "the log of all cases")

    def newest(self) -> TreeHeadRow | None:
        heads = select(TreeHeadRow).order_by(col(TreeHeadRow.number).desc())
        return self._session.exec(heads.limit(1)).first()

    def head(self, number: int) -> TreeHeadRow | None:
        return self._session.get(TreeHeadRow, number)

    def size(self) -> int:
        return self._session.exec(select(func.count(col(TreeLeafRow.number)))).one()

    def unsealed(self, most: int) -> list[Leaf]:
        """Cases that stand differently from what any leaf says of them.

        They are compared and not counted: what commits late is found the next time.
        """
        found = _standing().where(~exists().where(*_as_it_stands()))
        found = found.order_by(col(CaseRow.reference)).limit(most)
        return [Leaf(*row) for row in self._session.connection().execute(found)]

    def record_waits(self) -> bool:
        """Whether the newest record is in no leaf yet; records come one by one."""
        newest = select(RecordRow.reference, RecordRow.digest)
        row = self._session.exec(
            newest.order_by(col(RecordRow.number).desc()).limit(1)
        ).first()
        return row is not None and not [
            leaf for _, leaf in self.leaves_of(row[0]) if leaf.record == row[1]
        ]

    def add_leaves(self, edge: Edge, leaves: list[Leaf]) -> Edge:
        """Add them after the last one; what the tree goes on growing from."""
        rows = []
        for leaf in leaves:
            hashed = leaf_hash(leaf_said(leaf).encode())
            rows.append({"number": edge.size, **asdict(leaf), "hash": hashed.hex()})
            edge = edge.with_leaf(hashed)
        if rows:
            self._session.connection().execute(insert(TreeLeafRow), rows)
        return edge

    def add_head(self, signed: SignedHead, edge: Edge) -> None:
        self._session.add(
            TreeHeadRow(
                **asdict(signed.head),
                public=signed.public,
                signature=signed.signature,
                edge=" ".join(node.hex() for node in edge.nodes),
            )
        )
        self._session.flush()

    def leaves_of(self, reference: str) -> list[tuple[int, Leaf]]:
        """Every leaf of a case with its number, oldest first."""
        rows = self._session.exec(
            select(TreeLeafRow)
            .where(TreeLeafRow.reference == reference)
            .order_by(col(TreeLeafRow.number))
        )
        return [(row.number, leaf_of(row)) for row in rows]

    def hashes(self, size: int) -> list[bytes]:
        """The hashes of the first leaves, in their order."""
        rows = select(TreeLeafRow.hash).where(TreeLeafRow.number < size)
        found = self._session.exec(rows.order_by(col(TreeLeafRow.number)))
        return [bytes.fromhex(each) for each in found]

    def leaves_from(self, number: int, most: int) -> list[TreeLeafRow]:
        rows = select(TreeLeafRow).where(TreeLeafRow.number >= number)
        found = rows.order_by(col(TreeLeafRow.number)).limit(most)
        return list(self._session.exec(found))

    def heads(self, after: int = 0) -> Iterator[TreeHeadRow]:
        rows = select(TreeHeadRow).where(TreeHeadRow.number > after)
        yield from self._session.exec(rows.order_by(col(TreeHeadRow.number)))


def leaf_of(row: TreeLeafRow) -> Leaf:
    return Leaf(
        row.reference, row.entries, row.head, row.lines, row.log_head, row.record
    )


def edge_of(row: TreeHeadRow) -> Edge:
    return Edge(row.size, tuple(bytes.fromhex(each) for each in row.edge.split()))


def signed_head(row: TreeHeadRow) -> SignedHead:
    head = Head(row.number, row.size, row.root, row.previous, row.at, row.key)
    return SignedHead(head, row.signature, row.public)


def leaf_said(leaf: Leaf) -> str:
    """What a leaf's hash covers."""
    return canonical({"schema": LEAF, **asdict(leaf)})


def head_said(head: Head) -> str:
    """What is signed."""
    return canonical({"schema": HEAD, **asdict(head), "at": head.at.isoformat()})


def _standing() -> Select[Any]:
    return (
        sa_select(*_stand())
        .select_from(CaseRow)
        .outerjoin(ReleaseRow, col(ReleaseRow.reference) == col(CaseRow.reference))
        .outerjoin(RecordRow, col(RecordRow.reference) == col(CaseRow.reference))
    )


def _stand() -> tuple[Any, ...]:
    """How a case stands, in the order of the fields of a leaf."""
    return (
        col(CaseRow.reference),
        col(CaseRow.entries),
        col(CaseRow.head),
        func.coalesce(ReleaseRow.log_lines, 0),
        func.coalesce(ReleaseRow.log_head, ""),
        func.coalesce(RecordRow.digest, ""),
    )


def _as_it_stands() -> list[ColumnElement[bool]]:
    said = (
        TreeLeafRow.reference,
        TreeLeafRow.entries,
        TreeLeafRow.head,
        TreeLeafRow.lines,
        TreeLeafRow.log_head,
        TreeLeafRow.record,
    )
    return [col(one) == now for one, now in zip(said, _stand(), strict=True)]
