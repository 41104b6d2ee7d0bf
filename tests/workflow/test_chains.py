"""Who is written to while an adviser stays silent, on a server that skips time."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

import pytest

from adapters.bank_holidays import calendar_of
from adapters.clock import now
from domain.acts import Act
from domain.calendar import Nation
from domain.deadlines import CHAINS, Rung, rungs
from domain.graph import Priority
from domain.stages import Stage
from domain.timeline import What
from domain.waiting import Clock, adviser_clock
from tests.builders import (
    BEN,
    DOUBTFUL,
    UNSURE,
    YES,
    Answers,
    a_question,
    a_refusal,
    a_reply,
    an_answer,
    an_opening,
    terms,
)  # fmt: skip
from tests.workflow.conftest import Play
from tests.workflow.recording import Notebook
from tests.workflow.stage import Played, Server, a_name

A_BIT = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
FEARFUL_DOUBT: Answers = {**DOUBTFUL, "H0": YES}
IN_DANGER: Answers = {"U0": YES, "U1": UNSURE}
EVERY_CHAIN = [
    (Priority.EMERGENCY, IN_DANGER),
    (Priority.SAME_DAY, FEARFUL_DOUBT),
    (Priority.STANDARD, DOUBTFUL),
]


def soon(act: Act) -> Act:
    """Done now: the server's clock and ours begin together."""
    return replace(act, at=now())


def bound(case: Played) -> Played:
    """To chains, and to the working days that England has now."""
    calendar = calendar_of(Nation.ENGLAND, now())
    case.terms = replace(case.terms, calendar=calendar, chains=CHAINS)
    return case


async def awaited(case: Played, answers: Answers) -> Clock:
    """An adviser is waited for; the clock that runs from now on."""
    await case.does(soon(an_opening()), soon(an_answer(answers, send=True)))
    await case.notebook.until("call adviser")
    clock = adviser_clock(case.case, case.terms)
    assert clock is not None
    return clock


def climbed(clock: Clock, steps: int) -> list[Rung]:
    first = rungs(clock.chain, clock.start, clock.spent, clock.calendar)
    return list(islice(first, steps))


def reminded_at(case: Played) -> list[datetime]:
    return [e.at for e in case.notebook.entries if e.what is What.REMINDED]


@pytest.mark.parametrize(("priority", "answers"), EVERY_CHAIN)
async def test_each_step_of_a_chain_comes_in_its_time_up_to_the_last_and_again(
    play: Play, priority: Priority, answers: Answers
) -> None:
    case = bound(play())
    clock = await awaited(case, answers)
    chain = dict(CHAINS)[priority]
    assert clock.chain == chain
    wanted = climbed(clock, len(chain.steps) + 1)
    for number, rung in enumerate(wanted, 1):
        await case.time_passes(rung.at - case_time(case, clock) + A_BIT)
        await case.notebook.until("reminded", times=number)
    found = reminded_at(case)
    for rung, at in zip(wanted, found, strict=True):
        assert timedelta(0) <= at - rung.at < timedelta(minutes=5)
        assert clock.reached(at) is rung.whom
    assert wanted[-1].whom is chain.steps[-1].whom
    assert (case.case.stage, case.case.decision) == (Stage.WITH_ADVISER, None)


def case_time(case: Played, clock: Clock) -> datetime:
    """About what the time is for this case: when it was last reminded."""
    return max([clock.start, *reminded_at(case)])


# What stops it


async def test_the_clock_stands_still_while_the_practitioner_is_asked(
    play: Play,
) -> None:
    case = bound(play())
    clock = await awaited(case, IN_DANGER)
    asked_at = clock.start + 6 * MINUTE
    await case.time_passes(6 * MINUTE)
    await case.does(replace(a_question(), at=asked_at))
    await case.time_passes(60 * MINUTE)
    replied_at = asked_at + 60 * MINUTE
    await case.does(replace(a_reply(), at=replied_at))
    assert "remind adviser" not in case.log
    again = adviser_clock(case.case, case.terms)
    assert again is not None
    assert again.due.at == replied_at + 9 * MINUTE
    await case.time_passes(4 * MINUTE + A_BIT)
    await case.notebook.until("remind adviser")


async def test_many_questions_use_up_no_more_than_the_time_that_advisers_took(
    play: Play,
) -> None:
    case = bound(play())
    at = (await awaited(case, IN_DANGER)).start
    for _ in range(3):
        await case.does(replace(a_question(), at=at + 2 * MINUTE))
        at += timedelta(hours=5)
        await case.does(replace(a_reply(), at=at))
    clock = adviser_clock(case.case, case.terms)
    assert clock is not None
    assert (clock.spent, clock.due.at) == (6, at + 9 * MINUTE)


async def test_a_timer_that_is_left_over_never_acts_on_a_decided_case(
    play: Play,
) -> None:
    case = bound(play())
    clock = await awaited(case, IN_DANGER)
    await case.time_passes(9 * MINUTE)
    declined = replace(a_refusal(), at=clock.start + 9 * MINUTE)
    await case.does(declined)
    ended = await case.ends()
    assert ended.decision is not None
    assert ended.decision.by == declined.by.id
    assert case.log[-2:] == ["declined", "seal"]


async def test_a_reminder_on_its_way_changes_nothing_of_what_is_decided_meanwhile(
    play: Play,
) -> None:
    case = bound(play())
    clock = await awaited(case, IN_DANGER)
    slow = case.notebook.holds("remind")
    await case.time_passes(10 * MINUTE + A_BIT)
    await case.notebook.until("begins: remind")
    await case.does(replace(a_refusal(), at=clock.start + 11 * MINUTE))
    decided = case.case
    slow.set()
    ended = await case.ends()
    assert (ended.decision, ended.ending) == (decided.decision, decided.ending)


async def test_what_arrives_while_workers_are_down_for_a_day_is_applied_in_order_once(
    server: Server,
) -> None:
    notebook, queue = Notebook(), a_name("queue")
    case = bound(Played(server, notebook, terms(reference=a_name("SR")), queue))
    async with server.worker(queue, notebook):
        at = (await awaited(case, DOUBTFUL)).start
    asked = replace(a_question(), at=at + MINUTE)
    replied = replace(a_reply(), at=at + 2 * MINUTE)
    first = replace(a_refusal(), at=at + 3 * MINUTE)
    late = replace(a_refusal(BEN), at=at + timedelta(days=1))
    await case.sends(asked, replied, first)
    a_day = asyncio.create_task(case.time_passes(timedelta(days=1)))
    await case.sends(late, first)  # one of them twice
    async with server.worker(queue, notebook):
        ended = await case.ends()
    await a_day
    whole = ["asked", "replied", "declined", "refused: declined"]
    assert [line for line in case.log if line in whole] == whole
    assert ended.decision is not None
    assert ended.decision.by == first.by.id
    assert {id: len(found) for id, found in notebook.outcomes.items()} == dict.fromkeys(
        notebook.outcomes, 1
    )
