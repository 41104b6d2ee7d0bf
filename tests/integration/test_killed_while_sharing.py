"""A worker that is killed at every single step of a release, and what is left then."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from sqlmodel import select

from adapters.blobs import Blobs
from adapters.segments import FileSeal
from domain.acts import Choice
from storage.release_tables import ObjectRow, ReleaseRow
from storage.store import Store
from tests.integration.rig import Rig, a_rig
from tests.integration.test_kills import check_shared_once, is_shared
from tests.live import until

MOMENTS = ("freeze", "stored", "package", "activate", "announce")
LONG = 240.0


@asynccontextmanager
async def a_dying_worker(rig: Rig, folder: Path, *moments: str) -> AsyncIterator[None]:
    """A worker with its relay that dies at each moment once, and is started again."""
    module = "tests.integration.dying_worker"
    command = [sys.executable, "-m", module, str(folder), *moments]
    living = asyncio.create_task(_again_and_again(command, rig))
    try:
        yield
    finally:
        living.cancel()
        await asyncio.wait({living})


async def _again_and_again(command: list[str], rig: Rig) -> None:
    with (rig.place.logs / "mortal.log").open("ab") as log:
        while True:
            worker = await asyncio.create_subprocess_exec(
                *command, env=rig.environment, stdout=log, stderr=log
            )
            try:
                await worker.wait()
            finally:
                if worker.returncode is None:
                    worker.kill()
                    await worker.wait()


def opened(rig: Rig, store: Store, each: ObjectRow) -> bytes:
    """A file of a release, as its recipient would have it."""
    key = store.keys.get(f"release:{each.release}").object_key(each.id)
    seal = FileSeal(key, each.id, each.size, each.sha256, each.media)
    blobs = Blobs(rig.settings.blobs)
    return b"".join(seal.open(partial(blobs.read, each.blob)))


def check_packed_once(rig: Rig, reference: str) -> None:
    """One document and one file, each there once, and each opens."""
    with rig.storehouse.reading() as store:
        query = select(ReleaseRow).where(ReleaseRow.reference == reference)
        (release,) = store.session.exec(query).all()
        objects = store.packing.objects(release.id)
        assert [each.number for each in objects] == [1, 2]
        for each in objects:
            assert sha256(opened(rig, store, each)).hexdigest() == each.sha256
        assert release.package_digest == objects[0].sha256
    there = {blob.name for blob in Blobs(rig.settings.blobs).all("releases")}
    assert {n for n in there if release.id in n} == {each.blob for each in objects}


@pytest.mark.kill
@pytest.mark.timeout(300)
async def test_ss_49_a_worker_killed_at_each_step_shares_everything_exactly_once(
    tmp_path: Path,
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    async with a_rig(tmp_path) as rig:
        players = [rig.player(number) for number in range(2)]
        async with rig.worker():
            cases = [await player.play("unsure_with_file") for player in players]
            for reference in cases:
                await rig.reaches(reference, "with_adviser", within=30)
        async with a_dying_worker(rig, marks, *MOMENTS):
            for player, reference in zip(players, cases, strict=True):
                await player._decide(reference, Choice.APPROVE, "They need it.")
            for reference in cases:
                await until(partial(is_shared, rig, reference), within=LONG)
        assert {mark.name for mark in marks.iterdir()} == set(MOMENTS)
        for reference in cases:
            check_shared_once(rig, reference)
            check_packed_once(rig, reference)
