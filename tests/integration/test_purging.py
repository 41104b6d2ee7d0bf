"""What was shared is taken away in time, also when the place where files lie is not
there for a while; and nothing is shared while it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest

from adapters.blobs import Blobs
from adapters.clock import now
from casework.purging import Purging
from cli.demo import Player
from domain import acts
from domain.acts import Choice
from domain.people import the_recipient
from domain.release import ReleaseState
from storage.keys import KeyDestroyed
from storage.releases import Parcel
from tests.integration.rig import Rig
from tests.integration.test_killed_while_sharing import opened
from tests.integration.test_the_release import (
    announced,
    check_nothing_left,
    check_released_once,
    has_no_trouble,
    has_trouble,
    is_sealed,
    parcel_of,
    troubles,
)
from tests.live import until

SEVEN_DAYS = timedelta(days=7)


def purging(rig: Rig) -> Purging:
    return Purging(rig.storehouse, Blobs(rig.settings.blobs))


@contextmanager
def out_of_reach(rig: Rig) -> Iterator[None]:
    """Where the folder of releases was, there is something else for a while."""
    folder = Path(urlsplit(rig.settings.blobs).path) / "releases"
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder.rename(folder.with_name("aside"))
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


async def shared(rig: Rig, number: int) -> tuple[Player, str, Parcel]:
    player = rig.player(number)
    reference = await player.play("unsure_with_file")
    await player._decide(reference, Choice.APPROVE, "They need it.")
    await announced(rig, reference)
    return player, reference, found(rig, reference)


def found(rig: Rig, reference: str) -> Parcel:
    parcel = parcel_of(rig, reference)
    assert parcel is not None
    return parcel


def blobs_of(rig: Rig, parcel: Parcel) -> list[bool]:
    with rig.storehouse.reading() as store:
        objects = store.packing.objects(parcel.id)
    return [Blobs(rig.settings.blobs).exists(each.blob) for each in objects]


def check_purged(rig: Rig, reference: str) -> None:
    parcel = found(rig, reference)
    assert parcel.purged_at is not None
    assert blobs_of(rig, parcel) == [False, False]
    with rig.storehouse.reading() as store, pytest.raises(KeyDestroyed):
        store.releases.content(parcel)
    view = rig.house.views.case(rig.pat(), reference)
    assert view.release is not None
    assert view.release.phrase is None


async def revoke(rig: Rig, reference: str) -> None:
    pat = rig.pat()
    done = await rig.house.desk.do(
        pat, reference, lambda id, at, case: acts.Revoke(id, pat, at)
    )
    await rig.settled(done.act)


async def test_a_release_waits_for_the_place_where_files_lie(rig: Rig) -> None:
    async with rig.worker():
        player = rig.player(301)
        reference = await player.play("unsure_with_file")
        with out_of_reach(rig):
            await player._decide(reference, Choice.APPROVE, "They need it.")
            await until(partial(has_trouble, rig, reference, "package"))
            assert found(rig, reference).state is ReleaseState.PREPARING
            (trouble,) = troubles(rig, reference)
            assert trouble.kind == "OutOfReach"
        await announced(rig, reference)
        await until(partial(has_no_trouble, rig, reference))
    check_released_once(rig, reference)
    assert blobs_of(rig, found(rig, reference)) == [True, True]


async def test_what_was_revoked_is_purged_at_once_and_as_often_as_it_takes(
    rig: Rig,
) -> None:
    async with rig.worker():
        _, reference, parcel = await shared(rig, 302)
        purging(rig).round()
        assert blobs_of(rig, parcel) == [True, True]
        await revoke(rig, reference)
    with out_of_reach(rig):
        purging(rig).round()
        assert [x.step for x in troubles(rig, reference)] == ["purge"]
        assert found(rig, reference).purged_at is None
    for each in Blobs(rig.settings.blobs).all("releases"):  # it broke off half-way
        if parcel.id in each.name:
            Blobs(rig.settings.blobs).delete(each.name)
            break
    for _ in range(2):
        purging(rig).round()
        check_purged(rig, reference)
    assert troubles(rig, reference) == []


async def test_what_was_received_is_purged_a_week_later_and_the_record_is_whole(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rig.worker():
        player, reference, parcel = await shared(rig, 303)
        await player._tell(reference)
        rae = the_recipient("larkhill")
        await rig.house.desk.do(
            rae, reference, lambda id, at, case: acts.Acknowledge(id, rae, at)
        )
        await rig.reaches(reference, "closed")
        await until(partial(is_sealed, rig, reference))
        purging(rig).round()
        assert blobs_of(rig, parcel) == [True, True]
        later = now() + SEVEN_DAYS
        monkeypatch.setattr("casework.purging.now", lambda: later)
        purging(rig).round()
        check_purged(rig, reference)
    with rig.storehouse.reading() as store:
        record = store.records.get(reference)
    assert record is not None
    assert record.is_whole
    assert parcel.package_digest in record.body


async def test_ss_50_a_file_that_is_not_the_one_that_was_approved_does_not_leave(
    rig: Rig,
) -> None:
    async with rig.worker():
        player = rig.player(304)
        reference = await player.play("unsure_with_file")
        blobs = Blobs(rig.settings.blobs)
        with rig.storehouse.reading() as store:
            (file,) = store.attachments.of(reference)
        blobs.delete(file.blob)
        blobs.put_new(file.blob, [b"another file, of another case"])
        await player._decide(reference, Choice.APPROVE, "They need it.")
        await rig.reaches(reference, "with_adviser")
        check_nothing_left(rig, reference, "content")
        await player._decide(reference, Choice.DECLINE, "It was changed.")
        await until(partial(is_sealed, rig, reference))
    assert troubles(rig, reference) == []


async def test_of_a_file_only_the_pages_that_go_are_in_the_release(rig: Rig) -> None:
    async with rig.worker():
        _, _, parcel = await shared(rig, 305)
    with rig.storehouse.reading() as store:
        _, file = store.packing.objects(parcel.id)
        whole = opened(rig, store, file)
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert len(pdf.pages) == 1
