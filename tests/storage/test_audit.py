"""What is kept of who was refused what, and how auditors read it, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from casework.attempts import is_noted
from casework.audit import Asked, Audit, AuditLine, Knock, rows_of
from casework.conflicts import case_of, known_to
from casework.reading_noted import note_reading
from domain import policies
from domain.audit import Door, LineKind
from domain.case import Case
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.people import Actor, Role
from domain.reads import ReadKind
from storage.accounts import Account, Profile
from storage.conflicts import Declared
from storage.store import Storehouse
from tests import builders
from tests.builders import ADA, AUDREY, HERE, NOON, OTHER_ADA, PAT
from tests.storage.shelf import Shelf

NOT_THEIRS = NotAllowed(Why.NOT_YOUR_ROLE)


@pytest.fixture
def audit(storehouse: Storehouse) -> Audit:
    return Audit(storehouse)


@pytest.fixture
def reader() -> Actor:
    """An adviser whom no other test knows."""
    return Actor(builders.fresh("reader"), (Role.ADVISER,), HERE)


def at(*ids: str, page: str = "/tasks/{task}") -> Knock:
    return Knock(Door.PAGES, page, ids)


def of(audit: Audit, who: Actor, kind: LineKind | None = None) -> list[AuditLine]:
    return audit.page(AUDREY, Asked(who.id, kind)).items


def test_a_refusal_is_kept_with_its_case_its_page_and_the_real_reason(
    shelf: Shelf, audit: Audit, reader: Actor
) -> None:
    case = shelf.case()
    audit.refused(reader, at(case.reference), CaseNotFound(Why.CONFLICT))
    [line] = of(audit, reader)
    assert (line.code, line.references) == ("conflict", (case.reference,))
    assert (line.page, line.role, line.kind) == ("/tasks/{task}", "adviser", "refused")
    assert "declared a conflict" in line.words


def test_the_same_again_within_a_minute_is_one_line(
    shelf: Shelf, audit: Audit, reader: Actor
) -> None:
    case = shelf.case()
    for _ in range(3):
        audit.refused(reader, at(case.reference), NOT_THEIRS)
    assert len(of(audit, reader)) == 1
    audit.refused(reader, at(case.reference, page="/records/{reference}"), NOT_THEIRS)
    audit.refused(reader, at(shelf.case().reference), NOT_THEIRS)
    assert len(of(audit, reader)) == 3


def test_what_was_typed_is_not_kept_nor_what_belongs_to_others(
    shelf: Shelf, audit: Audit, reader: Actor
) -> None:
    theirs = shelf.case(OTHER_ADA)
    for typed in ("Kim Doe", theirs.reference, "a\x00b", ""):
        audit.refused(reader, at(typed), CaseNotFound())
    [line] = of(audit, reader)
    assert (line.references, line.code) == ((), "not_found")


def test_the_wrong_time_is_no_refusal(audit: Audit, reader: Actor) -> None:
    audit.refused(reader, at(), RuleBroken(Why.ALREADY_CLOSED))
    assert of(audit, reader) == []


def test_reads_searches_and_refusals_are_one_list_in_order(
    storehouse: Storehouse, shelf: Shelf, audit: Audit, reader: Actor
) -> None:
    first, second = shelf.case().reference, shelf.case().reference
    note_reading(storehouse, reader, first, ReadKind.CASE_READ)
    audit.refused(reader, at(second), NOT_THEIRS)
    note_reading(storehouse, reader, second, ReadKind.RECORD_READ)
    told = of(audit, reader)
    assert [line.code for line in told] == [
        "record_read", "not_your_role", "case_read",
    ]  # fmt: skip
    assert [line.code for line in of(audit, reader, LineKind.REFUSED)] == [
        "not_your_role"
    ]
    assert len(of(audit, reader, LineKind.READ)) == 2
    assert of(audit, reader, LineKind.SEARCH) == []


def test_pages_of_it_leave_out_nothing_and_repeat_nothing(
    shelf: Shelf, audit: Audit, reader: Actor
) -> None:
    case = shelf.case().reference
    for number in range(60):
        audit.refused(reader, at(case, page=f"/pages/{number}"), NOT_THEIRS)
    seen: list[str] = []
    cursor = None
    while True:
        page = audit.page(AUDREY, Asked(reader.id), cursor)
        seen += [line.page for line in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(f"/pages/{number}" for number in range(60))
    assert [line.page for line in audit.file(AUDREY, Asked(reader.id))] == seen


def test_days_are_those_of_a_clock_in_london_and_both_count(
    audit: Audit, reader: Actor
) -> None:
    audit.refused(reader, at(), NOT_THEIRS)
    day = now().date()
    for first, last, found in (
        (day - timedelta(days=1), day + timedelta(days=1), 1),
        (day + timedelta(days=2), None, 0),
        (None, day - timedelta(days=2), 0),
    ):
        asked = Asked(reader.id, None, first, last)
        assert len(audit.page(AUDREY, asked).items) == found


def test_only_auditors_of_the_organisation_read_it(audit: Audit, reader: Actor) -> None:
    audit.refused(reader, at(), NOT_THEIRS)
    for other in (ADA, PAT, reader, OTHER_ADA):
        with pytest.raises(NotAllowed):
            audit.page(other, Asked())
        with pytest.raises(NotAllowed):
            audit.file(other, Asked())
    elsewhere = replace(AUDREY, organisation=OTHER_ADA.organisation)
    assert audit.page(elsewhere, Asked(reader.id)).items == []


def test_a_line_can_neither_be_changed_nor_taken_out(
    storehouse: Storehouse, audit: Audit, reader: Actor
) -> None:
    audit.refused(reader, at(), NOT_THEIRS)
    for change in ("UPDATE refusals SET why = 'conflict'", "DELETE FROM refusals"):
        with pytest.raises(DBAPIError), storehouse.writing() as store:
            store.session.connection().execute(text(change))
    assert len(of(audit, reader)) == 1


def test_a_spreadsheet_has_a_line_for_each_and_one_of_heads(
    audit: Audit, reader: Actor
) -> None:
    audit.refused(reader, at(), NOT_THEIRS)
    heads, line = rows_of(audit.file(AUDREY, Asked(reader.id)))
    assert len(heads) == len(line)
    assert "not_your_role" in line


# What is kept from whoever has a part in it


@pytest.fixture
def declared(storehouse: Storehouse, shelf: Shelf, reader: Actor) -> Case:
    """A case about somebody with whom the reader declared a conflict afterwards."""
    case = shelf.case()
    profile = Profile("Ira Penn", f"{reader.id}@northgate.example")
    name = builders.content().individuals[0].name
    with storehouse.writing() as store:
        store.accounts.add(Account(reader, profile, "hash"), NOON)
        new = Declared(builders.fresh("conflict"), reader.id, name, NOON)
        store.conflicts.declare(new, HERE)
    return case


def test_a_case_is_kept_from_whoever_declared_a_conflict_later(
    storehouse: Storehouse, declared: Case, reader: Actor
) -> None:
    with storehouse.reading() as store:
        case = case_of(store, reader, declared.reference)
        with pytest.raises(CaseNotFound) as no:
            policies.check_can_see(reader, case)
        assert is_noted(no.value)
        policies.check_can_see(ADA, case_of(store, ADA, declared.reference))
        policies.check_can_see(PAT, case_of(store, PAT, declared.reference))


def test_it_is_not_in_a_list_of_theirs_either(
    storehouse: Storehouse, declared: Case, reader: Actor
) -> None:
    reference = declared.reference
    with storehouse.reading() as store:
        assert known_to(store, reader, [reference]) == frozenset()
        assert known_to(store, ADA, [reference]) == {reference}
        assert known_to(store, PAT, [reference]) == {reference}


def test_a_conflict_does_not_hide_ones_own_request(
    storehouse: Storehouse, declared: Case, reader: Actor
) -> None:
    own = replace(declared, opened_by=reader.id)
    stamp = replace(own.content, conflicted=(reader.id,))
    policies.check_can_see(reader, replace(own, content=stamp))
