"""Tries to sign in: few in a while, so many in all, however many come at once."""

from datetime import timedelta

import pytest

from casework.sign_in_tries import AccountLocked, SignInTries, TooManyTries
from storage.store import Store, Storehouse
from tests.builders import NOON, fresh
from tests.storage.shelf import at_once

TRIES = SignInTries(in_all=10)
QUARTER = timedelta(minutes=15)


def test_five_in_a_quarter_of_an_hour_and_ten_in_all(storehouse: Storehouse) -> None:
    email = f"{fresh('a')}@northgate.example"
    with storehouse.writing() as store:
        for quarter in range(2):
            at = NOON + quarter * QUARTER
            for _ in range(5):
                TRIES.begin(store, email.upper(), fresh("net"), at)
            if quarter == 0:
                with pytest.raises(TooManyTries) as late:
                    TRIES.begin(store, email, fresh("net"), at + timedelta(minutes=4))
                assert late.value.wait == timedelta(minutes=11)
        assert TRIES.is_locked(store, email)
        with pytest.raises(AccountLocked):
            TRIES.begin(store, email, fresh("net"), NOON + 9 * QUARTER)
        TRIES.succeed(store, email)
        TRIES.begin(store, email, fresh("net"), NOON + 9 * QUARTER)


def test_a_network_tries_few_accounts(storehouse: Storehouse) -> None:
    network = fresh("net")
    with storehouse.writing() as store:
        for number in range(20):
            TRIES.begin(store, f"{number}-{network}@northgate.example", network, NOON)
            TRIES.fail(store, network, NOON)
        with pytest.raises(TooManyTries):
            TRIES.begin(store, f"{network}@northgate.example", network, NOON)


def test_many_at_once_are_no_more_tries(storehouse: Storehouse) -> None:
    email = f"{fresh('b')}@northgate.example"

    def begins(store: Store) -> bool:
        try:
            TRIES.begin(store, email, fresh("net"), NOON)
        except TooManyTries:
            return False
        return True

    assert sorted(map(bool, at_once(storehouse, [begins] * 12))) == (
        [False] * 7 + [True] * 5
    )
