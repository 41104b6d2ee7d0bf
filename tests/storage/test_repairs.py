"""Repairs are wished for once and never rewritten; findings last while they are so."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.repairs import Repair
from domain.stuck import Stuck
from storage.cases import readable_case
from storage.repairs import KeptRepair, Result
from storage.store import Storehouse
from storage.tables import CaseRow
from tests.builders import HERE, NOON, OLA, fresh
from tests.storage.shelf import Shelf, at_once


def wished(
    storehouse: Storehouse, repair: Repair = Repair.TRY_NOW, batch: str = ""
) -> KeptRepair:
    kept = KeptRepair(
        fresh("repair"), HERE, fresh("SR"), repair, OLA.id, NOON, {}, batch
    )
    with storehouse.writing() as store:
        assert store.repairs.add(kept)
        assert not store.repairs.add(kept)
    return kept


def due(storehouse: Storehouse) -> list[str]:
    with storehouse.reading() as store:
        return [each.id for each in store.repairs.due(NOON + timedelta(hours=1))]


def test_what_was_wished_is_due_until_something_came_of_it(
    storehouse: Storehouse,
) -> None:
    kept = wished(storehouse)
    assert kept.id in due(storehouse)
    with storehouse.writing() as store:
        assert store.repairs.settle(kept.id, Result(True, NOON))
        assert not store.repairs.settle(kept.id, Result(False, NOON, "late"))
        assert store.repairs.of(kept.reference)[0].result == Result(True, NOON)
    assert kept.id not in due(storehouse)


def test_of_two_who_did_it_one_says_what_came_of_it(storehouse: Storehouse) -> None:
    kept = wished(storehouse)
    said = at_once(
        storehouse,
        [lambda store: store.repairs.settle(kept.id, Result(True, NOON))] * 4,
    )
    assert sorted(map(str, said)) == ["False", "False", "False", "True"]


def test_what_waits_for_a_second_person_or_was_stopped_is_not_due(
    storehouse: Storehouse,
) -> None:
    proposed = wished(storehouse, Repair.CANCEL)
    batch = fresh("batch")
    several = wished(storehouse, batch=batch)
    assert several.id in due(storehouse)
    with storehouse.writing() as store:
        assert store.repairs.proposed(proposed.reference) == proposed
        store.repairs.stop(batch, OLA.id, NOON)
    assert not {proposed.id, several.id} & set(due(storehouse))


@pytest.mark.parametrize("change", ["UPDATE {} SET {}={}", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("repairs", "codes"), ("repair_outcomes", "why"), ("repair_stops", "by")],
)
def test_nobody_rewrites_what_operations_did(
    storehouse: Storehouse, change: str, table: str, column: str
) -> None:
    kept = wished(storehouse, batch=fresh("batch"))
    with storehouse.writing() as store:
        store.repairs.settle(kept.id, Result(True, NOON))
        store.repairs.stop(kept.batch, OLA.id, NOON)
    with (
        pytest.raises(DBAPIError, match="only added to"),
        storehouse.writing() as store,
    ):
        store.session.connection().execute(text(change.format(table, column, column)))


def test_a_finding_keeps_its_first_moment_and_goes_when_it_is_so_no_more(
    shelf: Shelf,
) -> None:
    case, kind = shelf.in_doubt(), Stuck.NO_WORKFLOW
    later = NOON + timedelta(minutes=3)
    with shelf.storehouse.writing() as store:
        store.findings.keep(kind, {case.reference: ""}, NOON)
        store.findings.keep(kind, {case.reference: "again"}, later)
        found = store.findings.in_organisation(HERE)
        kept = [each for each in found if each.reference == case.reference]
        assert [(each.since, each.code) for each in kept] == [(NOON, "again")]
        store.findings.keep(kind, {}, later)
        assert store.findings.of_kind(kind) == []


def test_an_act_that_cannot_be_read_keeps_no_other_case_waiting(shelf: Shelf) -> None:
    broken, whole = shelf.case(), shelf.case()
    with shelf.storehouse.writing() as store:
        store.session.connection().execute(
            text(
                "UPDATE acts SET codes='{', sent_at=NULL, applied_at=NULL,"
                " accepted=NULL WHERE reference=:it"
            ),
            {"it": broken.reference},
        )
        store.session.connection().execute(
            text(
                "UPDATE acts SET sent_at=NULL, applied_at=NULL, accepted=NULL"
                " WHERE reference=:it"
            ),
            {"it": whole.reference},
        )
    with shelf.storehouse.reading() as store:
        unsent = {each.reference for each in store.acts.unsent()}
    assert whole.reference in unsent
    assert broken.reference not in unsent


def test_a_case_that_somebody_wrote_to_is_none_for_a_list(shelf: Shelf) -> None:
    case = shelf.case()
    with shelf.storehouse.writing() as store:
        assert readable_case(store.session, case.reference) == case
        store.session.get_one(CaseRow, case.reference).body = "{"
        store.session.flush()
        assert readable_case(store.session, case.reference) is None
