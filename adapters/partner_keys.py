"""Files that only one partner can open: sealed with their public key, as age does it.

What is inside is one archive that is always the same for the same files. In clear it is
only ever in memory, a piece at a time.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pyrage

PRIVATE = "AGE-SECRET-KEY"
ENDING = "zip.age"

THEN = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can hold: the same files are the same archive."""

OURS_ALONE = 0o600 << 16
UNIX = 3

Files = Iterable[tuple[str, Iterable[bytes]]]
"""Each with its name and its pieces."""


class NotAKey(Exception):
    """Nothing can be sealed with this."""


class NotPublic(NotAKey):
    """A private key. It is not to be kept, shown or logged."""


class NotSealed(Exception):
    """It could not be put together: a piece of it could not be read."""


@dataclass(frozen=True)
class SealedFile:
    """One sealed file, at its beginning, and the digests of it and of its inside."""

    file: IO[bytes]
    size: int
    sha256: str
    plain_sha256: str


def checked_key(written: str) -> str:
    """A partner's key as it is kept.

    Raises:
        NotPublic: it is, or holds, a private key.
        NotAKey: it is no key.
    """
    if PRIVATE in written.upper():
        raise NotPublic
    try:
        return str(pyrage.x25519.Recipient.from_str(written.strip().lower()))
    except pyrage.RecipientError:
        raise NotAKey from None  # what was written goes into no log


def sealed_for(key: str, files: Files) -> SealedFile:
    """All of it in one file that only the owner of the key opens.

    Raises:
        NotSealed: one of the files could not be read to its end.
    """
    # Only what is sealed already is written to this file.
    file = TemporaryFile()  # noqa: SIM115 - whoever asked for it reads and closes it
    inside, outside = _Source(_archive(files)), _Sink(file)
    try:
        pyrage.encrypt_io(inside, outside, [pyrage.x25519.Recipient.from_str(key)])
    except pyrage.EncryptError as error:
        file.close()
        raise NotSealed from error
    file.seek(0)
    return SealedFile(
        file, outside.size, outside.digest.hexdigest(), inside.digest.hexdigest()
    )


def _archive(files: Files) -> Iterator[bytes]:
    out = _Drain()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, pieces in files:
            entry = ZipInfo(name, THEN)
            entry.create_system, entry.external_attr = UNIX, OURS_ALONE
            with archive.open(entry, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    yield out.drained()
            yield out.drained()
    yield out.drained()


class _Drain:
    """What an archive writes into, and is emptied as it is written."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, piece: bytes) -> int:
        self._held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is kept open."""

    def drained(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held


class _Source:
    """Pieces as a file to be read, and the digest of what was read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        with suppress(StopIteration):
            while size < 0 or len(self._held) < size:
                self._held += next(self._pieces)
        end = len(self._held) if size < 0 else size
        piece = bytes(self._held[:end])
        del self._held[:end]
        self.digest.update(piece)
        return piece


class _Sink:
    """A file that is written, with its size and digest so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.digest.update(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()
