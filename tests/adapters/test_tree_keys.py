"""The keys that sign the log of all cases: only the public part of each checks it."""

import os

import pytest

from adapters.keys import UnknownKey
from adapters.tree_keys import TreeKeys, is_public_key, is_signed

OLD, NEW = os.urandom(32), os.urandom(32)


def test_the_active_key_signs_and_its_public_part_checks() -> None:
    keys = TreeKeys({"old": OLD, "new": NEW}, "new")
    signature = keys.sign("a head")
    assert is_signed("a head", signature, keys.public["new"])
    assert not is_signed("a head", signature, keys.public["old"])
    assert not is_signed("another head", signature, keys.public["new"])


def test_the_same_seed_gives_the_same_public_part() -> None:
    first, second = TreeKeys({"a": OLD}, "a"), TreeKeys({"b": OLD}, "b")
    assert first.public["a"] == second.public["b"]


@pytest.mark.parametrize("signature", ["", "AAAA", "not base64!"])
@pytest.mark.parametrize("public", ["", "AAAA", "not base64!"])
def test_what_is_no_signature_or_no_key_checks_nothing(
    signature: str, public: str
) -> None:
    assert not is_signed("a head", signature, public)
    assert not is_public_key(public)


def test_an_active_key_that_is_not_given_is_refused() -> None:
    with pytest.raises(UnknownKey):
        TreeKeys({"a": OLD}, "b")
