"""A tree of hashes over a list that is only added to, as RFC 6962 lays it out.

Whoever has the root at one size can check that any leaf is in it, with a few hashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(said: bytes) -> bytes:
    return sha256(b"\x00" + said).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Edge:
    """The roots of the full subtrees, the largest first: all that growing needs."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def with_leaf(self, leaf: bytes) -> "Edge":
        nodes, position = [*self.nodes, leaf], self.size
        while position & 1:
            right = nodes.pop()
            nodes.append(node_hash(nodes.pop(), right))
            position >>= 1
        return Edge(self.size + 1, tuple(nodes))

    @property
    def root(self) -> bytes:
        if not self.nodes:
            return EMPTY
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root


def edge_of(leaves: Sequence[bytes]) -> Edge:
    edge = Edge()
    for leaf in leaves:
        edge = edge.with_leaf(leaf)
    return edge


def path_to(leaves: Sequence[bytes], number: int) -> list[bytes]:
    """The hashes that lead from one leaf to the root of them all, nearest first."""
    low, high, path = 0, len(leaves), []
    while high - low > 1:
        middle = low + _left_part(high - low)
        if number < middle:
            path.append(edge_of(leaves[middle:high]).root)
            high = middle
        else:
            path.append(edge_of(leaves[low:middle]).root)
            low = middle
    return path[::-1]


def _left_part(size: int) -> int:
    """The largest power of two that is smaller than this."""
    return 1 << ((size - 1).bit_length() - 1)
