"""Every way of being stuck: caused for real, seen in the right words, repaired once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from sqlmodel import col, update
from temporalio.client import Client

from adapters.blobs import Blobs, OutOfReach
from adapters.clock import now
from casework.repair_work import RepairWork
from casework.repairs import RepairLine, Wanted
from casework.stuck import stuck_ways
from casework.stuck_watch import StuckWatch
from domain.people import Actor, Role
from domain.repairs import Repair
from domain.stuck import STUCK_WORDS, Stuck
from storage.attachments import NewAttachment, blob_name
from storage.cases import workflow_id
from storage.store import Storehouse
from storage.tables import CaseRow
from tests.integration.rig import Rig, Step
from tests.integration.test_the_release import (
    announced,
    approve,
    check_released_once,
    in_doubt,
    letters,
)
from tests.live import until

_numbers = count(1)
WHY = "The server is back."


@dataclass(frozen=True)
class Operations:
    """Somebody in operations, with what they see and do."""

    rig: Rig
    watch: StuckWatch

    @property
    def ola(self) -> Actor:
        return next(each for each in self.rig.staff() if each.has(Role.OPERATIONS))

    def ways(self, reference: str, **later: int) -> list[Stuck]:
        """In which ways a case is stuck, or will be if nothing happens meanwhile."""
        with self.rig.storehouse.reading() as store:
            at = now() + timedelta(**later)
            found = stuck_ways(store, "larkhill", reference, at)
        assert all(STUCK_WORDS[each.kind].do for each in found)
        return [each.kind for each in found]

    async def sees(self, reference: str, kind: Stuck, within: float = 30) -> None:
        async def seen() -> bool:
            await self.watch.round()
            return kind in self.ways(reference)

        await until(seen, within, every=0.2)

    async def repair(self, reference: str, repair: Repair) -> RepairLine:
        assert repair in self.rig.house.repairs.of(self.ola, reference).possible
        wanted = Wanted(reference, repair, WHY)
        line = await self.rig.house.repairs.ask(
            self.ola, wanted, f"stuck-{next(_numbers)}"
        )
        assert line.result is not None
        assert line.result.done, line
        return line


@pytest.fixture
def operations(rig: Rig) -> Operations:
    blobs = Blobs(rig.settings.blobs)
    return Operations(rig, StuckWatch(rig.storehouse, rig.house.post, blobs))


@asynccontextmanager
async def refusing_mail(rig: Rig) -> AsyncIterator[None]:
    rig.mailbox.refusing = True
    try:
        yield
    finally:
        rig.mailbox.refusing = False


async def is_free(operations: Operations, reference: str) -> None:
    async def free() -> bool:
        return operations.ways(reference) == []

    await until(free, within=30)


async def test_a_mail_server_that_is_down_is_seen_and_tried_again_at_once(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        async with refusing_mail(rig):
            player, reference = await in_doubt(rig)
            await approve(player, reference)
            await operations.sees(reference, Stuck.STEP_FAILING)
        await operations.repair(reference, Repair.TRY_NOW)
        await announced(rig, reference)
        await is_free(operations, reference)
    check_released_once(rig, reference)
    assert "repaired" in rig.whats(reference)


async def test_mail_that_is_refused_for_good_goes_once_when_operations_say_so(
    rig: Rig, operations: Operations
) -> None:
    rig.mailbox.never_for = "@estuary.example"
    try:
        async with rig.worker():
            player, reference = await in_doubt(rig)
            await approve(player, reference)
            await operations.sees(reference, Stuck.MAIL_GIVEN_UP)
            rig.mailbox.never_for = ""
            await operations.repair(reference, Repair.WRITE_AGAIN)
            await announced(rig, reference)
            await is_free(operations, reference)
    finally:
        rig.mailbox.never_for = ""
    assert len(letters(rig, reference)) == 1


async def test_a_case_that_nothing_drives_is_started_again_from_its_record(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker(), rig.relay():
        player, reference = await in_doubt(rig)
        await rig.client.get_workflow_handle(reference).terminate()
        await operations.sees(reference, Stuck.NO_WORKFLOW)
        await operations.repair(reference, Repair.RESTART)
        await is_free(operations, reference)
        await approve(player, reference)
        await announced(rig, reference)
    check_released_once(rig, reference)


async def test_nobody_has_to_look_at_a_case_that_nothing_drives(
    rig: Rig, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.stuck_watch.MENDED_AFTER", timedelta(0))
    async with rig.worker():
        _, reference = await in_doubt(rig)
        await rig.client.get_workflow_handle(reference).terminate()

        async def runs_on() -> bool:
            await operations.watch.round()
            return "repaired" in rig.whats(reference)

        await until(runs_on, within=30, every=0.2)
        await is_free(operations, reference)


async def test_what_temporal_cannot_read_is_left_behind_by_starting_again(
    rig: Rig, operations: Operations
) -> None:
    stranger = await Client.connect(rig.settings.temporal_address)
    async with rig.worker(), rig.relay():
        player, reference = await in_doubt(rig)
        await stranger.get_workflow_handle(reference).signal("answer", "not ours")
        await operations.sees(reference, Stuck.TASK_FAILING, within=60)
        await operations.repair(reference, Repair.RESTART)
        await is_free(operations, reference)
        await approve(player, reference)
        await announced(rig, reference)
    check_released_once(rig, reference)


async def test_what_was_received_while_no_worker_ran_is_sent_again_and_applied_once(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        player, reference = await in_doubt(rig)
    await rig.temporal_down()
    await approve(player, reference)
    await rig.temporal_up()
    with rig.storehouse.writing() as store:  # it was sent, and went nowhere
        (lost,) = store.acts.unapplied(reference)
        store.acts.mark_sent(lost.act.id, now())
    assert operations.ways(reference, seconds=61) == [Stuck.NOT_APPLIED]
    later = timedelta(seconds=61)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casework.stuck.NOT_APPLIED_FOR", -later)
        await operations.repair(reference, Repair.SEND_AGAIN)
    async with rig.worker(), rig.relay():
        await announced(rig, reference)
    check_released_once(rig, reference)
    assert operations.ways(reference, seconds=61) == []


async def test_a_case_that_cannot_be_read_keeps_no_other_one_waiting(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        player, broken = await in_doubt(rig)
        body = rewrite(rig.storehouse, broken, "{")
        await operations.sees(broken, Stuck.UNREADABLE)
        seen = rig.house.repairs.of(operations.ola, broken)
        assert seen.possible == ()
        async with rig.relay():
            other, healthy = await in_doubt(rig)
            await approve(other, healthy)
            await announced(rig, healthy)
        rewrite(rig.storehouse, broken, body)

        async def whole() -> bool:
            await operations.watch.round()
            return operations.ways(broken) == []

        await until(whole, every=0.2)
        await approve(player, broken)
        await announced(rig, broken)
    check_released_once(rig, broken)


def rewrite(storehouse: Storehouse, reference: str, body: str) -> str:
    """Somebody writes to the database. Answers what stood there."""
    with storehouse.writing() as store:
        row = store.session.get_one(CaseRow, reference)
        before = row.body
        these = col(CaseRow.reference) == reference
        store.session.exec(update(CaseRow).where(these).values(body=body))
        return before


@contextmanager
def nowhere_to_pack(rig: Rig) -> Iterator[None]:
    """The place for packed files cannot be written to."""
    place = Path(unquote(urlsplit(rig.settings.blobs).path))
    kept, folder = place / "kept-releases", place / "releases"
    folder.mkdir(exist_ok=True)
    folder.rename(kept)
    folder.write_text("no folder")
    try:
        yield
    finally:
        folder.unlink()
        kept.rename(folder)


async def test_a_place_for_files_that_is_away_is_tried_again_at_once(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        with nowhere_to_pack(rig):
            player, reference = await in_doubt(rig)
            await approve(player, reference)
            await operations.sees(reference, Stuck.STEP_FAILING)
        await operations.repair(reference, Repair.TRY_NOW)
        await announced(rig, reference)
        await is_free(operations, reference)
    check_released_once(rig, reference)


async def test_a_file_that_is_gone_is_seen_before_anybody_needs_it(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
    name = f"f-{reference}"
    new = NewAttachment(name, reference, "note.pdf", "pdf", 1, "0", 1, "clean", "pat")
    with rig.storehouse.writing() as store:
        store.attachments.add(new, now(), "")
    await operations.sees(reference, Stuck.FILE_MISSING)
    Blobs(rig.settings.blobs).put_new(blob_name(name), [b"it is back"])

    async def back() -> bool:
        await operations.watch.round()
        return operations.ways(reference) == []

    await until(back)


async def test_a_timer_that_did_not_go_off_is_set_anew(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
        next_week = now() + timedelta(days=7)
        operations.watch.look_at_some(next_week)  # it may be going off this moment
        assert operations.ways(reference) == []
        operations.watch.look_at_some(next_week)
        assert operations.ways(reference) == [Stuck.TIMER_PAST]
        await operations.repair(reference, Repair.RESTART)
        await is_free(operations, reference)
        with rig.storehouse.reading() as store:
            renewed = workflow_id(store.session, reference)
        assert await rig.house.post.runs(renewed)
    assert "repaired" in rig.whats(reference)


async def test_a_case_that_ended_without_its_record_is_sealed_once(
    rig: Rig, operations: Operations
) -> None:
    async def never(step: Step) -> Any:
        raise OutOfReach("StorageFull")

    async with rig.worker({"finalise": never}):
        player, reference = await in_doubt(rig)
        await player._withdraw(reference)
        await rig.reaches(reference, "closed")
    await rig.client.get_workflow_handle(reference).terminate()
    assert operations.ways(reference, minutes=3) == [Stuck.NOT_SEALED]
    async with rig.worker():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("casework.stuck.NOT_SEALED_FOR", timedelta(0))
            await operations.repair(reference, Repair.RESTART)

        async def sealed() -> bool:
            return rig.whats(reference).count("sealed") == 1

        await until(sealed)
    assert operations.ways(reference, minutes=3) == []


async def test_a_repair_that_was_begun_is_finished_after_a_crash(
    rig: Rig, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
        await rig.client.get_workflow_handle(reference).terminate()
        await operations.sees(reference, Stuck.NO_WORKFLOW)
        repairs = rig.house.repairs
        wanted = Wanted(reference, Repair.RESTART, WHY)
        kept, new = repairs._keep(operations.ola, wanted, "crash")
        assert new
        monkeypatch.setattr("casework.repair_work.OURS_FOR", timedelta(0))
        work = RepairWork(rig.storehouse, rig.house.post, rig.house.desk)
        await work.round()
        await work.do(kept)  # another worker was doing the same
        await is_free(operations, reference)
        with rig.storehouse.reading() as store:
            assert workflow_id(store.session, reference) == f"{reference}-e2"
            found = store.repairs.get(kept.id)
    assert found is not None
    assert found.result is not None
    assert found.result.done
