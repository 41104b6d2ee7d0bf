"""Notices for everybody are kept for good; a key's first use is noted once."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.service_notices import ServiceNotice
from storage.store import Storehouse
from tests.builders import NOON, OLA

LATER = NOON + timedelta(hours=2)


def test_the_newest_notice_comes_first_and_none_is_lost(storehouse: Storehouse) -> None:
    words = ("Closed on Monday.", "", "Closed on Tuesday.")
    with storehouse.writing() as store:
        for each in words:
            store.service_notices.hold()
            store.service_notices.add(ServiceNotice(each, NOON, LATER, OLA.id, NOON))
    with storehouse.reading() as store:
        found = store.service_notices.newest(3)
    assert [each.words for each in found] == list(reversed(words))
    assert [each.number for each in found] == sorted(
        (each.number for each in found), reverse=True
    )
    assert {(each.starts_at, each.ends_at, each.set_by) for each in found} == {
        (NOON, LATER, OLA.id)
    }


@pytest.mark.parametrize("change", ["UPDATE %s SET set_by = 'x'", "DELETE FROM %s"])
def test_who_told_everybody_what_cannot_be_changed(
    storehouse: Storehouse, change: str
) -> None:
    with storehouse.writing() as store:
        store.service_notices.add(ServiceNotice("Hello.", NOON, LATER, OLA.id, NOON))
    with (
        pytest.raises(DBAPIError, match="only added to"),
        storehouse.writing() as store,
    ):
        store.session.connection().execute(text(change % "service_notices"))


def test_a_key_is_as_old_as_its_first_use(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        store.key_uses.note({"keks": "k1", "tree_keys": "t1"}, NOON)
        store.key_uses.note({"keks": "k2", "tree_keys": "t1"}, LATER)
    with storehouse.reading() as store:
        found = [(row.ring, row.id, row.since) for row in store.key_uses.all()]
    assert found == [
        ("keks", "k1", NOON), ("keks", "k2", LATER), ("tree_keys", "t1", NOON),
    ]  # fmt: skip
