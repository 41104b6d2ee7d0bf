"""The release: once, from exactly what was approved, and the recipient hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count

import pytest
from sqlalchemy import Connection, text
from sqlmodel import select

from casework.outbox import STEP
from cli.demo import Player
from domain.acts import Choice
from storage.coding import dump
from storage.mail_tables import MailRow
from storage.releases import Parcel
from storage.tables import CaseRow, ReleaseRow, TroubleRow
from tests import builders
from tests.integration.rig import Around, Rig, Step
from tests.live import deliver_held, until
from tests.storage.raw import tampering

_numbers = count(1)


class StepFailed(Exception):
    """What a test lets a step fail with."""


async def in_doubt(rig: Rig) -> tuple[Player, str]:
    """A case of which an adviser may decide, and who plays it."""
    player = rig.player(next(_numbers))
    return player, await player.play("unsure")


async def has_been_announced(rig: Rig, reference: str) -> bool:
    """Whether the message to the recipient has left."""
    query = select(MailRow).where(
        MailRow.reference == reference, MailRow.kind == "release"
    )
    with rig.storehouse.reading() as store:
        rows = store.session.exec(query).all()
    return bool(rows) and all(row.sent_at is not None for row in rows)


async def approve(player: Player, reference: str) -> None:
    await player._decide(reference, Choice.APPROVE, "They need it.")


def parcel_of(rig: Rig, reference: str) -> Parcel | None:
    with rig.storehouse.reading() as store:
        return store.releases.of(reference)


def letters(rig: Rig, reference: str) -> list[str]:
    """The Message-ID of every copy that reached the recipient."""
    parcel = parcel_of(rig, reference)
    assert parcel is not None
    return [
        str(letter["Message-ID"])
        for letter in rig.mailbox.received
        if parcel.number in str(letter["Subject"])
    ]


def troubles(rig: Rig, reference: str) -> list[TroubleRow]:
    with rig.storehouse.reading() as store:
        return store.troubles.of(reference)


async def announced(rig: Rig, reference: str) -> None:
    await until(lambda: has_been_announced(rig, reference), within=30)


def check_released_once(rig: Rig, reference: str) -> None:
    with rig.storehouse.reading() as store:
        rows = store.session.exec(
            select(ReleaseRow).where(ReleaseRow.reference == reference)
        ).all()
    assert len(rows) == 1
    assert rig.whats(reference).count("released") == 1
    assert len(set(letters(rig, reference))) == 1


def failing_twice() -> Around:
    """The first attempt dies right before its work, the second right after it."""
    attempts = count(1)

    async def around(step: Step) -> object:
        attempt = next(attempts)
        if attempt == 1:
            raise StepFailed
        result = await step()
        if attempt == 2:
            raise StepFailed
        return result

    return around


async def test_a_step_that_dies_right_before_or_after_its_work_shares_once(
    rig: Rig,
) -> None:
    async with rig.worker({"release": failing_twice(), "announce": failing_twice()}):
        cases = [await in_doubt(rig) for _ in range(2)]
        for player, reference in cases:
            await approve(player, reference)
        for _, reference in cases:
            await announced(rig, reference)
            check_released_once(rig, reference)
            assert len(letters(rig, reference)) == 1


async def test_a_mail_server_that_refuses_is_a_trouble_until_it_accepts(
    rig: Rig,
) -> None:
    async with rig.worker():
        player, reference = await in_doubt(rig)
        rig.mailbox.refusing = True
        await approve(player, reference)
        await until(lambda: has_trouble(rig, reference, "announce"))
        rig.mailbox.refusing = False
        await announced(rig, reference)
        await until(lambda: has_no_trouble(rig, reference))
    check_released_once(rig, reference)
    assert len(letters(rig, reference)) == 1


async def has_trouble(rig: Rig, reference: str, step: str) -> bool:
    return step in [trouble.step for trouble in troubles(rig, reference)]


async def has_no_trouble(rig: Rig, reference: str) -> bool:
    return troubles(rig, reference) == []


async def test_a_mail_server_that_hangs_up_gets_the_same_message_again(
    rig: Rig,
) -> None:
    async with rig.worker():
        player, reference = await in_doubt(rig)
        rig.mailbox.dropping = 1
        await approve(player, reference)
        await announced(rig, reference)
    check_released_once(rig, reference)
    assert len(letters(rig, reference)) == 2


async def test_a_decision_does_not_wait_for_a_mail_server_that_is_away(
    rig: Rig,
) -> None:
    async with rig.worker(), rig.outbox():
        rig.mailbox.refusing = True
        player = rig.player(next(_numbers))
        reference = await player.play("unsure")
        await until(lambda: is_refused(rig, reference))
        try:
            await approve(player, reference)
            await rig.reaches(reference, "following_up", within=2)
        finally:
            rig.mailbox.refusing = False


async def is_refused(rig: Rig, reference: str) -> bool:
    """Whether the mail server has refused what advisers are written."""
    deliver_held(rig.storehouse)
    return await has_trouble(rig, reference, STEP)


@asynccontextmanager
async def approved_and_held(rig: Rig) -> AsyncIterator[tuple[Player, str]]:
    """An approved case whose release waits until the block is left."""
    go, waiting = asyncio.Event(), asyncio.Event()

    async def hold(step: Step) -> object:
        waiting.set()
        await go.wait()
        return await step()

    async with rig.worker({"release": hold}):
        player, reference = await in_doubt(rig)
        await approve(player, reference)
        await waiting.wait()
        assert rig.case(reference).stage == "sharing"
        yield player, reference
        go.set()
        await until(lambda: is_no_longer_shared(rig, reference))


async def is_no_longer_shared(rig: Rig, reference: str) -> bool:
    return rig.case(reference).stage != "sharing"


def check_nothing_left(rig: Rig, reference: str) -> None:
    assert parcel_of(rig, reference) is None
    assert rig.case(reference).stage == "with_adviser"
    assert rig.whats(reference)[-1] == "release_stopped"
    assert "released" not in rig.whats(reference)


def swap(connection: Connection, rig: Rig, reference: str) -> None:
    """Another case's sealed content is put in its place."""
    connection.execute(
        text(
            "UPDATE contents SET body_sealed = (SELECT body_sealed FROM contents "
            "WHERE reference <> :reference LIMIT 1) WHERE reference = :reference"
        ),
        {"reference": reference},
    )


def rewrite(connection: Connection, rig: Rig, reference: str) -> None:
    """Whoever holds the keys as well seals other words under the approved digest."""
    digest = rig.case(reference).content.digest
    with rig.storehouse.reading() as store:
        cipher = store.keys.case(reference)
    sealed = cipher.seal(f"content:{digest}", dump(builders.content("Something else")))
    connection.execute(
        text("UPDATE contents SET body_sealed = :sealed WHERE reference = :reference"),
        {"reference": reference, "sealed": sealed},
    )


def remove(connection: Connection, rig: Rig, reference: str) -> None:
    connection.execute(
        text("DELETE FROM contents WHERE reference = :reference"),
        {"reference": reference},
    )


def forget_approval(connection: Connection, rig: Rig, reference: str) -> None:
    """As after a restore from a backup that is older than the approval."""
    connection.execute(
        text(
            "UPDATE acts SET accepted = NULL, outcome = NULL, applied_at = NULL "
            "WHERE reference = :reference AND kind = 'Decide'"
        ),
        {"reference": reference},
    )


def other_signature(connection: Connection, rig: Rig, reference: str) -> None:
    """The approving act names other content than the one that would be shared."""
    digest = rig.case(reference).content.digest
    connection.execute(
        text(
            "UPDATE acts SET codes = replace(codes, :digest, 'other') "
            "WHERE reference = :reference AND kind = 'Decide'"
        ),
        {"reference": reference, "digest": digest},
    )


@pytest.mark.parametrize(
    "tamper", [swap, rewrite, remove, forget_approval, other_signature],
    ids=lambda tamper: tamper.__name__,
)  # fmt: skip
async def test_what_was_not_approved_is_not_released_and_goes_back_to_an_adviser(
    rig: Rig, tamper: Callable[[Connection, Rig, str], None]
) -> None:
    async with approved_and_held(rig) as (_, reference):
        with tampering(rig.storehouse.database) as connection:
            tamper(connection, rig, reference)
    check_nothing_left(rig, reference)


async def test_a_request_withdrawn_while_it_is_being_shared_is_not_released(
    rig: Rig,
) -> None:
    async with approved_and_held(rig) as (player, reference):
        await player._withdraw(reference)
    assert parcel_of(rig, reference) is None
    assert rig.case(reference).ending == "withdrawn"
    with rig.storehouse.reading() as store:
        assert store.session.get_one(CaseRow, reference).closed_at is not None
