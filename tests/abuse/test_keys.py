"""No part starts with a key that anybody could have, and none says which it was."""

import base64
import sqlite3
from pathlib import Path

import pytest

from adapters.key_faults import PUBLISHED
from adapters.keys import new_key_text
from casework.house import open_storehouse
from cli.embedded import free_port
from cli.stack import settings_from
from tests.cli.commands import settings, sharewell, sharewell_process

STRANGE = "749b1022e1cb83fb04f3022eacaf3bfef60c6d47f83e6fb41f534a05fc69929f"


def text(key: bytes) -> str:
    return base64.b64encode(key).decode()


WEAK = {
    "none": "",
    "blank": "a:",
    "no base64": "a:changeme",
    "31 bytes": f"a:{text(bytes(range(31)))}",
    "33 bytes": f"a:{text(bytes(range(33)))}",
    "noughts": f"a:{text(bytes(32))}",
    "one byte": f"a:{text(b'k' * 32)}",
    "counting": f"a:{text(bytes(range(32)))}",
    "words": f"a:{text(b'changeme' * 4)}",
    "a sentence": f"a:{text(b'correct horse battery staple abc')}",
    "digits": f"a:{text(b'11111222223333344444555556666677')}",
    "figures as they stand": "a:11111222223333344444555556666677",
    "published, as text": f"a:{STRANGE}",
    "without a name": new_key_text(),
    **{
        f"published {number}": f"a:{text(bytes.fromhex(each))}"
        for number, each in enumerate(PUBLISHED, 1)
    },
}


STARTS = [("web", "SHAREWELL_KEKS", name) for name in WEAK] + [
    ("worker", f"SHAREWELL_{field}_KEYS", name)
    for field in ("CODEC", "TREE")
    for name in ("none", "noughts", "words")
]


@pytest.mark.parametrize(("part", "field", "name"), STARTS)
def test_ss_43_no_part_starts_with_a_weak_key(
    tmp_path: Path, part: str, field: str, name: str
) -> None:
    port = free_port()
    env = settings(tmp_path, **{field: WEAK[name]}, SHAREWELL_PORT=str(port))
    run = sharewell_process if name == "noughts" else sharewell
    refused = run(part, env=env)
    assert refused.returncode == 2
    assert field in refused.stderr
    secret = WEAK[name].partition(":")[2]
    for said in (refused.stdout, refused.stderr):
        assert not secret or secret not in said
    assert not (tmp_path / "sharewell.db").exists()  # it did not come so far


@pytest.mark.parametrize("part", ["web", "worker"])
def test_ss_43_no_part_starts_without_being_told_a_key(
    tmp_path: Path, part: str
) -> None:
    env = settings(tmp_path)
    for missing in (
        *("SHAREWELL_KEKS", "SHAREWELL_CODEC_KEYS", "SHAREWELL_KEK_ACTIVE"),
        *("SHAREWELL_TREE_KEYS", "SHAREWELL_TREE_ACTIVE"),
    ):
        left = {name: value for name, value in env.items() if name != missing}
        refused = sharewell(part, env=left)
        assert refused.returncode == 2
        assert missing in refused.stderr


@pytest.mark.parametrize("part", ["web", "worker", "keys rotate"])
def test_ss_43_another_key_than_before_starts_nothing_and_changes_nothing(
    tmp_path: Path, part: str
) -> None:
    env = settings(tmp_path)
    storehouse = open_storehouse(settings_from(env))
    storehouse.database.migrate()
    with storehouse.writing() as store:
        store.keys.people().seal("label", "text")
    storehouse.database.close()
    before = everything(tmp_path)
    other = f"a:{new_key_text()}"
    refused = sharewell(*part.split(), env=env | {"SHAREWELL_KEKS": other})
    assert refused.returncode != 0
    assert "is not the one that this database was sealed with" in refused.stderr
    assert other.partition(":")[2] not in refused.stderr
    assert everything(tmp_path) == before


def everything(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "sharewell.db") as connection:
        return list(connection.iterdump())
