"""`sharewell retention`: what would happen, what happened, and that it stays so."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.house import open_storehouse
from casework.retention import Given, Retention
from cli import stack
from cli.stack import settings_from
from storage.classifying import classify
from tests.builders import ADA, HERE
from tests.cli.commands import settings, sharewell
from tests.storage.shelf import Shelf


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Three finished cases whose day has come: decided on, held, and waiting."""
    file = str(tmp_path / "tombstones.txt")
    chosen = settings(tmp_path)
    stack.migrate(settings_from(chosen))
    sharewell("organisation", "add", HERE, "--name", "Northgate", env=chosen)
    storehouse = open_storehouse(settings_from(chosen))
    cases = [Shelf(storehouse).withdrawn() for _ in range(3)]
    with storehouse.writing() as store:
        for case in cases:
            kept = classify(store, case)
            store.retention.keep(replace(kept, due_on=date(2026, 1, 2)))
    retention = Retention(storehouse)
    retention.dispose(ADA, cases[0].reference, Given())
    retention.place_hold(ADA, cases[1].reference, Given("A claim was made."))
    storehouse.database.close()
    names = " ".join(case.reference for case in cases)
    return {**chosen, "SHAREWELL_TOMBSTONES_FILE": file, "CASES": names}


def test_a_dry_run_lists_and_changes_nothing(place: dict[str, str]) -> None:
    decided, held, waits = place["CASES"].split()
    # the file of tombstones is not there yet: that is for the parts that serve
    for _ in range(2):
        told = sharewell("retention", "run", "--dry-run", env=place)
        assert told.returncode == 0
        assert f"{decided}  due 2026-01-02  sharing_decision  would be" in told.stdout
        assert f"{held}  due 2026-01-02  sharing_decision  held" in told.stdout
        assert f"{waits}  due 2026-01-02  sharing_decision  waits" in told.stdout
    listed = sharewell("retention", "run", "--dry-run", "--json", env=place)
    assert [each["reference"] for each in json.loads(listed.stdout)["decided"]] == [
        decided
    ]


def test_a_run_destroys_what_was_decided_and_a_restored_backup_does_not_start(
    place: dict[str, str], tmp_path: Path
) -> None:
    decided, held, _ = place["CASES"].split()
    database = Path(settings_from(place).database_url.removeprefix("sqlite:///"))
    older = database.read_bytes()
    done = sharewell("retention", "run", env=place)
    assert "Cases destroyed: 1." in done.stdout
    assert f"1 of 1: {decided}, files deleted" in done.stderr
    assert "Cases destroyed: 0." in sharewell("retention", "run", env=place).stdout
    refused = sharewell("keys", "destroy", held, "--again", held, env=place)
    assert "There is a legal hold on this." in refused.stderr
    file = tmp_path / "tombstones.txt"
    assert f"case:{decided}" in file.read_text()
    for name in (f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)
    database.write_bytes(older)
    for part in ("web", "worker"):
        stopped = sharewell(part, env=place)
        assert stopped.returncode == 2
        assert "sharewell retention apply tombstones.txt" in stopped.stderr
    applied = sharewell("retention", "apply", str(file), "--yes", env=place)
    assert applied.stdout == "Keys destroyed again: 1.\n"
    again = sharewell("retention", "apply", str(file), "--yes", env=place)
    assert again.stdout == "Keys destroyed again: 0.\n"
    printed = sharewell("retention", "tombstones", env=place).stdout
    assert printed == file.read_text()


def test_a_file_that_is_none_is_refused(place: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("buy milk\n")
    for command in (("retention", "apply"), ("keys", "import")):
        refused = sharewell(*command, str(file), env=place)
        assert refused.returncode == 2
        assert "Nothing was" in refused.stderr


def test_keys_are_kept_in_a_file_of_their_own_and_brought_back(
    place: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "keys.jsonl"
    written = sharewell("keys", "export", str(file), env=place)
    assert written.returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    twice = sharewell("keys", "export", str(file), env=place)
    assert "is there already" in twice.stderr
    storehouse = open_storehouse(settings_from(place))
    held = place["CASES"].split()[1]
    with storehouse.writing() as store:
        store.session.connection().exec_driver_sql("DELETE FROM keys")
    back = sharewell("keys", "import", str(file), env=place)
    assert back.returncode == 0, back.stderr
    with storehouse.reading() as store:
        assert store.keys.has(f"case:{held}")
    storehouse.database.close()
