"""How everything runs: who may look, and requests that are no case yet."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.clock import now
from casework.running import Running
from casework.stuck import StuckList
from casework.today import TodayBoard
from domain.case_filter import CaseFilter, Counted
from domain.errors import CaseNotFound, NotAllowed
from domain.people import Actor
from tests import builders
from tests.builders import ADA, ELSEWHERE, OLA, PAT
from tests.storage.shelf import Shelf, fresh_storehouse

WAITING = CaseFilter(only=Counted.UNAPPLIED)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    file: Path = tmp_path_factory.mktemp("running") / "running.db"
    storehouse = fresh_storehouse(f"sqlite:///{file}")
    yield Shelf(storehouse)
    storehouse.database.close()


@pytest.fixture(scope="module")
def running(shelf: Shelf) -> Running:
    return Running(shelf.storehouse, StuckList(shelf.storehouse))


Look = Callable[[Running, Actor], object]


@pytest.mark.parametrize(
    "look",
    [
        lambda running, actor: running.check(actor),
        lambda running, actor: running.choices(actor),
        lambda running, actor: running.cases(actor, CaseFilter()),
        lambda running, actor: running.count(actor, CaseFilter()),
        lambda running, actor: running.every(actor, CaseFilter()),
        lambda running, actor: running.case(actor, "SR-0000-0000"),
    ],
)
@pytest.mark.parametrize("actor", [PAT, ADA], ids=["practitioner", "adviser"])
def test_only_operations_see_how_cases_run(
    running: Running, look: Look, actor: Actor
) -> None:
    with pytest.raises(NotAllowed):
        look(running, actor)


def test_a_request_whose_opening_waits_is_listed_counted_and_shown(
    shelf: Shelf, running: Running
) -> None:
    reference = "SR-WAIT-0001"
    opening = replace(builders.an_opening(), at=now() - timedelta(minutes=5))
    with shelf.storehouse.writing() as store:
        store.keys.create(f"case:{reference}")
        store.acts.store(reference, opening, {})
    listed = running.cases(OLA, WAITING).items
    assert [line.reference for line in listed] == [reference]
    assert running.count(OLA, WAITING) == 1
    board = TodayBoard(shelf.storehouse, StuckList(shelf.storehouse))
    assert board.today(OLA).numbers[Counted.UNAPPLIED] == 1
    shown = running.case(OLA, reference)
    assert (shown.line.stage, shown.line.waiting_on) == ("gathering", "sharewell")
    assert [act.kind for act in shown.acts] == ["Open"]
    with pytest.raises(CaseNotFound):
        running.case(replace(OLA, organisation=ELSEWHERE), reference)


def test_a_cursor_that_nobody_gave_out_begins_at_the_start(
    shelf: Shelf, running: Running
) -> None:
    first = shelf.case(minutes=-100_000)
    page = running.cases(OLA, CaseFilter(), "nowhere")
    assert page.items[0].reference == first.reference
