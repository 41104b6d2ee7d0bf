"""Finished cases: what they are searched by, and pages that stay as they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people import Actor, Role
from domain.stages import Ending
from storage.closed_cases import ClosedCase, Wanted
from storage.store import Storehouse
from tests import builders
from tests.builders import ELSEWHERE, HERE, NOON
from tests.storage.shelf import Shelf

Paged = Callable[..., list[ClosedCase]]


def somebody() -> Actor:
    return Actor(builders.fresh("closer"), (Role.PRACTITIONER,), HERE)


@pytest.fixture
def page(storehouse: Storehouse) -> Paged:
    def found(wanted: Wanted, limit: int = 50, **more: object) -> list[ClosedCase]:
        with storehouse.reading() as store:
            return store.closed_cases.page(HERE, wanted, limit, **more)  # type: ignore[arg-type]

    return found


def test_what_is_asked_has_to_fit_all_together(shelf: Shelf, page: Paged) -> None:
    by = somebody()
    early = shelf.withdrawn(by, minutes=10).reference
    late = shelf.withdrawn(by, minutes=90).reference
    shelf.case(by)  # still open
    ten, hour = timedelta(minutes=10), timedelta(hours=1)
    own = Wanted(who=by.id)

    def found(**changes: object) -> list[str]:
        return [each.reference for each in page(replace(own, **changes))]  # type: ignore[arg-type]

    assert found() == [late, early]
    assert found(reference=early[-4:]) == [early]
    assert found(since=NOON + ten) == [late, early]
    assert found(since=NOON + hour) == [late]
    assert found(before=NOON + ten) == []
    assert found(before=NOON + hour) == [early]
    assert found(ending="withdrawn", ruleset="HMG-2018", role="practitioner") == [
        late, early,
    ]  # fmt: skip
    assert found(ending="shared") == found(ruleset="DFE-2024") == []
    assert found(role="adviser") == []
    assert found(among=(early,)) == [early]
    assert found(among=()) == []
    assert found(reference="%") == []


def test_a_finished_case_says_how_it_ended_and_under_which_rules(
    shelf: Shelf, page: Paged
) -> None:
    by = somebody()
    case = shelf.withdrawn(by, minutes=5)
    (line,) = page(Wanted(who=by.id))
    assert (line.reference, line.ending) == (case.reference, Ending.WITHDRAWN)
    assert (line.opened_by, line.ruleset) == (by.id, "HMG-2018")
    assert line.closed_at == NOON + timedelta(minutes=5)


def test_pages_lead_on_and_back_and_new_cases_move_nothing(
    shelf: Shelf, page: Paged
) -> None:
    by = somebody()
    cases = [shelf.withdrawn(by, minutes=n // 2).reference for n in range(6)][::-1]
    own = Wanted(who=by.id)
    first = page(own, 2)
    second = page(own, 2, place=first[-1].place)
    shelf.withdrawn(by, minutes=99)  # a newer one, meanwhile
    third = page(own, 2, place=second[-1].place)
    assert [each.reference for each in first + second + third] == cases
    back = page(own, 2, place=third[0].place, newer=True)
    assert back == second[::-1]  # nearest first


def test_another_organisation_finds_nothing(
    shelf: Shelf, storehouse: Storehouse
) -> None:
    by = somebody()
    shelf.withdrawn(by)
    with storehouse.reading() as store:
        assert store.closed_cases.page(ELSEWHERE, Wanted(who=by.id), 9) == []
        assert "HMG-2018" in store.closed_cases.rule_sets(HERE)
