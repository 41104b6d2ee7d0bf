"""Brings back what a backup holds. Everything is checked before anything is touched.

What was destroyed stays destroyed: the names of destroyed keys, as they are known here
or in a file, are applied to what comes back before it is in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DBAPIError

from adapters.blobs import AlreadyThere, Blobs
from adapters.clock import now
from adapters.key_settings import read_keys
from adapters.keys import KeyRing, UnknownKey, WrongKey
from adapters.settings import Settings
from casework import key_backup, tombstones
from casework.backing_up import WHOLE
from casework.backup_file import DATABASE, BackupBroken, BackupReader, Manifest, Tell
from casework.key_backup import BackupRefused
from casework.tree_sealing import tree_keys_of
from casework.verifying import Found, Verifying
from storage.blob_names import blobs_with_keys
from storage.bringing_back import aside_of, brought_back, is_taken, kind_of
from storage.database import Database, NewerDatabase
from storage.keys import PEOPLE, WrappedKey
from storage.store import Storehouse

ALIVE = timedelta(seconds=30)
"""Who was seen so lately still runs."""


class PlaceTaken(Exception):
    """Something is in the place, or runs on it; the text says what to do."""


@dataclass(frozen=True)
class Given:
    """What somebody hands over to be brought back."""

    backup: BackupReader
    keys: list[str]
    """The lines of a file of keys: that of the backup, or a newer one."""
    folder: Path
    """Where there is room for the database while it is unpacked."""
    destroyed: list[str]
    """Names of keys that were destroyed, from a file kept apart from the backups."""


@dataclass(frozen=True)
class Restored:
    """What came back."""

    manifest: Manifest
    found: Found
    aside: str
    """Where that is which was there before; empty if nothing was."""
    destroyed_again: int
    unreadable: int
    """Cases whose words cannot be read: their keys are in no file that was given."""


class Restoring:
    def __init__(self, settings: Settings, blobs: Blobs, tell: Tell) -> None:
        self._settings = settings
        self._blobs = blobs
        self._tell = tell
        self._place = Database(settings.database_url)

    def check(self, given: Given) -> None:
        """See that all of it is whole, ours, and can be opened. Nothing is changed.

        Raises:
            BackupBroken: the backup is not, or fits another kind of database.
            BackupRefused: the keys do not open, or those of people are missing.
            NewerDatabase: a newer version of Sharewell made it.
        """
        manifest = given.backup.manifest
        if manifest.kind != kind_of(self._place):
            raise BackupBroken(
                f"It holds a {manifest.kind} database, and SHAREWELL_DATABASE_URL "
                "names another kind."
            )
        if not self._place.knows(manifest.revision):
            raise NewerDatabase(manifest.revision)
        _check_keys(self._settings, key_backup.read(given.keys))
        given.backup.check(self._tell)

    def check_place(self, *, over: bool) -> None:
        """See that nothing is lost by it.

        Raises:
            PlaceTaken: a worker runs there; or something is there, and not `over` it.
        """
        if not is_taken(self._place):
            return
        if self._is_alive():
            raise PlaceTaken(
                "Sharewell runs on this database. Stop every part of it first. Nothing "
                "was changed."
            )
        if not over:
            raise PlaceTaken(
                "There is a database already. Restore to another place; or add --over: "
                "then it is set aside, not deleted. Nothing was changed."
            )

    def restore(self, given: Given) -> Restored:
        """Bring it back, up to date and without what was destroyed; then verify it."""
        manifest = given.backup.manifest
        aside = now().strftime("before_restore_%Y%m%d%H%M%S%f")
        taken = is_taken(self._place)
        here = self._destroyed_here() if taken else []
        destroyed = sorted({*given.destroyed, *here})
        self._bring_back_files(given.backup, manifest.files)
        with TemporaryDirectory(dir=given.folder, prefix=".restoring-") as folder:
            copy = Path(folder) / DATABASE
            with copy.open("wb") as out:
                out.writelines(given.backup.blocks(DATABASE))
            with brought_back(self._place, copy, aside) as made:
                storehouse = self._storehouse(made)
                again = self._make_ready(storehouse, given, destroyed)
        storehouse = self._storehouse(self._place)
        publics = tree_keys_of(self._settings).public
        verifying = Verifying(storehouse, publics, self._telling("verified"))
        left = aside_of(self._place, aside) if taken else ""
        unreadable = _unreadable(storehouse)
        return Restored(manifest, verifying.walk(), left, again, unreadable)

    def close(self) -> None:
        self._place.close()

    def _make_ready(
        self, storehouse: Storehouse, given: Given, destroyed: list[str]
    ) -> int:
        """Up to date, with its keys, without what was destroyed; how many were."""
        storehouse.database.migrate()
        key_backup.bring_back(storehouse, given.keys)
        again = 0
        for again, _ in enumerate(
            tombstones.apply(storehouse, self._blobs, destroyed), 1
        ):
            self._tell("destroyed again", again, len(destroyed))
        manifest = given.backup.manifest
        with storehouse.writing() as store:
            store.restores.note(manifest.id, manifest.moment, now())
        return again

    def put_back_files(self, backup: BackupReader) -> int:
        """Put back what is on record here and not there; how many files that were.

        Raises:
            BackupBroken: the backup is not whole, or another file lies in the place.
        """
        backup.check(self._tell)
        with self._storehouse(self._place).reading() as store:
            wanted = set(blobs_with_keys(store.session))
        names = [name for name in backup.manifest.files if name in wanted]
        return self._bring_back_files(backup, names)

    def _bring_back_files(self, backup: BackupReader, names: list[str]) -> int:
        """A file is never changed: what is there stays."""
        put = 0
        for number, name in enumerate(names, 1):
            put += self._put_back(name, backup.file(name))
            self._tell("files", number, len(names))
        return put

    def _put_back(self, name: str, sealed: bytes) -> bool:
        try:
            self._blobs.put_new(name, [sealed])
        except AlreadyThere as there:
            if self._blobs.read(name, 0, WHOLE) != sealed:
                raise BackupBroken(
                    f"Another file lies at {name} in {self._settings.blobs}. Look why, "
                    "before anything is brought back."
                ) from there
            return False
        return True

    def _destroyed_here(self) -> list[str]:
        """What the database that is set aside knows to be destroyed."""
        try:
            with self._storehouse(self._place).reading() as store:
                return store.keys.destroyed()
        except DBAPIError:  # it is damaged, or of before there were such tables
            return []

    def _is_alive(self) -> bool:
        try:
            with self._storehouse(self._place).reading() as store:
                seen = store.workers.last_seen()
        except DBAPIError:  # damaged, or of before there were such tables
            return False
        return seen is not None and now() - seen < ALIVE

    def _storehouse(self, database: Database) -> Storehouse:
        return Storehouse(database, _ring(self._settings))

    def _telling(self, what: str) -> "Telling":
        return Telling(self._tell, what)


@dataclass(frozen=True)
class Telling:
    """Says how far one thing is."""

    tell: Tell
    what: str

    def __call__(self, done: int, of: int) -> None:
        self.tell(self.what, done, of)


def _check_keys(settings: Settings, keys: Iterable[WrappedKey]) -> None:
    ring, names = _ring(settings), set[str]()
    try:
        for key in keys:
            ring.cipher(key.name, key.kek, key.wrapped)
            names.add(key.name)
    except (UnknownKey, WrongKey) as no:
        raise BackupRefused(
            f"The keys in it were wrapped by {no}, and SHAREWELL_KEKS does not have "
            "that one."
        ) from no
    if PEOPLE not in names:
        raise BackupRefused("The key of people is not in it. It was cut short.")


def _ring(settings: Settings) -> KeyRing:
    return KeyRing(read_keys(settings.keks), settings.kek_active)


def _unreadable(storehouse: Storehouse) -> int:
    with storehouse.reading() as store:
        return store.keys.lost_cases()
