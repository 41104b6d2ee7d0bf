"""Files that go with a share: not without the scanner, deleted when not wanted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, update

from adapters.blobs import Blobs
from adapters.clock import now
from adapters.virus_scan import VirusScanner
from casework.attachments import MIB, Attachments, FileAway, Limits, SentFile, Upload
from casework.left_files import LeftFiles
from domain import acts
from domain.acts import Choice
from domain.answering import Given
from domain.errors import NotAccepted, Why
from domain.people import Actor
from domain.rules import AnswerValue
from storage.attachments import blob_name
from storage.release_tables import AttachmentRow
from tests import builders, clamd, files
from tests.integration.rig import Rig
from tests.live import until

DOUBT = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "unsure"}
NUMBER = 977_001


async def with_a_file(rig: Rig) -> tuple[str, str]:
    """A request of Pat's that an adviser may decide on, and the file on it."""
    pat, player = rig.pat(), rig.player(NUMBER)
    receipt = await rig.house.desk.open(pat, player._content())
    reference = receipt.reference
    file = await added(rig, pat, reference)
    said = tuple(Given(node, AnswerValue(value)) for node, value in DOUBT.items())
    await rig.house.desk.do(
        pat, reference, lambda id, at, case: acts.GiveAnswers(id, pat, at, said, True)
    )
    await rig.reaches(reference, "with_adviser")
    return reference, file


async def added(rig: Rig, pat: Actor, reference: str) -> str:
    sent = SentFile("report.pdf", "Attendance", files.a_pdf("Absent on Monday"))
    upload = Upload(pat, reference, builders.fresh("once"), sent)
    _, file = await rig.house.attachments.add(upload)
    return file.id


def kinds(rig: Rig, reference: str) -> list[str]:
    with rig.storehouse.reading() as store:
        return [trouble.kind for trouble in store.troubles.of(reference)]


async def test_ss_31_nothing_leaves_while_the_scanner_is_away(rig: Rig) -> None:
    async with rig.worker(clamd="127.0.0.1:1"):
        reference, file = await with_a_file(rig)
        await rig.player(NUMBER)._decide(reference, Choice.APPROVE, "They need it.")

        async def waits() -> bool:
            return kinds(rig, reference) == ["NotScanned"]

        await until(waits)
        assert rig.case(reference).stage == "sharing"
        assert "released" not in rig.whats(reference)
    with clamd.answering(b"stream: OK\0") as address:
        async with rig.worker(clamd=address):
            await rig.reaches(reference, "following_up", within=40)
    with rig.storehouse.reading() as store:
        row = store.attachments.get(reference, file)
    assert row is not None
    assert (row.state, row.scanned_by) == ("clean", "clamd")


async def test_ss_31_a_virus_found_before_it_leaves_stops_the_share(rig: Rig) -> None:
    with clamd.answering(b"stream: New-One FOUND\0") as address:
        async with rig.worker(clamd=address):
            reference, _ = await with_a_file(rig)
            await rig.player(NUMBER)._decide(reference, Choice.APPROVE, "Needed.")

            async def stopped() -> bool:
                return "release_stopped" in rig.whats(reference)

            await until(stopped)
    assert "released" not in rig.whats(reference)


async def test_a_file_taken_off_is_deleted_a_day_later(rig: Rig) -> None:
    blobs = Blobs(rig.settings.blobs)
    left = LeftFiles(rig.storehouse, blobs)
    async with rig.worker():
        pat = rig.pat()
        receipt = await rig.house.desk.open(pat, rig.player(NUMBER)._content())
        kept = await added(rig, pat, receipt.reference)
        gone = await added(rig, pat, receipt.reference)
        done = await rig.house.attachments.remove(pat, receipt.reference, gone)
        await rig.settled(done.act)
    left.round()
    assert blobs.exists(blob_name(gone))
    add_a_day(rig, receipt.reference)
    left.round()
    assert not blobs.exists(blob_name(gone))
    assert blobs.exists(blob_name(kept))


def add_a_day(rig: Rig, reference: str) -> None:
    long_ago = now() - timedelta(days=2)
    of_case = col(AttachmentRow.reference) == reference
    with rig.storehouse.writing() as store:
        store.session.exec(
            update(AttachmentRow).where(of_case).values(added_at=long_ago)
        )


async def test_a_file_lies_sealed_under_the_key_of_its_case(rig: Rig) -> None:
    pat = rig.pat()
    receipt = await rig.house.desk.open(pat, rig.player(NUMBER)._content())
    sent = SentFile("canary-name.txt", "canary-label", b"canary-words in a file")
    upload = Upload(pat, receipt.reference, builders.fresh("once"), sent)
    _, file = await rig.house.attachments.add(upload)
    clear = b"".join(rig.house.attachments.open(receipt.reference, file).chunks)
    assert clear == sent.body
    for each in rig.place.folder.rglob("*"):
        if each.is_file():
            assert b"canary" not in each.read_bytes(), each
    other = replace(file, sha256="0" * 64)
    with pytest.raises(FileAway):
        rig.house.attachments.open(receipt.reference, other)
    assert kinds(rig, receipt.reference) == ["Damaged"]
    rig.house.attachments.open(receipt.reference, file)
    assert kinds(rig, receipt.reference) == []


def attachments(
    rig: Rig, clamd: str = "", most: int = 20, files: int = 100
) -> Attachments:
    """The same casework with another scanner, or with other limits."""
    house, blobs = rig.house, Blobs(rig.settings.blobs)
    limits = Limits(MIB, files * 1024, most)
    scanner = VirusScanner(clamd, patience=2)
    return Attachments(house.storehouse, house.desk, blobs, scanner, limits)


async def an_upload(rig: Rig, body: bytes = b"Absent.") -> Upload:
    pat = rig.pat()
    receipt = await rig.house.desk.open(pat, rig.player(NUMBER)._content())
    sent = SentFile("a.txt", "A note", body)
    return Upload(pat, receipt.reference, builders.fresh("once"), sent)


async def test_ss_31_an_infected_file_is_refused_and_nothing_of_it_is_kept(
    rig: Rig,
) -> None:
    upload = await an_upload(rig, files.EICAR)
    with (
        clamd.answering(b"stream: Eicar-Test FOUND\0") as address,
        pytest.raises(NotAccepted) as refused,
    ):
        await attachments(rig, address).add(upload)
    assert refused.value.why is Why.FILE_INFECTED
    with rig.storehouse.reading() as store:
        assert store.attachments.of(upload.reference) == []


async def test_ss_31_a_file_is_added_unscanned_while_the_scanner_is_away(
    rig: Rig,
) -> None:
    upload = await an_upload(rig)
    _, file = await attachments(rig, "127.0.0.1:1").add(upload)
    with rig.storehouse.reading() as store:
        row = store.attachments.get(upload.reference, file.id)
    assert row is not None
    assert (row.state, row.scanned_at) == ("not_scanned", None)


async def test_there_is_an_end_to_how_many_files_there_are_and_how_large(
    rig: Rig,
) -> None:
    upload = await an_upload(rig, b"x" * 600)
    await attachments(rig).add(upload)
    another = replace(upload, once=builders.fresh("once"))
    for few, why in (
        (attachments(rig, most=1), Why.TOO_MANY_FILES),
        (attachments(rig, files=1), Why.FILES_TOO_LARGE),
    ):
        with pytest.raises(NotAccepted) as refused:
            await few.add(another)
        assert refused.value.why is why


async def test_where_files_lie_may_be_away_and_operations_see_it(rig: Rig) -> None:
    upload = await an_upload(rig)
    _, file = await rig.house.attachments.add(upload)
    Blobs(rig.settings.blobs).delete(blob_name(file.id))
    with pytest.raises(FileAway):
        rig.house.attachments.open(upload.reference, file)
    assert kinds(rig, upload.reference) == ["NotThere"]
