"""The life of a case: approvals, doubts, loops, releases, silences and endings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.terms import asking_of_sensitive
from domain.acts import apply
from domain.case import Case
from domain.content import ContentStamp
from domain.errors import Why
from domain.informing import Method, Told
from domain.people import Actor
from domain.release import ReleaseState
from domain.rules import AnswerValue, InformValue, Priority, Verdict
from domain.stages import Ending, Stage, WaitingOn
from domain.terms import ApprovalPolicy, Terms, Timings
from domain.waiting import release_is_over, silence
from tests.builders import (
    ADA,
    AGREED,
    ALWAYS,
    ANONYMOUS,
    BEN,
    BOOK,
    CALM,
    CHECKS,
    DOUBTFUL,
    EMPTY_STAMP,
    FEARFUL_REFUSAL,
    HALF_WAY,
    KIM,
    MUM,
    NO,
    NOON,
    OTHER_STAMP,
    PAT,
    PAT_ADVISING,
    PLAIN_STAMP,
    REFUSING,
    STAMP,
    SURE,
    TERMS,
    TWO,
    UNSURE,
    UNVERIFIED,
    URGENT,
    YES,
    Answers,
    a_case,
    a_confirmation,
    a_description,
    a_question,
    a_receipt,
    a_release,
    a_reply,
    a_review,
    a_withdrawal,
    a_worsening,
    advice,
    after,
    an_answer,
    an_approval,
    confirmed,
    opened,
    refusal,
    settled,
    telling,
    terms,
    was_told,
)  # fmt: skip
from tests.domain.examples import WORKED

DAY = timedelta(days=1)


def in_doubt() -> Case:
    return a_case(Stage.WITH_ADVISER)


def waiting(under: Terms = ALWAYS) -> Case:
    return confirmed(a_case(Stage.AWAITING_APPROVAL, under), under)


def shared(answers: Answers = SURE) -> Case:
    return a_case(Stage.FOLLOWING_UP, answers=answers)


# Approval


@pytest.mark.parametrize(
    ("under", "answers", "stamp", "needed"),
    [
        (TERMS, SURE, STAMP, 0),
        (TERMS, SURE, PLAIN_STAMP, 0),
        (ALWAYS, SURE, STAMP, 1),
        (ALWAYS, AGREED, PLAIN_STAMP, 1),
        (TWO, SURE, STAMP, 2),
        (TWO, SURE, PLAIN_STAMP, 1),
        (TERMS, URGENT, STAMP, 0),
        (ALWAYS, URGENT, STAMP, 0),
        (TWO, URGENT, STAMP, 0),
    ],
)
def test_each_policy_wants_so_many_advisers(
    under: Terms, answers: Answers, stamp: ContentStamp, needed: int
) -> None:
    case = after(opened(under, stamp), an_answer(answers), under=under)
    assert case.approvals_needed(under) == needed


SPECIAL = next(
    each
    for each in WORKED
    if each.answers.get("P6") is YES and each.expected["outcome"] == "share"
)
ASKED = replace(
    terms(ApprovalPolicy.TWO_FOR_SENSITIVE, ruleset=SPECIAL.ruleset),
    sensitive_when=("P6",),
)


@pytest.mark.parametrize(("said", "needed"), [(YES, 2), (UNSURE, 2), (NO, 1)])
def test_special_category_data_that_only_an_answer_tells_of_wants_two(
    said: AnswerValue, needed: int
) -> None:
    answers = {**SPECIAL.answers, "P6": said}
    if said is NO:
        answers.pop("P7", None)  # it is asked after a yes only
    case = after(opened(ASKED, PLAIN_STAMP), an_answer(answers), under=ASKED)
    assert case.approvals_needed(ASKED) == needed
    before = replace(ASKED, sensitive_when=())  # as running cases are bound
    assert case.approvals_needed(before) == 1


def test_new_cases_are_bound_to_the_question_that_asks_of_it() -> None:
    assert asking_of_sensitive(BOOK.get(SPECIAL.ruleset)[1]) == ("P6",)


def test_a_clear_yes_needs_only_the_practitioners_own_word() -> None:
    case = after(a_case(Stage.AWAITING_APPROVAL), a_confirmation())
    assert case.stage is Stage.SHARING


def test_an_organisation_may_want_an_adviser_every_time() -> None:
    case = waiting(ALWAYS)
    assert (case.stage, case.waiting_on) == (
        Stage.AWAITING_APPROVAL,
        WaitingOn.ADVISER,
    )
    assert after(case, an_approval(), under=ALWAYS).stage is Stage.SHARING


def test_sensitive_content_may_want_two_different_advisers() -> None:
    once = after(waiting(TWO), an_approval(ADA), under=TWO)
    assert once.stage is Stage.AWAITING_APPROVAL
    assert refusal(once, an_approval(ADA), TWO).why is Why.SAME_ADVISER
    assert after(once, an_approval(BEN), under=TWO).stage is Stage.SHARING


def test_an_answer_that_needed_an_adviser_needs_their_approval() -> None:
    advised = after(in_doubt(), advice({"Q4": YES}))
    assert advised.approvals_needed(TERMS) == 1
    case = after(advised, a_confirmation())
    assert case.stage is Stage.AWAITING_APPROVAL
    assert after(case, an_approval(BEN)).stage is Stage.SHARING


@pytest.mark.parametrize("actor", [PAT, PAT_ADVISING])
@pytest.mark.parametrize(
    ("case", "under"), [(waiting(), ALWAYS), (waiting(TWO), TWO), (in_doubt(), TERMS)]
)
def test_nobody_approves_their_own_request(
    actor: Actor, case: Case, under: Terms
) -> None:
    own = replace(an_approval(), by=actor)
    assert refusal(case, own, under).why is Why.OWN_REQUEST


def test_what_was_left_out_is_left_out_of_the_licence() -> None:
    case = after(waiting(), an_approval(left_out=("i2",)), under=ALWAYS)
    licence = case.licence(ALWAYS)
    assert licence is not None
    assert (licence.left_out, licence.digest) == (("i2",), STAMP.digest)
    assert [signed.by for signed in licence.signatures] == [PAT.id, ADA.id]


def test_two_advisers_together_cannot_leave_nothing() -> None:
    once = after(waiting(TWO), an_approval(ADA, left_out=("i1",)), under=TWO)
    no = refusal(once, an_approval(BEN, left_out=("i2",)), TWO)
    assert no.why is Why.NOTHING_LEFT
    assert after(once, an_approval(BEN), under=TWO).stage is Stage.SHARING


def test_changing_the_content_voids_what_was_approved_and_confirmed() -> None:
    once = after(waiting(TWO), an_approval(ADA), a_question(BEN), under=TWO)
    changed = after(once, a_description(), under=TWO)
    assert (changed.valid_approvals, changed.is_confirmed) == ((), False)
    again = after(changed, a_reply(), under=TWO)
    same = an_approval(ADA, digest=OTHER_STAMP.digest)
    assert after(again, same, under=TWO).stage is Stage.AWAITING_APPROVAL


def test_an_approval_of_the_content_as_it_was_is_refused() -> None:
    asked = after(waiting(), a_question(), a_description(), a_reply(), under=ALWAYS)
    assert refusal(asked, an_approval(BEN), ALWAYS).why is Why.CONTENT_CHANGED


def test_changing_an_answer_voids_what_was_approved() -> None:
    once = after(waiting(TWO), an_approval(ADA), a_question(BEN), under=TWO)
    assert after(once, an_answer({"Q4": YES}), under=TWO).valid_approvals
    assert not after(once, an_answer({"Q2": YES}), under=TWO).valid_approvals


def test_an_advisers_answer_cannot_be_turned_round_and_their_approval_kept() -> None:
    doubt = after(opened(), an_answer({**CALM, "Q2": UNSURE}, send=True))
    approved = after(doubt, an_approval(ADA, answers={"Q2": NO}))
    turned = after(approved, an_answer({"Q2": YES, **CHECKS}), a_confirmation())
    assert turned.stage is Stage.AWAITING_APPROVAL
    assert turned.valid_approvals == ()


def test_what_was_approved_half_way_is_shared_when_the_rest_is_answered() -> None:
    doubt = after(opened(), an_answer(HALF_WAY, send=True))
    approved = after(doubt, an_approval(ADA, answers={"Q4": YES}))
    assert approved.stage is Stage.GATHERING
    ready = after(approved, an_answer(CHECKS))
    assert ready.waiting_on is WaitingOn.PRACTITIONER
    assert after(ready, a_confirmation()).stage is Stage.SHARING


def test_who_approved_half_way_may_decide_about_a_later_doubt() -> None:
    doubt = after(opened(), an_answer(HALF_WAY, send=True))
    approved = after(doubt, an_approval(ADA, answers={"Q4": YES}))
    again = after(approved, an_answer({"K1": YES, "K2": UNSURE}, send=True))
    assert again.stage is Stage.WITH_ADVISER
    done = an_approval(ADA, answers={"K2": YES, "K3": YES, "K4": YES})
    assert after(again, done).stage is Stage.SHARING


# Doubts


def test_an_adviser_asks_the_practitioner_replies_and_it_goes_back() -> None:
    asked = after(in_doubt(), a_question())
    assert (asked.stage, asked.asked_by) == (Stage.GATHERING, ADA.id)
    replied = after(asked, a_reply())
    assert (replied.stage, replied.asked_by) == (Stage.WITH_ADVISER, None)


def test_answers_and_content_may_change_before_the_reply() -> None:
    asked = after(in_doubt(), a_question())
    changed = after(asked, an_answer({"Q4": YES}), a_description())
    assert (changed.stage, changed.asked_by) == (Stage.GATHERING, ADA.id)
    assert after(changed, a_reply()).stage is Stage.WITH_ADVISER


def test_a_question_is_no_longer_open_once_the_case_is_with_an_adviser_again() -> None:
    asked = after(in_doubt(), a_question())
    for again in (a_reply(), an_answer(DOUBTFUL, send=True)):
        sent = after(asked, again)
        assert (sent.stage, sent.asked_by) == (Stage.WITH_ADVISER, None)
        assert after(sent, advice({"Q4": YES})).stage is Stage.AWAITING_APPROVAL


def test_an_adviser_advises_and_the_practitioner_confirms() -> None:
    advised = after(in_doubt(), advice({"Q4": YES}))
    assert advised.waiting_on is WaitingOn.PRACTITIONER
    assert not advised.is_confirmed
    assert {(a.value, a.by) for a in advised.answers if a.node == "Q4"} == {
        (UNSURE, PAT.id),
        (YES, ADA.id),
    }


def test_advice_that_leads_to_no_goes_back_and_is_confirmed_as_no() -> None:
    advised = after(in_doubt(), advice({"Q4": NO}))
    assert advised.stage is Stage.GATHERING
    assert after(advised, a_confirmation()).ending is Ending.NOT_SHARED


def test_a_refusal_where_harm_is_feared_goes_to_an_adviser() -> None:
    case = after(opened(), an_answer(FEARFUL_REFUSAL))
    assert case.evaluation(TERMS).outcome is Verdict.ESCALATE
    sent = after(case, a_confirmation())
    assert sent.stage is Stage.WITH_ADVISER
    assert sent.priority(TERMS) is Priority.SAME_DAY
    assert refusal(sent, an_approval()).why is Why.STILL_UNSURE


def test_a_refusal_without_fear_of_harm_ends_the_case() -> None:
    calm = {**FEARFUL_REFUSAL, "H0": NO}
    case = after(opened(), an_answer(calm), a_confirmation())
    assert (case.stage, case.ending) == (Stage.CLOSED, Ending.NOT_SHARED)


def test_a_refusal_that_can_be_mended_stays_open_and_is_mended() -> None:
    case = after(opened(), an_answer(UNVERIFIED))
    assert refusal(case, a_confirmation()).why is Why.FIXABLE
    mended = after(case, an_answer({"K3": YES, "K4": YES}))
    assert mended.stage is Stage.AWAITING_APPROVAL


# The urgent lane


@pytest.mark.parametrize(
    "case",
    [
        opened(),
        in_doubt(),
        after(in_doubt(), a_question()),
        a_case(Stage.AWAITING_APPROVAL),
        waiting(),
        after(waiting(TWO), an_approval(), under=TWO),
    ],
)
def test_things_got_worse_opens_the_urgent_lane(case: Case) -> None:
    worse = after(case, a_worsening())
    assert (worse.asked_by, worse.approvals, worse.confirmed) == (None, (), None)
    assert worse.evaluation(TERMS).next_question == "U1"
    assert worse.priority(TERMS) is Priority.EMERGENCY
    fast = after(worse, an_answer({"U1": YES}), a_confirmation(), under=TWO)
    assert (fast.stage, fast.review_owed) == (Stage.SHARING, True)


def test_an_urgent_share_owes_a_review_by_an_adviser() -> None:
    case = settled_but_for_the_review()
    assert (case.waiting_on, case.nothing_owed) == (WaitingOn.ADVISER, False)
    assert case.finished(TERMS, NOON) == case
    assert refusal(case, a_review(PAT_ADVISING)).why is Why.OWN_REQUEST
    reviewed = after(case, a_review(BEN))
    assert reviewed.finished(TERMS, NOON).ending is Ending.SHARED


def settled_but_for_the_review() -> Case:
    informed = [telling(Told.NO, who) for who in (KIM, MUM)]
    return after(shared(URGENT), a_receipt(), *informed)


# Release and telling


def test_what_is_released_is_followed_up() -> None:
    case = a_case(Stage.SHARING).released(a_release(), TERMS)
    assert (case.stage, case.release) == (Stage.FOLLOWING_UP, a_release())
    assert case.undecided_informs() == (KIM, MUM)


def test_who_agreed_knows_already_and_nobody_is_told_twice() -> None:
    case = shared(AGREED)
    assert (case.undecided_informs(), case.to_be_told()) == ((), ())
    assert case.inform_value(TERMS, KIM) is InformValue.YES
    assert case.told(KIM, NOON + DAY).informs == case.informs
    assert after(case, a_receipt()).nothing_owed


def test_nobody_is_told_when_nobody_can_be_known() -> None:
    case = shared(ANONYMOUS)
    assert {made.decision for made in case.informs} == {Told.NO}
    done = after(case, a_receipt()).finished(TERMS, NOON)
    assert done.ending is Ending.SHARED_ANONYMISED


def test_that_a_person_may_be_told_does_not_mean_that_they_were() -> None:
    ready = after(a_case(), an_answer({**SURE, "I1": NO, "I2": NO, "I3": YES}))
    case = confirmed(ready).released(a_release(), TERMS)
    assert case.inform_value(TERMS, KIM) is InformValue.YES
    assert case.undecided_informs() == (KIM, MUM)


def test_a_person_to_be_told_is_owed_it_until_it_is_done() -> None:
    case = after(shared(), a_receipt(), telling(Told.NO, MUM))
    due = after(case, telling(Told.YES, KIM, method=Method.EMAIL))
    assert (due.to_be_told(), due.nothing_owed) == ((KIM,), False)
    told = due.told(KIM, NOON)
    assert (told.to_be_told(), told.nothing_owed) == ((), True)


def test_a_practitioner_may_tell_a_person_themselves() -> None:
    case = after(shared(), a_receipt(), telling(Told.NO, MUM))
    due = after(case, telling(Told.YES, KIM, method=Method.IN_PERSON))
    assert due.to_be_told() == ()
    assert after(due, was_told(KIM)).nothing_owed


def test_telling_later_is_still_owed() -> None:
    later = telling(Told.DELAY, KIM, on=(NOON + DAY).date())
    case = after(shared(), a_receipt(), telling(Told.NO, MUM), later)
    assert case.waiting_on is WaitingOn.PRACTITIONER
    assert not case.nothing_owed


def test_a_case_waits_for_the_recipient_when_all_else_is_done() -> None:
    case = after(shared(), telling(Told.NO, KIM), telling(Told.NO, MUM))
    assert case.waiting_on is WaitingOn.RECIPIENT
    assert after(case, a_receipt()).waiting_on is WaitingOn.NOBODY


def test_a_release_made_for_a_withdrawn_case_is_over_at_once() -> None:
    withdrawn = after(a_case(Stage.SHARING, answers=AGREED), a_withdrawal())
    case = withdrawn.released(a_release(), TERMS)
    assert (case.stage, case.ending) == (Stage.CLOSED, Ending.WITHDRAWN)
    assert case.release is not None
    assert case.release.state is ReleaseState.REVOKED
    assert case.informs == ()
    assert refusal(case, a_receipt()).why is Why.NO_LONGER_AVAILABLE


def test_a_release_without_a_licence_goes_back_to_an_adviser() -> None:
    case = a_case(Stage.SHARING, ALWAYS).release_refused(NOON)
    assert (case.stage, case.decision, case.approvals) == (
        Stage.WITH_ADVISER,
        None,
        (),
    )
    assert after(case, an_approval(BEN), under=ALWAYS).stage is Stage.SHARING


def test_a_stopped_urgent_release_owes_no_review_of_what_was_never_shared() -> None:
    case = a_case(Stage.SHARING, answers=URGENT).release_refused(NOON)
    assert refusal(case, a_review()).why is Why.NOT_AT_THIS_STAGE


def test_a_withdrawn_case_keeps_its_signatures_when_its_release_is_stopped() -> None:
    withdrawn = after(a_case(Stage.SHARING, ALWAYS), a_withdrawal(), under=ALWAYS)
    stopped = withdrawn.release_refused(NOON)
    assert stopped.approvals == withdrawn.approvals
    assert stopped.decision == withdrawn.decision


def test_expired_is_only_what_still_waits_to_be_collected() -> None:
    case = shared()
    over = case.expired()
    assert over.release is not None
    assert over.release.state is ReleaseState.EXPIRED
    received = after(case, a_receipt())
    assert received.expired() == received
    draft = opened()
    assert draft.expired() == draft


def test_a_case_does_not_finish_while_anything_is_owed() -> None:
    case = after(shared(), a_receipt(), telling(Told.NO, KIM))
    assert case.finished(TERMS, NOON) == case
    done = after(case, telling(Told.NO, MUM)).finished(TERMS, NOON)
    assert (done.stage, done.closed_at) == (Stage.CLOSED, NOON)


# Silence


TIMINGS = Timings()


def silent(case: Case, times: int) -> Case:
    for _ in range(times):
        case = case.reminded()
    return case


@pytest.mark.parametrize(
    ("case", "under", "pauses"),
    [
        (opened(), TERMS, TIMINGS.practitioner),
        (in_doubt(), TERMS, TIMINGS.standard),
        (waiting(), ALWAYS, TIMINGS.standard),
        (a_case(Stage.AWAITING_APPROVAL), TERMS, TIMINGS.practitioner),
        (shared(), TERMS, TIMINGS.follow_up),
        (settled_but_for_the_review(), TERMS, TIMINGS.emergency),
    ],
)
def test_each_silence_is_as_long_as_the_terms_say_and_the_last_repeats(
    case: Case, under: Terms, pauses: tuple[timedelta, ...]
) -> None:
    lengths = [silence(silent(case, times), under, NOON) for times in range(6)]
    assert lengths == [*pauses, *[pauses[-1]] * 6][:6]


@pytest.mark.parametrize(
    ("answers", "priority", "pause"),
    [
        ({"U0": UNSURE}, Priority.EMERGENCY, timedelta(minutes=15)),
        (FEARFUL_REFUSAL, Priority.SAME_DAY, timedelta(hours=1)),
        (DOUBTFUL, Priority.STANDARD, timedelta(hours=4)),
    ],
)
def test_the_more_urgent_the_sooner_an_adviser_is_reminded(
    answers: Answers, priority: Priority, pause: timedelta
) -> None:
    case = after(opened(), an_answer(answers), a_confirmation())
    assert case.priority(TERMS) is priority
    assert silence(case, TERMS, NOON) == pause


def test_a_draft_lapses_at_the_silence_after_the_last_reminder() -> None:
    last = len(TIMINGS.practitioner) - 1
    nearly = silent(opened(), last - 1)
    assert nearly.lapsed(TERMS, NOON) == nearly
    lapsed = nearly.reminded().lapsed(TERMS, NOON)
    assert (lapsed.stage, lapsed.ending) == (Stage.CLOSED, Ending.LAPSED)


def test_anything_done_starts_the_count_of_reminders_again() -> None:
    case = after(silent(opened(), 3), an_answer({"U0": NO}))
    assert case.reminders == 0
    assert not case.is_abandoned(TERMS)


@pytest.mark.parametrize(
    "case", [in_doubt(), waiting(), a_case(Stage.AWAITING_APPROVAL), shared()]
)
def test_no_silence_ever_decides(case: Case) -> None:
    quiet = silent(case, 50)
    assert quiet.lapsed(TERMS, NOON + 500 * DAY) == quiet
    assert (quiet.stage, quiet.decision) == (case.stage, case.decision)


def test_the_last_silence_before_the_end_of_a_release_is_cut_short() -> None:
    case = silent(shared(), 5)
    assert silence(case, TERMS, NOON + 13 * DAY) == DAY
    assert silence(case, TERMS, NOON + 15 * DAY) == timedelta(0)
    assert not release_is_over(case, NOON + 13 * DAY)
    assert release_is_over(case, NOON + 14 * DAY)


def test_a_release_that_is_over_needs_no_second_end() -> None:
    assert not release_is_over(shared().expired(), NOON + 99 * DAY)
    assert not release_is_over(opened(), NOON)


# Taken


def test_an_act_is_known_whether_it_was_accepted_or_refused() -> None:
    yes, no = an_answer(SURE), a_reply()
    case, _ = apply(after(opened(), yes), no, TERMS)
    assert case.has_taken(yes.id)
    assert case.has_taken(no.id)
    assert case.revision == len(case.taken) == 3


def test_a_closed_case_is_finished_with() -> None:
    case = settled(shared()).finished(TERMS, NOON)
    assert not case.is_open
    assert case.finished(TERMS, NOON + DAY) == case
    assert case.lapsed(TERMS, NOON + DAY) == case
    assert refusal(case, an_answer(REFUSING)).since == NOON


def test_content_taken_away_sends_a_ready_case_back() -> None:
    emptied = after(a_case(Stage.AWAITING_APPROVAL), a_description(EMPTY_STAMP))
    assert emptied.stage is Stage.GATHERING
    assert after(emptied, a_description(STAMP)).stage is Stage.AWAITING_APPROVAL
