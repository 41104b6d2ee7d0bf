"""What silence brings: reminders, an end on record, and never a decision."""

from datetime import timedelta

import pytest

from domain.acts import Act
from domain.informing import Told
from domain.release import ReleaseState
from domain.stages import Ending, Stage
from domain.terms import ApprovalPolicy, Timings
from tests.builders import (
    DOUBTFUL,
    KIM,
    MUM,
    SURE,
    URGENT,
    a_confirmation,
    a_question,
    a_receipt,
    a_refusal,
    a_reply,
    an_answer,
    an_opening,
    telling,
)  # fmt: skip
from tests.workflow.conftest import Play

DAY = timedelta(days=1)
DAILY = Timings(
    practitioner=(DAY, DAY),
    emergency=(DAY,),
    standard=(DAY,),
    follow_up=(DAY,),
    available_for=2 * DAY,
)
A_BIT = timedelta(hours=1)


def nobody_told() -> tuple[Act, ...]:
    return telling(Told.NO, KIM), telling(Told.NO, MUM)


async def test_a_draft_that_is_left_is_reminded_of_and_then_lapses_on_record(
    play: Play,
) -> None:
    case = play(timings=DAILY)
    await case.does(an_opening())
    await case.time_passes(2 * DAY + A_BIT)
    assert (await case.ends()).ending is Ending.LAPSED
    assert case.log == ["opened", "remind practitioner", "reminded", "lapsed", "seal"]


async def test_an_adviser_is_reminded_for_days_and_nothing_is_ever_decided(
    play: Play,
) -> None:
    case = play(timings=DAILY)
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.notebook.until("call adviser")
    await case.time_passes(3 * DAY + A_BIT)
    await case.notebook.until("reminded", times=3)
    assert case.log.count("remind adviser") == 3
    assert (case.case.stage, case.case.decision) == (Stage.WITH_ADVISER, None)


async def test_a_missing_approval_is_reminded_of_and_approves_nothing(
    play: Play,
) -> None:
    case = play(timings=DAILY, approval=ApprovalPolicy.ALWAYS)
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("call adviser")
    await case.time_passes(2 * DAY + A_BIT)
    await case.notebook.until("reminded", times=2)
    assert case.case.stage is Stage.AWAITING_APPROVAL
    assert "freeze" not in case.log


async def test_what_nobody_collects_expires_and_the_case_is_closed(play: Play) -> None:
    case = play(timings=DAILY)
    case.notebook.lasts = timedelta(days=2, hours=12)
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told())
    await case.time_passes(3 * DAY)
    ended = await case.ends()
    assert case.log[-8:] == [
        "remind recipient", "reminded", "remind recipient", "reminded", "expire",
        "expired", "finished", "seal",
    ]  # fmt: skip
    assert ended.release is not None
    assert ended.release.state is ReleaseState.EXPIRED


async def test_a_release_that_expires_leaves_the_rest_still_owed(play: Play) -> None:
    case = play(timings=DAILY)
    case.notebook.lasts = timedelta(hours=2)
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    await case.time_passes(timedelta(hours=3))
    await case.notebook.until("expired")
    assert case.case.stage is Stage.FOLLOWING_UP
    await case.does(*nobody_told())
    assert (await case.ends()).ending is Ending.SHARED


async def test_an_adviser_is_reminded_of_a_review_that_is_owed(play: Play) -> None:
    case = play(timings=DAILY)
    await case.does(an_opening(), an_answer(URGENT), a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())
    await case.time_passes(DAY + A_BIT)
    await case.notebook.until("remind adviser")
    assert case.case.is_open


async def test_anything_done_puts_the_reminder_off(play: Play) -> None:
    case = play(timings=DAILY)
    await case.does(an_opening())
    await case.time_passes(timedelta(hours=20))
    await case.does(an_answer(DOUBTFUL))
    await case.time_passes(timedelta(hours=20))
    assert "remind practitioner" not in case.log


@pytest.mark.parametrize("closes", [True, False])
async def test_a_reminder_that_a_decision_overtakes_leaves_no_line_after_it(
    play: Play, *, closes: bool
) -> None:
    case = play(timings=DAILY)
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.notebook.until("call adviser")
    mail = case.notebook.holds("remind")  # the mail server stalls
    await case.time_passes(DAY)
    await case.notebook.until("begins: remind")
    writing = case.notebook.holds("record")
    quick = a_refusal() if closes else a_question()
    await case.sends(quick)
    await case.notebook.until("begins: record")
    mail.set()
    await case.has_heard_of("remind")
    writing.set()
    assert (await case.notebook.outcome_of(quick)).accepted
    if closes:
        await case.ends()
    else:
        await case.does(a_reply(), a_refusal())
        await case.ends()
    assert "reminded" not in case.log
