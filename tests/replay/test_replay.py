"""Cases that began under an older Sharewell go on under this one.

A history is never made anew to make this green: somebody's case is running on it.
"""

from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from activities.worker import runner
from tests.replay.plays import EVERY, OPEN
from tests.workflow.stage import CONVERTER
from workflows.share_request import ShareRequestWorkflow

HISTORIES = Path(__file__).parent / "histories"
ENDED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED
BROKEN = (
    "A case like “{name}” that is running now would stop here: the workflow takes "
    "other steps than it did. Never record its history again to make this green. Put "
    "the new steps behind `workflow.patched(…)` and keep the old ones.\n\n{fault}"
)


def history(name: str) -> WorkflowHistory:
    text = (HISTORIES / f"{name}.json").read_text(encoding="utf-8")
    return WorkflowHistory.from_json(name, text)


async def fault_in(kept: WorkflowHistory) -> Exception | None:
    replayer = Replayer(
        workflows=[ShareRequestWorkflow],
        workflow_runner=runner(),
        data_converter=CONVERTER,
    )
    result = await replayer.replay_workflow(kept, raise_on_replay_failure=False)
    return result.replay_failure


@pytest.mark.parametrize("name", EVERY)
async def test_a_case_that_began_earlier_goes_on(name: str) -> None:
    fault = await fault_in(history(name))
    if fault is not None:
        pytest.fail(BROKEN.format(name=name, fault=fault))


@pytest.mark.parametrize("name", EVERY)
def test_each_history_is_of_a_case_that_ended_or_of_one_still_open(name: str) -> None:
    last = history(name).events[-1].event_type
    assert (last == ENDED) == (name not in OPEN)


def test_every_history_is_played_and_every_play_has_its_history() -> None:
    assert {file.stem for file in HISTORIES.glob("*.json")} == set(EVERY)


def test_nothing_in_a_history_can_be_read_without_its_key() -> None:
    for name in EVERY:
        text = (HISTORIES / f"{name}.json").read_text(encoding="utf-8")
        assert "northgate" not in text
        assert "gathering" not in text


async def test_a_history_with_another_step_in_it_is_noticed() -> None:
    kept = history("sure")
    for event in kept.events:
        scheduled = event.activity_task_scheduled_event_attributes
        if scheduled.activity_type.name == "announce":
            scheduled.activity_type.name = "remind"
    fault = await fault_in(kept)
    assert fault is not None
    assert "TMPRL1100" in str(fault)
