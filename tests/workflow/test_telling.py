"""Telling people, on a server that skips time: what waits, comes back and fails."""

from dataclasses import replace
from datetime import timedelta

from adapters.clock import now
from domain.informing import Method, Told
from domain.stages import Ending
from tests.builders import (
    KIM,
    MUM,
    SURE,
    a_confirmation,
    a_receipt,
    a_text,
    a_text_wanted,
    an_answer,
    an_opening,
    telling,
    was_told,
)
from tests.workflow.stage import Played


async def is_shared(case: Played) -> None:
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")


async def test_what_was_put_off_comes_back_to_a_person_on_its_day(
    case: Played,
) -> None:
    await is_shared(case)
    at = now()  # the server begins its time now
    put_off = telling(Told.DELAY, KIM, on=(at + timedelta(days=20)).date())
    await case.does(a_receipt(), telling(Told.NO, MUM), replace(put_off, at=at))
    await case.time_passes(timedelta(days=15))
    assert case.log.count("remind practitioner") == 0
    await case.time_passes(timedelta(days=6))
    await case.notebook.until("remind practitioner")
    assert case.case.is_open


async def test_an_email_goes_once_its_text_is_approved(case: Played) -> None:
    await is_shared(case)
    await case.does(a_text_wanted(method=Method.EMAIL))
    assert f"tell {KIM}" not in case.log
    await case.does(a_text())
    await case.notebook.until("told")


async def test_a_mail_that_fails_never_touches_the_release(case: Played) -> None:
    case.notebook.fails("tell", 100)
    await is_shared(case)
    await case.does(a_text_wanted(method=Method.EMAIL), a_text())
    assert (await case.does(a_receipt())).accepted
    assert (await case.does(telling(Told.NO, MUM))).accepted
    in_person = telling(Told.YES, KIM, method=Method.IN_PERSON)
    await case.does(in_person, was_told())
    assert (await case.ends()).ending is Ending.SHARED


async def test_who_is_told_another_way_is_not_told_by_a_mail_that_was_late(
    case: Played,
) -> None:
    going_on = case.notebook.holds("tell")
    await is_shared(case)
    await case.does(telling(Told.YES, KIM, method=Method.EMAIL))
    await case.notebook.until("begins: tell")
    await case.does(telling(Told.YES, KIM, method=Method.IN_PERSON))
    going_on.set()
    await case.notebook.until(f"tell {KIM}")
    await case.does(telling(Told.NO, MUM), a_receipt())
    made = case.case.inform_for(KIM)
    assert made is not None
    assert made.told_at is None
    assert case.case.is_open
