"""Notices: owed once, planned, sent by one, and kept when the mail server refuses."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from domain.notices import Haste, How, Notice, Plan, Preference
from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.notices import OwedNotice, Writing
from storage.store import Store, Storehouse
from tests.builders import HERE, NOON, fresh
from tests.storage.shelf import at_once

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def user(storehouse: Storehouse) -> str:
    """Somebody who works here."""
    user = fresh("told")
    profile = Profile("Wren Dally", f"{user}@northgate.example")
    with storehouse.writing() as store:
        account = Account(Actor(user, (Role.ADVISER,), HERE), profile, "hash")
        store.accounts.add(account, NOON)
    return user


def news(user: str, reference: str = "SR-TEST-NEWS") -> Writing:
    name = f"{reference}:news:{fresh('act')}:{user}"
    path = f"/requests/{reference}"
    return Writing(Notice.NEWS, user, reference, name, path, Haste.USUAL)


def owed(store: Store, user: str, at: object = None) -> list[OwedNotice]:
    """What waits for one person and has no time yet; with `at`, what is due."""
    found = store.notices.unplanned() if at is None else store.notices.due(LATER)
    return [each for each in found if each.user == user]


def put(store: Store, user: str, plan: Plan) -> OwedNotice:
    store.notices.owe(news(user), NOON)
    (notice,) = owed(store, user)
    store.notices.plan(notice, plan, NOON)
    return notice


def test_the_same_name_is_one_message_also_once_it_was_sent(
    storehouse: Storehouse, user: str
) -> None:
    writing = news(user)
    with storehouse.writing() as store:
        for _ in range(2):
            store.notices.owe(writing, NOON)
        (notice,) = owed(store, user)
        assert notice.to == f"{user}@northgate.example"
        store.notices.mark_sent(notice.name, NOON)
        store.notices.owe(writing, LATER)
        assert owed(store, user) == []
        assert store.notices.is_owed(writing.name)


def test_what_can_wait_no_longer_is_planned_anew_and_never_the_other_way(
    storehouse: Storehouse, user: str
) -> None:
    writing = news(user)
    with storehouse.writing() as store:
        store.notices.owe(writing, NOON)
        store.notices.plan(owed(store, user)[0], Plan(LATER, in_digest=True), NOON)
        store.notices.owe(replace(writing, haste=Haste.NOW), NOON)
        (notice,) = owed(store, user)
        assert notice.haste is Haste.NOW
        store.notices.plan(notice, Plan(NOON), NOON)
        store.notices.owe(writing, NOON)
        assert owed(store, user) == []


def test_whoever_has_left_is_owed_nothing(storehouse: Storehouse, user: str) -> None:
    with storehouse.writing() as store:
        store.accounts.disable(user, NOON)
        store.notices.owe(news(user), NOON)
        store.notices.owe(news("nobody-at-all"), NOON)
        assert owed(store, user) == owed(store, "nobody-at-all") == []


def test_nothing_is_due_before_its_time(storehouse: Storehouse, user: str) -> None:
    with storehouse.writing() as store:
        notice = put(store, user, Plan(LATER))
        found = store.notices.due(LATER - timedelta(seconds=1))
        assert notice.name not in [each.name for each in found]
        assert owed(store, user, LATER) == [notice]


def test_several_lines_are_one_digest_that_goes_as_a_whole(
    storehouse: Storehouse, user: str
) -> None:
    with storehouse.writing() as store:
        lines = [put(store, user, Plan(LATER, in_digest=True)) for _ in range(3)]
        (digest,) = owed(store, user, LATER)
        assert (digest.notice, digest.reference) == (Notice.DIGEST, "")
        assert store.notices.lines(digest.name) == sorted(lines, key=lambda n: n.name)
        store.notices.mark_sent(digest.name, LATER)
        assert store.notices.lines(digest.name) == owed(store, user, LATER) == []


def test_of_many_workers_exactly_one_sends_a_digest(
    storehouse: Storehouse, user: str
) -> None:
    with storehouse.writing() as store:
        put(store, user, Plan(NOON, in_digest=True))
        (digest,) = owed(store, user, LATER)
    took = at_once(
        storehouse,
        [lambda store: store.notices.take(digest.name, NOON, LATER)] * 8,
    )
    assert sorted(took, key=bool) == [False] * 7 + [True]
    with storehouse.writing() as store:  # and another, if that one died
        assert store.notices.take(digest.name, LATER, LATER + timedelta(hours=1))


def test_another_choice_holds_for_what_was_not_sent(
    storehouse: Storehouse, user: str
) -> None:
    weekly = Preference(How.DIGEST, time(16, 45))
    with storehouse.writing() as store:
        assert store.notices.preference(user) == Preference()
        put(store, user, Plan(LATER, in_digest=True))
        store.notices.prefer(user, weekly)
        store.notices.plan_anew(user)
        assert store.notices.preference(user) == weekly
        assert len(owed(store, user)) == 1
        (digest,) = owed(store, user, LATER)
        assert store.notices.lines(digest.name) == []


@pytest.mark.parametrize("in_digest", [False, True])
def test_what_was_refused_for_good_waits_for_somebody_to_look(
    storehouse: Storehouse, user: str, in_digest: bool
) -> None:
    reference = fresh("SR-TEST")
    with storehouse.writing() as store:
        store.notices.owe(news(user, reference), NOON)
        store.notices.plan(owed(store, user)[0], Plan(NOON, in_digest), NOON)
        (letter,) = owed(store, user, LATER)
        store.notices.give_up(letter.name, NOON)
        assert owed(store, user, LATER) == []
        assert not store.notices.take(letter.name, LATER, LATER)
        assert store.notices.refused(reference)
        store.notices.try_again(reference, LATER)
        assert owed(store, user, LATER) == [replace(letter, failures=1)]
        store.notices.mark_sent(letter.name, LATER)
        assert not store.notices.refused(reference)


def test_a_digest_without_lines_leaves_nothing_behind(
    storehouse: Storehouse, user: str
) -> None:
    with storehouse.writing() as store:
        put(store, user, Plan(NOON, in_digest=True))
        (digest,) = owed(store, user, LATER)
        store.notices.forget(digest.name)
        assert not store.notices.is_owed(digest.name)
        assert owed(store, user) == owed(store, user, LATER) == []
