"""Checks the log of all cases: its leaves, its heads, and heads kept elsewhere."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from adapters.tree_keys import is_signed
from domain.merkle import Edge, leaf_hash
from domain.tree import Head, SignedHead
from storage.database import steady
from storage.store import Store, Storehouse
from storage.tree import head_said, leaf_of, leaf_said, signed_head

AT_ONCE = 5000
LINE = "sharewell-signed-head/1"


@dataclass(frozen=True)
class Kept:
    """A signed head that was kept elsewhere, and the line of the file it stood in."""

    line: int
    signed: SignedHead | None


def head_line(signed: SignedHead) -> str:
    """A signed head as one line, to keep elsewhere."""
    said = {
        "schema": LINE,
        "head": json.loads(head_said(signed.head)),
        "signature": signed.signature,
        "public": signed.public,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def kept_heads(text: str) -> list[Kept]:
    """The heads in a file of such lines; a line that is none has no head."""
    return [
        Kept(number, _head_in(line))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]


def _head_in(line: str) -> SignedHead | None:
    try:
        said = json.loads(line)
        head = {name: said["head"][name] for name in Head.__dataclass_fields__}
        head["at"] = datetime.fromisoformat(head["at"])
        return SignedHead(Head(**head), said["signature"], said["public"])
    except (ValueError, KeyError, TypeError):
        return None


class TreeChecking:
    def __init__(self, storehouse: Storehouse, publics: dict[str, str]) -> None:
        self._storehouse = storehouse
        self._publics = publics

    def check(self, kept: Iterable[Kept]) -> tuple[int, int, list[str]]:
        """How many leaves and heads there are, and where they do not hold."""
        kept, faults = list(kept), list[str]()
        try:
            with self._storehouse.reading() as store:
                steady(store.session)
                heads = [signed_head(row) for row in store.tree.heads()]
                sizes = {each.head.size for each in heads}
                sizes |= {each.signed.head.size for each in kept if each.signed}
                leaves, roots = _roots(store, sizes, faults)
        except (DBAPIError, ValueError, TypeError) as error:
            kind = type(error).__name__
            return 0, 0, [*faults, f"the log of all cases cannot be read ({kind})"]
        faults += self._heads(heads, roots, leaves)
        faults += self._elsewhere(kept, roots, leaves)
        return leaves, len(heads), faults

    def _heads(
        self, heads: list[SignedHead], roots: dict[int, str], leaves: int
    ) -> Iterator[str]:
        number, previous = 0, Edge().root.hex()
        for each in heads:
            head, number = each.head, number + 1
            if head.number != number:
                yield f"signed head {number} of the log is missing"
                number = head.number
            elif head.previous != previous:
                yield f"signed head {number} does not follow the one before"
            yield from self._against(each, f"signed head {number}", roots)
            previous = head.root
        newest = heads[-1].head.size if heads else 0
        if newest != leaves:
            what = "leaves" if newest > leaves else "signed heads"
            yield f"the newest {what} of the log are missing"

    def _against(
        self, each: SignedHead, name: str, roots: dict[int, str]
    ) -> Iterator[str]:
        if not self._is_ours(each):
            yield f"the signature of {name} does not hold"
        elif roots.get(each.head.size) != each.head.root:
            yield f"the log is not what {name} says of it"

    def _elsewhere(
        self, kept: list[Kept], roots: dict[int, str], leaves: int
    ) -> Iterator[str]:
        for each in kept:
            if each.signed is None:
                yield f"line {each.line} of the kept heads is no signed head"
                continue
            head = each.signed.head
            name = f"signed head {head.number}, kept elsewhere (line {each.line})"
            if self._is_ours(each.signed) and head.size > leaves:
                yield (
                    f"the database is older than {name}: that covers {head.size} "
                    f"leaves, and here are {leaves}"
                )
            else:
                yield from self._against(each.signed, name, roots)

    def _is_ours(self, signed: SignedHead) -> bool:
        public = self._publics.get(signed.head.key, "")
        return is_signed(head_said(signed.head), signed.signature, public)


def _roots(
    store: Store, sizes: set[int], faults: list[str]
) -> tuple[int, dict[int, str]]:
    """How many leaves there are, and the root at each of these sizes."""
    edge, roots = Edge(), {0: Edge().root.hex()}
    while rows := store.tree.leaves_from(edge.size, AT_ONCE):
        for row in rows:
            if row.number != edge.size:
                faults.append(f"leaf {edge.size} of the log is missing")
                return edge.size, roots
            hashed = leaf_hash(leaf_said(leaf_of(row)).encode())
            if hashed.hex() != row.hash:
                faults.append(f"leaf {row.number} of the log was altered")
            edge = edge.with_leaf(hashed)
            if edge.size in sizes:
                roots[edge.size] = edge.root.hex()
    return edge.size, roots
