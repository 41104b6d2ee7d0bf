"""The tree: grown leaf by leaf it is what RFC 6962 says, and its paths prove leaves."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merkle import EMPTY, Edge, edge_of, leaf_hash, path_to
from tests.tree_paths import root_by

LEAVES = st.lists(st.binary(max_size=8).map(leaf_hash), max_size=70)


def root_by_the_book(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962, word for word and slow."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = root_by_the_book(leaves[:split]), root_by_the_book(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


@given(LEAVES)
def test_a_tree_that_grew_has_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert edge_of(leaves).root == root_by_the_book(leaves)


@given(LEAVES, LEAVES)
def test_growing_can_be_stopped_and_taken_up_again(
    first: list[bytes], then: list[bytes]
) -> None:
    edge = edge_of(first)
    kept = Edge(edge.size, edge.nodes)
    for leaf in then:
        kept = kept.with_leaf(leaf)
    assert kept == edge_of([*first, *then])


@given(LEAVES.filter(bool), st.data())
def test_the_path_of_every_leaf_leads_to_the_root(
    leaves: list[bytes], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(leaves) - 1))
    path, root = path_to(leaves, number), root_by_the_book(leaves)
    size = len(leaves)
    assert root_by(leaves[number], number, size, path) == root
    assert root_by(leaf_hash(b"another leaf"), number, size, path) != root


@given(LEAVES.filter(lambda leaves: len(leaves) > 1), st.data())
def test_an_altered_path_leads_elsewhere(
    leaves: list[bytes], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(leaves) - 1))
    path = path_to(leaves, number)
    place = data.draw(st.integers(0, len(path) - 1))
    altered = [*path[:place], leaf_hash(b"made up"), *path[place + 1 :]]
    found = root_by(leaves[number], number, len(leaves), altered)
    assert found != edge_of(leaves).root


@pytest.mark.parametrize(("number", "size"), [(3, 3), (-1, 3), (0, 0), (1, 8)])
def test_a_path_that_no_tree_has_leads_nowhere(number: int, size: int) -> None:
    assert root_by(EMPTY, number, size, [EMPTY]) is None


def test_the_roots_published_with_the_standard_come_out() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    leaves = [leaf_hash(bytes.fromhex(each)) for each in inputs]
    assert edge_of(leaves[:1]).root.hex().startswith("6e340b9cffb37a98")
    assert edge_of(leaves[:2]).root.hex().startswith("fac54203e7cc696c")
    assert edge_of(leaves[:3]).root.hex().startswith("aeb6bcfe274b70a1")
    assert edge_of(leaves[:7]).root.hex().startswith("ddb89be403809e32")
