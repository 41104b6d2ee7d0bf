"""The log of all cases: whoever changes anything behind its back is found out."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from adapters.tree_keys import TreeKeys
from casework.tree_checking import Kept, head_line, kept_heads
from casework.tree_sealing import TreeBroken, TreeSealing
from casework.verifying import Verifying
from domain.access import RECIPIENT, Access, AccessLine
from domain.people import Role
from domain.timeline import Entry, What
from storage.store import Storehouse
from storage.tree import signed_head
from tests import builders
from tests.builders import HERE, NOON
from tests.postgres import Postgres
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf, fresh_storehouse, new_release

KEYS = TreeKeys({"t1": os.urandom(32)}, "t1")
OTHERS = TreeKeys({"t1": os.urandom(32)}, "t1")


class Deployment:
    """A database of its own, with three cases, signed twice."""

    def __init__(self, storehouse: Storehouse) -> None:
        self.storehouse = storehouse
        self.shelf = Shelf(storehouse)
        self.sealing = TreeSealing(storehouse, KEYS, timedelta(minutes=15))
        first = self.shelf.case()
        self.ended = self.shelf.withdrawn().reference
        self.sealing.seal()
        self.shelf.take(first, builders.an_answer(builders.DOUBTFUL, send=True))
        self.open = first.reference
        self.shared = self.shelf.case().reference
        self.release = released(storehouse, self.shared)
        with storehouse.writing() as store:
            store.records.seal(self.ended, '{"timeline":[]}', NOON)
        self.sealing.seal()

    @property
    def names(self) -> dict[str, str]:
        return {
            "open": self.open,
            "ended": self.ended,
            "shared": self.shared,
            "release": self.release,
        }

    def faults(
        self, kept: list[Kept] | None = None, keys: TreeKeys = KEYS
    ) -> list[str]:
        walked = Verifying(self.storehouse, keys.public, lambda done, of: None)
        return walked.walk(kept=kept or []).faults

    def kept(self) -> list[Kept]:
        """What was exported and lies elsewhere."""
        with self.storehouse.reading() as store:
            lines = [head_line(signed_head(row)) for row in store.tree.heads()]
        return kept_heads("\n".join(lines))

    def tamper(self, *statements: str) -> None:
        with tampering(self.storehouse.database) as connection:
            for each in statements:
                used = {k: v for k, v in self.names.items() if f":{k}" in each}
                connection.execute(text(each), used)


def released(storehouse: Storehouse, reference: str) -> str:
    """The id of a release of this case, with two lines in its log."""
    new = new_release()
    with storehouse.writing() as store:
        store.releases.make(reference, HERE, builders.content(), new)
        for what in (Access.RELEASED, Access.OPENED):
            store.release_log.add(new.id, AccessLine(what, RECIPIENT, NOON))
    return new.id


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deployment]:
    url = f"sqlite:///{tmp_path / 'sharewell.db'}"
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.new_database()
    storehouse = fresh_storehouse(url)
    yield Deployment(storehouse)
    storehouse.database.close()


def test_what_nobody_touched_holds(here: Deployment) -> None:
    walked = Verifying(here.storehouse, KEYS.public, lambda done, of: None)
    found = walked.walk(kept=here.kept())
    assert found.faults == []
    assert (found.cases, found.heads, found.leaves) == (3, 2, 5)


def test_a_case_that_went_on_since_it_was_signed_still_holds(here: Deployment) -> None:
    case = here.shelf.case()
    here.shelf.take(case, builders.a_withdrawal())
    assert here.faults(here.kept()) == []


def test_progress_is_told_with_how_much_there_is(here: Deployment) -> None:
    told: list[tuple[int, int]] = []
    walked = Verifying(
        here.storehouse, KEYS.public, lambda done, of: told.append((done, of))
    )
    walked.walk()
    assert told[-1] == (7, 7)


TAMPERINGS = {
    "an altered entry": (
        ["UPDATE timeline SET actor = 'x' WHERE reference = :ended AND number = 1"],
        "entry 1 of {ended} was altered",
    ),
    "an entry of a kind that nothing has": (
        ["UPDATE timeline SET what = 'x' WHERE reference = :ended AND number = 1"],
        "entry 1 of {ended} was altered",
    ),
    "a removed entry": (
        ["DELETE FROM timeline WHERE reference = :open AND number = 1"],
        "entry 1 of {open} is missing",
    ),
    "two entries that changed places": (
        [
            "UPDATE timeline SET number = -1 WHERE reference = :ended AND number = 1",
            "UPDATE timeline SET number = 1 WHERE reference = :ended AND number = 2",
            "UPDATE timeline SET number = 2 WHERE reference = :ended AND number = -1",
        ],
        "entry 1 of {ended} does not follow the one before",
    ),
    "a chain cut short": (
        ["DELETE FROM timeline WHERE reference = :ended AND number = 2"],
        "the newest entries of {ended} are missing",
    ),
    "a chain cut short together with its end": (
        [
            "DELETE FROM timeline WHERE reference = :ended AND number = 2",
            "UPDATE cases SET entries = 1, head = (SELECT hash FROM timeline "
            "WHERE reference = :ended AND number = 1) WHERE reference = :ended",
        ],
        "entry 2 of {ended} is not the one that was signed",
    ),
    "a deleted case": (
        [
            "DELETE FROM records WHERE reference = :ended",
            "DELETE FROM timeline WHERE reference = :ended",
            "DELETE FROM stays WHERE reference = :ended",
            "DELETE FROM cases WHERE reference = :ended",
        ],
        "the case {ended} was deleted",
    ),
    "an altered line of a release": (
        ["UPDATE release_log SET actor = 'x' WHERE release = :release AND number = 1"],
        "line 1 of {release} was altered",
    ),
    "a removed line of a release": (
        ["DELETE FROM release_log WHERE release = :release AND number = 1"],
        "line 1 of {release} is missing",
    ),
    "a log of a release cut short together with its end": (
        [
            "DELETE FROM release_log WHERE release = :release AND number = 2",
            "UPDATE releases SET log_lines = 1, log_head = (SELECT hash FROM "
            "release_log WHERE release = :release) WHERE reference = :shared",
        ],
        "line 2 of the release of {shared} is not the one that was signed",
    ),
    "a release that was deleted": (
        [
            "DELETE FROM release_log WHERE release = :release",
            "DELETE FROM releases WHERE reference = :shared",
        ],
        "line 2 of the release of {shared} is not the one that was signed",
    ),
    "a record of which a bit changed": (
        ["UPDATE records SET digest = 'x' WHERE reference = :ended"],
        "the record of {ended} is not the one that was signed",
    ),
    "a record exchanged for another": (
        [
            "UPDATE records SET body_sealed = (SELECT body_sealed FROM contents "
            "WHERE reference = :open) WHERE reference = :ended"
        ],
        "the record of {ended} was altered",
    ),
    "a deleted record": (
        ["DELETE FROM records WHERE reference = :ended"],
        "the record of {ended} was deleted",
    ),
    "an altered leaf": (
        ["UPDATE tree_leaves SET head = 'x' WHERE number = 0"],
        "leaf 0 of the log was altered",
    ),
    "a leaf that was altered with its hash": (
        ["UPDATE tree_leaves SET hash = replace(hash, 'a', 'b') WHERE number = 0"],
        "leaf 0 of the log was altered",
    ),
    "a removed leaf": (
        ["DELETE FROM tree_leaves WHERE number = 1"],
        "leaf 1 of the log is missing",
    ),
    "the newest leaves removed": (
        ["DELETE FROM tree_leaves WHERE number > 1"],
        "the newest leaves of the log are missing",
    ),
    "the newest head removed": (
        ["DELETE FROM tree_heads WHERE number = 2"],
        "the newest signed heads of the log are missing",
    ),
    "the first head removed": (
        ["DELETE FROM tree_heads WHERE number = 1"],
        "signed head 1 of the log is missing",
    ),
    "a head of another size": (
        ["UPDATE tree_heads SET size = 4 WHERE number = 2"],
        "the signature of signed head 2 does not hold",
    ),
    "a head that follows another": (
        ["UPDATE tree_heads SET previous = root WHERE number = 2"],
        "signed head 2 does not follow the one before",
    ),
}


@pytest.mark.parametrize(("statements", "fault"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_whoever_has_the_database_is_found_out(
    here: Deployment, statements: list[str], fault: str
) -> None:
    here.tamper(*statements)
    assert fault.format(**here.names) in here.faults()


def test_a_chain_that_was_written_anew_with_good_hashes_is_found_out(
    here: Deployment,
) -> None:
    """Whoever knows how hashes are made can make new ones; what was signed stays."""
    here.tamper(
        "DELETE FROM timeline WHERE reference = :ended",
        "UPDATE cases SET entries = 0, head = '' WHERE reference = :ended",
    )
    with here.storehouse.writing() as store:
        for number, what in enumerate((What.OPENED, What.SEALED)):
            entry = Entry(what, "somebody", Role.SYSTEM, NOON)
            store.timeline.add(here.ended, f"forged:{number}", entry)
    assert f"entry 2 of {here.ended} is not the one that was signed" in here.faults()


def test_a_database_rolled_back_is_found_out_by_heads_kept_elsewhere(
    here: Deployment,
) -> None:
    kept = here.kept()
    here.tamper(
        "DELETE FROM tree_heads WHERE number = 2",
        "DELETE FROM tree_leaves WHERE number > 1",
    )
    assert here.faults() == []  # by itself it cannot know
    assert here.faults(kept) == [
        "the database is older than signed head 2, kept elsewhere (line 2): that "
        "covers 5 leaves, and here are 2"
    ]


def test_a_database_rolled_back_that_ran_on_is_found_out(here: Deployment) -> None:
    kept = here.kept()
    here.tamper(
        "DELETE FROM tree_heads WHERE number = 2",
        "DELETE FROM tree_leaves WHERE number > 1",
        "DELETE FROM records WHERE reference = :ended",
    )
    for _ in range(3):
        here.shelf.withdrawn()
    here.sealing.seal()
    assert here.faults() == []
    assert here.faults(kept) == [
        "the log is not what signed head 2, kept elsewhere (line 2) says of it"
    ]


def test_another_key_of_the_same_name_signs_nothing_of_ours(here: Deployment) -> None:
    assert "the signature of signed head 1 does not hold" in here.faults(keys=OTHERS)


def test_a_line_that_is_no_head_is_named(here: Deployment) -> None:
    assert here.faults(kept_heads('{"head": 1}')) == [
        "line 1 of the kept heads is no signed head"
    ]


def test_a_place_that_cannot_be_read_is_named_and_the_rest_is_walked(
    here: Deployment,
) -> None:
    if here.storehouse.database.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL keeps no date that is none")
    here.tamper(
        "UPDATE timeline SET at = 'garbage' WHERE reference = :open",
        "UPDATE timeline SET actor = 'x' WHERE reference = :ended AND number = 1",
    )
    found = here.faults()
    assert f"the account of {here.open} cannot be read (ValueError)" in found
    assert f"entry 1 of {here.ended} was altered" in found


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        ("DELETE FROM tree_heads", "heads_missing"),
        ("DELETE FROM tree_leaves WHERE number = 4", "leaves_missing"),
        ("UPDATE tree_heads SET root = 'ab' WHERE number = 2", "head_altered"),
        ("UPDATE tree_heads SET edge = 'ab' WHERE number = 2", "edge_altered"),
    ],
)
def test_nothing_is_added_to_a_log_that_is_not_as_it_was_signed(
    here: Deployment, harm: str, why: str
) -> None:
    here.tamper(harm)
    with pytest.raises(TreeBroken, match=why):
        here.sealing.seal()


def test_nothing_is_signed_before_its_time_except_a_record(here: Deployment) -> None:
    here.shelf.withdrawn()
    here.sealing.round()
    assert len(here.kept()) == 2
    with here.storehouse.writing() as store:
        store.records.seal(here.open, "{}", NOON)
    here.sealing.round()
    assert len(here.kept()) == 3
    here.sealing.round()
    assert len(here.kept()) == 3


def test_a_head_is_signed_when_it_is_time_also_when_nothing_changed(
    here: Deployment,
) -> None:
    TreeSealing(here.storehouse, KEYS, timedelta(0)).round()
    newest = here.kept()[-1].signed
    assert newest is not None
    assert (newest.head.number, newest.head.size) == (3, 5)


def test_many_cases_go_into_several_heads(
    here: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.tree_sealing.MOST", 2)
    for _ in range(5):
        here.shelf.withdrawn()
    here.sealing.seal()
    sizes = [each.signed.head.size for each in here.kept() if each.signed]
    assert sizes == [2, 5, 7, 9, 10]
    assert here.faults(here.kept()) == []


def test_two_workers_at_once_add_each_leaf_once(here: Deployment) -> None:
    for _ in range(10):
        here.shelf.withdrawn()
    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(here.sealing.seal) for _ in range(3)]:
            done.result()
    with here.storehouse.reading() as store:
        assert store.tree.size() == 15
    assert here.faults() == []


@pytest.mark.parametrize("table", ["tree_leaves", "tree_heads"])
@pytest.mark.parametrize("change", ["UPDATE {} SET number = 9", "DELETE FROM {}"])
def test_the_log_can_be_neither_changed_nor_removed(
    here: Deployment, table: str, change: str
) -> None:
    with (
        pytest.raises(DBAPIError, match=f"{table} is only added to"),
        here.storehouse.database.engine.begin() as connection,
    ):
        connection.execute(text(change.format(table)))


def test_a_database_in_another_time_zone_says_the_same(here: Deployment) -> None:
    engine = here.storehouse.database.engine
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite knows no time zones")

    @event.listens_for(engine, "connect")
    def _elsewhere(connection: Any, record: object) -> None:
        connection.execute("SET TIME ZONE 'Asia/Kathmandu'")
        connection.commit()

    engine.dispose()
    assert here.faults(here.kept()) == []
