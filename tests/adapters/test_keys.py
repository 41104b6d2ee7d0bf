"""Sealing: what fits nowhere else, and keys that can be changed."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.keys import DataKey, KeyRing, UnknownKey, WrongKey, new_key_text

RING = KeyRing({"k1": os.urandom(32)}, "k1")
KEY = RING.cipher("case:1", *RING.new_key("case:1"))


@given(st.text(), st.text())
def test_whatever_is_sealed_opens_again_and_cannot_be_read(
    label: str, clear: str
) -> None:
    sealed = KEY.seal(label, clear)
    assert KEY.open(label, sealed) == clear
    assert len(clear) < 4 or clear.encode() not in sealed


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert KEY.seal("label", "text") != KEY.seal("label", "text")


def test_a_sealed_text_opens_only_under_its_own_label() -> None:
    with pytest.raises(ValueError, match="altered"):
        KEY.open("act:2", KEY.seal("act:1", "text"))


def test_a_sealed_text_does_not_open_under_the_name_of_another_key() -> None:
    material = os.urandom(32)
    sealed = DataKey("case:1", material).seal("label", "text")
    with pytest.raises(ValueError, match="altered"):
        DataKey("case:2", material).open("label", sealed)


def test_a_text_with_one_bit_changed_does_not_open() -> None:
    sealed = bytearray(KEY.seal("label", "text"))
    for place in range(1, len(sealed)):
        sealed[place] ^= 1
        with pytest.raises(ValueError, match="altered"):
            KEY.open("label", bytes(sealed))
        sealed[place] ^= 1


def test_an_index_is_the_same_for_the_same_value_and_key_only() -> None:
    other = RING.cipher("case:2", *RING.new_key("case:2"))
    assert KEY.index("ada@larkhill.example") == KEY.index("ada@larkhill.example")
    assert KEY.index("ada@larkhill.example") != KEY.index("ben@larkhill.example")
    assert KEY.index("ada@larkhill.example") != other.index("ada@larkhill.example")


def test_after_a_change_of_keys_the_old_one_still_opens_and_the_new_one_wraps() -> None:
    old, new = os.urandom(32), os.urandom(32)
    kek, wrapped = KeyRing({"old": old}, "old").new_key("people")
    both = KeyRing({"old": old, "new": new}, "new")
    sealed = KeyRing({"old": old}, "old").cipher("people", kek, wrapped).seal("a", "b")
    assert both.cipher("people", kek, wrapped).open("a", sealed) == "b"
    assert both.new_key("people")[0] == "new"


def test_a_key_that_is_not_on_the_ring_is_missed_by_name() -> None:
    with pytest.raises(UnknownKey, match="k2"):
        KeyRing({"k1": os.urandom(32)}, "k2")
    with pytest.raises(UnknownKey, match="k2"):
        RING.cipher("people", "k2", b"")


def test_a_wrapped_key_does_not_unwrap_under_another_key() -> None:
    kek, wrapped = RING.new_key("people")
    with pytest.raises(WrongKey):
        KeyRing({"k1": os.urandom(32)}, "k1").cipher("people", kek, wrapped)


def test_no_two_new_keys_are_alike() -> None:
    assert len({new_key_text() for _ in range(50)}) == 50
