"""Files sealed in segments: any part opens, and nothing that was touched does."""

import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.keys import DataKey
from adapters.segments import HEADER, SEGMENT, TAG, Damaged, FileSeal, Read

KEY = os.urandom(32)
STEP = SEGMENT + TAG
WHOLE = os.urandom(3 * SEGMENT + 100)
LENGTHS = (0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 100)


def seal_of(clear: bytes, id: str = "file-1") -> FileSeal:
    digest = sha256(clear).hexdigest()
    return FileSeal(KEY, id, len(clear), digest, "application/pdf")


def stored(seal: FileSeal, clear: bytes) -> bytes:
    return b"".join(seal.seal([clear]))


def reading(sealed: bytes) -> Read:
    return lambda start, end: sealed[start:end]


def opened(seal: FileSeal, sealed: bytes, *part: int) -> bytes:
    return b"".join(seal.open(reading(sealed), *part))


SEAL = seal_of(WHOLE)
SEALED = stored(SEAL, WHOLE)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_file_of_any_length_opens_again(length: int) -> None:
    clear = WHOLE[:length]
    seal = seal_of(clear)
    sealed = stored(seal, clear)
    assert len(sealed) == seal.stored_size
    assert opened(seal, sealed) == clear


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE) + 9))
def test_any_part_of_a_file_opens_by_itself(start: int, end: int) -> None:
    assert opened(SEAL, SEALED, start, end) == WHOLE[start:end]


@given(st.lists(st.integers(1, 90_000), max_size=6))
def test_it_does_not_matter_in_what_pieces_a_file_comes(cuts: list[int]) -> None:
    chunks, left = [], WHOLE
    for cut in cuts:
        chunks.append(left[:cut])
        left = left[cut:]
    sealed = b"".join(SEAL.seal([*chunks, left]))
    assert opened(SEAL, sealed) == WHOLE


def test_only_the_segments_that_a_part_touches_are_read() -> None:
    asked: list[tuple[int, int]] = []

    def read(start: int, end: int) -> bytes:
        asked.append((start, end))
        return SEALED[start:end]

    part = b"".join(SEAL.open(read, SEGMENT + 5, SEGMENT + 10))
    assert part == WHOLE[SEGMENT + 5 : SEGMENT + 10]
    assert asked == [(0, HEADER), (HEADER + STEP, HEADER + 2 * STEP)]


def swapped(sealed: bytes) -> bytes:
    first, second = HEADER, HEADER + STEP
    return (
        sealed[:first]
        + sealed[second : second + STEP]
        + sealed[first:second]
        + sealed[second + STEP :]
    )


@pytest.mark.parametrize(
    "touch",
    [
        swapped,
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[: HEADER + STEP],  # cut at the end of a segment
        lambda sealed: sealed[:HEADER] + sealed[HEADER + STEP :],
        lambda sealed: b"\x02" + sealed[1:],
        lambda sealed: sealed[:1] + os.urandom(7) + sealed[HEADER:],
        lambda sealed: b"",
    ],
)
def test_what_was_swapped_cut_or_moved_does_not_open(
    touch: Callable[[bytes], bytes],
) -> None:
    with pytest.raises(Damaged):
        opened(SEAL, touch(SEALED))


@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
def test_a_file_with_one_bit_changed_does_not_open(place: int, bit: int) -> None:
    touched = bytearray(SEALED)
    touched[place] ^= 1 << bit
    with pytest.raises(Damaged):
        opened(SEAL, bytes(touched))


def test_a_file_cut_to_whole_segments_and_called_shorter_does_not_open() -> None:
    shorter = replace(SEAL, size=2 * SEGMENT)
    with pytest.raises(Damaged):
        opened(shorter, SEALED[: HEADER + 2 * STEP])


@pytest.mark.parametrize(
    "change",
    [
        {"key": os.urandom(32)},
        {"id": "file-2"},
        {"sha256": sha256(b"other").hexdigest()},
        {"media": "text/html"},
    ],
)
def test_a_file_opens_only_as_what_it_was_sealed_as(change: dict[str, Any]) -> None:
    with pytest.raises(Damaged):
        opened(replace(SEAL, **change), SEALED)


def test_a_segment_of_one_file_does_not_open_in_another() -> None:
    other = stored(SEAL, WHOLE)
    mixed = SEALED[: HEADER + STEP] + other[HEADER + STEP :]
    with pytest.raises(Damaged):
        opened(SEAL, mixed)


def test_a_file_that_is_not_as_long_as_was_said_is_not_sealed() -> None:
    for chunks in ([WHOLE[:-1]], [WHOLE, b"more"]):
        with pytest.raises(ValueError, match="bytes were sealed"):
            b"".join(SEAL.seal(chunks))


def test_every_file_of_every_case_has_a_key_of_its_own() -> None:
    one, two = DataKey("case:1", KEY), DataKey("case:2", KEY)
    keys = {one.object_key("a"), one.object_key("b"), two.object_key("a")}
    assert len(keys) == 3
