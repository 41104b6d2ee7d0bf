"""Every path through the life of a request, from its first act to the seal."""

from collections.abc import Callable

import pytest

from domain.acts import Act
from domain.case import Case
from domain.informing import Method, Told
from domain.release import ReleaseState, Stopped
from domain.stages import Ending, Stage
from domain.terms import ApprovalPolicy
from tests.builders import (
    ADA,
    AGREED,
    ANONYMOUS,
    BEN,
    DOUBTFUL,
    KIM,
    MUM,
    REFUSING,
    SURE,
    URGENT,
    YES,
    Answers,
    a_confirmation,
    a_question,
    a_receipt,
    a_refusal,
    a_reply,
    a_review,
    a_revocation,
    a_withdrawal,
    a_worsening,
    advice,
    an_answer,
    an_approval,
    an_opening,
    not_for_me,
    telling,
)  # fmt: skip
from tests.workflow.conftest import Play
from tests.workflow.stage import Played

STEPS = ("freeze", "package", "activate")
"""In which a release is made."""


async def is_sealed(case: Played) -> Case:
    """The case at its end: whatever the path, the record was sealed once and last."""
    ended = await case.ends()
    assert (case.log.count("seal"), case.log[-1]) == (1, "seal")
    assert not ended.is_open
    assert ended == case.case
    return ended


async def is_shared(case: Played, answers: Answers = SURE) -> None:
    await case.does(an_opening(), an_answer(answers), a_confirmation())
    await case.notebook.until("announce")


def nobody_told() -> tuple[Act, ...]:
    return telling(Told.NO, KIM), telling(Told.NO, MUM)


async def test_a_sure_practitioner_shares_and_the_record_is_sealed(
    case: Played,
) -> None:
    await is_shared(case)
    await case.does(*nobody_told(), a_receipt())
    assert (await is_sealed(case)).ending is Ending.SHARED
    assert case.log == [
        "opened", "answered", "confirmed",
        "freeze", "package", "activate", "released", "announce",
        "decided_to_tell", "decided_to_tell", "acknowledged", "finished", "seal",
    ]  # fmt: skip


async def test_an_unsure_practitioner_is_helped_by_an_adviser(case: Played) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.notebook.until("call adviser")
    await case.does(an_approval(answers={"Q4": YES}))
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())
    assert (await is_sealed(case)).ending is Ending.SHARED
    assert case.log[:5] == ["opened", "answered", "call adviser", "approved", "freeze"]


async def test_every_stage_is_come_through(play: Play) -> None:
    case = play(approval=ApprovalPolicy.TWO_FOR_SENSITIVE)
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.does(an_approval(ADA, answers={"Q4": YES}), an_approval(BEN))
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())
    await is_sealed(case)
    assert case.notebook.stages == list(Stage)


async def test_two_advisers_approve_before_anything_leaves(play: Play) -> None:
    case = play(approval=ApprovalPolicy.TWO_FOR_SENSITIVE)
    await case.does(an_opening(), an_answer(SURE), a_confirmation(), an_approval(ADA))
    assert "freeze" not in case.log
    await case.does(an_approval(BEN))
    await case.notebook.until("announce")


async def test_an_adviser_advises_and_the_practitioner_goes_on(case: Played) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.does(advice({"Q4": YES}), a_confirmation(), an_approval(BEN))
    await case.notebook.until("announce")
    assert case.log.count("approved") == 1


async def test_an_adviser_asks_and_the_practitioner_replies(case: Played) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True), a_question())
    assert case.case.stage is Stage.GATHERING
    await case.does(a_reply(), a_refusal())
    await is_sealed(case)
    assert case.notebook.stages == [
        Stage.GATHERING,
        Stage.WITH_ADVISER,
        Stage.GATHERING,
        Stage.WITH_ADVISER,
        Stage.CLOSED,
    ]


async def test_an_adviser_declines_and_nothing_leaves(case: Played) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True), a_refusal())
    assert (await is_sealed(case)).ending is Ending.NOT_SHARED
    assert "freeze" not in case.log


async def test_the_rules_say_no_and_nothing_leaves(case: Played) -> None:
    await case.does(an_opening(), an_answer(REFUSING), a_confirmation())
    assert (await is_sealed(case)).ending is Ending.NOT_SHARED
    assert "freeze" not in case.log


@pytest.mark.parametrize(
    ("before", "policy"),
    [
        (list, ApprovalPolicy.WHEN_UNSURE),
        (lambda: [an_answer(DOUBTFUL, send=True)], ApprovalPolicy.WHEN_UNSURE),
        (lambda: [an_answer(SURE)], ApprovalPolicy.WHEN_UNSURE),
        (lambda: [an_answer(SURE), a_confirmation()], ApprovalPolicy.ALWAYS),
    ],
    ids=["gathering", "with an adviser", "to be confirmed", "to be approved"],
)
async def test_a_request_can_be_withdrawn_while_it_waits(
    play: Play, before: Callable[[], list[Act]], policy: ApprovalPolicy
) -> None:
    case = play(approval=policy)
    await case.does(an_opening(), *before(), a_withdrawal())
    assert (await is_sealed(case)).ending is Ending.WITHDRAWN
    assert "freeze" not in case.log


async def test_what_is_withdrawn_while_it_is_released_is_over_at_once(
    case: Played,
) -> None:
    releasing = case.notebook.holds("activate")
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("begins: activate")
    await case.does(a_withdrawal())
    releasing.set()
    ended = await is_sealed(case)
    assert ended.ending is Ending.WITHDRAWN
    assert ended.release is not None
    assert ended.release.state is ReleaseState.REVOKED
    assert "announce" not in case.log


async def test_what_was_shared_can_no_longer_be_withdrawn(case: Played) -> None:
    await is_shared(case)
    assert not (await case.does(a_withdrawal())).accepted
    assert case.case.stage is Stage.FOLLOWING_UP


@pytest.mark.parametrize(
    ("closing", "state"),
    [
        (lambda: a_revocation(), ReleaseState.REVOKED),
        (lambda: a_revocation(ADA), ReleaseState.REVOKED),
        (lambda: not_for_me(), ReleaseState.NOT_FOR_ME),
    ],
    ids=["by the practitioner", "by an adviser", "by the wrong recipient"],
)
async def test_a_release_can_be_closed_while_it_is_followed_up(
    case: Played, closing: Callable[[], Act], state: ReleaseState
) -> None:
    await is_shared(case)
    await case.does(closing())
    assert not (await case.does(a_receipt())).accepted
    await case.does(*nobody_told())
    ended = await is_sealed(case)
    assert ended.release is not None
    assert ended.release.state is state


async def test_things_get_worse_and_the_urgent_lane_shares_at_once(
    case: Played,
) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True), a_worsening())
    await case.does(an_answer({"U1": YES}), a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())
    await case.notebook.until("call adviser", times=2)  # for the doubt, and the review
    assert case.case.is_open
    await case.does(a_review(BEN))
    assert (await is_sealed(case)).ending is Ending.SHARED


async def test_an_urgent_share_waits_for_no_adviser(play: Play) -> None:
    case = play(approval=ApprovalPolicy.TWO_FOR_SENSITIVE)
    await is_shared(case, URGENT)
    assert case.log[:4] == ["opened", "answered", "confirmed", "freeze"]


@pytest.mark.parametrize("step", STEPS)
async def test_a_release_that_is_stopped_is_discarded_and_goes_back_to_an_adviser(
    case: Played, step: str
) -> None:
    case.notebook.stopping[step] = Stopped.CONTENT
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("call adviser")
    assert case.case.stage is Stage.WITH_ADVISER
    assert case.notebook.entries[-1].fact("why") == "content"
    await case.does(an_approval())
    await case.notebook.until("announce")
    begun = STEPS[: STEPS.index(step) + 1]
    assert case.log[3:] == [
        *begun, "discard", "release_stopped", "call adviser", "approved",
        *STEPS, "released", "announce",
    ]  # fmt: skip


@pytest.mark.parametrize("step", ["freeze", "package"])
async def test_what_is_withdrawn_while_it_is_made_ready_is_discarded(
    case: Played, step: str
) -> None:
    going_on = case.notebook.holds(step)
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until(f"begins: {step}")
    await case.does(a_withdrawal())
    going_on.set()
    ended = await is_sealed(case)
    assert (ended.ending, ended.release) == (Ending.WITHDRAWN, None)
    assert case.log[-3:] == [step, "discard", "seal"]
    assert "activate" not in case.log


async def test_who_may_be_told_by_e_mail_is_told_once(case: Played) -> None:
    await is_shared(case)
    await case.does(telling(Told.YES, KIM, method=Method.EMAIL))
    await case.notebook.until("told")
    await case.does(telling(Told.NO, MUM), a_receipt())
    ended = await is_sealed(case)
    assert case.log.count(f"tell {KIM}") == 1
    assert [i.individual for i in ended.informs if i.told_at] == [KIM]


@pytest.mark.parametrize("answers", [AGREED, ANONYMOUS], ids=["agreed", "anonymous"])
async def test_nobody_is_told_who_knows_or_cannot_be_known(
    case: Played, answers: Answers
) -> None:
    await is_shared(case, answers)
    await case.does(a_receipt())
    await is_sealed(case)
    assert not [line for line in case.log if line.startswith("tell")]


async def test_a_case_that_ended_is_not_started_again(case: Played) -> None:
    opening = an_opening()
    await case.does(opening, a_withdrawal())
    await is_sealed(case)
    await case.sends(opening)
    assert case.log == ["opened", "withdrew", "seal"]
