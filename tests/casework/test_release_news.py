"""What people are told by e-mail about a release: owed once, and nothing about whom."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from activities.after_sending import follow_after_sending
from casework.notice_letters import WORDS
from domain.chasing import Chase
from domain.notices import Notice
from domain.people import Actor, Role
from domain.timeline import Entry, What, own_entry
from storage.accounts import Account, Profile
from storage.database import sqlite_url
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE, NOON, PAT
from tests.storage.shelf import Shelf, fresh_storehouse, new_release


@pytest.fixture
def storehouse(tmp_path: Path) -> Iterator[Storehouse]:
    storehouse = fresh_storehouse(sqlite_url(tmp_path / "news.db"))
    with storehouse.writing() as store:
        actor = Actor(PAT.id, (Role.PRACTITIONER,), HERE)
        profile = Profile("Pat Doe", "pat-doe@larkhill.example")
        store.accounts.add(Account(actor, profile, "hash"), NOON)
    yield storehouse
    storehouse.database.close()


def told(storehouse: Storehouse, *entries: Entry) -> list[Notice]:
    """The kinds of messages that these entries of a released case lead to."""
    case = replace(Shelf(storehouse).case(), release=builders.a_release())
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, builders.content(), new_release())
        for entry in entries:
            follow_after_sending(store, case, entry)
        return [owed.notice for owed in store.notices.unplanned()]


def test_the_sender_is_told_once_that_nobody_collected_it(
    storehouse: Storehouse,
) -> None:
    expired = own_entry(What.EXPIRED, NOON)
    assert told(storehouse, expired, expired) == [Notice.NOT_COLLECTED]


@pytest.mark.parametrize(
    ("chase", "news"),
    [
        (Chase.SENDER_FIRST, [Notice.NOT_RECEIVED]),
        (Chase.SENDER_SECOND, [Notice.STILL_NOT_RECEIVED]),
        (Chase.FEEDBACK, [Notice.NO_FEEDBACK]),
        (Chase.RECIPIENT_LAST, []),
    ],
)
def test_each_chase_is_put_to_whom_it_is_for(
    storehouse: Storehouse, chase: Chase, news: list[Notice]
) -> None:
    assert told(storehouse, own_entry(What.CHASED, NOON, chase=chase.value)) == news


def test_every_kind_of_news_has_words_that_name_nobody() -> None:
    assert set(WORDS) == set(Notice) - {Notice.DIGEST}
    for subject, said in WORDS.values():
        assert said.endswith(".")
        for word in ("safeguarding", "child", "abuse", "@"):
            assert word not in f"{subject} {said}".lower()


def test_a_reminder_of_the_usual_kind_is_no_news(storehouse: Storehouse) -> None:
    assert told(storehouse, own_entry(What.REMINDED, NOON)) == []
