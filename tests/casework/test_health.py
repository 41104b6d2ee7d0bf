"""How the service is: every part that can be away or late is caused to be, and seen."""

import shutil
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID
from sqlalchemy import text
from sqlmodel import update

from adapters.clock import now
from adapters.keys import KeyRing
from adapters.settings import Settings
from adapters.temporal import connect
from casework import health as looking
from casework.core_health import core
from casework.health import Health
from casework.key_uses import note_key_uses
from casework.numbers import Numbers
from casework.record_health import record, workers
from cli.embedded import free_port
from domain.errors import NotAllowed
from domain.health import HEALTH_WORDS, Found, Part, Sign, State, noticed, worst
from storage.backup_tables import BackupRow
from storage.database import Database, sqlite_url
from storage.mail import OwedMail
from storage.mail_tables import MailRow
from storage.service_tables import KeyUseRow
from storage.store import Store, Storehouse
from storage.upkeep import WorkerSeen
from tests import builders
from tests.adapters.test_settings import settings
from tests.builders import OLA, PAT
from tests.storage.shelf import Shelf, fresh_storehouse

DAY = timedelta(days=1)
NOW = now()
ANOTHER = KeyRing({"k2": bytes(range(32))}, "k2")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database that is up to date: migrating takes a while."""
    file = tmp_path_factory.mktemp("health") / "sharewell.db"
    database = Database(sqlite_url(file))
    database.migrate()
    database.close()
    return file


@pytest.fixture
def house(migrated: Path, tmp_path: Path) -> Iterator[Storehouse]:
    """A copy of it for one test, with an organisation and a key."""
    shutil.copy(migrated, tmp_path / "sharewell.db")
    storehouse = fresh_storehouse(sqlite_url(tmp_path / "sharewell.db"))
    yield storehouse
    storehouse.database.close()


def here(tmp_path: Path, **changes: object) -> Settings:
    """Settings under which nothing answers but the folder of files."""
    return settings(
        blobs=(tmp_path / "blobs").as_uri(),
        smtp_port=free_port(),
        temporal_address=f"127.0.0.1:{free_port()}",
        **changes,
    )


async def looked_at(storehouse: Storehouse, given: Settings) -> dict[Part, set[Sign]]:
    """Everything that operations are shown, by part."""
    client = await connect(given, patient=False)
    report = await Health(given, storehouse, client).look(OLA)
    found: dict[Part, set[Sign]] = {}
    for each in report.found:
        found.setdefault(each.part, set()).add(each.sign)
        assert each.sign is Sign.WELL or (each.part, each.sign) in HEALTH_WORDS
    return found


def signs(store: Store, given: Settings, part: Part) -> list[Sign]:
    return [each.sign for each in record(store, given, now()) if each.part is part]


# Workers


def a_worker(id: str, seen: timedelta, **more: object) -> WorkerSeen:
    at = NOW - seen
    given = {"version": "1.0", "started_at": at - DAY, "seen_at": at} | more
    return WorkerSeen(id, **given)  # type: ignore[arg-type]


SOON, LONG = timedelta(seconds=2), timedelta(minutes=5)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([], [Sign.NONE_SEEN]),
        ([a_worker("vm:1", SOON)], [Sign.WELL]),
        ([a_worker("vm:1", LONG)], [Sign.NONE_SEEN, Sign.SILENT]),
        ([a_worker("vm:1", LONG, stopped_at=NOW - LONG)], [Sign.NONE_SEEN]),
        ([a_worker("vm:1", SOON), a_worker("other:1", LONG)], [Sign.WELL, Sign.SILENT]),
        (
            [a_worker("vm:2", SOON, started_at=NOW - SOON), a_worker("vm:1", LONG)],
            [Sign.WELL],
        ),
        (
            [a_worker("vm:1", SOON), a_worker("vm:2", SOON, version="1.1")],
            [Sign.MIXED, Sign.WELL, Sign.WELL],
        ),
    ],
    ids=[
        "none yet", "one", "vanished", "stopped", "one of two vanished",
        "started again after it vanished", "two versions",
    ],
)  # fmt: skip
def test_workers_are_seen_as_they_are(
    seen: list[WorkerSeen], expected: list[Sign]
) -> None:
    assert [each.sign for each in workers(seen, NOW)] == expected


def test_a_worker_that_vanished_beside_others_is_for_operations_only() -> None:
    found = workers([a_worker("vm:1", SOON), a_worker("other:1", LONG)], NOW)
    assert worst(found) is State.DEGRADED
    assert noticed(found) is State.OK


# What the record says


def test_a_key_grows_old_a_month_after_its_year(
    house: Storehouse, tmp_path: Path
) -> None:
    given = here(tmp_path)
    note_key_uses(house, given)
    with house.writing() as store:
        assert signs(store, given, Part.KEYS) == [Sign.WELL] * 3
        store.session.exec(update(KeyUseRow).values(since=NOW - 401 * DAY))
    note_key_uses(house, given)  # to be started again makes no key younger
    with house.reading() as store:
        assert signs(store, given, Part.KEYS) == [Sign.OLD] * 3


def test_an_act_that_waits_for_more_than_a_minute_is_seen(
    house: Storehouse, tmp_path: Path
) -> None:
    given, case = here(tmp_path), Shelf(house).in_doubt()
    with house.writing() as store:
        assert signs(store, given, Part.ACTS) == [Sign.WELL]
        store.acts.store(case.reference, builders.a_withdrawal(), {})
        store.session.connection().execute(
            text("UPDATE acts SET stored_at = :at WHERE applied_at IS NULL"),
            {"at": (NOW - LONG).replace(tzinfo=None)},
        )
        assert signs(store, given, Part.ACTS) == [Sign.WAITING]


def test_mail_that_is_late_and_mail_that_never_arrives_are_seen(
    house: Storehouse, tmp_path: Path
) -> None:
    given, case = here(tmp_path), Shelf(house).case()
    owed = OwedMail("m", "<1@x.example>", case.reference, "release", "r@x.example")
    with house.writing() as store:
        store.mail.owe(owed, NOW)
        assert signs(store, given, Part.MAIL) == []
        store.session.exec(update(MailRow).values(made_at=NOW - 2 * DAY))
        assert signs(store, given, Part.MAIL) == [Sign.LATE]
        store.session.exec(update(MailRow).values(given_up_at=NOW))
        assert signs(store, given, Part.MAIL) == [Sign.GIVEN_UP]


def test_a_backup_is_missed_unless_everything_is_invented(
    house: Storehouse, tmp_path: Path
) -> None:
    given = here(tmp_path)
    with house.writing() as store:
        assert signs(store, given, Part.BACKUP) == [Sign.NEVER]
        assert signs(store, here(tmp_path, demonstration=True), Part.BACKUP) == []
        store.backups.note(a_backup("old", NOW - timedelta(hours=27)))
        assert signs(store, given, Part.BACKUP) == [Sign.LATE]
        store.backups.note(a_backup("new", NOW - timedelta(hours=2)))
        assert signs(store, given, Part.BACKUP) == [Sign.WELL]


def a_backup(id: str, at: datetime) -> BackupRow:
    return BackupRow(id=id, as_of=at, finished_at=at, files=0, missing=0)


# The core


def test_a_database_that_is_away_behind_or_sealed_by_another_key_is_down(
    house: Storehouse, tmp_path: Path
) -> None:
    empty = Storehouse(Database(sqlite_url(tmp_path / "empty.db")), ANOTHER)
    gone = Storehouse(Database(sqlite_url(tmp_path / "no" / "x.db")), ANOTHER)
    other = Storehouse(house.database, ANOTHER)
    expected = {
        gone: Found(Part.DATABASE, Sign.AWAY),
        empty: Found(Part.DATABASE, Sign.AWAY),
        other: Found(Part.KEYS, Sign.DO_NOT_OPEN),
    }
    for storehouse, found in expected.items():
        assert found in core(storehouse)
        assert noticed(core(storehouse)) is State.DOWN
    assert noticed(core(house)) is State.DEGRADED, "no worker"
    empty.database.close()


async def test_without_a_database_the_rest_is_looked_at_all_the_same(
    tmp_path: Path,
) -> None:
    gone = Storehouse(Database(sqlite_url(tmp_path / "no" / "x.db")), ANOTHER)
    found = await looked_at(gone, here(tmp_path))
    assert found[Part.DATABASE] == {Sign.AWAY}
    assert found[Part.FILES] == {Sign.WELL}
    metrics = {each.name: each.samples for each in Numbers(gone).collect()}
    assert [sample.value for sample in metrics["sharewell_record_readable"]] == [0]
    assert len(metrics) == 1


# Outside


async def test_what_does_not_answer_is_away_and_the_log_is_late(
    house: Storehouse, tmp_path: Path
) -> None:
    found = await looked_at(house, here(tmp_path, clamd=f"127.0.0.1:{free_port()}"))
    away = (Part.TEMPORAL, Part.MAIL, Part.SCANNER)
    assert {part: found[part] for part in away} == {part: {Sign.AWAY} for part in away}
    assert found[Part.FILES] == {Sign.WELL}
    assert found[Part.LOG] == {Sign.LATE}
    assert found[Part.WORKER] == {Sign.NONE_SEEN}


async def test_files_that_cannot_be_kept_are_away(
    house: Storehouse, tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_text("")
    given = settings(blobs=(tmp_path / "a-file" / "blobs").as_uri())
    assert (await looked_at(house, given))[Part.FILES] == {Sign.AWAY}


async def test_a_part_that_takes_for_ever_is_away(
    house: Storehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # it accepts, and never says a word
        given = here(tmp_path).model_copy(
            update={"smtp_port": silent.getsockname()[1], "smtp_starttls": False}
        )
        assert (await looked_at(house, given))[Part.MAIL] == {Sign.AWAY}


@pytest.mark.parametrize(
    ("days", "sign"), [(90, Sign.WELL), (20, Sign.ENDS_SOON), (-1, Sign.ENDED)]
)
async def test_a_certificate_is_seen_to_end(
    house: Storehouse, tmp_path: Path, days: int, sign: Sign
) -> None:
    file = tmp_path / "ca.pem"
    file.write_bytes(a_certificate(NOW + days * DAY))
    given = here(tmp_path, temporal_tls=True, temporal_ca_file=file)
    assert (await looked_at(house, given))[Part.CERTIFICATE] == {sign}


async def test_a_certificate_that_is_none_is_said_to_be_unreadable(
    house: Storehouse, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    file.write_bytes(a_certificate(NOW + 90 * DAY))
    site = f"https://127.0.0.1:{free_port()}"
    given = here(tmp_path, smtp_ca_file=file, public_url=site)
    file.write_text("nothing of the kind")
    found = await looked_at(house, given.model_copy(update={"smtp_starttls": False}))
    assert found[Part.CERTIFICATE] == {Sign.UNREADABLE}


def a_certificate(until: datetime) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a.example")])
    key = Ed25519PrivateKey.generate()
    made = x509.CertificateBuilder(name, name, key.public_key(), 1).not_valid_before(
        until - 900 * DAY
    )
    return (
        made.not_valid_after(until)
        .sign(key, None)
        .public_bytes(serialization.Encoding.PEM)
    )


async def test_only_operations_look(house: Storehouse, tmp_path: Path) -> None:
    given = here(tmp_path)
    health = Health(given, house, await connect(given, patient=False))
    with pytest.raises(NotAllowed):
        await health.look(PAT)
