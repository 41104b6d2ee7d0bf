"""Files sealed in segments of 64 KiB, so that any part of one opens by itself.

Each segment is sealed by AES-256-GCM under the file's own key. Its nonce holds its
number and whether it is the last one; what the file is stands in its associated
data. A segment that was changed, moved, left out or taken from another file does not
open. Before the first segment stand one byte for the version and seven at random.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT = 64 * 1024
TAG = 16
VERSION = b"\x01"
PREFIX = 7
HEADER = len(VERSION) + PREFIX
AT_ONCE = 16
"""How many segments are fetched together: 1 MiB."""

Read = Callable[[int, int], bytes]
"""The sealed bytes from the first place up to, not including, the second."""


class Damaged(Exception):
    """What is stored is not what was sealed, or was sealed under another key."""


@dataclass(frozen=True)
class FileSeal:
    """What a sealed file is bound to: its key, its id, and what it is when open."""

    key: bytes
    id: str
    size: int
    sha256: str
    media: str

    def seal(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The sealed bytes, segment by segment, of a file in pieces of any size.

        Raises:
            ValueError: the pieces do not add up to the size.
        """
        prefix = os.urandom(PREFIX)
        yield VERSION + prefix
        sealed = 0
        for number, clear in enumerate(_in_segments(chunks)):
            sealed += len(clear)
            last = sealed >= self.size
            yield self._aead.encrypt(_nonce(prefix, number, last), clear, self._place)
        if sealed != self.size:
            raise ValueError(f"{sealed} bytes were sealed, not {self.size}")

    def open(
        self, read: Read, start: int = 0, end: int | None = None
    ) -> Iterator[bytes]:
        """The clear bytes of a part. Only the segments that it touches are read.

        Raises:
            Damaged: a segment does not open.
        """
        end = self.size if end is None else min(end, self.size)
        header = read(0, HEADER)
        if len(header) != HEADER or header[:1] != VERSION:
            raise Damaged(self.id)
        first, past = start // SEGMENT, max(-(-end // SEGMENT), 1)
        for number in range(first, past, AT_ONCE):
            upto = min(number + AT_ONCE, past)
            for each, clear in self._opened(read, header[1:], number, upto):
                begins = each * SEGMENT
                yield clear[max(start - begins, 0) : end - begins]

    def _opened(
        self, read: Read, prefix: bytes, first: int, past: int
    ) -> Iterator[tuple[int, bytes]]:
        """Some segments that lie side by side, each with its number."""
        step = SEGMENT + TAG
        begins = HEADER + first * step
        stored = read(begins, min(HEADER + past * step, self.stored_size))
        for number in range(first, past):
            place = (number - first) * step
            nonce = _nonce(prefix, number, number == self._segments - 1)
            try:
                yield (
                    number,
                    self._aead.decrypt(
                        nonce, stored[place : place + step], self._place
                    ),
                )
            except InvalidTag as error:
                raise Damaged(self.id) from error

    @property
    def stored_size(self) -> int:
        """How many bytes it takes up when sealed."""
        return HEADER + self.size + self._segments * TAG

    @property
    def _segments(self) -> int:
        return max(-(-self.size // SEGMENT), 1)

    @property
    def _aead(self) -> AESGCM:
        return AESGCM(self.key)

    @property
    def _place(self) -> bytes:
        return f"sharewell|v1|{self.id}|{self.size}|{self.sha256}|{self.media}".encode()


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


def _in_segments(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size; an empty file is one empty piece."""
    held = bytearray()
    many = False
    for chunk in chunks:
        held += chunk
        while len(held) > SEGMENT:
            yield bytes(held[:SEGMENT])
            del held[:SEGMENT]
            many = True
    if held or not many:
        yield bytes(held)
