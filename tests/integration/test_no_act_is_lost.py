"""No act is ever lost: whatever is away, an act has one outcome and one entry."""

import asyncio

from sqlalchemy.exc import OperationalError

from activities.record import RecordingActivities
from activities.workplace import Workplace
from adapters.clock import now
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.temporal import connect
from casework.desk import Receipt
from casework.filing import Beginning, Filed, Wish
from casework.house import build_house
from domain import acts
from domain.acts import Act, Outcome, apply
from domain.answering import Given
from domain.content import Content
from domain.errors import Why
from domain.rules import AnswerValue
from domain.timeline import entry_of
from storage.cases import terms_of
from tests import builders
from tests.integration.rig import Rig, Step
from tests.live import until

CONTENT = builders.content()
FIRST, SECOND = ("U0", "no"), ("H0", "no")


def answer(rig: Rig, reference: str, said: tuple[str, str] = FIRST) -> Act:
    given = Given(said[0], AnswerValue(said[1]))
    return acts.GiveAnswers(builders.fresh("act"), rig.pat(), now(), (given,))


async def say(rig: Rig, reference: str, said: tuple[str, str] = FIRST) -> Receipt:
    """An answer given at the desk, as a page gives it."""
    pat, given = rig.pat(), Given(said[0], AnswerValue(said[1]))
    return await rig.house.desk.do(
        pat, reference, lambda id, at, case: acts.GiveAnswers(id, pat, at, (given,))
    )


def file(rig: Rig, reference: str, said: tuple[str, str] = FIRST) -> Filed:
    """An act that is stored, and whose sender dies before sending it."""
    given = Given(said[0], AnswerValue(said[1]))
    pat = rig.pat()
    return rig.house.desk._filing.act(
        Wish(pat, reference, {}, builders.fresh("once")),
        lambda id, at, case: acts.GiveAnswers(id, pat, at, (given,)),
    )


def file_opening(rig: Rig, content: Content = CONTENT) -> Filed:
    once = builders.fresh("once")
    return rig.house.desk._filing.opening(rig.pat(), Beginning(content, once))


async def send(rig: Rig, filed: Filed) -> None:
    """To Temporal, with nobody noting that it was sent."""
    with rig.storehouse.reading() as store:
        terms = terms_of(store.session, filed.reference)
    await rig.house.post.send(filed.reference, filed.act, terms)


def check_kept_once(rig: Rig, reference: str, *expected: str) -> None:
    """Exactly these acts are in the account, in this order, once each."""
    entries = [entry.act for entry in rig.entries(reference) if entry.act]
    assert entries == list(expected)
    for act in expected:
        assert rig.outcome(act) == Outcome(act)
    with rig.storehouse.reading() as store:
        assert store.acts.unapplied(reference) == []


async def test_what_was_done_while_every_worker_was_down_is_applied_later(
    rig: Rig,
) -> None:
    async with rig.worker():
        opened = await rig.house.desk.open(rig.pat(), CONTENT)
        await rig.settled(opened.act)
    answered = await say(rig, opened.reference)
    second = await rig.house.desk.open(rig.pat(), CONTENT)
    assert not answered.applied
    assert not second.applied
    async with rig.worker():
        await rig.settled(answered.act, second.act)
    check_kept_once(rig, opened.reference, opened.act, answered.act)
    check_kept_once(rig, second.reference, second.act)


async def test_what_was_done_while_temporal_was_down_is_applied_later_and_in_order(
    rig: Rig,
) -> None:
    await rig.temporal_down()
    opened = await rig.house.desk.open(rig.pat(), CONTENT)
    receipts = [await say(rig, opened.reference, said) for said in (FIRST, SECOND)]
    assert [r.applied for r in (opened, *receipts)] == [False] * 3
    await rig.temporal_up()
    async with rig.worker(), rig.relay():
        await rig.settled(*(receipt.act for receipt in receipts))
    check_kept_once(rig, opened.reference, opened.act, *(r.act for r in receipts))


async def test_a_web_process_that_starts_while_temporal_is_down_still_takes_acts(
    rig: Rig,
) -> None:
    await rig.temporal_down()
    house = build_house(rig.settings, await connect(rig.settings, patient=False))
    opened = await house.desk.open(rig.pat(), CONTENT)
    assert not opened.applied
    house.storehouse.database.close()
    await rig.temporal_up()
    async with rig.worker(), rig.relay():
        await rig.settled(opened.act)
    check_kept_once(rig, opened.reference, opened.act)


async def test_what_was_stored_and_never_sent_is_sent_by_the_relay(rig: Rig) -> None:
    opened = file_opening(rig)
    first, second = (file(rig, opened.reference, said) for said in (FIRST, SECOND))
    assert not first.send  # the opening comes first
    async with rig.worker(), rig.relay():
        await rig.settled(opened.act.id, first.act.id, second.act.id)
    check_kept_once(rig, opened.reference, opened.act.id, first.act.id, second.act.id)


async def test_what_was_sent_and_not_marked_is_sent_again_and_applied_once(
    rig: Rig,
) -> None:
    async with rig.worker():
        opened = file_opening(rig)
        await send(rig, opened)
        await rig.settled(opened.act.id)
        filed = file(rig, opened.reference)
        await send(rig, filed)
        await rig.settled(filed.act.id)
        async with rig.relay():
            await until(lambda: nothing_unsent(rig))
    check_kept_once(rig, opened.reference, opened.act.id, filed.act.id)


async def nothing_unsent(rig: Rig) -> bool:
    with rig.storehouse.reading() as store:
        return store.acts.unsent() == []


async def test_what_is_sent_three_times_is_done_once(rig: Rig) -> None:
    opened = file_opening(rig)
    async with rig.worker():
        for _ in range(3):
            await send(rig, opened)
        await rig.settled(opened.act.id)
        filed = file(rig, opened.reference)
        for _ in range(3):
            await send(rig, filed)
        last = file(rig, opened.reference, SECOND)
        await send(rig, last)
        await rig.settled(filed.act.id, last.act.id)
    check_kept_once(rig, opened.reference, opened.act.id, filed.act.id, last.act.id)
    assert rig.case(opened.reference).revision == 3


async def test_a_form_that_is_sent_three_times_is_one_act(rig: Rig) -> None:
    async with rig.worker():
        receipts = await asyncio.gather(
            *(rig.house.desk.open(rig.pat(), CONTENT, once="thrice") for _ in range(3))
        )
        await rig.settled(receipts[0].act)
    assert len({(r.reference, r.act) for r in receipts}) == 1
    check_kept_once(rig, receipts[0].reference, receipts[0].act)


async def test_a_relay_that_dies_half_way_is_followed_by_one_that_goes_on(
    rig: Rig,
) -> None:
    opened = [file_opening(rig) for _ in range(4)]
    answered = [file(rig, each.reference) for each in opened]
    async with rig.worker():
        async with rig.relay():
            await rig.settled(opened[0].act.id)
        async with rig.relay(), rig.relay():  # and two of them at once do no harm
            await rig.settled(*(each.act.id for each in answered))
    for first, second in zip(opened, answered, strict=True):
        check_kept_once(rig, first.reference, first.act.id, second.act.id)


async def a_closed_case(rig: Rig) -> str:
    pat = rig.pat()
    async with rig.worker():
        opened = await rig.house.desk.open(pat, CONTENT)
        await rig.settled(opened.act)
        await rig.house.desk.do(
            pat, opened.reference, lambda id, at, case: acts.Withdraw(id, pat, at)
        )
        await rig.reaches(opened.reference, "closed")
    return opened.reference


async def test_what_arrives_after_the_case_was_closed_is_refused_on_record(
    rig: Rig,
) -> None:
    reference = await a_closed_case(rig)
    before, late = rig.case(reference), answer(rig, reference)
    with rig.storehouse.writing() as store:
        store.acts.store(reference, late, {})
    async with rig.relay():
        await rig.settled(late.id)
    outcome = rig.outcome(late.id)
    assert outcome is not None
    assert (outcome.accepted, outcome.why) == (False, Why.ALREADY_CLOSED)
    assert [e.refused for e in rig.entries(reference) if e.act == late.id] == [
        Why.ALREADY_CLOSED
    ]
    assert rig.case(reference) == before


async def test_an_act_refused_by_the_relay_and_by_the_case_leaves_one_entry(
    rig: Rig,
) -> None:
    reference = await a_closed_case(rig)
    late = answer(rig, reference)
    with rig.storehouse.writing() as store:
        store.acts.store(reference, late, {})
        terms = terms_of(store.session, reference)
    async with rig.relay():
        await rig.settled(late.id)
    work = Workplace(rig.settings, rig.storehouse, Postman(rig.settings), Rulebook())
    after, outcome = apply(rig.case(reference), late, terms)
    RecordingActivities(work).record(after, entry_of(late, outcome), outcome)
    assert [e.act for e in rig.entries(reference)].count(late.id) == 1


async def test_a_step_that_finds_the_database_locked_is_tried_until_it_is_not(
    rig: Rig,
) -> None:
    opened = file_opening(rig)
    failed = asyncio.Event()

    async def notice(step: Step) -> None:
        try:
            await step()
        except OperationalError:
            failed.set()
            raise

    async with rig.worker({"record": notice}, hurry=True):
        writer = rig.storehouse.database.engine.execution_options(writes=True)
        with writer.connect() as connection, connection.begin():
            await send(rig, opened)
            await failed.wait()
        await rig.settled(opened.act.id)
    check_kept_once(rig, opened.reference, opened.act.id)
