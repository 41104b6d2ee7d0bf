"""What somebody changes behind the record's back, or does twice at once: nothing of it
leaves, and whoever sent and approved it is told."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import count

import pytest
from sqlalchemy import text
from sqlmodel import select
from temporalio.client import WorkflowExecutionStatus

from adapters.blobs import Blobs
from cli.demo import Player
from domain.acts import Choice
from domain.errors import CaseError
from domain.people import Actor, Role
from domain.timeline import What
from storage.cases import terms_of
from storage.mail_tables import MailRow
from storage.release_tables import AttachmentRow, ReleaseRow
from tests import clamd
from tests.integration.rig import Rig
from tests.integration.test_files import add_a_day, with_a_file
from tests.integration.test_killed_while_sharing import check_packed_once
from tests.integration.test_the_release import (
    approved_and_held,
    check_nothing_left,
    check_released_once_on_record,
)
from tests.live import until
from tests.storage.raw import tampering

_numbers = count(490_001)


def with_other_bytes(rig: Rig, reference: str) -> None:
    """Another file of the same name and the same size lies where it lay."""
    blobs = Blobs(rig.settings.blobs)
    with rig.storehouse.reading() as store:
        (file,) = store.attachments.of(reference)
    before = blobs.read(file.blob, 0, 1 << 30)
    blobs.delete(file.blob)
    blobs.put_new(file.blob, [bytes(each ^ 1 for each in before)])


def of_another_digest(rig: Rig, reference: str) -> None:
    _sets(rig, reference, "UPDATE attachments SET sha256 = 'ab' WHERE reference = :r")


def gone(rig: Rig, reference: str) -> None:
    _sets(rig, reference, "DELETE FROM attachments WHERE reference = :r")


def _sets(rig: Rig, reference: str, statement: str) -> None:
    with tampering(rig.storehouse.database) as connection:
        connection.execute(text(statement), {"r": reference})


async def test_ss_50_other_bytes_of_the_same_name_and_size_do_not_leave(
    rig: Rig,
) -> None:
    player = rig.player(next(_numbers))
    async with rig.worker():
        reference = await player.play("unsure_with_file")
        with_other_bytes(rig, reference)
        await player._decide(reference, Choice.APPROVE, "They need it.")
        await rig.reaches(reference, "with_adviser")
    check_nothing_left(rig, reference, "content")


@pytest.mark.parametrize("harm", [of_another_digest, gone])
async def test_ss_50_a_row_about_a_file_decides_nothing_about_what_leaves(
    rig: Rig, harm: Callable[[Rig, str], None]
) -> None:
    """What was approved says which file goes, and its digest."""
    player = rig.player(next(_numbers))
    async with rig.worker():
        reference = await player.play("unsure_with_file")
        harm(rig, reference)
        await player._decide(reference, Choice.APPROVE, "They need it.")
        await rig.reaches(reference, "following_up", within=30)
    check_released_once_on_record(rig, reference)
    check_packed_once(rig, reference)


async def test_ss_50_sender_and_approver_are_told_that_it_was_stopped(
    rig: Rig,
) -> None:
    async with approved_and_held(rig) as (player, reference):
        with tampering(rig.storehouse.database) as connection:
            connection.execute(
                text("DELETE FROM contents WHERE reference = :r"), {"r": reference}
            )
    check_nothing_left(rig, reference, "content")
    with rig.storehouse.reading() as store:
        owed = store.session.exec(
            select(MailRow).where(MailRow.reference == reference)
        ).all()
        emails = {store.accounts.get(each.user) for each in owed if each.user}
    told = {account.actor.id for account in emails if account is not None}
    assert {player._practitioner.id, player._adviser.id} <= told


async def test_ss_49_two_approvals_at_once_make_one_release(rig: Rig) -> None:
    """Two advisers press at the same moment, each three times."""
    first, second = _advisers(rig)
    player = rig.player(next(_numbers))
    async with rig.worker():
        reference = await player.play("unsure")
        pressing = (first, second) * 3
        await asyncio.gather(
            *(_approves(rig, player, who, reference) for who in pressing)
        )
        await rig.reaches(reference, "following_up", within=30)
    check_released_once_on_record(rig, reference)
    taken = [entry for entry in rig.entries(reference) if not entry.refused]
    assert [entry.what for entry in taken].count(What.APPROVED) == 1


def _advisers(rig: Rig) -> list[Actor]:
    everybody = [each for each in rig.staff() if each.has(Role.ADVISER)]
    return everybody[:2]


async def _approves(rig: Rig, player: Player, who: Actor, reference: str) -> None:
    """The same player, with this adviser; whoever comes second is told so."""
    other = Player(rig.house, rig.staff(), player._number)
    other._adviser = who
    with suppress(CaseError):
        await other._decide(reference, Choice.APPROVE, "They need it.")


async def test_ss_49_a_case_that_is_started_twice_runs_once(rig: Rig) -> None:
    player = rig.player(next(_numbers))
    async with rig.worker():
        reference = await player.play("unsure")
        handle = rig.client.get_workflow_handle(reference)
        before = await handle.describe()
        case = rig.case(reference)
        with rig.storehouse.reading() as store:
            terms = terms_of(store.session, reference)
        for _ in range(3):
            await rig.house.post.resume(reference, terms, case)
        after = await handle.describe()
        assert after.run_id == before.run_id
        assert after.status is WorkflowExecutionStatus.RUNNING
        await player._decide(reference, Choice.APPROVE, "They need it.")
        await rig.reaches(reference, "following_up")
    check_released_once_on_record(rig, reference)


@pytest.mark.parametrize("change", ["a day later", "of other bytes"])
async def test_ss_31_what_a_scan_said_counts_for_a_day_and_for_these_bytes(
    rig: Rig, change: str
) -> None:
    """It was clean when it was added; before it leaves it is asked about again."""
    with clamd.answering(b"stream: OK\0") as address:
        async with rig.worker(clamd=address):
            reference, file = await with_a_file(rig)
    with rig.storehouse.writing() as store:
        row = store.session.get_one(AttachmentRow, file)
        row.state, row.scanned_by = "clean", "clamd"
        row.scanned_at = row.added_at
    if change == "a day later":
        add_a_day(rig, reference)
        _sets(
            rig, reference,
            "UPDATE attachments SET scanned_at = added_at WHERE reference = :r",
        )  # fmt: skip
    with clamd.answering(b"stream: New-One FOUND\0") as address:
        async with rig.worker(clamd=address):
            if change == "of other bytes":
                of_another_digest(rig, reference)
            player = rig.player(next(_numbers))
            await player._decide(reference, Choice.APPROVE, "They need it.")

            async def stopped() -> bool:
                return "release_stopped" in rig.whats(reference)

            await until(stopped)
    with rig.storehouse.reading() as store:
        query = select(ReleaseRow).where(ReleaseRow.reference == reference)
        assert store.session.exec(query).all() == []
