"""Second steps, letters and what was done to accounts, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.identity import AccountEvent, Credential, Passkey
from storage.identity_tables import AccountLetterRow
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import at_once

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def user(storehouse: Storehouse) -> str:
    name = builders.fresh("user")
    profile = Profile("Ira Penn", f"{name}@northgate.example")
    actor = Actor(name, (Role.ADVISER,), HERE)
    with storehouse.writing() as store:
        assert store.accounts.add(Account(actor, profile, "hash"), NOON)
    return name


def a_passkey(user: str, credential: str) -> Passkey:
    known = Credential(credential, "key", "My phone")
    return Passkey(builders.fresh("k"), user, known, 0, NOON)


def test_a_second_step_is_kept_changed_and_taken_away(
    storehouse: Storehouse, user: str
) -> None:
    passkey = a_passkey(user, builders.fresh("c"))
    with storehouse.writing() as store:
        assert not store.factors.has_any(user)
        store.factors.keep_app(user, "FIRST", NOON)
        store.factors.keep_app(user, "SECOND", NOON)
        assert store.factors.app(user) == "SECOND"
        assert store.factors.add_passkey(passkey)
        store.factors.passkey_used(passkey.id, 7, LATER)
        kept = store.factors.passkeys(user)
        assert [(each.sign_count, each.used_at) for each in kept] == [(7, LATER)]
        assert not store.factors.drop_passkey("another", passkey.id)
        assert store.factors.drop_passkey(user, passkey.id)
        assert store.factors.has_any(user)
        store.factors.drop_all(user)
        assert not store.factors.has_any(user)


def test_a_passkey_is_one_person_s(storehouse: Storehouse, user: str) -> None:
    credential = builders.fresh("c")
    with storehouse.writing() as store:
        assert store.factors.add_passkey(a_passkey(user, credential))
        assert not store.factors.add_passkey(a_passkey(user, credential))


def test_a_recovery_code_is_spent_once_by_however_many_at_once(
    storehouse: Storehouse, user: str
) -> None:
    with storehouse.writing() as store:
        store.factors.keep_codes(user, ["old"])
        store.factors.keep_codes(user, ["one", "two"])
        first, _ = store.factors.codes(user)
    done = at_once(
        storehouse, [lambda store: store.factors.spend_code(first, NOON)] * 5
    )
    assert sorted(map(bool, done)) == [False] * 4 + [True]
    with storehouse.reading() as store:
        assert [code.code_hash for code in store.factors.codes(user)] == ["two"]


def test_a_letter_is_one_sender_s_and_its_link_opens_once(
    storehouse: Storehouse, user: str
) -> None:
    id, ends = builders.fresh("letter"), NOON + timedelta(minutes=30)
    row = AccountLetterRow(
        id=id, user=user, kind="new_password", made_at=NOON, expires_at=ends,
        not_before=NOON,
    )  # fmt: skip
    with storehouse.writing() as store:
        store.account_letters.owe(row)
        letter = next(each for each in store.account_letters.due(NOON) if each.id == id)
        token = store.account_letters.token_of(id)
    taken = at_once(
        storehouse, [lambda store: store.account_letters.take(letter, NOON, ends)] * 4
    )
    assert sorted(map(bool, taken)) == [False] * 3 + [True]
    with storehouse.writing() as store:
        letters = store.account_letters
        assert letters.opened_by(token, NOON) is not None
        assert letters.opened_by(token, ends) is None
        for wrong in ("", "x", id, token[:-1], f"{token}0", f"{id}{'0' * 32}"):
            assert letters.opened_by(wrong, NOON) is None
        letters.put_off(id, LATER)
        letters.mark_sent(id, LATER)
        assert id not in {each.id for each in letters.due(LATER)}
        letters.spend_all(user, NOON)
        assert letters.opened_by(token, NOON) is None


def test_what_was_done_to_an_account_stays(storehouse: Storehouse, user: str) -> None:
    event = AccountEvent(builders.fresh("e"), user, "una", "unlocked", NOON, "Rang.")
    with storehouse.writing() as store:
        store.account_events.add(event)
        assert store.account_events.of(user) == [event]
    for change in (
        "UPDATE account_events SET what = 'x'",
        "DELETE FROM account_events",
    ):
        with pytest.raises(DatabaseError), storehouse.database.engine.begin() as raw:
            raw.execute(text(change))


def test_an_account_is_tied_to_a_sign_in_elsewhere(
    storehouse: Storehouse, user: str
) -> None:
    subject = f"https://id.example|{user}"
    with storehouse.writing() as store:
        store.accounts.link(user, subject)
        known = store.accounts.by_subject(subject)
        assert known is not None
        assert known.signs_in_elsewhere
        assert known.password_hash == ""
        renamed = Profile("Ira Penn-Lowe", f"{user}.lowe@northgate.example")
        assert store.accounts.set_profile(user, renamed)
        assert store.accounts.by_email(renamed.email) is not None
        assert store.accounts.by_email(known.profile.email) is None


def test_nobody_gets_an_address_that_another_has(
    storehouse: Storehouse, user: str
) -> None:
    other = builders.fresh("user")
    theirs = Profile("Ro Lane", f"{other}@northgate.example")
    actor = Actor(other, (Role.PRACTITIONER,), HERE)
    with storehouse.writing() as store:
        assert store.accounts.add(Account(actor, theirs, "hash"), NOON)
        assert not store.accounts.set_profile(user, theirs)
