"""Who is asked after what has left, and when, on a server that skips time."""

from dataclasses import replace
from datetime import time, timedelta

from adapters.clock import now
from domain.acts import Act
from domain.calendar import Calendar, Hours
from domain.chasing import Chase
from domain.informing import Told
from domain.release import RecipientProblem, ReleaseState
from tests.builders import (
    KIM,
    MUM,
    SURE,
    a_completion,
    a_confirmation,
    a_problem,
    a_receipt,
    a_review,
    an_answer,
    an_opening,
    feedback,
    more_days,
    telling,
    writing_again,
)
from tests.workflow.conftest import Play
from tests.workflow.stage import Played

DAY = timedelta(days=1)
A_BIT = timedelta(hours=1)
NEVER_CLOSED = Calendar(week=(Hours(time(0), time(23, 59)),) * 7)


async def left(play: Play) -> Played:
    """Everybody is decided about, and the recipient has not confirmed yet."""
    case = play()
    case.terms = replace(case.terms, chases=True, calendar=NEVER_CLOSED)
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    await case.does(telling(Told.NO, KIM), telling(Told.NO, MUM))
    return case


def asked(case: Played) -> list[str]:
    entries = case.notebook.entries
    return [e.fact("chase") for e in entries if e.what.value == "chased"]


def soon(act: Act) -> Act:
    return replace(act, at=now())


async def test_both_are_asked_on_their_days_and_then_the_link_ends(play: Play) -> None:
    case = await left(play)
    await case.time_passes(14 * DAY + A_BIT)
    ended = await case.ends()
    assert asked(case) == [
        Chase.SENDER_FIRST, Chase.SENDER_SECOND, Chase.RECIPIENT_WEEK,
        Chase.RECIPIENT_LAST,
    ]  # fmt: skip
    assert case.log.count("announce again") == 2
    assert "remind recipient" not in case.log
    assert ended.release is not None
    assert ended.release.state is ReleaseState.EXPIRED


async def test_nobody_is_asked_after_what_was_received(play: Play) -> None:
    case = await left(play)
    await case.does(a_receipt())
    await case.ends()
    assert asked(case) == []


async def test_more_days_put_the_end_off(play: Play) -> None:
    case = await left(play)
    await case.does(soon(more_days(30)))
    await case.time_passes(20 * DAY)
    assert case.case.is_open
    assert asked(case)[-1] == Chase.RECIPIENT_WEEK
    await case.time_passes(11 * DAY)
    await case.ends()
    assert asked(case)[-1] == Chase.RECIPIENT_LAST


async def test_each_wish_to_write_again_is_one_message(play: Play) -> None:
    case = await left(play)
    first = writing_again()
    await case.does(first)
    await case.notebook.until("announce again")
    await case.sends(first)
    await case.does(writing_again())
    await case.notebook.until("announce again", times=2)
    assert case.log.count("announce again") == 2


async def test_a_mail_server_that_is_away_keeps_nobody_from_being_asked(
    play: Play,
) -> None:
    case = await left(play)
    case.notebook.fails("announce again", 3)
    await case.time_passes(8 * DAY)
    await case.notebook.until("announce again")
    assert asked(case)[-1] == Chase.RECIPIENT_WEEK


async def test_a_problem_is_put_to_the_sender_until_it_is_solved(play: Play) -> None:
    case = await left(play)
    await case.does(a_problem(RecipientProblem.CANNOT_OPEN))
    await case.time_passes(2 * DAY + A_BIT)
    await case.notebook.until("remind practitioner")


async def test_what_came_of_it_is_asked_once_while_the_case_is_open(play: Play) -> None:
    case = play()
    case.terms = replace(
        case.terms, chases=True, calendar=NEVER_CLOSED, completes_urgent=True
    )
    await case.does(
        an_opening(), an_answer({"U0": SURE["Q1"], "U1": SURE["Q1"]}), a_confirmation()
    )
    await case.notebook.until("announce")
    nobody = telling(Told.NO, KIM), telling(Told.NO, MUM)
    await case.does(*nobody, soon(a_receipt()), a_review())
    await case.time_passes(10 * DAY + A_BIT)
    await case.notebook.until("chased")
    assert asked(case) == [Chase.FEEDBACK]
    await case.does(feedback(), a_completion())
    assert (await case.ends()).feedback is not None
