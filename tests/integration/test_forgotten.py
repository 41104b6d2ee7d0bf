"""A case is destroyed: nobody finds a word of it in whatever was kept anywhere."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.api.common.v1 import Payload

from adapters.blobs import Blobs
from adapters.codec import Codec
from adapters.key_settings import read_keys
from adapters.temporal import connect
from casework import tombstones
from casework.disposal import Disposal
from casework.key_care import KeysDoNotOpen
from casework.retention import Given
from casework.tree_sealing import TreeSealing, tree_keys_of
from casework.verifying import Verifying
from storage.blob_names import blobs_of
from storage.database import Database
from storage.keys import KeyDestroyed
from storage.store import Storehouse
from tests.integration.canaries import MARK, found_in
from tests.integration.test_canaries import (
    CONTENT,
    actor_of,
    has_told_everybody,
    is_begun,
    payloads,
    play,
)
from tests.integration.test_canaries import Played as Told
from tests.live import Live, running, until


@dataclass(frozen=True)
class Destroyed:
    """What there was of the case, and what was backed up before it was destroyed."""

    live: Live
    reference: str
    keys: tuple[bytes, ...]
    blobs: tuple[str, ...]
    backup: Path


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def destroyed(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Destroyed]:
    """A Sharewell of its own, and one case in it that is full of marked words."""
    folder = tmp_path_factory.mktemp("forgotten")
    async with running(folder / "live") as live:
        pat = actor_of(live, "pat")
        opened = await live.house.desk.open(pat, CONTENT, once="once")
        await until(lambda: is_begun(live, opened.reference))
        await play(live, pat, opened.reference)
        await until(lambda: has_told_everybody(Told(live, opened.reference, (), "")))
        made = kept_of(live, opened.reference, folder / "backup")
        dispose(live, opened.reference)
        yield made


def kept_of(live: Live, reference: str, backup: Path) -> Destroyed:
    """The keys and files of a case; and a backup of everything, made meanwhile."""
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(reference)
        assert parcel is not None
        wanted = {f"case:{reference}", f"release:{parcel.id}"}
        keys = [key.wrapped for key in store.keys.all() if key.name in wanted]
        blobs = blobs_of(store.session, reference)
    assert len(keys) == len(wanted)
    assert blobs
    shutil.copytree(live.folder / "blobs", backup / "blobs")
    place = live.house.storehouse.database.url.partition("///")[2]
    with (
        closing(sqlite3.connect(place)) as here,
        closing(sqlite3.connect(backup / "sharewell.db")) as there,
    ):
        here.backup(there)
    raw = (backup / "sharewell.db").read_bytes()
    assert all(key in raw for key in keys)  # so they would be seen if they were there
    return Destroyed(live, reference, tuple(keys), tuple(blobs), backup)


def dispose(live: Live, reference: str) -> None:
    """Its time is up, an adviser decides, and the nightly run does it."""
    with live.house.storehouse.writing() as store:
        kept = store.retention.of(reference)
        assert kept is not None
        store.retention.keep(replace(kept, due_on=date(2026, 1, 2)))
    live.house.retention.dispose(actor_of(live, "ada"), reference, Given())
    blobs = Blobs(live.stack.settings.blobs)
    assert reference in dict(Disposal(live.house.storehouse, blobs).run())


def test_no_page_and_no_file_has_a_word_or_a_key_of_it(destroyed: Destroyed) -> None:
    live, reference = destroyed.live, destroyed.reference
    for read in (live.house.views.case, live.house.views.record):
        with pytest.raises(KeyDestroyed):
            read(actor_of(live, "ada"), reference)
    assert found_in(live.folder, (MARK,)) == []
    files = [file.read_bytes() for file in live.folder.rglob("*") if file.is_file()]
    assert not any(key in raw for key in destroyed.keys for raw in files)
    there = {str(file) for file in (live.folder / "blobs").rglob("*")}
    assert not any(blob in name for blob in destroyed.blobs for name in there)
    assert not any(MARK in message.as_string() for message in live.mail())


async def test_whoever_opens_all_that_temporal_keeps_reads_no_word_of_it(
    destroyed: Destroyed,
) -> None:
    settings = destroyed.live.stack.settings
    client = await connect(settings, patient=True)
    handle = client.get_workflow_handle(destroyed.reference)
    history = await handle.fetch_history()
    keys = read_keys(settings.codec_keys)
    codec = Codec(keys, settings.codec_active, destroyed.reference)
    sealed: list[Payload] = [
        each
        for event in history.events
        for each in payloads(event)
        if each.metadata["encoding"] == b"binary/encrypted"
    ]
    opened = await codec.decode(sealed)
    assert any(b"confirm" in each.data for each in opened)
    assert not any(MARK.encode() in each.data for each in opened)


def test_the_accounts_of_all_cases_still_hold(destroyed: Destroyed) -> None:
    live = destroyed.live
    keys = tree_keys_of(live.stack.settings)
    TreeSealing(live.house.storehouse, keys, timedelta(minutes=15)).seal()
    walked = Verifying(live.house.storehouse, keys.public, lambda done, of: None)
    assert walked.walk().faults == []


def restored(destroyed: Destroyed, folder: Path) -> Storehouse:
    """The backup, put back somewhere else, with the same master keys."""
    shutil.copytree(destroyed.backup, folder, dirs_exist_ok=True)
    service = destroyed.live.house.storehouse._service
    return Storehouse(Database(f"sqlite:///{folder / 'sharewell.db'}"), service)


def test_a_backup_without_its_keys_opens_nothing(
    destroyed: Destroyed, tmp_path: Path
) -> None:
    older = restored(destroyed, tmp_path)
    with closing(sqlite3.connect(tmp_path / "sharewell.db")) as there:
        there.execute("DELETE FROM keys")
        there.commit()
        there.execute("VACUUM")
    with older.reading() as store, pytest.raises(KeyDestroyed):
        store.records.get(destroyed.reference)
    raw = (tmp_path / "sharewell.db").read_bytes()
    assert not any(key in raw for key in destroyed.keys)
    assert found_in(tmp_path, (MARK,)) == []
    older.database.close()


def test_a_backup_with_its_keys_does_not_start_and_loses_them_again(
    destroyed: Destroyed, tmp_path: Path
) -> None:
    older, file = restored(destroyed, tmp_path / "there"), tmp_path / "tombstones.txt"
    with older.reading() as store:
        record = store.records.get(destroyed.reference)
    assert record is not None
    assert MARK in record.body  # as long as nobody is in the way
    tombstones.keep_file(destroyed.live.house.storehouse, file)
    with pytest.raises(KeysDoNotOpen, match="a backup was restored"):
        tombstones.check_tombstones(older, file)
    blobs = Blobs((tmp_path / "there" / "blobs").as_uri())
    assert list(tombstones.apply(older, blobs, tombstones.read(file.read_text())))
    tombstones.check_tombstones(older, file)
    with older.reading() as store, pytest.raises(KeyDestroyed):
        store.records.get(destroyed.reference)
    files = [each.read_bytes() for each in tmp_path.rglob("*.db*")]
    assert not any(key in raw for key in destroyed.keys for raw in files)
    assert not any(blobs.exists(name) for name in destroyed.blobs)
    older.database.close()
