"""The form of a backup: one archive, a list of what is in it, and a signature.

The list is signed with a key of the log of all cases, which is not in any backup: who
holds a backup can read its codes, and cannot change them unnoticed.
"""

import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from adapters.tree_keys import TreeKeys, is_signed

FORMAT = "sharewell-backup/1"
DATABASE, MANIFEST, SIGNATURE = "database", "manifest.json", "manifest.signature"
FILES = "files/"
OWNER_ALONE = 0o600
AT_ONCE = 1 << 20

Tell = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""


class BackupBroken(Exception):
    """It is no backup, was cut short, or altered; nothing of it is believed."""


@dataclass(frozen=True)
class Part:
    """One file in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    id: str
    as_of: str
    """The moment that all of it shows, as ISO 8601."""
    version: str
    """Of the Sharewell that made it."""
    kind: str
    """Of its database."""
    revision: str
    """Of its tables."""
    heads: int
    """How many heads of the log of all cases had been signed."""
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    """Files that were on record and not there."""
    with_files: bool = True
    format: str = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.as_of)

    @property
    def files(self) -> list[str]:
        """The names of the sealed files in it, as they lie in the store."""
        return [p.name.removeprefix(FILES) for p in self.parts if p.name != DATABASE]


class BackupWriter:
    """Writes an archive from its beginning to its end, and remembers each part."""

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w|")  # noqa: SIM115 - see `end`
        self._at = at
        self.parts: list[Part] = []

    def add_database(self, file: Path) -> None:
        with file.open("rb") as stream:
            digest = sha256()
            while block := stream.read(AT_ONCE):
                digest.update(block)
            size = stream.tell()
            stream.seek(0)
            self._add(DATABASE, stream, size)
        self.parts.append(Part(DATABASE, size, digest.hexdigest()))

    def add_file(self, name: str, sealed: bytes) -> None:
        self._add(FILES + name, BytesIO(sealed), len(sealed))
        part = Part(FILES + name, len(sealed), sha256(sealed).hexdigest())
        self.parts.append(part)

    def end(self, manifest: Manifest, keys: TreeKeys) -> None:
        said = json.dumps(asdict(manifest), indent=1)
        signed = {
            "key": keys.active,
            "public": keys.public[keys.active],
            "signature": keys.sign(said),
        }
        for name, text in ((MANIFEST, said), (SIGNATURE, json.dumps(signed))):
            self._add(name, BytesIO(text.encode()), len(text.encode()))
        self._tar.close()

    def _add(self, name: str, stream: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, OWNER_ALONE, self._at.timestamp()
        self._tar.addfile(entry, stream)


class BackupReader:
    """A backup whose list is signed and complete; its parts are read on demand."""

    def __init__(self, tar: tarfile.TarFile, publics: dict[str, str]) -> None:
        """
        Raises:
            BackupBroken: it is not a whole one, or not ours.
        """
        self._tar = tar
        try:
            self._members = {entry.name: entry for entry in tar.getmembers()}
            said = self._text(MANIFEST)
            signed = json.loads(self._text(SIGNATURE))
            self._check_signed(said, signed, publics)
            self.manifest = _read(said)
        except (tarfile.TarError, KeyError, ValueError, TypeError, OSError) as error:
            raise BackupBroken("It is no whole backup of a Sharewell.") from error
        listed = {part.name for part in self.manifest.parts}
        if listed | {MANIFEST, SIGNATURE} != self._members.keys():
            raise BackupBroken("What is in it is not what its list says.")

    def check(self, tell: Tell) -> None:
        """Read every part and compare its digest.

        Raises:
            BackupBroken: one of them is not as it was written.
        """
        whole = sum(part.size for part in self.manifest.parts)
        done = 0
        for part in self.manifest.parts:
            digest = sha256()
            for block in self.blocks(part.name):
                digest.update(block)
            done += part.size
            if digest.hexdigest() != part.sha256:
                raise BackupBroken(f"{part.name} in it is not as it was written.")
            tell("bytes checked", done, whole)

    def blocks(self, name: str) -> Iterator[bytes]:
        try:
            stream = self._tar.extractfile(self._members[name])
            assert stream is not None  # it is a plain file, or has no list
            while block := stream.read(AT_ONCE):
                yield block
        except (tarfile.TarError, OSError) as error:
            raise BackupBroken(f"{name} in it was cut short.") from error

    def file(self, name: str) -> bytes:
        """One of the sealed files, by its name in the store."""
        return b"".join(self.blocks(FILES + name))

    def _text(self, name: str) -> str:
        return b"".join(self.blocks(name)).decode()

    def _check_signed(
        self, said: str, signed: dict[str, str], publics: dict[str, str]
    ) -> None:
        if publics.get(signed["key"]) != signed["public"]:
            raise BackupBroken(
                f"It was signed with a key {signed['key']} that is not in "
                "SHAREWELL_TREE_KEYS."
            )
        if not is_signed(said, signed["signature"], signed["public"]):
            raise BackupBroken("Its list is not the one that was signed.")


def _read(said: str) -> Manifest:
    told = json.loads(said)
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    parts = tuple(Part(**each) for each in told.pop("parts"))
    return Manifest(**told | {"parts": parts, "missing": tuple(told["missing"])})
