"""A backup that was made while people worked is restored: cases go on, once each."""

import asyncio
import itertools
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.blobs import Blobs
from adapters.settings import Settings
from casework.backing_up import BackingUp, keys_beside
from casework.backup_file import BackupReader
from casework.house import build_house
from casework.post import Post
from casework.restoring import Given, Restored, Restoring
from casework.running_on import RunningOn
from casework.tree_sealing import tree_keys_of
from casework.verifying import Verifying
from storage.cases import unfinished_references, workflow_id
from storage.database import sqlite_url
from tests.integration.rig import Rig, a_rig
from tests.live import until
from tests.postgres import Postgres

pytestmark = pytest.mark.kill


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Two databases: where people work, and where it is restored to."""
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        return postgres.new_database(), postgres.new_database()
    return sqlite_url(tmp_path / "sharewell.db"), sqlite_url(tmp_path / "other.db")


def silent(what: str, done: int, of: int) -> None:
    """Nobody waits for it."""


def make(rig: Rig, file: Path) -> None:
    blobs, keys = Blobs(rig.settings.blobs), tree_keys_of(rig.settings)
    BackingUp(rig.storehouse, blobs, keys, silent).make(file)


def restored(settings: Settings, file: Path) -> Restored:
    restoring = Restoring(settings, Blobs(settings.blobs), silent)
    lines = keys_beside(file).read_text().splitlines()
    with tarfile.open(file) as archive:
        reader = BackupReader(archive, tree_keys_of(settings).public)
        given = Given(reader, lines, file.parent, [])
        restoring.check(given)
        restoring.check_place(over=False)
        came = restoring.restore(given)
    restoring.close()
    return came


@asynccontextmanager
async def people_at_work(rig: Rig) -> AsyncIterator[list[str]]:
    """One case after the other begins; which they were."""
    begun: list[str] = []

    async def work() -> None:
        for number in itertools.count(100):
            begun.append(await rig.player(number).play("begun"))

    async def two_have() -> bool:
        return len(begun) > 1

    working = asyncio.create_task(work())
    try:
        await until(two_have)
        yield begun
    finally:
        working.cancel()
        await asyncio.wait({working})


def elsewhere(rig: Rig, url: str, folder: Path) -> Settings:
    """The same Temporal and mail server, with another database and other files."""
    changed = {"database_url": url, "blobs": (folder / "other-blobs").as_uri()}
    return rig.settings.model_copy(update=changed)


async def test_cases_go_on_from_a_backup_that_is_older_than_temporal(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "monday.backup"
    async with a_rig(tmp_path, SHAREWELL_DATABASE_URL=urls[0]) as rig:
        async with rig.worker(), rig.relay():
            waiting = await rig.player(1).play("unsure")
            shared = await rig.player(2).play("shared_with_file")
            await rig.reaches(shared, "following_up")
            async with people_at_work(rig) as begun:
                await asyncio.to_thread(make, rig, file)
            # what follows is in Temporal and not in the backup
            await rig.player(1)._approve(waiting)
            await rig.reaches(waiting, "following_up")
            lost = await rig.player(3).play("unsure")
        settings = elsewhere(rig, urls[1], tmp_path)
        came = await asyncio.to_thread(restored, settings, file)
        assert (came.found.faults, came.unreadable) == ([], 0)
        other = replace(rig, house=build_house(settings, rig.client))
        await RunningOn(other.storehouse, rig.client, settings.task_queue).settle()
        assert what_was_found(other) >= {(waiting, True, True), (lost, False, False)}
        async with other.worker(), other.relay():
            await told_to_ask_first(other, waiting)
            await other.player(1)._approve(waiting)
            await other.reaches(waiting, "following_up")
            await other.player(2)._acknowledge(shared)
            for reference in (waiting, shared):
                assert other.whats(reference).count("released") == 1
            await all_of_them_run(other, begun)
        publics = tree_keys_of(settings).public
        found = Verifying(other.storehouse, publics, lambda *_: None).walk()
        assert found.faults == []
        other.storehouse.database.close()


def what_was_found(rig: Rig) -> set[tuple[str, bool, bool]]:
    with rig.storehouse.reading() as store:
        assert store.restores.unsettled() == []
        last = store.restores.newest()
        assert last is not None
        findings = store.restores.findings(last.id)
    return {(each.reference, each.known, each.left) for each in findings}


async def told_to_ask_first(rig: Rig, reference: str) -> None:
    """It waits for its adviser again, and says that it was shared before."""

    async def told() -> bool:
        return rig.whats(reference)[-1] == "brought_back"

    await until(told)
    assert "released" not in rig.whats(reference)
    assert rig.case(reference).stage == "with_adviser"


async def all_of_them_run(rig: Rig, begun: list[str]) -> None:
    """Whatever the backup has of what was begun meanwhile runs on."""
    post = Post(rig.client, rig.settings.task_queue)
    with rig.storehouse.reading() as store:
        kept = [r for r in unfinished_references(store.session) if r in begun]
        workflows = [workflow_id(store.session, each) for each in kept]
    assert len(kept) >= 2
    for workflow in workflows:
        assert await post.runs(workflow)
