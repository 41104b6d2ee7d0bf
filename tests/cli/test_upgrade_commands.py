"""An upgrade from the shell: what a worker refuses, and what is said beforehand."""

import asyncio
import json
from pathlib import Path

import pytest

from casework.house import open_storehouse
from cli.demo import Player
from cli.stack import settings_from
from storage.database import Database
from tests.cli.commands import settings, sharewell, sharewell_process
from tests.live import Live

NOWHERE = {"SHAREWELL_TEMPORAL_ADDRESS": "127.0.0.1:9"}


def test_a_worker_does_not_start_on_older_tables_and_says_what_to_do(
    tmp_path: Path,
) -> None:
    refused = sharewell("worker", env=settings(tmp_path))
    assert (refused.returncode, "sharewell migrate" in refused.stderr) == (2, True)


@pytest.mark.parametrize("command", ["worker", "check-upgrade", "backup x.backup"])
def test_nothing_starts_on_the_tables_of_a_newer_version(
    place: dict[str, str], command: str
) -> None:
    storehouse = open_storehouse(settings_from(place))
    newer(storehouse.database)
    refused = sharewell(*command.split(), env=place)
    assert (refused.returncode, "newer version" in refused.stderr) == (2, True)


def newer(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()


def test_nothing_is_said_of_cases_that_could_not_be_asked_for(
    place: dict[str, str],
) -> None:
    away = sharewell("check-upgrade", env=place | NOWHERE)
    assert (away.returncode, "Nothing was checked" in away.stderr) == (2, True)


async def test_the_cases_that_run_are_replayed_and_none_is_changed(live: Live) -> None:
    with live.house.storehouse.reading() as store:
        staff = [account.actor for account in store.accounts.all("larkhill")]
    reference = await Player(live.house, staff, 978_400).play("begun")
    asked = ("check-upgrade", "--json", "--data-dir", str(live.folder))
    said = json.loads((await asyncio.to_thread(sharewell_process, *asked)).stdout)
    assert said["cases"] > 0
    assert (said["tables"], said["why_not"]) == ("current", "")
    assert reference not in [each["workflow"] for each in said["would_stop"]]
