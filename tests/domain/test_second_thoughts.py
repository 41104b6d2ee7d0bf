"""What may be changed, put off or repeated once a case is under way."""

from datetime import date

import pytest

from domain.acts import apply
from domain.errors import Why
from domain.informing import Method, Told
from domain.stages import Stage, WaitingOn
from domain.waiting import silence
from tests import builders as b


def test_when_things_get_worse_the_trusted_service_is_asked_about_again() -> None:
    calm = b.after(b.opened(), b.an_answer({"U0": b.YES, "U1": b.NO}))
    worse = b.after(calm, b.a_worsening())
    assert worse.evaluation(b.TERMS).next_question == "U1"


def test_an_adviser_s_question_is_replied_to_before_anything_is_confirmed() -> None:
    asked = b.after(b.a_case(at=Stage.WITH_ADVISER), b.a_question())
    sure = b.after(asked, b.an_answer(b.SURE))
    assert b.why_not(sure, b.a_confirmation()) is Why.REPLY_FIRST


@pytest.mark.parametrize(
    ("days", "why"),
    [(0, Why.DAYS_OUT_OF_BOUNDS), (1, None), (30, None), (31, Why.DAYS_OUT_OF_BOUNDS)],
)
def test_a_release_is_available_for_1_to_30_days(days: int, why: Why | None) -> None:
    waiting = b.a_case(at=Stage.WITH_ADVISER)
    approval = b.an_approval(answers={"Q4": b.YES, **b.CHECKS}, days=days)
    assert apply(waiting, approval, b.TERMS)[1].why is why


@pytest.mark.parametrize(
    ("individual", "why"), [(b.KIM, None), (b.MUM, Why.NO_SAFE_EMAIL)]
)
def test_telling_by_e_mail_needs_a_safe_address(
    individual: str, why: Why | None
) -> None:
    shared = b.a_case(at=Stage.FOLLOWING_UP)
    by_email = b.telling(Told.YES, individual, method=Method.EMAIL)
    assert apply(shared, by_email, b.TERMS)[1].why is why


def test_what_is_put_off_comes_back_on_its_day_and_not_before() -> None:
    day = date(2026, 12, 24)
    later = [b.telling(Told.DELAY, who, on=day) for who in (b.KIM, b.MUM)]
    shared = b.after(b.a_case(at=Stage.FOLLOWING_UP), b.a_receipt(), *later)
    assert shared.waiting_on is WaitingOn.PRACTITIONER
    assert (b.NOON + silence(shared, b.TERMS, b.NOON)).date() == day


def test_one_person_put_off_does_not_silence_the_reminder_about_another() -> None:
    later = b.telling(Told.DELAY, b.KIM, on=date(2026, 12, 24))
    shared = b.after(b.a_case(at=Stage.FOLLOWING_UP), b.a_receipt(), later)
    assert silence(shared, b.TERMS, b.NOON) == b.TERMS.timings.follow_up[0]
