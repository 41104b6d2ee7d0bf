"""Telling one person with a text: whom it waits for, and what an adviser says."""

from dataclasses import replace

import pytest

from domain.answer import Answer
from domain.case import Case
from domain.evaluation import evaluate
from domain.informing import InformDecision, Method, Told
from domain.rules import AnswerValue
from domain.stages import Stage, WaitingOn
from domain.telling import needs_second_look
from domain.terms import Terms
from tests.builders import (
    ADA,
    KIM,
    MUM,
    NO,
    NOON,
    TERMS,
    UNSURE,
    YES,
    Answers,
    a_case,
    a_look,
    a_receipt,
    a_text,
    a_text_wanted,
    after,
    an_answer,
    telling,
    telling_advice,
    terms,
    was_told,
)

SHARED = a_case(Stage.FOLLOWING_UP)
GUARDED = replace(SHARED, content=replace(SHARED.content, guarded=True))
ASKING: Terms = replace(TERMS, advises_telling=True)
BY_EMAIL = a_text_wanted(method=Method.EMAIL)


def made_for_kim(case: Case) -> InformDecision:
    made = case.inform_for(KIM)
    assert made is not None
    return made


def test_an_email_waits_for_its_text() -> None:
    wanted = after(SHARED, BY_EMAIL)
    assert (wanted.to_be_told(), made_for_kim(wanted).needs_text) == ((), True)
    assert after(wanted, a_text()).to_be_told() == (KIM,)


def test_an_email_without_a_text_goes_as_it_always_went() -> None:
    case = after(SHARED, telling(Told.YES, KIM, method=Method.EMAIL))
    assert case.to_be_told() == (KIM,)


def test_a_letter_always_has_a_text() -> None:
    case = after(SHARED, telling(Told.YES, KIM, method=Method.LETTER))
    assert made_for_kim(case).needs_text
    assert made_for_kim(after(case, a_text(), was_told())).told_at


def test_where_somebody_must_not_be_found_an_adviser_looks_first() -> None:
    case = after(GUARDED, BY_EMAIL, a_text(), telling(Told.NO, MUM), a_receipt())
    assert case.to_be_told() == ()
    assert case.waiting_on is WaitingOn.ADVISER
    agreed = after(case, a_look())
    assert agreed.to_be_told() == (KIM,)
    assert made_for_kim(agreed).agreed_by == ADA.id


@pytest.mark.parametrize(("answer", "looks"), [(YES, True), (UNSURE, True)])
def test_the_check_that_people_are_protected_brings_an_adviser(
    answer: AnswerValue, looks: bool
) -> None:
    newer = terms(ruleset="DFE-2024")
    case = replace(SHARED, answers=to_the_check(newer, answer))
    assert needs_second_look(case, newer) is looks
    assert not needs_second_look(SHARED, TERMS)


def to_the_check(newer: Terms, answer: AnswerValue) -> tuple[Answer, ...]:
    """Whatever leads to it, and then this answer."""
    said = dict.fromkeys(("P1", "P2", "P3", "P4", "P6", "P7", "K1", "K2"), YES) | {
        "U0": NO,
        "H0": NO,
        "P8": NO,
        "K5": answer,
    }
    assert "K5" in evaluate(newer.rules, said).path
    return tuple(Answer(n, v, "pat", NOON) for n, v in said.items())


def test_a_text_that_was_sent_back_is_written_again_and_looked_at_again() -> None:
    case = after(GUARDED, BY_EMAIL, a_text(), a_look(agreed=False))
    assert made_for_kim(case).needs_text
    assert made_for_kim(case).sent_back_in
    again = made_for_kim(after(case, a_text()))
    assert (again.waits_for_adviser, again.sent_back_in) == (True, "")


def test_a_text_in_the_way_keeps_the_case_open_and_not_the_release() -> None:
    case = after(GUARDED, BY_EMAIL, a_text(), telling(Told.NO, MUM), a_receipt())
    assert not case.nothing_owed
    assert case.release == after(SHARED, a_receipt()).release


def test_another_way_can_be_chosen_while_an_adviser_is_awaited() -> None:
    case = after(GUARDED, BY_EMAIL, a_text(), telling(Told.YES, KIM))
    assert not case.telling_owed
    assert made_for_kim(after(case, was_told())).told_at


@pytest.mark.parametrize("answers", [{"I1": UNSURE}, {"I1": NO, "I2": UNSURE}])
def test_a_doubt_about_telling_goes_to_an_adviser_by_itself(answers: Answers) -> None:
    doubt = an_answer(answers, about=KIM)
    case = after(SHARED, doubt, under=ASKING)
    assert (case.telling_asks, case.telling_owed) == ((KIM,), True)
    assert case.stage is Stage.FOLLOWING_UP
    assert not after(SHARED, doubt).telling_asks  # as cases were bound before


def test_a_doubt_that_is_over_is_not_asked_about() -> None:
    case = after(SHARED, an_answer({"I1": UNSURE}, about=KIM), under=ASKING)
    sure = after(case, an_answer({"I1": YES}, about=KIM), under=ASKING)
    assert not sure.telling_asks


def test_a_doubt_before_the_sharing_waits_until_it_is_shared() -> None:
    early = a_case(Stage.AWAITING_APPROVAL)
    case = after(early, an_answer({"I1": UNSURE}, about=KIM), under=ASKING)
    assert case.telling_asks
    assert not case.telling_owed


def test_advice_is_kept_and_decides_nothing() -> None:
    case = after(SHARED, an_answer({"I1": UNSURE}, about=KIM), under=ASKING)
    advised = after(case, telling_advice(), under=ASKING)
    assert [a.decision for a in advised.telling_advice] == [Told.NO]
    assert advised.inform_for(KIM) is None
    assert not advised.telling_owed
