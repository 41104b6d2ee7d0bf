"""`sharewell backup` and `restore`: whole or not at all, and never over anything."""

import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from adapters.blobs import Blobs
from adapters.clock import now
from casework import key_backup, tombstones
from casework.house import open_storehouse
from casework.key_care import KeyCare
from cli.stack import settings_from
from storage.accounts import Organisation
from storage.attachments import NewAttachment, blob_name
from storage.database import sqlite_url
from storage.store import Store, Storehouse
from storage.upkeep import WorkerSeen
from tests.builders import HERE, NOON, PAT
from tests.cli.commands import Ended, settings, sharewell
from tests.postgres import Postgres
from tests.storage.shelf import Shelf

FILE = "f-1"

sqlite_alone = pytest.mark.parametrize("used", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Used:
    """An installation in which people have worked, and a place to restore it to."""

    env: dict[str, str]
    elsewhere: dict[str, str]
    folder: Path
    closed: str
    running: str

    @property
    def backup(self) -> Path:
        return self.folder / "monday.backup"

    @property
    def keys(self) -> Path:
        return self.folder / "monday.backup.keys"

    @contextmanager
    def at(self, env: dict[str, str]) -> Iterator[Storehouse]:
        storehouse = open_storehouse(settings_from(env))
        yield storehouse
        storehouse.database.close()

    @contextmanager
    def here(self) -> Iterator[Store]:
        with self.at(self.env) as storehouse, storehouse.writing() as store:
            yield store

    @contextmanager
    def there(self) -> Iterator[Store]:
        with self.at(self.elsewhere) as storehouse, storehouse.reading() as store:
            yield store

    def destroy(self) -> None:
        """What was written in the closed case is destroyed, after the backup."""
        blobs = Blobs(self.env["SHAREWELL_BLOBS"])
        with self.at(self.env) as storehouse:
            KeyCare(storehouse, blobs).destroy(self.closed)

    def make(self, *words: str) -> Ended:
        return sharewell("backup", str(self.backup), *words, env=self.env)

    def restore(self, *words: str) -> Ended:
        given = ("restore", str(self.backup), *words)
        return sharewell(*given, env=self.elsewhere)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Used:
    """One of these, of which each test gets a copy of its own."""
    folder = tmp_path_factory.mktemp("first")
    return worked_in(folder, settings(folder))


@pytest.fixture(params=["sqlite", "postgresql"])
def used(request: pytest.FixtureRequest, first: Used, tmp_path: Path) -> Used:
    here, there = tmp_path / "here", tmp_path / "elsewhere"
    there.mkdir()
    if request.param == "postgresql":
        here.mkdir()
        postgres: Postgres = request.getfixturevalue("postgres")
        urls = [postgres.new_database(), postgres.new_database()]
        made = worked_in(here, settings(here, SHAREWELL_DATABASE_URL=urls[0]))
    else:
        shutil.copytree(first.folder, here)
        urls = [sqlite_url(folder / "sharewell.db") for folder in (here, there)]
        made = replace(first, folder=here)
    env = made.env | lies_at(urls[0], here)
    return replace(made, env=env, elsewhere=env | lies_at(urls[1], there))


def lies_at(url: str, folder: Path) -> dict[str, str]:
    blobs = (folder / "blobs").as_uri()
    return {"SHAREWELL_DATABASE_URL": url, "SHAREWELL_BLOBS": blobs}


def worked_in(folder: Path, env: dict[str, str]) -> Used:
    """A case that is over, with a file, and one that runs."""
    storehouse = open_storehouse(settings_from(env))
    storehouse.database.migrate()
    with storehouse.writing() as store:
        store.keys.people()
        place = Organisation(HERE, "Northgate", "", "HMG-2018", "always")
        store.accounts.keep_organisation(place)
    shelf = Shelf(storehouse)
    closed, running = shelf.withdrawn(), shelf.in_doubt()
    with_a_file(storehouse, settings_from(env).blobs, closed.reference)
    storehouse.database.close()
    return Used(env, env, folder, closed.reference, running.reference)


def with_a_file(storehouse: Storehouse, blobs: str, reference: str) -> None:
    """A file that belongs to a case, and lies where files are kept."""
    Blobs(blobs).put_new(blob_name(FILE), [b"sealed"])
    new = NewAttachment(
        FILE, reference, "a.pdf", "application/pdf", 6, "0" * 64, 1, "clean", PAT.id
    )
    with storehouse.writing() as store:
        store.attachments.add(new, NOON, "a scanner")


def test_what_was_there_is_there_again_elsewhere_and_verifies(used: Used) -> None:
    made = used.make()
    assert made.returncode == 0, made.stderr
    assert "1 files" in made.stdout
    assert "delete it after 7 days" in made.stdout
    came = used.restore()
    assert (came.returncode, came.stderr.count("NOT WHOLE")) == (0, 0), came.stderr
    assert "Restored to" in came.stdout
    with used.there() as store:
        assert store.keys.has(f"case:{used.running}")
        assert [each.as_of for each in store.restores.unsettled()] != []
    blobs = Blobs(used.elsewhere["SHAREWELL_BLOBS"])
    assert blobs.read(blob_name(FILE), 0, 9) == b"sealed"


@sqlite_alone
def test_no_key_is_in_the_backup_and_nobody_else_may_read_it(used: Used) -> None:
    used.make()
    with used.here() as store:
        wrapped = [key.wrapped for key in store.keys.all()]
    with tarfile.open(used.backup) as archive:
        stream = archive.extractfile("database")
        assert stream is not None
        database = stream.read()
    if database.startswith(b"SQLite"):
        assert not [key for key in wrapped if key in database]
    assert len(used.keys.read_text().splitlines()) == len(wrapped)
    assert {file.stat().st_mode & 0o777 for file in (used.backup, used.keys)} == {0o600}
    assert sorted(file.name for file in used.folder.glob("*.part")) == []


def test_a_case_that_was_destroyed_since_does_not_come_back(used: Used) -> None:
    used.make()
    used.destroy()
    listed = used.folder / "tombstones.txt"
    with used.at(used.env) as storehouse:
        tombstones.keep_file(storehouse, listed)
    came = used.restore("--tombstones", str(listed))
    assert "Keys destroyed again: 1." in came.stdout
    with used.there() as store:
        assert not store.keys.has(f"case:{used.closed}")
        assert store.keys.has(f"case:{used.running}")
    blobs = Blobs(used.elsewhere["SHAREWELL_BLOBS"])
    assert not blobs.exists(blob_name(FILE))


def test_a_database_that_is_set_aside_says_what_was_destroyed(used: Used) -> None:
    used.make()
    here = replace(used, elsewhere=used.env)
    used.destroy()
    refused = here.restore()
    assert (refused.returncode, "--over" in refused.stderr) == (2, True)
    came = here.restore("--over", "--json")
    assert came.returncode == 0, came.stderr
    said = json.loads(came.stdout)
    assert (said["destroyed_again"], said["cases"], said["faults"]) == (1, 2, [])
    assert "before_restore_" in said["set_aside"]
    with here.there() as store:
        assert not store.keys.has(f"case:{used.closed}")
    again = here.restore("--over")  # also over what was restored before
    assert again.returncode == 0, again.stderr


@sqlite_alone
def test_nothing_is_restored_where_a_worker_runs(used: Used) -> None:
    used.make()
    with used.here() as store:
        store.workers.seen(WorkerSeen("w", "1", now(), now()))
    refused = replace(used, elsewhere=used.env).restore("--over")
    assert (refused.returncode, "Stop every part" in refused.stderr) == (2, True)


@sqlite_alone
def test_a_newer_file_of_keys_will_do(used: Used) -> None:
    used.make()
    used.keys.unlink()
    without = used.restore()
    assert (without.returncode, "--keys" in without.stderr) == (2, True)
    newer = used.folder / "newer.jsonl"
    used.destroy()
    with used.at(used.env) as storehouse:
        newer.write_text("\n".join(key_backup.exported(storehouse)))
    came = used.restore("--keys", str(newer))
    assert came.returncode == 0, came.stderr
    assert "Cases without a key in the file of keys: 1." in came.stdout


@sqlite_alone
def test_a_file_that_was_lost_is_put_back_while_people_work(used: Used) -> None:
    used.make()
    blobs = Blobs(used.env["SHAREWELL_BLOBS"])
    blobs.delete(blob_name(FILE))
    here = replace(used, elsewhere=used.env)
    assert "Files put back: 1." in here.restore("--only-files").stdout
    assert blobs.read(blob_name(FILE), 0, 9) == b"sealed"
    assert "Files put back: 0." in here.restore("--only-files").stdout
    used.destroy()  # then nobody wants it any more
    assert "Files put back: 0." in here.restore("--only-files").stdout
    assert not blobs.exists(blob_name(FILE))


@sqlite_alone
def test_a_damaged_database_is_not_copied(used: Used) -> None:
    with closing(sqlite3.connect(used.folder / "sharewell.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA writable_schema=ON")
        database.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'drafts'")
        database.commit()
    refused = used.make()
    assert (refused.returncode, "damaged" in refused.stderr) == (2, True)
    assert not used.backup.exists()
    assert not used.keys.exists()


def altered(file: Path, old: bytes, new: bytes) -> None:
    whole = file.read_bytes()
    assert old in whole
    file.write_bytes(whole.replace(old, new))


def cut_short(used: Used) -> None:
    used.backup.write_bytes(used.backup.read_bytes()[:-20_000])


def file_altered(used: Used) -> None:
    altered(used.backup, b"sealed", b"sealex")


def list_altered(used: Used) -> None:
    altered(used.backup, b'"revision": "0009"', b'"revision": "0008"')


def keys_cut_short(used: Used) -> None:
    lines = used.keys.read_text().splitlines()
    used.keys.write_text("\n".join(line for line in lines if "people" not in line))


def keys_of_somebody_else(used: Used) -> None:
    altered(used.keys, b'"kek": "a"', b'"kek": "z"')


def not_there(used: Used) -> None:
    used.backup.unlink()


@sqlite_alone
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut_short, "no whole backup"),
        (file_altered, "is not as it was written"),
        (list_altered, "not the one that was signed"),
        (keys_cut_short, "The key of people is not in it"),
        (keys_of_somebody_else, "SHAREWELL_KEKS does not have that one"),
        (not_there, "cannot be read, or is no backup"),
    ],
)
def test_what_is_not_whole_is_refused_before_anything_is_touched(
    used: Used, harm: object, said: str
) -> None:
    used.make()
    assert callable(harm)
    harm(used)
    for words in (("--check",), ()):
        refused = used.restore(*words)
        assert refused.returncode == 2
        assert said in refused.stderr
    there = used.folder.with_name("elsewhere")
    assert [each.name for each in there.rglob("*")] in ([], ["blobs"])


@sqlite_alone
def test_a_file_that_is_on_record_and_not_there_is_said(used: Used) -> None:
    Blobs(used.env["SHAREWELL_BLOBS"]).delete(blob_name(FILE))
    made = used.make()
    assert made.returncode == 1
    assert blob_name(FILE) in made.stderr
    with used.here() as store:
        newest = store.backups.newest()
    assert newest is not None
    assert (newest.files, newest.missing) == (0, 1)


@sqlite_alone
def test_a_backup_is_never_written_over_another(used: Used) -> None:
    used.make()
    before = used.backup.read_bytes()
    refused = used.make()
    assert (refused.returncode, "is there already" in refused.stderr) == (2, True)
    assert used.backup.read_bytes() == before


@sqlite_alone
def test_a_try_that_was_killed_leaves_nothing_behind_after_the_next(used: Used) -> None:
    half = used.folder / "monday.backup.part"
    half.mkdir()
    (half / "copy.db").write_bytes(b"half of it")
    assert used.make().returncode == 0
    assert not half.exists()


@sqlite_alone
def test_a_database_without_its_keys_starts_nothing(used: Used) -> None:
    """A new key of people would shut out for ever what the old one sealed."""
    file = used.folder / "sharewell.db"
    sharewell(
        "user", "add", "vic@northgate.example", "--name", "Vic Ashdown",
        "--role", "adviser", "--organisation", HERE, "--generate", env=used.env,
    )  # fmt: skip
    exported = used.folder / "keys.jsonl"
    sharewell("keys", "export", str(exported), env=used.env)
    with closing(sqlite3.connect(file)) as database:
        database.execute("DELETE FROM keys")
        database.commit()
    refused = sharewell("worker", env=used.env)
    assert (refused.returncode, "keys import" in refused.stderr) == (2, True)
    assert sharewell("keys", "import", str(exported), env=used.env).returncode == 0
    assert "vic@northgate" in sharewell("user", "list", env=used.env).stdout


@sqlite_alone
def test_what_was_restored_by_other_means_can_be_said(used: Used) -> None:
    assert "never restored" in sharewell("restored", env=used.env).stdout
    noted = sharewell("restored", "--as-of", "2026-11-02T03:00", env=used.env)
    assert noted.returncode == 0
    said = sharewell("restored", env=used.env).stdout
    assert "Brought back to 02 November 2026 03:00 UTC" in said
    assert "do not run on yet" in said
    told = json.loads(sharewell("restored", "--json", env=used.env).stdout)
    assert (told["settled_at"], told["cases"]) == (None, [])
