"""Checks a path through the tree, as a stranger would who has only the root."""

from collections.abc import Sequence

from domain.merkle import node_hash


def root_by(leaf: bytes, number: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to; None if no path of a tree looks like this."""
    turns = []
    low, high = 0, size
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        turns.append(number < middle)
        low, high = (low, middle) if number < middle else (middle, high)
    if not 0 <= number < size or len(turns) != len(path):
        return None
    for stays_left, other in zip(reversed(turns), path, strict=True):
        leaf = node_hash(leaf, other) if stays_left else node_hash(other, leaf)
    return leaf
