"""The release: once, from exactly what was approved, and the recipient hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlmodel import col, select

from activities.sharing import SharingActivities
from activities.workplace import Workplace
from adapters.blobs import Blobs
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from casework.outbox import STEP
from cli.demo import Player
from domain.acts import Choice
from domain.release import ReleaseState
from storage.cases import read_content
from storage.coding import dump
from storage.mail_tables import MailRow
from storage.release_tables import ObjectRow, ReleaseRow
from storage.releases import Parcel
from storage.tables import KeyRow, TroubleRow
from tests import builders
from tests.builders import NOON
from tests.integration.rig import Around, Rig, Step
from tests.live import deliver_held, until
from tests.storage.raw import tampering

_numbers = count(1)

STEPS = ("freeze", "package", "activate")
"""In which a release is made."""


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
    if parcel is None:
        return []
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
    check_released_once_on_record(rig, reference)
    assert len(set(letters(rig, reference))) == 1


def check_released_once_on_record(rig: Rig, reference: str) -> None:
    with rig.storehouse.reading() as store:
        rows = store.session.exec(
            select(ReleaseRow).where(ReleaseRow.reference == reference)
        ).all()
    assert len(rows) == 1
    assert rig.whats(reference).count("released") == 1


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
    steps = {step: failing_twice() for step in (*STEPS, "announce")}
    async with rig.worker(steps):
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
async def approved_and_held(
    rig: Rig, at: str = "freeze"
) -> AsyncIterator[tuple[Player, str]]:
    """An approved case whose release waits at this step until the block is left."""
    go, waiting = asyncio.Event(), asyncio.Event()

    async def hold(step: Step) -> object:
        waiting.set()
        await go.wait()
        return await step()

    async with rig.worker({at: hold}):
        player, reference = await in_doubt(rig)
        await approve(player, reference)
        await waiting.wait()
        assert rig.case(reference).stage == "sharing"
        yield player, reference
        go.set()
        await until(lambda: is_no_longer_shared(rig, reference))


async def is_no_longer_shared(rig: Rig, reference: str) -> bool:
    case = rig.case(reference)
    over = case.is_open or await is_sealed(rig, reference)
    return case.stage != "sharing" and over


def check_nothing_made(rig: Rig, reference: str) -> None:
    """Neither a release nor anything of one: no file, no key."""
    assert parcel_of(rig, reference) is None
    assert letters(rig, reference) == []
    with rig.storehouse.reading() as store:
        releases = store.session.exec(select(ReleaseRow)).all()
        kept = [each.id for each in releases if each.purged_at is None]
        objects = store.session.exec(
            select(ObjectRow).where(col(ObjectRow.release).in_(kept))
        ).all()
        keys = store.session.exec(select(KeyRow)).all()
    there = {blob.name for blob in Blobs(rig.settings.blobs).all("releases")}
    assert there == {each.blob for each in objects}
    known = {f"release:{release}" for release in kept}
    assert {key.name for key in keys if key.name.startswith("release:")} == known


def check_nothing_left(rig: Rig, reference: str, why: str) -> None:
    check_nothing_made(rig, reference)
    assert rig.case(reference).stage == "with_adviser"
    assert [x.kind for x in troubles(rig, reference)] == [f"Stopped-{why}"]
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


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        (swap, "content"),
        (rewrite, "content"),
        (remove, "content"),
        (forget_approval, "licence"),
        (other_signature, "licence"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
async def test_ss_50_what_was_not_approved_is_not_released_and_goes_back_to_an_adviser(
    rig: Rig, tamper: Callable[[Connection, Rig, str], None], why: str, step: str
) -> None:
    async with approved_and_held(rig, step) as (_, reference):
        with tampering(rig.storehouse.database) as connection:
            tamper(connection, rig, reference)
    check_nothing_left(rig, reference, why)


@pytest.mark.parametrize("step", STEPS)
async def test_a_request_withdrawn_while_it_is_being_shared_is_not_released(
    rig: Rig, step: str
) -> None:
    async with approved_and_held(rig, step) as (player, reference):
        await player._withdraw(reference)
    check_nothing_made(rig, reference)
    assert rig.case(reference).ending == "withdrawn"
    assert rig.whats(reference)[-2:] == ["withdrew", "sealed"]
    assert troubles(rig, reference) == []


async def is_sealed(rig: Rig, reference: str) -> bool:
    with rig.storehouse.reading() as store:
        return store.records.get(reference) is not None


async def readdress(rig: Rig, reference: str, **changes: Any) -> None:
    """The directory's entry of the recipient changes after the approval."""
    with rig.storehouse.writing() as store:
        case = rig.case(reference)
        content = read_content(
            store.session, store.keys, reference, case.content.digest
        )
        assert content.recipient is not None
        known = store.directory.get("larkhill", content.recipient.directory_id)
        assert known is not None
        store.directory.keep(replace(known, **changes))


@pytest.mark.parametrize("step", ["freeze", "activate"])
@pytest.mark.parametrize(
    "changes", [{"email": "moved@estuary.example"}, {"retired_at": NOON}],
    ids=["moved", "gone"],
)  # fmt: skip
async def test_ss_50_a_recipient_who_changed_since_the_approval_receives_nothing(
    rig: Rig, step: str, changes: dict[str, Any]
) -> None:
    with rig.storehouse.reading() as store:
        before = store.directory.all("larkhill")
    try:
        async with approved_and_held(rig, step) as (_, reference):
            await readdress(rig, reference, **changes)
        check_nothing_left(rig, reference, "recipient")
        told = rig.house.views.case(rig.pat(), reference).timeline
        assert any("recipient in the directory changed" in x.sentence for x in told)
    finally:
        with rig.storehouse.writing() as store:
            for each in before:
                store.directory.keep(each)


async def test_an_upgrade_in_the_middle_of_a_release_makes_no_second_one(
    rig: Rig,
) -> None:
    postman = Postman(rig.settings)
    work = Workplace(rig.settings, rig.storehouse, postman, Rulebook())
    async with approved_and_held(rig) as (_, reference):
        case = rig.case(reference)
        made = await asyncio.to_thread(SharingActivities(work).release, case)
        assert made is not None
    check_released_once_on_record(rig, reference)
    parcel = parcel_of(rig, reference)
    assert parcel is not None
    assert (parcel.id, parcel.state) == (made.id, ReleaseState.AVAILABLE)
