"""Workers killed at random moments while cases are being shared."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from adapters.clock import now
from cli.children import Children, Part
from cli.demo import Player
from domain.acts import Choice
from storage.mail_tables import MailRow
from storage.release_tables import ReleaseRow
from storage.tables import TroubleRow
from tests.integration.rig import Rig, a_rig
from tests.live import until

MOMENTS = (0, 11, 3, 7, 5)
"""When the worker dies in each round, in steps of 0.03 seconds."""

CASES = 3
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def a_worker_process(rig: Rig) -> AsyncIterator[Children]:
    """A worker with its relay, started again whenever it dies."""
    children = Children()
    command = [sys.executable, "-m", "cli.main", "worker"]
    log = rig.place.logs / "worker.log"
    await children.start(Part("worker", command, rig.environment, log))
    try:
        yield children
    finally:
        await children.stop()


async def in_doubt(rig: Rig, number: int) -> tuple[Player, str]:
    player = rig.player(number)
    reference = await player.play("unsure")
    await rig.reaches(reference, "with_adviser", within=30)
    return player, reference


async def is_working(rig: Rig, since: datetime) -> bool:
    with rig.storehouse.reading() as store:
        seen = store.workers.last_seen()
    return seen is not None and seen > since


async def is_shared(rig: Rig, reference: str) -> bool:
    with rig.storehouse.reading() as store:
        mail = store.session.exec(
            select(MailRow).where(
                MailRow.reference == reference, MailRow.kind == "release"
            )
        ).first()
        waiting = store.acts.unapplied(reference)
    announced = mail is not None and mail.sent_at is not None
    return announced and not waiting


def check_shared_once(rig: Rig, reference: str) -> None:
    with rig.storehouse.reading() as store:
        (made,) = store.session.exec(
            select(ReleaseRow).where(ReleaseRow.reference == reference)
        ).all()
        assert store.session.get(TroubleRow, (reference, "release")) is None
    letters = [x for x in rig.mailbox.received if made.number in str(x["Subject"])]
    assert len({letter["Message-ID"] for letter in letters}) == 1
    whats = rig.whats(reference)
    assert whats.count("released") == whats.count("approved") == 1
    acts = [entry.act for entry in rig.entries(reference) if entry.act]
    assert len(acts) == len(set(acts))


@pytest.mark.kill
@pytest.mark.timeout(180)
async def test_workers_killed_at_random_moments_share_every_case_exactly_once(
    tmp_path: Path,
) -> None:
    async with a_rig(tmp_path) as rig, a_worker_process(rig) as children:
        await until(partial(is_working, rig, NEVER), within=30)
        cases = [await in_doubt(rig, n) for n in range(len(MOMENTS) * CASES)]
        for moment, n in zip(MOMENTS, range(0, len(cases), CASES), strict=True):
            approvals = [
                asyncio.create_task(player._decide(ref, Choice.APPROVE, "Needed."))
                for player, ref in cases[n : n + CASES]
            ]
            for _ in range(moment):
                await asyncio.sleep(0.03)
            os.kill(children.pid("worker"), signal.SIGKILL)
            killed = now()
            await asyncio.gather(*approvals)
            await until(partial(is_working, rig, killed), within=30)
        for _, reference in cases:
            await until(partial(is_shared, rig, reference), within=60)
            check_shared_once(rig, reference)
