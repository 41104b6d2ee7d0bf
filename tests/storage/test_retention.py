"""What is kept, held and destroyed, on both databases; and destroyed it stays."""

import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.blobs import Blobs
from adapters.clock import now
from casework import key_backup, tombstones
from casework.disposal import Disposal, Done
from casework.key_care import KeyCare, KeysDoNotOpen
from casework.retention import Given, Retention
from casework.retention_classes import NewClass, RetentionClasses
from domain.case import Case
from domain.errors import CaseError, CaseNotFound, Why
from domain.people import Actor, Role
from domain.retention import USUAL, Runs
from storage.accounts import Account, Profile
from storage.attachments import NewAttachment
from storage.case_people import indexes_of, name_index
from storage.cases import read_content
from storage.classifying import classify
from storage.database import Database
from storage.keys import KeyDestroyed
from storage.mail import OwedMail
from storage.person_notices import NewNotice
from storage.store import Storehouse
from tests import builders
from tests.builders import ADA, AUDREY, BEN, HERE, NOON, PAT, PAT_ADVISING
from tests.postgres import program
from tests.storage.shelf import Shelf, new_release

WHY = Given("A solicitor has written.")
DUE = date(2033, 11, 23)
ADAM = Actor("adam", (Role.ADMINISTRATOR,), HERE)
CANARY = "canary-of-a-case-5c1e"


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs((tmp_path / "blobs").as_uri())


@pytest.fixture
def retention(storehouse: Storehouse) -> Retention:
    return Retention(storehouse)


@pytest.fixture
def ended(storehouse: Storehouse, shelf: Shelf) -> Case:
    """A finished case that is kept under the usual class."""
    case = shelf.withdrawn()
    with storehouse.writing() as store:
        classify(store, case)
    return case


@pytest.fixture
def due(storehouse: Storehouse, ended: Case) -> Case:
    """One whose day has come."""
    with storehouse.writing() as store:
        kept = store.retention.of(ended.reference)
        assert kept is not None
        store.retention.keep(replace(kept, due_on=date(2026, 1, 2)))
    return ended


def typist() -> Account:
    profile = Profile("Ira Penn", "ira@northgate.example")
    return Account(Actor("typist", (Role.PRACTITIONER,), HERE), profile, "hash")


@pytest.fixture
def full(storehouse: Storehouse, shelf: Shelf, due: Case, blobs: Blobs) -> str:
    """The same with words and traces of it everywhere, and a file."""
    reference = due.reference
    with storehouse.writing() as store:
        people = indexes_of(store.keys.people(), builders.content())
        store.case_people.keep(reference, HERE, people)
        store.releases.make(reference, HERE, builders.content(CANARY), new_release())
        parcel = store.releases.of(reference)
        assert parcel is not None
        name = builders.fresh("mail")
        to = f"{CANARY}@example.org"
        owed = OwedMail(name, "<1@x.example>", parcel.number, "release", to)
        store.mail.owe(owed, NOON)
        store.caught.keep(f"{CANARY} about {parcel.number}", NOON)
        id, code = builders.fresh("notice"), builders.fresh("code")
        store.person_notices.make(
            NewNotice(id, reference, "kim", HERE, "0", CANARY, code, "h", NOON, NOON)
        )
        store.records.seal(reference, f'{{"words":"{CANARY}"}}', NOON)
        store.accounts.add(typist(), NOON)
        store.drafts.keep("typist", reference, "purpose", (("note", CANARY),), NOON)
        file = builders.fresh("file")
        attachment = NewAttachment(
            file, reference, CANARY, "text/plain", 1, "0" * 64, None, "", "pat"
        )
        store.attachments.add(attachment, NOON, f"cases/{file}")
    return reference


def why_not(call: object, *args: object) -> Why:
    assert callable(call)
    with pytest.raises(CaseError) as no:
        call(*args)
    return no.value.why


def faults_in(storehouse: Storehouse, reference: str) -> list[str]:
    with storehouse.reading() as store:
        return [str(fault) for fault in store.timeline.faults(reference)]


def whats(storehouse: Storehouse, reference: str) -> list[str]:
    with storehouse.reading() as store:
        return [line.entry.what.value for line in store.timeline.of(reference)]


def test_a_case_that_ended_is_kept_under_the_usual_class(
    retention: Retention, ended: Case
) -> None:
    view = retention.view(AUDREY, ended.reference)
    assert (view.kept.code, view.kept.day, view.is_due) == (USUAL, DUE, False)
    assert view.certificate is None


def test_its_class_is_changed_with_a_reason_that_is_on_its_chain(
    storehouse: Storehouse, retention: Retention, ended: Case
) -> None:
    given = Given("It belongs to the file on Mr Low.", once="1")
    for _ in range(2):  # a double click is one change
        retention.change_class(ADA, ended.reference, "staff_allegation", given)
    view = retention.view(ADA, ended.reference)
    assert view.kept.day == date(2036, 11, 23)
    assert len(view.notes) == 1
    assert "It belongs to the file on Mr Low." in view.notes[0].sentence
    assert "An allegation against somebody" in view.notes[0].sentence
    assert faults_in(storehouse, ended.reference) == []


def test_bad_input_is_refused_and_changes_nothing(
    storehouse: Storehouse, retention: Retention, shelf: Shelf, ended: Case
) -> None:
    of, before = ended.reference, whats(storehouse, ended.reference)
    change = retention.change_class
    assert why_not(change, ADA, of, "no_such", WHY) is Why.UNKNOWN_CLASS
    assert why_not(change, ADA, of, USUAL, Given(" ")) is Why.REASON_NEEDED
    assert why_not(retention.place_hold, ADA, of, Given()) is Why.REASON_NEEDED
    assert why_not(retention.lift_hold, ADA, of, WHY) is Why.NOT_HELD
    assert why_not(retention.dispose, ADA, of, WHY) is Why.NOT_DUE
    early = date(2030, 1, 1)
    assert why_not(retention.keep_longer, ADA, of, early, WHY) is Why.DAY_NOT_LATER
    stale = Given("Another.", "what was seen long ago")
    assert why_not(change, ADA, of, USUAL, stale) is Why.CHANGED_MEANWHILE
    assert whats(storehouse, of) == before
    running = shelf.case().reference
    assert why_not(retention.place_hold, ADA, running, WHY) is Why.STILL_OPEN


def test_whoever_asked_for_it_decides_nothing_about_it(
    retention: Retention, due: Case
) -> None:
    for actor in (PAT, PAT_ADVISING):
        assert why_not(retention.dispose, actor, due.reference, WHY) is Why.OWN_REQUEST
    assert why_not(retention.dispose, AUDREY, due.reference, WHY) is Why.NOT_YOUR_ROLE
    with pytest.raises(CaseNotFound):
        retention.dispose(builders.OTHER_ADA, due.reference, WHY)


def test_what_is_held_is_not_destroyed_by_anybody(
    storehouse: Storehouse, retention: Retention, due: Case, blobs: Blobs
) -> None:
    of = due.reference
    retention.dispose(ADA, of, Given())
    retention.place_hold(AUDREY, of, WHY)  # what was decided before is off
    assert why_not(retention.place_hold, BEN, of, WHY) is Why.ALREADY_HELD
    assert why_not(retention.dispose, ADA, of, Given()) is Why.ON_HOLD
    assert why_not(KeyCare(storehouse, blobs).destroy, of) is Why.ON_HOLD
    assert [r for r, _ in Disposal(storehouse, blobs).run() if r == of] == []
    with storehouse.reading() as store:
        assert read_content(store.session, store.keys, of, due.content.digest).items
    retention.lift_hold(BEN, of, Given("It is settled."))
    retention.dispose(ADA, of, Given())
    assert (of, Done.DESTROYED) in list(Disposal(storehouse, blobs).run())


def test_the_worklist_holds_what_is_due_and_goes_on_by_pages(
    storehouse: Storehouse, retention: Retention, shelf: Shelf
) -> None:
    references = [shelf.withdrawn().reference for _ in range(27)]
    with storehouse.writing() as store:
        for number, reference in enumerate(references):
            kept = classify(store, store.cases(ADA).get(reference))
            day = date(2020, 1, 1) + timedelta(days=number // 3)
            store.retention.keep(replace(kept, due_on=day))
    seen: list[str] = []
    cursor = None
    while True:
        page = retention.due(ADA, cursor)
        seen += [line.kept.reference for line in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen[:27] == references
    assert len(seen) == len(set(seen))
    assert retention.due(PAT_ADVISING).items == []  # they asked for all of them
    assert why_not(retention.due, AUDREY) is Why.NOT_YOUR_ROLE
    retention.keep_longer(ADA, references[0], now().date() + timedelta(days=9), WHY)
    assert references[0] not in [e.kept.reference for e in retention.due(ADA).items]


def readable(storehouse: Storehouse, reference: str) -> bool:
    with storehouse.reading() as store:
        case = store.cases(ADA).get(reference)
        try:
            read_content(store.session, store.keys, reference, case.content.digest)
        except KeyDestroyed:
            return False
    return True


def left_of(storehouse: Storehouse, reference: str) -> set[str]:
    """Which tables that are not chained still say something about a case."""
    found = set()
    with storehouse.reading() as store:
        parcel = store.releases.of(reference)
        names = (reference, parcel.number if parcel else "")
        for table in ("drafts", "case_people", "notices", "withheld", "mail"):
            rows = store.session.connection().execute(
                text(f"SELECT count(*) FROM {table} WHERE reference IN (:a, :b)"),  # noqa: S608 - names of our own
                {"a": names[0], "b": names[1]},
            )
            found |= {table} if rows.scalar_one() else set()
        caught = [mail.text for mail in store.caught.newest()]
        return found | (
            {"caught_mail"} if any(names[1] in t for t in caught) else set()
        )


def test_a_disposal_leaves_a_certificate_and_nothing_to_read(
    storehouse: Storehouse, retention: Retention, full: str, blobs: Blobs
) -> None:
    assert left_of(storehouse, full) >= {"case_people", "drafts", "mail", "notices"}
    retention.dispose(ADA, full, Given())
    assert why_not(retention.dispose, BEN, full, Given()) is Why.DISPOSAL_DECIDED
    plan = Disposal(storehouse, blobs).plan()
    assert full in [kept.reference for kept in plan.decided]
    assert readable(storehouse, full)  # a plan destroys nothing
    steps = [step for of, step in Disposal(storehouse, blobs).run() if of == full]
    assert steps == [Done.DESTROYED, Done.FILES_DELETED]
    assert not readable(storehouse, full)
    assert left_of(storehouse, full) == set()
    view = retention.view(AUDREY, full)
    certificate = view.certificate
    assert certificate is not None
    assert certificate.due_on == date(2026, 1, 2)
    assert certificate.files == 1
    assert len(certificate.record) == len(certificate.content) == 64
    assert view.may == frozenset()
    assert faults_in(storehouse, full) == []
    assert why_not(retention.dispose, BEN, full, Given()) is Why.ALREADY_DISPOSED
    assert why_not(retention.place_hold, BEN, full, WHY) is Why.ALREADY_DISPOSED


def test_the_key_is_in_no_file_of_the_database_any_more(
    storehouse: Storehouse, full: str, blobs: Blobs, sqlite_folder: Path
) -> None:
    if storehouse.database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL clears a deleted row away when its vacuum passes")
    with storehouse.reading() as store:
        keys = {key.name: key.wrapped for key in store.keys.all()}
    wrapped = keys[f"case:{full}"]

    def anywhere() -> bool:
        return any(wrapped in file.read_bytes() for file in sqlite_folder.iterdir())

    assert anywhere()
    KeyCare(storehouse, blobs).destroy(full)
    assert not anywhere()


def test_it_is_found_under_nobodys_name_any_more(
    storehouse: Storehouse, retention: Retention, full: str, blobs: Blobs
) -> None:
    retention.dispose(ADA, full, Given())
    list(Disposal(storehouse, blobs).run())
    with storehouse.reading() as store:
        kim = {name_index(store.keys.people(), "Kim Lowe")}
        assert full not in store.case_people.cases_of(HERE, kim)
        assert full not in store.case_people.outdated()


def test_a_run_that_was_killed_goes_on_where_it_stopped(
    storehouse: Storehouse, retention: Retention, full: str, blobs: Blobs
) -> None:
    retention.dispose(ADA, full, Given())
    run = Disposal(storehouse, blobs).run()
    first = next(pair for pair in run if pair[0] == full)
    assert first == (full, Done.DESTROYED)
    del run  # the process is gone before it deletes the files
    assert not readable(storehouse, full)
    again = [pair for pair in Disposal(storehouse, blobs).run() if pair[0] == full]
    assert again[-1] == (full, Done.FILES_DELETED)
    assert full not in [of for of, _ in Disposal(storehouse, blobs).run()]
    assert whats(storehouse, full).count("destroyed") == 1


def test_a_destroyed_key_never_comes_back_under_its_name(
    storehouse: Storehouse, retention: Retention, full: str, blobs: Blobs
) -> None:
    kept = list(key_backup.exported(storehouse))
    KeyCare(storehouse, blobs).destroy(full)
    with storehouse.writing() as store, pytest.raises(KeyDestroyed):
        store.keys.create(f"case:{full}")
    assert key_backup.bring_back(storehouse, kept) == 0
    assert not readable(storehouse, full)
    assert retention.view(ADA, full).kept.disposed


@pytest.mark.parametrize(
    "change", ["UPDATE tombstones SET name = 'x'", "DELETE FROM tombstones"]
)
def test_the_list_of_what_is_destroyed_is_only_added_to(
    storehouse: Storehouse, full: str, blobs: Blobs, change: str
) -> None:
    KeyCare(storehouse, blobs).destroy(full)
    with (
        storehouse.writing() as store,
        pytest.raises(DBAPIError, match="only added to"),
    ):
        store.session.connection().execute(text(change))


def test_periods_of_an_organisation_hold_for_what_is_kept_already(
    storehouse: Storehouse, retention: Retention, due: Case
) -> None:
    classes = RetentionClasses(storehouse)
    for actor in (ADA, AUDREY, PAT):
        assert why_not(classes.lengthen, actor, USUAL, 9) is Why.NOT_YOUR_ROLE
    assert why_not(classes.lengthen, ADAM, USUAL, 6) is Why.PERIOD_SHORTER
    assert why_not(classes.lengthen, ADAM, "no_such", 9) is Why.NOT_FOUND
    retention.dispose(ADA, due.reference, Given())
    assert classes.lengthen(ADAM, USUAL, 8) > 0
    view = retention.view(ADA, due.reference)
    assert (view.kept.day, view.kept.approved_by) == (date(2034, 11, 23), "")
    new = NewClass(builders.fresh("Youth club"), 12, Runs.CLOSING)
    made = classes.add(ADAM, new, "once")
    assert classes.add(ADAM, new, "once") == made
    assert why_not(classes.add, ADAM, new, "again") is Why.LABEL_TAKEN
    retention.change_class(ADA, due.reference, made.code, WHY)
    assert retention.view(ADA, due.reference).kept.day == date(2038, 11, 23)
    with storehouse.writing() as store:  # for the tests that come after
        usual = replace(store.retention.classes(HERE)[USUAL], years=7)
        store.retention.settle(HERE, usual, "adam", NOON)


@pytest.fixture
def backup(storehouse: Storehouse, tmp_path: Path) -> Path:
    return tmp_path / "backup"


def restored(storehouse: Storehouse, folder: Path, server: object) -> Storehouse:
    """The database as it is now, copied elsewhere by its own means."""
    service = storehouse._service
    if storehouse.database.engine.dialect.name == "sqlite":
        place = folder.with_suffix(".db")
        with (
            closing(sqlite3.connect(storehouse.database.url[10:])) as here,
            closing(sqlite3.connect(place)) as there,
        ):
            here.backup(there)
        return Storehouse(Database(f"sqlite:///{place}"), service)
    new = server.new_database()  # type: ignore[attr-defined]
    old = storehouse.database.url
    dump = subprocess.run(
        [program("pg_dump"), old.replace("+psycopg", "")],
        capture_output=True, check=True,
    )  # fmt: skip
    subprocess.run(
        [program("psql"), "-q", new.replace("+psycopg", "")],
        input=dump.stdout, capture_output=True, check=True,
    )  # fmt: skip
    return Storehouse(Database(new), service)


def test_a_restored_backup_brings_nothing_back(
    storehouse: Storehouse,
    full: str,
    blobs: Blobs,
    backup: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    postgresql = storehouse.database.engine.dialect.name == "postgresql"
    server = request.getfixturevalue("postgres") if postgresql else None
    older = restored(storehouse, backup, server)
    assert readable(older, full)
    KeyCare(storehouse, blobs).destroy(full)
    file = tmp_path / "tombstones.txt"
    tombstones.keep_file(storehouse, file)
    tombstones.check_tombstones(storehouse, file)
    with pytest.raises(KeysDoNotOpen, match="a backup was restored"):
        tombstones.check_tombstones(older, file)
    names = tombstones.read(file.read_text())
    assert f"case:{full}" in list(tombstones.apply(older, blobs, names))
    assert list(tombstones.apply(older, blobs, names)) == []  # twice is once
    tombstones.check_tombstones(older, file)
    assert not readable(older, full)
    assert left_of(older, full) == set()
    assert whats(older, full)[-1] == "destroyed_again"
    assert faults_in(older, full) == []
    older.database.close()


def test_a_file_of_tombstones_that_was_cut_is_not_believed(
    storehouse: Storehouse, full: str, blobs: Blobs, tmp_path: Path
) -> None:
    KeyCare(storehouse, blobs).destroy(full)
    whole = tombstones.written(storehouse)
    first, *rest = whole.splitlines()
    for broken in ("", whole[:-10], "\n".join([first, *rest[1:]]), "people\n"):
        with pytest.raises(tombstones.TombstonesBroken):
            tombstones.read(broken)
    missing = tmp_path / "none.txt"
    with pytest.raises(KeysDoNotOpen, match="cannot be read"):
        tombstones.check_tombstones(storehouse, missing)


def test_a_backup_of_keys_brings_back_what_was_lost(
    storehouse: Storehouse, ended: Case
) -> None:
    kept = list(key_backup.exported(storehouse))
    with storehouse.writing() as store:
        name = f"case:{ended.reference}"
        store.session.connection().execute(
            text("DELETE FROM keys WHERE name = :name"), {"name": name}
        )
    assert not readable(storehouse, ended.reference)
    for broken in ("no json", '{"name": "case:1"}'):
        with pytest.raises(key_backup.BackupRefused):
            key_backup.bring_back(storehouse, [broken])
    assert key_backup.bring_back(storehouse, kept) == 1
    assert readable(storehouse, ended.reference)
