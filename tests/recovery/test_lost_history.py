"""Temporal's database is lost or older: cases run on from the record."""

import shutil
from pathlib import Path

import pytest

from cli.demo import Player
from domain.errors import CaseNotFound
from domain.people import Role
from domain.stages import Stage
from tests.live import Live, running, until

pytestmark = pytest.mark.kill


def player(live: Live, number: int) -> Player:
    with live.house.storehouse.reading() as store:
        staff = [account.actor for account in store.accounts.all("larkhill")]
    return Player(live.house, staff, number)


def forget(folder: Path) -> None:
    """Temporal's database is lost."""
    for file in folder.glob("temporal.db*"):
        file.unlink()


def copy(folder: Path) -> None:
    for file in folder.glob("temporal.db*"):
        shutil.copy(file, folder / f"older-{file.name}")


def put_back_the_copy(folder: Path) -> None:
    for file in folder.glob("older-temporal.db*"):
        file.rename(folder / file.name.removeprefix("older-"))


async def reaches(live: Live, reference: str, wanted: Stage) -> None:
    async def there() -> bool:
        try:
            return stage(live, reference) is wanted
        except CaseNotFound:
            return False

    await until(there, within=60)


def stage(live: Live, reference: str) -> Stage:
    with live.house.storehouse.reading() as store:
        staff = store.accounts.all("larkhill")
        adviser = next(a.actor for a in staff if a.actor.has(Role.ADVISER))
        return store.cases(adviser).get(reference).stage


async def approve(live: Live, reference: str) -> None:
    await player(live, 2)._approve(reference)


def releases_and_faults(live: Live, reference: str) -> tuple[int, list[str]]:
    with live.house.storehouse.reading() as store:
        lines = store.timeline.of(reference)
        released = [line for line in lines if line.entry.what.value == "released"]
        return len(released), list(store.timeline.faults(reference))


async def test_a_case_runs_on_when_temporals_database_is_gone(tmp_path: Path) -> None:
    async with running(tmp_path) as live:
        reference = await player(live, 1).play("unsure")
        await reaches(live, reference, Stage.WITH_ADVISER)
    forget(tmp_path)
    async with running(tmp_path) as live:
        await approve(live, reference)
        await reaches(live, reference, Stage.FOLLOWING_UP)
        assert releases_and_faults(live, reference) == (1, [])


async def test_a_case_runs_on_when_temporal_is_restored_to_an_older_moment(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as live:
        reference = await player(live, 1).play("begun")
    copy(tmp_path)
    async with running(tmp_path) as live:
        await player(live, 1)._be_unsure(reference)
        await reaches(live, reference, Stage.WITH_ADVISER)
    forget(tmp_path)
    put_back_the_copy(tmp_path)
    async with running(tmp_path) as live:
        await approve(live, reference)
        await reaches(live, reference, Stage.FOLLOWING_UP)
        assert releases_and_faults(live, reference) == (1, [])
