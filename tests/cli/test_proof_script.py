"""The script for strangers walks to the root of a tree of any size, and to no other."""

import json
import os
import runpy
from pathlib import Path

import pytest

from adapters.tree_keys import TreeKeys
from domain.merkle import edge_of, leaf_hash, path_to
from domain.tree import Head, Leaf
from storage.tree import head_said, leaf_said
from tests.builders import NOON

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_record.py"
KEYS = TreeKeys({"t": os.urandom(32)}, "t")


def said_of(number: int) -> str:
    return leaf_said(Leaf(f"SR-{number}", 0, ""))


def proof_in(size: int, number: int) -> dict[str, object]:
    """That one of so many cases, of which nothing has happened yet, is in the log."""
    hashes = [leaf_hash(said_of(each).encode()) for each in range(size)]
    said = head_said(Head(1, size, edge_of(hashes).root.hex(), "", NOON, "t"))
    return {
        "reference": f"SR-{number}",
        "record": None,
        "chain": [],
        "path": [each.hex() for each in path_to(hashes, number)],
        "tree_head": {
            "said": said,
            "signature": KEYS.sign(said),
            "public": KEYS.public["t"],
        },
    }


@pytest.mark.parametrize("size", range(1, 14))
def test_every_leaf_of_a_tree_is_found_and_in_its_own_place_only(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "proof.json"
    monkeypatch.setattr("sys.argv", ["verify", str(file), f"t:{KEYS.public['t']}"])
    for number in range(size):
        proof = proof_in(size, number)
        for claimed in range(size + 1):
            leaf = {"number": claimed, "said": said_of(number)}
            file.write_text(json.dumps({**proof, "leaf": leaf}))
            if claimed == number:
                runpy.run_path(str(SCRIPT))
                continue
            with pytest.raises(SystemExit, match="it is not in the log"):
                runpy.run_path(str(SCRIPT))
