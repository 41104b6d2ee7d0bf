"""Sealed columns: nothing readable in the files, nothing moved, nothing left once a key
is destroyed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, text
from sqlmodel import SQLModel

from domain.access import RECIPIENT, Access, AccessLine
from domain.breach import Began, BreachStep
from domain.channels import Channel
from domain.emergency import Judgement
from domain.organisation import ChangeKind, Matter
from domain.people import Actor, Role
from domain.rights import Asked, Kind, RightsRequest, Step
from domain.rights_pieces import Choice, Chosen, Exemption, Piece, PieceKind
from domain.unusual import Sign, Verdict
from storage import emergency
from storage.accounts import Account, Profile
from storage.alerts import Alert, Review
from storage.attachments import NewAttachment
from storage.breaches import Breach, Settled
from storage.cases import read_content
from storage.changes import Change, ChangeBody
from storage.comments import Comment, CommentKind, Said
from storage.conflicts import Declared
from storage.directory import Contact
from storage.identity import AccountEvent, Credential, Passkey
from storage.keys import KeyDestroyed
from storage.mail import OwedMail
from storage.person_notices import NewNotice
from storage.rights import LogLine
from storage.saved_views import SavedView
from storage.service_notices import ServiceNotice
from storage.store import Store, Storehouse
from storage.tables import KeyRow, TokenRow
from tests import builders
from tests.builders import HERE, NOON
from tests.postgres import Postgres
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf, at_once, new_release


def canary(column: str) -> str:
    return f"canary-of-{column.replace('_', '-').replace('.', '-')}-8f3a"


SEALED = sorted(
    f"{table.name}.{column.name}"
    for table in SQLModel.metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, LargeBinary) and column.name != "wrapped"
)


def fill(store: Store, reference: str) -> None:
    """Put a canary into every sealed column."""
    store.acts.store(
        reference, builders.a_withdrawal(), {"reason": canary("acts.words_sealed")}
    )
    content = builders.content(canary("releases.body_sealed"))
    new = replace(
        new_release(),
        phrase=canary("releases.phrase_sealed"),
        channel=Channel.TEXT,
        reach=canary("releases.reach_sealed"),
    )
    store.releases.make(reference, HERE, content, new)
    role = canary("release_log.words_sealed")
    accepted = AccessLine(Access.TERMS_ACCEPTED, RECIPIENT, NOON, words=role)
    store.release_log.add(new.id, accepted)
    fill_the_breach(store, reference)
    fill_the_notices(store, reference)
    store.records.seal(reference, canary("records.body_sealed"), NOON)
    address = f"{canary('mail.to_sealed')}@example.org"
    name = builders.fresh("mail")
    store.mail.owe(OwedMail(name, "<1@x.example>", reference, "release", address), NOON)
    store.caught.keep(canary("caught_mail.body_sealed"), NOON)
    told = canary("service_notices.words_sealed")
    store.service_notices.add(ServiceNotice(told, NOON, NOON, "somebody", NOON))
    user = builders.fresh("user")
    profile = Profile(
        canary("users.profile_sealed"), f"{user}@{canary('users.email')}.example"
    )
    store.accounts.add(
        Account(Actor(user, (Role.ADVISER,), HERE), profile, "hash"), NOON
    )
    typed = (("reason", canary("drafts.body_sealed")),)
    store.drafts.keep(user, reference, "withdraw", typed, NOON)
    contact = Contact(
        builders.fresh("d"), canary("directory.entry_sealed"), "", "", "", "", ""
    )
    store.directory.add(HERE, contact, NOON)
    fill_the_inbox(store, reference, user)
    fill_the_gate(store, user)
    name = canary("attachments.name_sealed")
    file = NewAttachment(
        builders.fresh("file"),
        reference,
        name,
        "text/plain",
        1,
        "0" * 64,
        None,
        "",
        user,
    )
    store.attachments.add(file, NOON, "")


def fill_the_breach(store: Store, reference: str) -> None:
    """Put a canary into what is written about something gone to the wrong person."""
    began = canary("breaches.words_sealed")
    store.breaches.begin(
        Breach(reference, HERE, Began.SENDER, "pat", NOON, None, began)
    )
    done = canary("breach_steps.words_sealed")
    store.breaches.settle(
        reference, Settled(BreachStep.LESSONS, True, "ada", NOON, done)
    )


def fill_the_notices(store: Store, reference: str) -> None:
    """Put a canary into what somebody is told with a code, and into what they ask."""
    text = canary("notices.body_sealed")
    id, code = builders.fresh("notice"), builders.fresh("code")
    notice = store.person_notices.make(
        NewNotice(id, reference, "kim", HERE, "0", text, code, "hash", NOON, NOON)
    )
    store.person_notices.ask(notice, canary("notices.question_sealed"), NOON)


def fill_the_gate(store: Store, user: str) -> None:
    """Put a canary into how somebody gets in, and what was done to their account."""
    store.factors.keep_app(user, canary("authenticator_apps.secret_sealed"), NOON)
    credential = Credential(builders.fresh("c"), "key", canary("passkeys.body_sealed"))
    store.factors.add_passkey(Passkey(builders.fresh("k"), user, credential, 0, NOON))
    reason = canary("account_events.reason_sealed")
    event = AccountEvent(builders.fresh("e"), user, user, "unlocked", NOON, reason)
    store.account_events.add(event)
    seen = Alert(builders.fresh("a"), HERE, user, Sign.MANY, "", NOON)
    store.alerts.add(seen)
    thought = canary("alert_reviews.words_sealed")
    store.alerts.review(seen.id, Review(user, NOON, Verdict.FINE, thought))
    fill_emergencies(store, user)
    words = ChangeBody(reason=canary("organisation_changes.body_sealed"))
    id = builders.fresh("ch")
    store.changes.add(
        Change(id, HERE, Matter.NAME, "", ChangeKind.CHANGED, user, NOON, None, words)
    )
    token = TokenRow(id=builders.fresh("t"), user=user, created_at=NOON)
    store.accounts.add_token(token, canary("tokens.label_sealed"))


def fill_emergencies(store: Store, user: str) -> None:
    """Put a canary into what somebody thought of a case that was opened."""
    id, text = builders.fresh("e"), canary("emergency_reviews.words_sealed")
    store.emergencies.add(emergency.Reading(id, HERE, user, "", "", NOON, NOON, NOON))
    thought = emergency.Review(user, NOON, Judgement.RIGHT, text)
    store.emergencies.review(id, thought)


def fill_the_inbox(store: Store, reference: str, user: str) -> None:
    """Put a canary into what advisers write beside their decisions."""
    said = Said(CommentKind.COMMENT, canary("comments.body_sealed"))
    remark = Comment(builders.fresh("comment"), reference, user, True, NOON, said)
    store.comments.add(remark)
    name = canary("saved_views.name_sealed")
    view = SavedView(builders.fresh("view"), HERE, user, name, "", False, NOON)
    store.saved_views.keep(view)
    whom = canary("conflicts.name_sealed")
    store.conflicts.declare(
        Declared(builders.fresh("conflict"), user, whom, NOON), HERE
    )


def fill_the_rights(store: Store, reference: str) -> None:
    """Put a canary into what somebody asks about what is kept of them."""
    id, day = builders.fresh("RR"), NOON.date()
    request = RightsRequest(id, HERE, Kind.ACCESS, day, None, "ada", NOON)
    store.rights.open(request, Asked(canary("rights_requests.body_sealed")))
    said = canary("rights_log.words_sealed")
    store.rights.note(id, LogLine(Step.OPENED, "ada", NOON, {}, said))
    piece = Piece(reference, PieceKind.ITEM, "", canary("rights_pieces.body_sealed"))
    store.rights_packs.gather(id, [piece])
    instead = canary("rights_pieces.edit_sealed")
    chosen = Chosen(Choice.EDIT, instead, Exemption.OTHERS)
    store.rights_packs.choose(id, 1, chosen, "ada")
    data, pdf = canary("rights_packs.data_sealed"), canary("rights_packs.pdf_sealed")
    store.rights_packs.pack(id, data, pdf.encode(), "ben", NOON)


@pytest.fixture
def files(
    storehouse: Storehouse, request: pytest.FixtureRequest, sqlite_folder: Path
) -> list[Path]:
    """Every file the database is made of, as it is on disk while it runs."""
    folder = sqlite_folder
    if storehouse.database.engine.dialect.name == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        postgres.flush()
        folder = postgres.data
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture
def filled(storehouse: Storehouse, shelf: Shelf) -> str:
    content = builders.content(canary("contents.body_sealed"))
    reference = shelf.case(content=content).reference
    with storehouse.writing() as store:
        fill(store, reference)
        fill_the_rights(store, reference)
        store.session.flush()
    return reference


def test_there_is_a_canary_for_every_sealed_column() -> None:
    assert SEALED == [
        "account_events.reason_sealed",
        "acts.words_sealed",
        "alert_reviews.words_sealed",
        "attachments.name_sealed",
        "authenticator_apps.secret_sealed",
        "breach_steps.words_sealed",
        "breaches.words_sealed",
        "caught_mail.body_sealed",
        "comments.body_sealed",
        "conflicts.name_sealed",
        "contents.body_sealed",
        "directory.entry_sealed",
        "drafts.body_sealed",
        "emergency_reviews.words_sealed",
        "mail.to_sealed",
        "notices.body_sealed",
        "notices.question_sealed",
        "organisation_changes.body_sealed",
        "passkeys.body_sealed",
        "records.body_sealed",
        "release_log.words_sealed",
        "releases.body_sealed",
        "releases.phrase_sealed",
        "releases.reach_sealed",
        "rights_log.words_sealed",
        "rights_packs.data_sealed",
        "rights_packs.pdf_sealed",
        "rights_pieces.body_sealed",
        "rights_pieces.edit_sealed",
        "rights_requests.body_sealed",
        "saved_views.name_sealed",
        "service_notices.words_sealed",
        "tokens.label_sealed",
        "users.profile_sealed",
    ]


def bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # PostgreSQL clears its own scratch files away
        return b""


def test_no_clear_text_is_in_any_file_of_the_database(
    filled: str, files: list[Path]
) -> None:
    raw = [bytes_of(file) for file in files]
    assert any(filled.encode() in each for each in raw)  # the search does find things
    for column in (*SEALED, "users.email"):
        for name in (canary(column), canary(column).upper()):
            assert not any(name.encode() in each for each in raw), column
            assert not any(name.encode("utf-16-le") in each for each in raw), column


def test_a_sealed_text_does_not_open_under_another_label(
    storehouse: Storehouse, filled: str
) -> None:
    with storehouse.reading() as store:
        cipher = store.keys.case(filled)
        sealed = cipher.seal("act:1", "words")
        assert cipher.open("act:1", sealed) == "words"
        with pytest.raises(ValueError, match="altered"):
            cipher.open("act:2", sealed)


def test_a_sealed_text_moved_to_another_row_does_not_open(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    mine, theirs = shelf.case(), shelf.case()
    digest = mine.content.digest
    with tampering(storehouse.database) as connection:
        connection.execute(
            text(
                "UPDATE contents SET body_sealed = (SELECT body_sealed FROM contents "
                "WHERE reference = :theirs) WHERE reference = :mine"
            ),
            {"mine": mine.reference, "theirs": theirs.reference},
        )
    with storehouse.reading() as store, pytest.raises(ValueError, match="altered"):
        read_content(store.session, store.keys, mine.reference, digest)


def test_once_its_key_is_destroyed_nothing_of_a_case_can_be_read(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    case = shelf.case()
    with storehouse.writing() as store:
        store.session.delete(store.session.get_one(KeyRow, f"case:{case.reference}"))
    with storehouse.reading() as store:
        for read in (
            lambda: read_content(
                store.session, store.keys, case.reference, case.content.digest
            ),
            lambda: store.acts.words(case.reference),
        ):
            with pytest.raises(KeyDestroyed):
                read()
        assert store.cases(builders.PAT).get(case.reference) == case
        assert list(store.timeline.faults(case.reference)) == []


def test_a_key_asked_for_by_many_at_once_is_one_key(storehouse: Storehouse) -> None:
    name = builders.fresh("key")
    indexes = at_once(
        storehouse, [lambda store: store.keys.create(name).index("the same")] * 10
    )
    assert len({str(each) for each in indexes}) == 1


def test_a_record_is_sealed_once_and_knows_when_it_was_altered(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    reference = shelf.withdrawn().reference
    with storehouse.writing() as store:
        assert store.records.get(reference) is None
        assert store.records.seal(reference, '{"first":1}', NOON)
        assert not store.records.seal(reference, '{"second":2}', NOON)
        record = store.records.get(reference)
    assert record is not None
    assert (record.body, record.is_whole) == ('{"first":1}', True)
    assert not replace(record, body="{}").is_whole


def test_records_sealed_at_once_have_a_number_each(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    references = [shelf.withdrawn().reference for _ in range(6)]

    def seal(reference: str) -> Callable[[Store], bool]:
        return lambda store: store.records.seal(reference, "{}", NOON)

    done = at_once(storehouse, [seal(reference) for reference in references])
    assert done == [True] * 6
    with storehouse.reading() as store:
        records = [store.records.get(reference) for reference in references]
    assert len({record.number for record in records if record}) == 6
