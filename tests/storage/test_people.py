"""People and mail: accounts, the directory, messages owed, tries and troubles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.directory import Contact
from storage.mail import OwedMail
from storage.store import Storehouse
from storage.tables import SessionRow, TokenRow
from storage.upkeep import WorkerSeen
from tests import builders
from tests.builders import ELSEWHERE, HERE, NOON
from tests.storage.shelf import at_once

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def account(storehouse: Storehouse) -> Account:
    """Somebody's account, with a browser signed in and an API token."""
    user = builders.fresh("user")
    account = Account(
        Actor(user, (Role.PRACTITIONER, Role.ADVISER), HERE),
        Profile("Ira Penn", f"{user}@northgate.example", "01632 960111"),
        "hash",
    )
    with storehouse.writing() as store:
        assert store.accounts.add(account, NOON)
        store.accounts.start_session(
            SessionRow(
                id=f"s-{user}", user=user, csrf="c", started_at=NOON, seen_at=NOON
            )
        )
        store.accounts.add_token(TokenRow(id=f"t-{user}", user=user, created_at=NOON))
    return account


def test_an_account_is_found_by_its_address_however_it_is_typed(
    storehouse: Storehouse, account: Account
) -> None:
    with storehouse.reading() as store:
        typed = f"  {account.profile.email.upper()} "
        assert store.accounts.by_email(typed) == account
        assert store.accounts.get(account.actor.id) == account
        assert store.accounts.by_email("nobody@northgate.example") is None
        assert account not in store.accounts.all(ELSEWHERE)


def test_an_address_has_one_account(storehouse: Storehouse, account: Account) -> None:
    second = replace(account, actor=replace(account.actor, id="another"))
    with storehouse.writing() as store:
        assert not store.accounts.add(second, NOON)


def test_a_disabled_account_has_no_sessions_and_no_tokens_but_keeps_its_name(
    storehouse: Storehouse, account: Account
) -> None:
    user = account.actor.id
    with storehouse.writing() as store:
        store.accounts.disable(user, NOON)
        assert store.accounts.session(f"s-{user}") is None
        assert store.accounts.token(f"t-{user}") is None
        assert store.accounts.get(user) == replace(account, disabled=True)
        assert store.accounts.names(HERE)[user] == "Ira Penn"


def test_a_session_is_touched_and_ended(
    storehouse: Storehouse, account: Account
) -> None:
    name = f"s-{account.actor.id}"
    with storehouse.writing() as store:
        row = store.accounts.session(name)
        assert row is not None
        store.accounts.touch_session(row, LATER)
    with storehouse.writing() as store:
        row = store.accounts.session(name)
        assert row is not None
        assert row.seen_at == LATER
        store.accounts.end_session(name)
    with storehouse.reading() as store:
        assert store.accounts.session(name) is None


def test_the_settings_of_an_organisation_can_be_changed(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        changed = replace(store.accounts.organisation(ELSEWHERE), telephone="01632")
        store.accounts.keep_organisation(changed)
        assert store.accounts.organisation(ELSEWHERE) == changed
        names = [place.id for place in store.accounts.organisations()]
        assert names.count(ELSEWHERE) == 1


def test_a_directory_is_its_organisations_own(storehouse: Storehouse) -> None:
    contact = Contact(
        builders.fresh("d"), "Rae Moss", "Nurse", "Clinic", "rae@clinic.example",
        "01632 960123", "Rang the switchboard.", NOON,
    )  # fmt: skip
    with storehouse.writing() as store:
        store.directory.add(HERE, contact, NOON)
        assert store.directory.get(HERE, contact.id) == contact
        assert contact in store.directory.all(HERE)
        assert store.directory.get(ELSEWHERE, contact.id) is None
        assert contact not in store.directory.all(ELSEWHERE)


def test_a_message_owed_twice_is_one_message_and_keeps_its_id(
    storehouse: Storehouse,
) -> None:
    name = builders.fresh("mail")
    mail = OwedMail(name, "<1@example.org>", "SR-1", "release", "rae@clinic.example")
    other = replace(mail, message_id="<2@example.org>", to="eve@clinic.example")
    with storehouse.writing() as store:
        assert store.mail.owe(mail, NOON) == mail
        assert store.mail.owe(other, NOON) == mail
        store.mail.mark_sent(name, NOON)
        assert store.mail.owe(mail, NOON) == replace(mail, sent=True)


def test_caught_mail_is_shown_newest_first(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        for text in ("first", "second"):
            store.caught.keep(text, NOON)
    with storehouse.reading() as store:
        second, first = store.caught.newest(2)
        assert (first.text, second.text) == ("first", "second")
        assert store.caught.get(first.id) == first
        assert store.caught.get(-1) is None


def test_tries_made_at_once_are_all_counted(storehouse: Storehouse) -> None:
    name = builders.fresh("tries")
    done = at_once(storehouse, [lambda store: store.attempts.add(name, 1)] * 10)
    with storehouse.writing() as store:
        assert sorted(done, key=str) == sorted(range(1, 11), key=str)
        assert store.attempts.count(name, 1) == 10
        assert store.attempts.count(name, 2) == 0
        store.attempts.add(name, 2)
        assert store.attempts.total(name) == 11
        assert store.attempts.total("never tried") == 0


def test_a_trouble_counts_its_attempts_until_it_is_cleared(
    storehouse: Storehouse,
) -> None:
    reference = builders.fresh("SR-TROUBLE")
    with storehouse.writing() as store:
        store.troubles.note(reference, "announce", "SMTPError", NOON)
        store.troubles.note(reference, "announce", "OSError", LATER)
        store.session.flush()
        (row,) = store.troubles.of(reference)
        assert (row.attempts, row.kind) == (2, "OSError")
        assert (row.first_at, row.last_at) == (NOON, LATER)
        store.troubles.clear(reference, "announce")
        assert store.troubles.of(reference) == []


def test_the_worker_that_was_seen_last_counts(storehouse: Storehouse) -> None:
    tomorrow = LATER + timedelta(days=900)
    with storehouse.writing() as store:
        store.workers.seen(WorkerSeen("w-late", "1.0", NOON, tomorrow))
        store.workers.seen(WorkerSeen("w-early", "1.0", NOON, NOON))
    with storehouse.reading() as store:
        assert store.workers.last_seen() == tomorrow
