"""A record that is not valid is not sealed, and operations see where it fails."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, update
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.record import RecordingActivities
from activities.record_check import RecordInvalid
from activities.troubles import TroubleWatch
from activities.workplace import Workplace
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from casework.running import Running
from casework.stuck import StuckList
from domain.case import Case
from domain.case_filter import CaseFilter, Counted
from domain.happenings import What
from storage.tables import OrganisationRow
from tests.adapters.test_settings import settings
from tests.builders import HERE, OLA
from tests.storage.shelf import Shelf, fresh_storehouse


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("sealing")
    storehouse = fresh_storehouse(f"sqlite:///{folder / 'sharewell.db'}")
    yield Shelf(storehouse)
    storehouse.database.close()


def moves(shelf: Shelf, nation: str) -> None:
    """Where the organisation is, as the database has it."""
    here = col(OrganisationRow.id) == HERE
    with shelf.storehouse.writing() as store:
        store.session.exec(update(OrganisationRow).where(here).values(nation=nation))


class Sealing(ActivityInboundInterceptor):
    """The step as a worker runs it."""

    def __init__(self, shelf: Shelf) -> None:
        ours = settings()
        work = Workplace(ours, shelf.storehouse, Postman(ours), Rulebook())
        self._work = RecordingActivities(work)

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        self._work.finalise(*input.args)


async def seal(shelf: Shelf, case: Case) -> None:
    watch = TroubleWatch(shelf.storehouse).intercept_activity(Sealing(shelf))
    step = ExecuteActivityInput(lambda: None, [case], None, {})
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, activity_type="finalise")
    await environment.run(watch.execute_activity, step)


async def test_an_invalid_record_is_not_sealed_until_it_is_put_right(
    shelf: Shelf,
) -> None:
    case = shelf.withdrawn()
    running = Running(shelf.storehouse, StuckList(shelf.storehouse))
    moves(shelf, "atlantis")
    with pytest.raises(RecordInvalid):
        await seal(shelf, case)
    moves(shelf, "england")
    with shelf.storehouse.reading() as store:
        assert store.records.get(case.reference) is None
        whats = [line.entry.what for line in store.timeline.of(case.reference)]
        assert What.SEALED not in whats
        assert "atlantis" not in str(store.troubles.of(case.reference))
    troubles = running.case(OLA, case.reference).troubles
    told = [(each.step, each.kind) for each in troubles]
    assert told == [("finalise", "RecordInvalid nation (enum)")]
    found = running.cases(OLA, CaseFilter(only=Counted.FAILING))
    assert case.reference in [line.reference for line in found.items]
    await seal(shelf, case)
    with shelf.storehouse.reading() as store:
        assert store.records.get(case.reference) is not None
