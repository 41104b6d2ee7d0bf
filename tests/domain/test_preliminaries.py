"""A masked question, another way, a telephone call, and completing the record."""

from dataclasses import replace

import pytest

from domain.case import Case
from domain.content import Content, Individual, Item, Kind
from domain.errors import Why
from domain.release import Release, ReleaseState
from domain.stages import Ending, Signpost, Stage, WaitingOn
from tests import builders as b

EMPTY = b.opened(stamp=b.EMPTY_STAMP)
ASKING = b.after(EMPTY, b.a_masked_question())
GUIDED = b.after(ASKING, b.guidance())
COMPLETING = replace(b.TERMS, completes_urgent=True)
SPOKEN = b.content(spoken_at="2026-11-23T11:40:00+00:00").stamp()


def test_a_masked_question_waits_for_an_adviser() -> None:
    assert (ASKING.stage, ASKING.waiting_on) == (Stage.WITH_ADVISER, WaitingOn.ADVISER)


def test_the_answer_can_become_the_start_of_a_request() -> None:
    assert (GUIDED.stage, GUIDED.guided) == (Stage.GATHERING, True)
    begun = b.after(GUIDED, b.a_description(b.STAMP), b.an_answer())
    assert b.confirmed(begun).stage is Stage.SHARING


def test_or_it_was_all_that_was_needed() -> None:
    ended = b.after(GUIDED, b.settling())
    assert (ended.stage, ended.ending) == (Stage.CLOSED, Ending.ADVISED)


def test_there_is_nothing_to_settle_before_there_is_an_answer() -> None:
    assert b.why_not(EMPTY, b.settling()) is Why.NOT_AT_THIS_STAGE


def test_a_masked_question_comes_before_everything_else() -> None:
    described = b.opened()
    answered = b.after(EMPTY, b.an_answer(b.CALM))
    for begun in (described, answered, GUIDED):
        assert b.why_not(begun, b.a_masked_question()) is Why.ALREADY_BEGUN


def test_an_adviser_guides_and_does_not_decide_about_a_masked_question() -> None:
    decision = b.an_approval(digest=b.EMPTY_STAMP.digest)
    assert b.why_not(ASKING, decision) is Why.NOT_AT_THIS_STAGE
    assert b.why_not(b.a_case(Stage.WITH_ADVISER), b.guidance()) is (
        Why.NOT_AT_THIS_STAGE
    )


def test_nobody_guides_themselves() -> None:
    assert b.why_not(ASKING, b.guidance(b.PAT_ADVISING)) is Why.OWN_REQUEST


def test_an_adviser_may_ask_back_and_the_question_stays_masked() -> None:
    asked = b.after(ASKING, b.a_question(), b.a_reply())
    assert (asked.stage, asked.asks_first) == (Stage.WITH_ADVISER, True)


@pytest.mark.parametrize("to", list(Signpost))
def test_what_goes_another_way_is_kept_as_shown_the_way(to: Signpost) -> None:
    shown = b.after(EMPTY, b.showing_the_way(to))
    assert (shown.ending, shown.signposted) == (Ending.SIGNPOSTED, to)


def test_nothing_is_shown_another_way_once_it_was_shared() -> None:
    shared = b.a_case(Stage.FOLLOWING_UP)
    assert b.why_not(shared, b.showing_the_way()) is Why.ALREADY_SHARED


def test_an_urgent_share_is_not_finished_before_its_record_is_complete() -> None:
    shared = b.a_case(Stage.FOLLOWING_UP, COMPLETING, b.URGENT)
    done = b.settled(shared, COMPLETING)
    assert (done.nothing_owed, done.waiting_on) == (False, WaitingOn.PRACTITIONER)
    assert b.after(done, b.a_completion()).nothing_owed


def test_a_case_bound_before_owes_no_completion() -> None:
    assert b.settled(b.a_case(Stage.FOLLOWING_UP, b.TERMS, b.URGENT)).nothing_owed


@pytest.mark.parametrize("stage", [Stage.GATHERING, Stage.FOLLOWING_UP])
def test_there_is_nothing_to_complete_after_an_ordinary_share(stage: Stage) -> None:
    case = b.a_case(stage, COMPLETING)
    assert b.why_not(case, b.a_completion()) is Why.NOTHING_TO_COMPLETE


def told_by_telephone() -> Case:
    urgent = b.after(b.opened(stamp=SPOKEN), b.an_answer(b.URGENT))
    return b.after(urgent, b.a_call(digest=SPOKEN.digest))


def test_what_was_told_by_telephone_is_the_share_itself() -> None:
    told = told_by_telephone()
    assert (told.stage, told.by_telephone) == (Stage.SHARING, True)
    release = Release("r", b.NOON, b.NOON, ReleaseState.TELEPHONED)
    assert told.released(release, b.TERMS).waiting_on is WaitingOn.PRACTITIONER


def test_only_the_urgent_lane_takes_a_telephone_share() -> None:
    calm = b.after(b.opened(stamp=SPOKEN), b.an_answer())
    assert b.why_not(calm, b.a_call(digest=SPOKEN.digest)) is Why.NOT_URGENT


def test_a_call_needs_its_time_and_a_time_needs_its_call() -> None:
    written = b.after(b.opened(), b.an_answer(b.URGENT))
    assert b.why_not(written, b.a_call()) is Why.NO_TELEPHONE_SHARE
    spoken = b.after(b.opened(stamp=SPOKEN), b.an_answer(b.URGENT))
    silent = b.a_confirmation(digest=SPOKEN.digest)
    assert b.why_not(spoken, silent) is Why.NO_TELEPHONE_SHARE


def test_an_adviser_cannot_release_what_was_to_be_said_by_telephone() -> None:
    spoken = b.opened(stamp=SPOKEN)
    doubted = b.after(spoken, b.an_answer(b.DOUBTFUL, send=True))
    yes = b.an_approval(answers={"Q4": b.YES}, digest=SPOKEN.digest)
    assert b.after(doubted, yes).licence(b.TERMS) is None


def test_a_request_that_is_asked_again_points_to_the_one_before() -> None:
    again = b.after(Case("SR-TEST-0002"), b.an_opening(earlier="SR-TEST-0001"))
    assert again.earlier == "SR-TEST-0001"


SECRET = Individual("kim", "Kim Lowe", protected_address=True)
ADDRESS = Item("i1", "Now at 14 Mill Lane", Kind.FACT, "Jo", "2026-11-16")


def with_address(**changes: object) -> Content:
    parts: dict[str, object] = {"individuals": (SECRET,), "items": (ADDRESS,)}
    return b.content(**(parts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "protected"),
    [
        (with_address(), True),
        (with_address(individuals=(replace(SECRET, protected_address=False),)), False),
        (with_address(items=(replace(ADDRESS, left_out=True), ADDRESS)), True),
        (with_address(items=(replace(ADDRESS, text="Now at a friend's"),)), False),
        (with_address(items=(replace(ADDRESS, about=("mum",)),)), False),
        (with_address(items=(replace(ADDRESS, about=("kim", "mum")),)), True),
    ],
)
def test_a_secret_address_is_noticed(content: Content, protected: bool) -> None:
    assert content.stamp().protected is protected


def test_a_secret_address_needs_a_second_person() -> None:
    stamp = with_address().stamp()
    sure = b.after(b.opened(stamp=stamp), b.an_answer())
    waiting = b.confirmed(sure)
    assert waiting.stage is Stage.AWAITING_APPROVAL
    approved = b.after(waiting, b.an_approval(digest=stamp.digest))
    assert approved.stage is Stage.SHARING


def test_a_secret_address_does_not_hold_up_the_urgent_lane() -> None:
    stamp = with_address().stamp()
    urgent = b.after(b.opened(stamp=stamp), b.an_answer(b.URGENT))
    assert b.confirmed(urgent).stage is Stage.SHARING


def test_what_its_practitioner_left_out_does_not_leave() -> None:
    one, two = b.content().items
    content = b.content(items=(one, replace(two, left_out=True)))
    assert content.without(()).items == (one,)
    assert content.stamp().items == (one.id,)
    assert not content.stamp().sensitive


def test_what_got_worse_is_no_longer_only_a_question() -> None:
    worse = b.after(ASKING, b.a_worsening())
    assert (worse.stage, worse.asks_first) == (Stage.GATHERING, False)
    unsure = b.after(worse, b.a_description(b.STAMP), b.an_answer({"U1": b.UNSURE}))
    asked = b.confirmed(unsure)
    refusal = b.a_refusal(digest=b.STAMP.digest)
    assert b.after(asked, refusal).ending is Ending.NOT_SHARED


def test_a_whole_request_in_doubt_is_decided_although_it_began_as_a_question() -> None:
    asked = b.after(ASKING, b.a_question(), b.a_description(b.STAMP))
    sent = b.after(asked, b.an_answer(b.DOUBTFUL, send=True))
    assert (sent.stage, sent.asks_first) == (Stage.WITH_ADVISER, False)
