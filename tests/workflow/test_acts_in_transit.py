"""Acts that come twice, too early, too late, at once, or from the wrong hands."""

import asyncio
from datetime import timedelta

from domain.errors import Why
from domain.informing import Told
from domain.stages import Ending, Stage
from domain.terms import ApprovalPolicy, Timings
from domain.timeline import What
from tests.builders import (
    ADA,
    BEN,
    DOUBTFUL,
    KIM,
    MUM,
    NOON,
    OTHER_ADA,
    PAT,
    PAT_ADVISING,
    SURE,
    YES,
    a_confirmation,
    a_question,
    a_receipt,
    a_refusal,
    a_reply,
    a_revocation,
    a_withdrawal,
    an_answer,
    an_approval,
    an_opening,
    telling,
)  # fmt: skip
from tests.workflow.conftest import Play
from tests.workflow.stage import Played


async def test_the_same_act_three_times_is_one_act(case: Played) -> None:
    opening, answering = an_opening(), an_answer({"U0": YES})
    await case.sends(opening, opening, answering, answering, answering)
    await case.does(a_withdrawal())
    await case.ends()
    assert case.log == ["opened", "answered", "withdrew", "seal"]
    assert len(case.notebook.outcomes) == 3


async def test_a_refused_act_that_comes_again_stays_refused(case: Played) -> None:
    early = a_confirmation()
    await case.does(an_opening(), early)
    await case.does(an_answer(SURE))
    await case.sends(early)
    await case.does(a_withdrawal())
    await case.ends()
    assert case.log.count("refused: confirmed") == 1
    assert case.case.ending is Ending.WITHDRAWN


async def test_the_second_to_decide_is_told_who_was_first(play: Play) -> None:
    case = play(approval=ApprovalPolicy.ALWAYS)
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    first, second = an_approval(ADA), a_refusal(BEN)
    await case.sends(first, second)
    no = await case.notebook.outcome_of(second)
    assert (no.why, no.other, no.since) == (Why.ALREADY_DECIDED, ADA.id, NOON)
    assert case.log.count("refused: declined") == 1


async def test_what_the_wrong_person_tries_is_refused_and_on_record(
    case: Played,
) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    for actor, why in (
        (PAT, Why.OWN_REQUEST),
        (PAT_ADVISING, Why.OWN_REQUEST),
        (OTHER_ADA, Why.NOT_FOUND),
    ):
        no = await case.does(an_approval(actor, answers={"Q4": YES}))
        assert no.why is why
    tried = [(entry.what, entry.by) for entry in case.notebook.entries if entry.refused]
    assert tried == [(What.APPROVED, who) for who in ("pat", "pat", "other-ada")]
    assert case.case.stage is Stage.WITH_ADVISER


async def test_acts_wait_until_there_is_a_worker(idle: Played) -> None:
    acts = (an_opening(), an_answer(SURE), a_confirmation())
    await idle.sends(*acts)
    assert idle.log == []
    async with idle.server.worker(idle.queue, idle.notebook):
        await idle.notebook.until("announce")
    assert idle.log[:3] == ["opened", "answered", "confirmed"]
    assert set(idle.notebook.outcomes) == {act.id for act in acts}


async def test_nothing_leaves_before_the_decision_is_on_record(case: Played) -> None:
    await case.does(an_opening(), an_answer(SURE))
    recording = case.notebook.holds("record")
    await case.sends(a_confirmation())
    await case.notebook.until("begins: record")
    await asyncio.sleep(0.1)
    assert "freeze" not in case.log
    recording.set()
    await case.notebook.until("freeze")


async def test_an_opening_that_is_refused_opens_nothing(case: Played) -> None:
    no = await case.does(an_opening(ADA))
    assert no.why is Why.NOT_YOUR_ROLE
    assert (await case.does(an_answer(SURE))).why is Why.NOT_FOUND


async def test_a_decision_that_comes_while_an_adviser_is_called_is_not_missed(
    case: Played,
) -> None:
    calling = case.notebook.holds("call adviser")
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.notebook.until("begins: call adviser")
    await case.does(an_approval(answers={"Q4": YES}))
    calling.set()
    await case.notebook.until("announce")
    assert "remind adviser" not in case.log


async def test_advice_wanted_while_an_adviser_is_called_calls_again(
    case: Played,
) -> None:
    calling = case.notebook.holds("call adviser")
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.notebook.until("begins: call adviser")
    await case.does(a_question(), a_reply())  # a new task, while the mail is stuck
    await case.notebook.until("call adviser")
    calling.set()
    await case.notebook.until("call adviser", times=2)
    assert case.case.stage is Stage.WITH_ADVISER


async def test_what_comes_while_a_person_is_told_is_not_missed(case: Played) -> None:
    announcing = case.notebook.holds("announce")
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("begins: announce")
    await case.does(telling(individual=KIM), telling(individual=MUM), a_receipt())
    announcing.set()
    assert (await case.ends()).ending is Ending.SHARED


async def test_something_owed_anew_while_a_case_finishes_keeps_it_open(
    case: Played,
) -> None:
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    await case.does(a_receipt(), telling(individual=KIM))
    recording = case.notebook.holds("record")
    await case.sends(telling(individual=MUM))
    await case.notebook.until("begins: record")
    later = telling(Told.DELAY, KIM, on=NOON.date())
    await case.sends(later)
    recording.set()
    assert (await case.notebook.outcome_of(later)).accepted
    await case.does(an_answer({"I1": YES}, about=KIM))
    assert (case.case.is_open, case.case.nothing_owed) == (True, False)
    await case.does(telling(individual=KIM))
    await case.ends()


async def test_an_act_during_the_seal_is_refused_and_on_record(case: Played) -> None:
    sealing = case.notebook.holds("seal")
    await case.does(an_opening(), a_withdrawal())
    await case.notebook.until("begins: seal")
    late = an_answer(SURE)
    await case.sends(late)
    await asyncio.sleep(0.05)
    assert late.id not in case.notebook.outcomes
    sealing.set()
    assert (await case.notebook.outcome_of(late)).why is Why.ALREADY_CLOSED
    assert (await case.ends()).ending is Ending.WITHDRAWN
    assert case.log[-2:] == ["seal", "refused: answered"]


async def test_a_revocation_while_the_recipient_confirms_is_taken_in_turn(
    case: Played,
) -> None:
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    received, revoked = a_receipt(), a_revocation(ADA)
    await case.sends(revoked, received)
    no = await case.notebook.outcome_of(received)
    assert no.why is Why.NO_LONGER_AVAILABLE
    assert (await case.notebook.outcome_of(revoked)).accepted


async def test_what_is_answered_while_a_draft_lapses_saves_it(play: Play) -> None:
    moment = timedelta(milliseconds=300)
    case = play(timings=Timings(practitioner=(moment, 2 * moment)))
    await case.does(an_opening())
    await case.notebook.until("reminded")
    recording = case.notebook.holds("record")
    await case.sends(an_answer({"U0": YES}))
    await case.timers_have_fired(2)
    recording.set()
    await case.notebook.until("answered")
    await case.does(a_withdrawal())
    assert (await case.ends()).ending is Ending.WITHDRAWN
