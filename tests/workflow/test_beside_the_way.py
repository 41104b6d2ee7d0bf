"""A masked question, another way, a telephone call: ways beside the usual one."""

from datetime import timedelta

import pytest

from domain.informing import Told
from domain.narration import Reading, sentence
from domain.release import ReleaseState
from domain.stages import Ending, Signpost, Stage
from domain.timeline import What
from tests.builders import (
    EMPTY_STAMP,
    KIM,
    MUM,
    SPOKEN_STAMP,
    STAMP,
    SURE,
    URGENT,
    a_call,
    a_completion,
    a_confirmation,
    a_description,
    a_masked_question,
    a_receipt,
    a_review,
    an_answer,
    an_approval,
    an_opening,
    guidance,
    settling,
    showing_the_way,
    telling,
)
from tests.workflow.conftest import Play
from tests.workflow.stage import Played


async def asks_first(case: Played) -> None:
    await case.does(an_opening(stamp=EMPTY_STAMP), a_masked_question())
    await case.notebook.until("call adviser")


async def test_a_masked_question_is_answered_and_that_was_all(case: Played) -> None:
    await asks_first(case)
    await case.does(guidance(), settling())
    assert (await case.ends()).ending is Ending.ADVISED
    assert case.log == [
        "opened", "asked_first", "call adviser", "guided", "settled", "seal",
    ]  # fmt: skip


async def test_the_answer_becomes_the_start_of_a_request(case: Played) -> None:
    await asks_first(case)
    await case.does(guidance(), a_description(STAMP), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    assert case.case.stage is Stage.FOLLOWING_UP


async def test_a_masked_question_waits_until_somebody_answers(case: Played) -> None:
    await asks_first(case)
    await case.time_passes(timedelta(days=3))
    await case.notebook.until("remind adviser")
    assert not (await case.does(an_approval(digest=EMPTY_STAMP.digest))).accepted
    assert (await case.does(guidance())).accepted


async def test_what_goes_another_way_ends_at_once(case: Played) -> None:
    to = Signpost.SUBJECT_ACCESS
    await case.does(an_opening(stamp=EMPTY_STAMP), showing_the_way(to))
    ended = await case.ends()
    assert (ended.ending, ended.signposted) == (Ending.SIGNPOSTED, to)
    assert case.log == ["opened", "signposted", "seal"]


@pytest.mark.parametrize("reviewed_first", [True, False])
async def test_an_urgent_share_ends_reviewed_and_complete(
    play: Play, *, reviewed_first: bool
) -> None:
    case = play(completes_urgent=True)
    await case.does(an_opening(), an_answer(URGENT), a_confirmation())
    await case.notebook.until("announce")
    await case.does(telling(Told.NO, KIM), telling(Told.NO, MUM), a_receipt())
    owed = [a_review(), a_completion()]
    first, second = owed if reviewed_first else owed[::-1]
    await case.does(first)
    assert case.case.is_open
    await case.does(second)
    assert (await case.ends()).ending is Ending.SHARED


async def test_who_owes_the_rest_of_a_record_is_reminded(play: Play) -> None:
    case = play(completes_urgent=True)
    await case.does(an_opening(), an_answer(URGENT), a_confirmation())
    await case.notebook.until("announce")
    await case.does(telling(Told.NO, KIM), telling(Told.NO, MUM), a_receipt())
    await case.does(a_review())
    await case.time_passes(timedelta(days=1, minutes=1))
    await case.notebook.until("remind practitioner")


async def test_what_was_told_by_telephone_waits_for_no_recipient(play: Play) -> None:
    case = play(completes_urgent=True)
    calling = a_call(digest=SPOKEN_STAMP.digest)
    await case.does(an_opening(stamp=SPOKEN_STAMP), an_answer(URGENT), calling)
    await case.notebook.until("announce")
    await case.does(telling(Told.NO, KIM), telling(Told.NO, MUM))
    await case.does(a_review(), a_completion())
    ended = await case.ends()
    assert ended.release is not None
    assert ended.release.state is ReleaseState.TELEPHONED
    made = next(e for e in case.notebook.entries if e.what is What.RELEASED)
    assert "sent nothing to anybody" in sentence(made, Reading())
