"""Every act: what it does when it is accepted, and each way it is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.acts import Act, Choice, GiveAnswers, apply
from domain.answering import Given
from domain.approval import Decision
from domain.case import Case
from domain.errors import Why
from domain.handing_over import made_ready
from domain.informing import InformDecision, Method, Told
from domain.release import ReleaseState, Way
from domain.rules import AnswerValue
from domain.stages import Ending, Stage
from tests.builders import (
    ADA,
    ALWAYS,
    BEN,
    CALM,
    DOUBTFUL,
    EMPTY_STAMP,
    KIM,
    MUM,
    NO,
    NOON,
    OTHER_ADA,
    PAT,
    PAT_ADVISING,
    REFUSING,
    RHEA,
    STAMP,
    SURE,
    TERMS,
    TWO,
    UNSURE,
    UNVERIFIED,
    URGENT,
    YES,
    a_cancelling,
    a_case,
    a_completion,
    a_confirmation,
    a_decision,
    a_description,
    a_hand_over,
    a_look,
    a_masked_question,
    a_problem,
    a_question,
    a_receipt,
    a_refusal,
    a_reply,
    a_review,
    a_revocation,
    a_solution,
    a_text,
    a_text_wanted,
    a_way_chosen,
    a_withdrawal,
    a_worsening,
    advice,
    after,
    an_answer,
    an_approval,
    an_opening,
    an_unlocking,
    confirmed,
    feedback,
    fresh,
    given,
    guidance,
    more_days,
    more_time,
    not_for_me,
    one_of_each,
    opened,
    passing_on,
    ready_to_give,
    refusal,
    settling,
    showing_the_way,
    telling,
    telling_advice,
    was_told,
    writing_again,
)  # fmt: skip

DOUBTED = a_case(Stage.WITH_ADVISER)
ASKED = after(DOUBTED, a_question())
READY = a_case(Stage.AWAITING_APPROVAL)
WAITING = confirmed(READY, ALWAYS)
SHARED = a_case(Stage.FOLLOWING_UP)
URGENTLY = a_case(Stage.FOLLOWING_UP, answers=URGENT)
CLOSED = a_case(Stage.CLOSED)
EMPTY = opened(stamp=EMPTY_STAMP)
ASKING = after(EMPTY, a_masked_question())
INCOMPLETE = a_case(
    Stage.FOLLOWING_UP, replace(TERMS, completes_urgent=True), answers=URGENT
)

TOMORROW, YESTERDAY = (NOON.date() + timedelta(days=n) for n in (1, -1))


GUARDED = replace(SHARED, content=replace(SHARED.content, guarded=True))
LOOKED_AT = after(GUARDED, a_text_wanted(), a_text())
TO_GIVE = made_ready(after(READY, a_way_chosen(Way.POST)), ready_to_give())
UNSURE_OF_KIM = replace(SHARED, telling_asks=(KIM,))

ACCEPTED: list[tuple[Case, Act, Stage]] = [
    (Case("SR-TEST-0001"), an_opening(), Stage.GATHERING),
    (opened(), a_description(), Stage.GATHERING),
    (READY, a_description(), Stage.AWAITING_APPROVAL),
    (READY, a_description(EMPTY_STAMP), Stage.GATHERING),
    (opened(), an_answer({"U0": NO}), Stage.GATHERING),
    (opened(), an_answer(SURE), Stage.AWAITING_APPROVAL),
    (opened(), an_answer(DOUBTFUL), Stage.GATHERING),
    (opened(), an_answer(DOUBTFUL, send=True), Stage.WITH_ADVISER),
    (opened(), an_answer(SURE, send=True), Stage.AWAITING_APPROVAL),
    (READY, an_answer({"K1": NO}), Stage.GATHERING),
    (ASKED, a_reply(), Stage.WITH_ADVISER),
    (READY, a_confirmation(), Stage.SHARING),
    (after(opened(), an_answer(DOUBTFUL)), a_confirmation(), Stage.WITH_ADVISER),
    (after(opened(), an_answer(REFUSING)), a_confirmation(), Stage.CLOSED),
    (DOUBTED, a_withdrawal(), Stage.CLOSED),
    (DOUBTED, a_worsening(), Stage.GATHERING),
    (DOUBTED, a_question(), Stage.GATHERING),
    (WAITING, a_question(), Stage.GATHERING),
    (DOUBTED, an_approval(answers={"Q4": YES}), Stage.SHARING),
    (DOUBTED, a_refusal(), Stage.CLOSED),
    (DOUBTED, advice({"Q4": YES}), Stage.AWAITING_APPROVAL),
    (DOUBTED, advice({"Q4": UNSURE}), Stage.WITH_ADVISER),
    (URGENTLY, a_review(), Stage.FOLLOWING_UP),
    (SHARED, telling(Told.NO), Stage.FOLLOWING_UP),
    (after(SHARED, telling(Told.YES)), was_told(), Stage.FOLLOWING_UP),
    (SHARED, a_receipt(), Stage.FOLLOWING_UP),
    (SHARED, not_for_me(), Stage.FOLLOWING_UP),
    (SHARED, a_revocation(), Stage.FOLLOWING_UP),
    (SHARED, a_revocation(ADA), Stage.FOLLOWING_UP),
    (TO_GIVE, a_hand_over(), Stage.FOLLOWING_UP),
    (SHARED, more_days(), Stage.FOLLOWING_UP),
    (SHARED, writing_again(ADA), Stage.FOLLOWING_UP),
    (SHARED, a_problem(), Stage.FOLLOWING_UP),
    (after(SHARED, a_problem()), a_solution(), Stage.FOLLOWING_UP),
    (SHARED, an_unlocking(), Stage.FOLLOWING_UP),
    (SHARED, feedback(), Stage.FOLLOWING_UP),
    (after(SHARED, a_text_wanted()), a_text(), Stage.FOLLOWING_UP),
    (LOOKED_AT, a_look(), Stage.FOLLOWING_UP),
    (UNSURE_OF_KIM, telling_advice(), Stage.FOLLOWING_UP),
    (DOUBTED, passing_on(), Stage.WITH_ADVISER),
    (EMPTY, a_masked_question(), Stage.WITH_ADVISER),
    (ASKING, guidance(), Stage.GATHERING),
    (after(ASKING, guidance()), settling(), Stage.CLOSED),
    (EMPTY, showing_the_way(), Stage.CLOSED),
    (INCOMPLETE, a_completion(), Stage.FOLLOWING_UP),
    (DOUBTED, more_time(), Stage.WITH_ADVISER),
    (DOUBTED, a_cancelling(), Stage.CLOSED),
]


@pytest.mark.parametrize(("case", "act", "stage"), ACCEPTED)
def test_an_accepted_act_takes_the_case_there(
    case: Case, act: Act, stage: Stage
) -> None:
    moved = after(case, act)
    assert moved.stage is stage
    assert moved.revision == case.revision + 1
    assert moved.has_taken(act.id)


REFUSED: list[tuple[Case, Act, Why]] = [
    (Case("SR-TEST-0001"), an_opening(ADA), Why.NOT_YOUR_ROLE),
    (Case("SR-TEST-0001"), an_answer(), Why.NOT_FOUND),
    (opened(), an_opening(), Why.ALREADY_OPEN),
    (DOUBTED, a_description(), Why.NOT_AT_THIS_STAGE),
    (opened(), a_description(by=ADA), Why.NOT_YOUR_CASE),
    (opened(), an_answer({"Z9": YES}), Why.UNKNOWN_QUESTION),
    (opened(), an_answer({"Q4": YES}), Why.UNREACHED_QUESTION),
    (opened(), an_answer({"I1": YES}, about="x"), Why.UNKNOWN_INDIVIDUAL),
    (opened(), an_answer({"Z9": YES}, by=OTHER_ADA), Why.NOT_FOUND),
    (SHARED, an_answer({"U0": YES}), Why.ALREADY_SHARED),
    (opened(), a_reply(), Why.NO_QUESTION),
    (opened(), a_confirmation(), Why.UNANSWERED),
    (READY, a_confirmation(digest="other"), Why.CONTENT_CHANGED),
    (READY, a_confirmation(by=ADA), Why.NOT_YOUR_CASE),
    (after(opened(), an_answer(UNVERIFIED)), a_confirmation(), Why.FIXABLE),
    (SHARED, a_withdrawal(), Why.ALREADY_SHARED),
    (CLOSED, a_withdrawal(), Why.ALREADY_CLOSED),
    (SHARED, a_worsening(), Why.ALREADY_SHARED),
    (opened(), a_question(), Why.NOT_AT_THIS_STAGE),
    (SHARED, a_question(), Why.ALREADY_DECIDED),
    (DOUBTED, an_approval(), Why.STILL_UNSURE),
    (DOUBTED, an_approval(answers={"Q1": NO}), Why.RULES_SAY_NO),
    (DOUBTED, an_approval(digest="other"), Why.CONTENT_CHANGED),
    (DOUBTED, an_approval(PAT), Why.OWN_REQUEST),
    (DOUBTED, an_approval(answers={"Z9": YES}), Why.UNKNOWN_QUESTION),
    (WAITING, an_approval(left_out=("i9",)), Why.UNKNOWN_ITEM),
    (WAITING, an_approval(left_out=("i1", "i2")), Why.NOTHING_LEFT),
    (SHARED, a_refusal(), Why.ALREADY_DECIDED),
    (DOUBTED, a_decision(Choice.ADVISE), Why.NOTHING_ADVISED),
    (SHARED, a_review(), Why.NOT_AT_THIS_STAGE),
    (URGENTLY, a_review(PAT), Why.OWN_REQUEST),
    (opened(), telling(), Why.NOTHING_SHARED),
    (SHARED, telling(individual="x"), Why.UNKNOWN_INDIVIDUAL),
    (SHARED, telling(Told.YES, MUM, method=Method.EMAIL), Why.NO_SAFE_EMAIL),
    (SHARED, telling(Told.DELAY), Why.DATE_NEEDED),
    (SHARED, telling(Told.DELAY, on=YESTERDAY), Why.DATE_PAST),
    (SHARED, was_told(), Why.NOT_TO_BE_TOLD),
    (after(SHARED, telling(Told.NO)), was_told(), Why.NOT_TO_BE_TOLD),
    (SHARED, a_text(), Why.UNKNOWN_INDIVIDUAL),
    (after(SHARED, telling(Told.NO)), a_text(), Why.NO_NOTICE_WANTED),
    (after(SHARED, a_text_wanted()), a_text(by=ADA), Why.NOT_YOUR_CASE),
    (after(SHARED, a_text_wanted()), was_told(), Why.NOTICE_FIRST),
    (LOOKED_AT, was_told(), Why.NOTICE_FIRST),
    (LOOKED_AT, a_look(digest="other"), Why.NOTICE_CHANGED),
    (LOOKED_AT, a_look(by=PAT_ADVISING), Why.OWN_REQUEST),
    (SHARED, a_look(), Why.NOT_AT_THIS_STAGE),
    (SHARED, telling_advice(), Why.NOT_AT_THIS_STAGE),
    (LOOKED_AT, telling_advice(), Why.UNKNOWN_INDIVIDUAL),
    (opened(), a_receipt(), Why.NOTHING_SHARED),
    (after(SHARED, a_receipt()), a_receipt(), Why.ALREADY_ACKNOWLEDGED),
    (after(SHARED, a_revocation()), a_receipt(), Why.NO_LONGER_AVAILABLE),
    (SHARED, a_receipt(ADA), Why.NOT_YOUR_ROLE),
    (opened(), not_for_me(), Why.NOTHING_SHARED),
    (SHARED, not_for_me(PAT), Why.NOT_YOUR_ROLE),
    (opened(), a_revocation(), Why.NOTHING_SHARED),
    (SHARED, a_revocation(RHEA), Why.NOT_FOUND),
    (SHARED, a_hand_over(), Why.NOTHING_TO_HAND_OVER),
    (SHARED, more_days(31), Why.DAYS_OUT_OF_BOUNDS),
    (opened(), writing_again(), Why.NOTHING_SHARED),
    (SHARED, a_problem(by=PAT), Why.NOT_YOUR_ROLE),
    (SHARED, a_solution(), Why.NO_PROBLEM),
    (opened(), an_unlocking(), Why.NOTHING_SHARED),
    (SHARED, feedback(by=RHEA), Why.RECEIVE_FIRST),
    (SHARED, passing_on(), Why.ALREADY_DECIDED),
    (DOUBTED, passing_on(by=PAT), Why.OWN_REQUEST),
    (opened(), a_masked_question(), Why.ALREADY_BEGUN),
    (EMPTY, a_masked_question(ADA), Why.NOT_YOUR_CASE),
    (ASKING, guidance(PAT), Why.OWN_REQUEST),
    (DOUBTED, guidance(), Why.NOT_AT_THIS_STAGE),
    (ASKING, settling(), Why.NOT_AT_THIS_STAGE),
    (EMPTY, settling(), Why.NOT_AT_THIS_STAGE),
    (SHARED, showing_the_way(), Why.ALREADY_SHARED),
    (SHARED, a_completion(), Why.NOTHING_TO_COMPLETE),
    (INCOMPLETE, a_completion(ADA), Why.NOT_YOUR_CASE),
    (opened(), more_time(), Why.NOT_AT_THIS_STAGE),
    (DOUBTED, more_time(25), Why.HOURS_OUT_OF_BOUNDS),
    (DOUBTED, more_time(by=ADA), Why.NOT_FOUND),
    (SHARED, a_cancelling(), Why.ALREADY_SHARED),
    (DOUBTED, a_cancelling(colleague="ola"), Why.SECOND_OPERATOR),
    (DOUBTED, a_cancelling(ADA), Why.NOT_FOUND),
]


@pytest.mark.parametrize(("case", "act", "why"), REFUSED)
def test_a_refused_act_says_why_and_changes_nothing(
    case: Case, act: Act, why: Why
) -> None:
    after_it, outcome = apply(case, act, TERMS)
    assert (outcome.accepted, outcome.why) == (False, why)
    assert after_it == case.having_taken(act.id)


def test_every_kind_of_act_is_accepted_once_and_refused_once_above() -> None:
    kinds = {type(act) for act in one_of_each()}
    assert {type(act) for _, act, _ in ACCEPTED} == kinds
    assert {type(act) for _, act, _ in REFUSED} == kinds


def test_opening_says_whose_it_is_and_since_when() -> None:
    case = opened()
    assert (case.opened_by, case.organisation) == (PAT.id, PAT.organisation)
    assert (case.opened_at, case.since, case.content) == (NOON, NOON, STAMP)


def test_each_answer_is_kept_with_who_gave_it_and_the_last_one_counts() -> None:
    case = after(opened(), an_answer({"U0": UNSURE}), an_answer({"U0": NO}))
    assert [(a.value, a.by) for a in case.answers] == [(UNSURE, "pat"), (NO, "pat")]
    assert case.current_answers() == {"U0": NO}


def test_answers_that_lead_to_each_other_may_be_given_together() -> None:
    backwards = GiveAnswers(fresh("answer"), PAT, NOON, given(SURE)[::-1])
    assert after(opened(), backwards).stage is Stage.AWAITING_APPROVAL


def test_an_answer_about_one_person_is_theirs_alone() -> None:
    case = after(SHARED, an_answer({"I1": YES}, about=KIM))
    assert case.current_answers(about=KIM)["I1"] is YES
    assert "I1" not in case.current_answers()
    assert "I1" not in case.current_answers(about=MUM)


def test_whether_a_person_is_told_can_be_thought_about_at_any_open_stage() -> None:
    about = (Given("I1", AnswerValue.NO, KIM),)
    for case in (opened(), DOUBTED, WAITING, a_case(Stage.SHARING), SHARED):
        thought = after(case, GiveAnswers(fresh("answer"), PAT, NOON, about))
        assert thought.stage is case.stage
    assert refusal(CLOSED, an_answer({"I1": NO}, about=KIM)).why is Why.ALREADY_CLOSED


def test_an_unsure_answer_waits_for_the_content_before_it_goes_to_an_adviser() -> None:
    empty = opened(stamp=EMPTY_STAMP)
    waiting = after(empty, an_answer(DOUBTFUL, send=True))
    assert waiting.stage is Stage.GATHERING


@pytest.mark.parametrize(
    ("missing", "about"),
    [(EMPTY_STAMP, "individuals"), (replace(STAMP, has_purpose=False), "purpose")],
)
def test_confirming_names_the_first_thing_that_is_missing(
    missing: object, about: str
) -> None:
    case = after(opened(stamp=missing), an_answer(SURE))
    no = refusal(case, a_confirmation(digest=case.content.digest))
    assert (no.why, no.about) == (Why.INCOMPLETE, about)


@pytest.mark.parametrize(
    ("answers", "why", "about"),
    [
        (CALM, Why.UNANSWERED, "Q2"),
        (UNVERIFIED, Why.FIXABLE, "K3"),
    ],
)
def test_a_refused_confirmation_names_the_question(
    answers: dict[str, AnswerValue], why: Why, about: str
) -> None:
    no = refusal(after(opened(), an_answer(answers)), a_confirmation())
    assert (no.why, no.about) == (why, about)


def test_an_approval_that_leaves_a_doubt_names_the_question() -> None:
    no = refusal(DOUBTED, an_approval())
    assert (no.why, no.about) == (Why.STILL_UNSURE, "Q4")


@pytest.mark.parametrize(
    ("case", "act", "decision"),
    [
        (READY, a_confirmation(), Decision(True, PAT.id, NOON)),
        (DOUBTED, an_approval(answers={"Q4": YES}), Decision(True, ADA.id, NOON)),
        (DOUBTED, a_refusal(BEN), Decision(False, BEN.id, NOON)),
        (
            after(opened(), an_answer(REFUSING)),
            a_confirmation(),
            Decision(False, PAT.id, NOON),
        ),
    ],
)
def test_it_is_kept_who_decided(case: Case, act: Act, decision: Decision) -> None:
    assert after(case, act).decision == decision


@pytest.mark.parametrize(
    ("act", "ending"),
    [(a_withdrawal(), Ending.WITHDRAWN), (a_refusal(), Ending.NOT_SHARED)],
)
def test_a_closed_case_says_how_and_when_it_ended(act: Act, ending: Ending) -> None:
    case = after(DOUBTED, act)
    assert (case.ending, case.closed_at, case.is_open) == (ending, NOON, False)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (a_receipt(), ReleaseState.ACKNOWLEDGED),
        (not_for_me(), ReleaseState.NOT_FOR_ME),
        (a_revocation(ADA), ReleaseState.REVOKED),
    ],
)
def test_a_release_ends_as_people_say(act: Act, state: ReleaseState) -> None:
    release = after(SHARED, act).release
    assert release is not None
    assert release.state is state


def test_the_shortest_time_that_an_adviser_allows_is_kept() -> None:
    once = after(confirmed(READY, TWO), an_approval(days=3), under=TWO)
    twice = after(once, an_approval(BEN, days=7), under=TWO)
    assert (once.available_days, twice.available_days) == (3, 3)


def test_a_decision_to_tell_can_be_changed_until_it_is_done() -> None:
    case = after(SHARED, telling(Told.DELAY, on=TOMORROW), telling(Told.YES))
    made = case.inform_for(KIM)
    assert made is not None
    assert made == InformDecision(
        KIM, Told.YES, PAT.id, NOON, decided_in=made.decided_in
    )
    no = refusal(after(case, was_told()), telling(Told.NO))
    assert (no.why, no.other, no.since) == (Why.ALREADY_DECIDED, PAT.id, NOON)


def test_today_is_a_date_to_think_again_and_it_is_kept() -> None:
    today: date = NOON.date()
    made = after(SHARED, telling(Told.DELAY, on=today)).inform_for(KIM)
    assert made is not None
    assert (made.review_on, made.settled) == (today, False)


def test_who_is_told_by_e_mail_is_told_by_sharewell() -> None:
    by_mail = telling(Told.YES, KIM, method=Method.EMAIL)
    in_person = telling(Told.YES, MUM, method=Method.IN_PERSON)
    assert after(SHARED, by_mail, in_person).to_be_told() == (KIM,)


def test_a_closed_case_refuses_everything_that_would_change_it() -> None:
    changing = [a for a in one_of_each() if a.by != RHEA and a.id[:6] != "revoke"]
    for act in changing:
        assert apply(CLOSED, act, TERMS)[0] == CLOSED.having_taken(act.id)
