"""What `sharewell doctor` finds besides the parts: disks, clocks, backups, restores."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.clock import now
from adapters.settings import Settings
from cli import findings
from cli.stack import settings_from
from domain.merkle import Edge
from domain.tree import Head, SignedHead
from storage.backup_tables import BackupRow
from storage.database import sqlite_url
from storage.store import Storehouse
from storage.tables import CaseRow
from tests.cli.commands import settings
from tests.storage.shelf import Shelf, fresh_storehouse


@pytest.fixture
def storehouse(tmp_path: Path) -> Iterator[Storehouse]:
    made = fresh_storehouse(sqlite_url(tmp_path / "sharewell.db"))
    yield made
    made.database.close()


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return settings_from(settings(tmp_path))


def with_a_case(storehouse: Storehouse, opened: datetime) -> None:
    case = Shelf(storehouse).case()
    with storehouse.writing() as store:
        row = store.session.get(CaseRow, case.reference)
        assert row is not None
        row.opened_at = opened
        store.session.add(row)


def made(storehouse: Storehouse, as_of: datetime, missing: int = 0) -> None:
    with storehouse.writing() as store:
        row = BackupRow(
            id="b", as_of=as_of, finished_at=as_of, files=1, missing=missing
        )
        store.backups.note(row)


def test_it_says_which_version_runs_on_which_tables(storehouse: Storehouse) -> None:
    said = findings.versions(storehouse).note
    assert "Sharewell 0." in said
    assert f"tables {storehouse.database.newest_revision}" in said


def test_a_disk_that_is_nearly_full_is_told_with_its_place(
    chosen: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blobs").mkdir()
    assert all(found.well for found in findings.disks(chosen))
    monkeypatch.setattr(findings, "LITTLE", 1 << 60)
    full = findings.disks(chosen)
    assert [found.part for found in full] == ["disk database", "disk files"]
    assert "Make room" in full[0].advice
    (tmp_path / "blobs").rmdir()
    assert "is not there" in findings.disks(chosen)[1].advice


def test_a_clock_that_went_back_is_seen_by_what_was_signed(
    storehouse: Storehouse,
) -> None:
    assert findings.clock(storehouse).well
    head = Head(1, 0, Edge().root.hex(), "", now() + timedelta(hours=2), "k")
    with storehouse.writing() as store:
        store.tree.add_head(SignedHead(head, "", ""), Edge())
    found = findings.clock(storehouse)
    assert not found.well
    assert "time server" in found.advice


def test_no_backup_is_missed_before_there_is_anything_to_keep(
    storehouse: Storehouse, chosen: Settings
) -> None:
    assert findings.backups(storehouse, chosen).well
    with_a_case(storehouse, now() - timedelta(hours=5))
    assert findings.backups(storehouse, chosen).well


def test_a_backup_that_is_missing_old_or_not_whole_is_told(
    storehouse: Storehouse, chosen: Settings
) -> None:
    with_a_case(storehouse, now() - timedelta(days=5))
    never = findings.backups(storehouse, chosen)
    assert (never.well, "None was ever made" in never.advice) == (False, True)
    made(storehouse, now() - timedelta(days=4))
    old = findings.backups(storehouse, chosen)
    assert (old.well, "4 days old" in old.advice) == (False, True)
    with storehouse.writing() as store:
        newest = store.backups.newest()
        assert newest is not None
        newest.as_of = now()
        store.backups.note(newest)
    assert findings.backups(storehouse, chosen).well
    with storehouse.writing() as store:
        newest = store.backups.newest()
        assert newest is not None
        newest.missing = 2
        store.backups.note(newest)
    assert "2 files were missing" in findings.backups(storehouse, chosen).advice


def test_a_demonstration_needs_no_backup(
    storehouse: Storehouse, chosen: Settings
) -> None:
    with_a_case(storehouse, now() - timedelta(days=5))
    invented = chosen.model_copy(update={"demonstration": True})
    assert findings.backups(storehouse, invented).well


def test_a_restore_after_which_no_worker_was_started_is_told(
    storehouse: Storehouse,
) -> None:
    assert findings.restores(storehouse) == []
    with storehouse.writing() as store:
        store.restores.note("r", now() - timedelta(days=1), now())
    assert [found.well for found in findings.restores(storehouse)] == [False]
    with storehouse.writing() as store:
        store.restores.find("r", "SR-LOST", known=False, left=True)
        store.restores.settle("r", now())
    (settled,) = findings.restores(storehouse)
    assert (settled.well, settled.note[:7]) == (True, "1 cases")
