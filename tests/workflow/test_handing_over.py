"""What its sender hands over themselves, on a real server."""

from dataclasses import replace
from datetime import timedelta

from domain.release import Way
from domain.stages import Ending, Stage
from tests.builders import (
    a_hand_over,
    a_way_chosen,
    a_withdrawal,
    an_answer,
    an_opening,
)
from tests.workflow.stage import Played
from tests.workflow.test_paths import is_sealed, nobody_told


async def is_made_ready(case: Played) -> None:
    chosen = a_way_chosen(Way.POST)
    await case.does(an_opening(), an_answer(), chosen)
    await case.notebook.until("made_ready")


async def test_it_waits_for_its_sender_and_then_goes_on(case: Played) -> None:
    await is_made_ready(case)
    release = case.case.release
    assert release is not None
    given = a_hand_over(digest=release.digest, at=release.at)
    await case.does(replace(given, at=release.at))
    await case.does(*nobody_told())
    assert (await is_sealed(case)).ending is Ending.SHARED
    made = case.log[case.log.index("freeze") :]
    assert made[:5] == ["freeze", "package", "activate", "made_ready", "handed_over"]


async def test_its_sender_is_reminded_and_may_withdraw(case: Played) -> None:
    await is_made_ready(case)
    await case.time_passes(timedelta(days=30))
    await case.notebook.until("remind practitioner")
    assert case.case.stage is Stage.SHARING
    await case.does(a_withdrawal())
    assert (await is_sealed(case)).ending is Ending.WITHDRAWN
    assert "announce" not in case.log
