"""Makes a backup while people go on working: the database, its files, its keys apart.

The database is copied at one moment, and the files after it. A file is written before
it is on record and never changed, so whatever that moment knows of is still there,
unless it was deleted for good in between.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlmodel import Session

from adapters.blobs import Blobs, NotThere
from adapters.clock import now
from adapters.passwords import new_id
from adapters.tree_keys import TreeKeys
from adapters.version import VERSION
from casework import key_backup
from casework.backup_file import OWNER_ALONE, BackupWriter, Manifest, Tell
from storage.backup_tables import BackupRow
from storage.blob_names import blobs_being_made, blobs_with_keys
from storage.snapshot import snapshot
from storage.store import Storehouse

WHOLE = 1 << 40
"""More than any file has."""


class BackupInTheWay(Exception):
    """Something has the name of the new backup, or is just being written under it."""


@dataclass(frozen=True)
class Made:
    """A backup that is there now."""

    manifest: Manifest
    keys: int
    size: int


@dataclass(frozen=True)
class _Moment:
    """What is read of a snapshot before it is written."""

    keys: list[str]
    names: list[str]
    revision: str
    heads: int


class BackingUp:
    def __init__(
        self, storehouse: Storehouse, blobs: Blobs, keys: TreeKeys, tell: Tell
    ) -> None:
        self._storehouse = storehouse
        self._blobs = blobs
        self._keys = keys
        self._tell = tell

    def make(self, file: Path, *, with_files: bool = True) -> Made:
        """Write a backup, and its keys beside it. Both are there whole, or not at all.

        Raises:
            BackupInTheWay: one of the names is taken.
            OutOfReach: the place where files lie does not answer.
            ProgramFailed: the database could not be copied.
        """
        keys_file = keys_beside(file)
        for each in (file, keys_file):
            if each.exists():
                raise BackupInTheWay(
                    f"{each.name} is there already. Nothing was written."
                )
        with _workplace(file) as folder:
            made = self._write(folder, with_files)
            (folder / "keys").rename(keys_file)
            (folder / "backup").rename(file)
        with self._storehouse.writing() as store:
            store.backups.note(
                BackupRow(
                    id=made.manifest.id,
                    as_of=made.manifest.moment,
                    finished_at=now(),
                    files=len(made.manifest.files),
                    missing=len(made.manifest.missing),
                )
            )
        return made

    def _write(self, folder: Path, with_files: bool) -> Made:
        as_of = now()
        self._tell("database", 0, 1)
        with snapshot(self._storehouse.database, folder) as taken:
            with taken.reading() as session:
                moment = self._look(session, with_files)
            taken.write(folder / "database")
        self._tell("database", 1, 1)
        with _ours_alone(folder / "keys") as out:
            out.writelines(f"{line}\n".encode() for line in moment.keys)
        with _ours_alone(folder / "backup") as out:
            writer = BackupWriter(out, as_of)
            writer.add_database(folder / "database")
            missing = self._still_wanted(self._add_files(writer, moment.names))
            manifest = Manifest(
                id=new_id("backup"),
                as_of=as_of.isoformat(),
                version=VERSION,
                kind=taken.kind,
                revision=moment.revision,
                heads=moment.heads,
                parts=tuple(writer.parts),
                missing=missing,
                with_files=with_files,
            )
            writer.end(manifest, self._keys)
            return Made(manifest, len(moment.keys), out.tell())

    def _look(self, session: Session, with_files: bool) -> _Moment:
        store = self._storehouse.over(session)
        newest = store.tree.newest()
        return _Moment(
            list(key_backup.exported_from(store)),
            blobs_with_keys(session) if with_files else [],
            self._storehouse.database.revision(session.connection()) or "",
            newest.number if newest else 0,
        )

    def _add_files(self, writer: BackupWriter, names: list[str]) -> list[str]:
        """Copy the files; the names of those that are not there."""
        absent = []
        for number, name in enumerate(names, 1):
            try:
                writer.add_file(name, self._blobs.read(name, 0, WHOLE))
            except NotThere:
                absent.append(name)
            self._tell("files", number, len(names))
        return absent

    def _still_wanted(self, absent: list[str]) -> tuple[str, ...]:
        """Of the absent ones: neither deleted meanwhile, nor still to come."""
        if not absent:
            return ()
        with self._storehouse.reading() as store:
            wanted = set(blobs_with_keys(store.session))
            wanted -= blobs_being_made(store.session)
        return tuple(name for name in absent if name in wanted)


def keys_beside(file: Path) -> Path:
    """Where the keys of a backup are written."""
    return file.with_name(f"{file.name}.keys")


@contextmanager
def _workplace(file: Path) -> Iterator[Path]:
    """A folder for what is half done; what an earlier try left there goes first."""
    folder = file.with_name(f"{file.name}.part")
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupInTheWay(
                f"Another backup is being written to {file.name}. Let it end."
            ) from error
        for left in folder.iterdir():
            if left.name != "lock":
                left.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@contextmanager
def _ours_alone(file: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner may read, and that is on the disk at the end."""
    new = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    with os.fdopen(new, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
