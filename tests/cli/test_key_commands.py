"""Keys from the shell: changed while old ones still open, refused when wrong, and
destroyed with what they sealed."""

import json
from pathlib import Path

import pytest

from adapters.blobs import Blobs
from adapters.keys import new_key_text
from casework.house import open_storehouse
from casework.key_care import KeyCare, KeysDoNotOpen, check_keys
from cli.stack import settings_from
from storage.store import Storehouse
from tests.cli.commands import settings, sharewell

OLD, NEW = f"old:{new_key_text()}", f"new:{new_key_text()}"
PEOPLE = 7


def with_keys(folder: Path, keks: str, active: str) -> dict[str, str]:
    given = {"SHAREWELL_KEKS": keks, "SHAREWELL_KEK_ACTIVE": active}
    return settings(folder, **given)


def opened(folder: Path, keks: str, active: str) -> Storehouse:
    return open_storehouse(settings_from(with_keys(folder, keks, active)))


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A place where some data keys are wrapped by the old key."""
    storehouse = opened(tmp_path, OLD, "old")
    storehouse.database.migrate()
    with storehouse.writing() as store:
        store.keys.people().seal("label", "text")
        for number in range(PEOPLE - 1):
            store.keys.create(f"case:SR-{number}")
    storehouse.database.close()
    return tmp_path


def test_after_a_rotation_the_old_key_is_needed_no_more(used: Path) -> None:
    before = opened(used, OLD, "old")
    with before.reading() as store:
        sealed = store.keys.get("case:SR-1").seal("label", "kept words")
    both = with_keys(used, f"{OLD},{NEW}", "new")
    refused = sharewell("keys", "retire", "old", env=both)
    assert refused.returncode == 1
    assert f"still holds {PEOPLE} data keys" in refused.stderr
    rotated = sharewell("keys", "rotate", env=both)
    assert (rotated.returncode, rotated.stdout.split()[0]) == (0, str(PEOPLE))
    assert sharewell("keys", "retire", "old", env=both).returncode == 0
    listed = json.loads(sharewell("keys", "list", "--json", env=both).stdout)
    assert listed == [{"kek": "new", "count": PEOPLE, "active": True}]
    after = opened(used, NEW, "new")
    with after.reading() as store:
        assert store.keys.get("case:SR-1").open("label", sealed) == "kept words"
    with pytest.raises(KeysDoNotOpen, match="still needs the key new"):
        check_keys(opened(used, OLD, "old"))


def test_a_rotation_that_was_stopped_goes_on_where_it_stood(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.key_care.BATCH", 2)
    storehouse = opened(used, f"{OLD},{NEW}", "new")
    care = KeyCare(storehouse, _no_blobs(used))
    assert next(care.rotate()) == 2
    with storehouse.reading() as store:
        assert store.keys.held() == {"new": 2, "old": PEOPLE - 2}
    assert list(care.rotate())[-1] == PEOPLE - 2
    with storehouse.reading() as store:
        assert store.keys.held() == {"new": PEOPLE}


@pytest.mark.parametrize("part", ["web", "worker"])
def test_no_part_starts_with_a_key_that_opens_nothing(used: Path, part: str) -> None:
    """SS-43"""
    wrong = with_keys(used, f"old:{new_key_text()}", "old")
    refused = sharewell(part, env=wrong)
    assert refused.returncode != 0
    assert "is not the one that this database was sealed with" in refused.stderr
    assert wrong["SHAREWELL_KEKS"].partition(":")[2] not in refused.stderr


def test_keys_in_a_file_that_others_may_read_are_refused(used: Path) -> None:
    file = used / "keks.txt"
    file.write_text(f"{OLD}\n{NEW}\n")
    given = with_keys(used, "", "new") | {"SHAREWELL_KEKS_FILE": str(file)}
    file.chmod(0o644)
    refused = sharewell("keys", "list", env=given)
    assert refused.returncode == 2
    assert "chmod 600" in refused.stderr
    file.chmod(0o600)
    assert sharewell("keys", "list", env=given).returncode == 0
    both = given | {"SHAREWELL_KEKS": OLD}
    assert "not in both" in sharewell("keys", "list", env=both).stderr


def test_a_typing_mistake_destroys_nothing(used: Path) -> None:
    env = with_keys(used, OLD, "old")
    refused = sharewell("keys", "destroy", "SR-1", "--again", "SR-2", env=env)
    assert (refused.returncode, "differ" in refused.stderr) == (2, True)
    unknown = sharewell("keys", "destroy", "SR-1", "--again", "SR-1", env=env)
    assert "no closed case" in unknown.stderr
    with opened(used, OLD, "old").reading() as store:
        assert store.keys.held() == {"old": PEOPLE}


def _no_blobs(folder: Path) -> Blobs:
    return Blobs((folder / "blobs").as_uri())
