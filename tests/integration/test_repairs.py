"""What operations do about cases: previewed, on record, by two where it must be two."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count

import pytest

from casework.accounts import NewAccount
from casework.bulk_repairs import BulkWish
from casework.repair_checks import Detail
from casework.repair_work import RepairWork
from casework.repairs import RepairLine, Wanted
from domain.errors import CaseError, NotAccepted, NotAllowed, RuleBroken, Why
from domain.notices import Notice
from domain.people import Actor, Role
from domain.repairs import Repair
from domain.stuck import Stuck
from storage.tasks import Task
from tests.integration.rig import Rig
from tests.integration.test_stuck import Operations, operations
from tests.integration.test_the_release import approve, in_doubt
from tests.live import until

__all__ = ["operations"]

_numbers = count(1)
BECAUSE = "The whole team is ill."


@pytest.fixture(scope="module")
def odile(rig: Rig) -> Actor:
    """A second person in operations."""
    new = NewAccount("odile@larkhill.example", "Odile", (Role.OPERATIONS,), "larkhill")
    rig.house.accounts.add(new, "a password for a newcomer")
    with rig.storehouse.reading() as store:
        account = store.accounts.by_email(new.email)
    assert account is not None
    return account.actor


async def ask(
    rig: Rig, by: Actor, reference: str, repair: Repair, detail: Detail | None = None
) -> RepairLine:
    wanted = Wanted(reference, repair, BECAUSE, detail or Detail())
    return await rig.house.repairs.ask(by, wanted, f"repair-{next(_numbers)}")


async def why_not(asked: Awaitable[object]) -> tuple[type[CaseError], Why]:
    with pytest.raises(CaseError) as no:
        await asked
    return type(no.value), no.value.why


def task_of(rig: Rig, reference: str) -> Task:
    with rig.storehouse.reading() as store:
        task = store.tasks.live(reference)
    assert task is not None
    return task


async def is_sealed(rig: Rig, reference: str) -> bool:
    with rig.storehouse.reading() as store:
        return store.records.get(reference) is not None


def sentences(rig: Rig, reference: str) -> list[str]:
    """The account as an adviser reads it, newest first."""
    ada = next(each for each in rig.staff() if each.has(Role.ADVISER))
    return [line.sentence for line in rig.house.views.case(ada, reference).timeline]


async def test_a_reply_can_be_due_later_and_everybody_can_read_why(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
        ola, due = operations.ola, task_of(rig, reference).due_at
        seen = rig.house.repairs.preview(ola, reference, Repair.EXTEND, 5)
        assert seen.due_at == due
        await ask(rig, ola, reference, Repair.EXTEND, Detail(hours=5))
        assert task_of(rig, reference).due_at == seen.due_then
    view = rig.house.views.case(rig.pat(), reference)
    told = view.timeline[0].sentence
    assert told == (
        "Ola Nyman (operations) gave the adviser 5 hours more to reply, "
        f"because: {BECAUSE}"
    )


@pytest.mark.parametrize("hours", [0, 25])
async def test_hours_out_of_bounds_are_said_beside_their_field(
    rig: Rig, operations: Operations, hours: int
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
    no = await why_not(
        ask(rig, operations.ola, reference, Repair.EXTEND, Detail(hours=hours))
    )
    assert no == (NotAccepted, Why.HOURS_OUT_OF_BOUNDS)


async def test_a_task_can_be_given_to_another_adviser_who_is_told(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
    ola = operations.ola
    seen = rig.house.repairs.preview(ola, reference, Repair.REASSIGN)
    names = {name: user for user, name in seen.advisers}
    assert set(names) >= {"Ada Obi", "Ben Cole"}
    to = names["Ben Cole"]
    await ask(rig, ola, reference, Repair.REASSIGN, Detail(0, to, seen.seen))
    assert task_of(rig, reference).holder == to
    with rig.storehouse.reading() as store:
        owed = [each for each in store.notices.unplanned() if each.user == to]
    told = [each.notice for each in owed if each.reference == reference]
    assert Notice.ASSIGNED in told
    assert "gave the adviser task to Ben Cole" in sentences(rig, reference)[0]
    stale = ask(rig, ola, reference, Repair.REASSIGN, Detail(0, names["Ada Obi"], 0))
    assert (await why_not(stale))[1] is Why.HELD_BY_ANOTHER


async def test_nobody_gets_a_task_who_cannot_have_it(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
    ola, pat = operations.ola, rig.pat()
    no = await why_not(ask(rig, ola, reference, Repair.REASSIGN, Detail(to=pat.id)))
    assert no == (NotAccepted, Why.CANNOT_HAVE_TASK)


async def test_two_people_cancel_a_case_and_whoever_asked_is_told(
    rig: Rig, operations: Operations, odile: Actor
) -> None:
    ola, repairs = operations.ola, rig.house.repairs
    async with rig.worker():
        _, reference = await in_doubt(rig)
        await ask(rig, ola, reference, Repair.CANCEL)
        assert rig.case(reference).is_open
        assert (await why_not(repairs.agree(ola, reference, "1"))) == (
            NotAllowed, Why.SECOND_OPERATOR,
        )  # fmt: skip
        assert (await why_not(ask(rig, odile, reference, Repair.CANCEL)))[1] is (
            Why.CANCEL_PROPOSED
        )
        await repairs.agree(odile, reference, "2")
        await until(lambda: is_sealed(rig, reference))
    with rig.storehouse.reading() as store:
        told = {each.user: each.notice for each in store.notices.unplanned()}
    assert told[rig.pat().id] is Notice.NEWS
    assert (
        "Odile (operations) cancelled the request before anything was shared, as "
        f"Ola Nyman had proposed, because: {BECAUSE}"
    ) in sentences(rig, reference)
    assert rig.house.repairs.of(ola, reference).possible == ()


async def test_a_proposal_to_cancel_can_be_declined_and_then_nobody_can_agree(
    rig: Rig, operations: Operations, odile: Actor
) -> None:
    ola, repairs = operations.ola, rig.house.repairs
    async with rig.worker():
        _, reference = await in_doubt(rig)
    await ask(rig, ola, reference, Repair.CANCEL)
    line = await repairs.decline(odile, reference)
    assert (line.result and line.result.why) == Why.NOT_WANTED
    assert (await why_not(repairs.agree(odile, reference, "3")))[1] is (
        Why.NOTHING_PROPOSED
    )
    assert rig.case(reference).is_open


async def test_what_was_shared_cannot_be_cancelled(
    rig: Rig, operations: Operations, odile: Actor
) -> None:
    async with rig.worker():
        player, reference = await in_doubt(rig)
        await ask(rig, operations.ola, reference, Repair.CANCEL)
        await approve(player, reference)
        await rig.reaches(reference, "following_up")
        late = rig.house.repairs.agree(odile, reference, "4")
        assert (await why_not(late)) == (RuleBroken, Why.ALREADY_SHARED)
    with rig.storehouse.reading() as store:
        assert store.timeline.of(reference)[-1].entry.what.value != "cancelled"


async def test_a_repair_that_is_not_needed_any_more_says_so(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
    expected = {
        Repair.TRY_NOW: (RuleBroken, Why.NOTHING_FAILS),
        Repair.WRITE_AGAIN: (RuleBroken, Why.NO_MAIL_REFUSED),
        Repair.SEND_AGAIN: (RuleBroken, Why.NOTHING_WAITS),
        Repair.RESTART: (RuleBroken, Why.RUNS_WELL),
    }
    for repair, why in expected.items():
        assert await why_not(ask(rig, operations.ola, reference, repair)) == why
    assert rig.house.repairs.of(operations.ola, reference).past == ()


async def test_the_same_form_twice_is_one_repair(
    rig: Rig, operations: Operations
) -> None:
    async with rig.worker():
        _, reference = await in_doubt(rig)
        wanted = Wanted(reference, Repair.EXTEND, BECAUSE, Detail(hours=2))
        twice = [
            await rig.house.repairs.ask(operations.ola, wanted, "twice")
            for _ in range(2)
        ]
    assert twice[0] == twice[1]
    assert rig.whats(reference).count("gave_time") == 1


async def test_a_repair_is_kept_while_temporal_is_away_and_done_later(
    rig: Rig, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.repair_work.OURS_FOR", timedelta(0))
    work = RepairWork(rig.storehouse, rig.house.post, rig.house.desk)
    async with rig.worker():
        (reference,) = await broken(rig, operations, 1)
    await rig.temporal_down()
    line = await ask(rig, operations.ola, reference, Repair.RESTART)
    assert line.result is None
    await rig.temporal_up()
    await work.round()
    (done,) = rig.house.repairs.of(operations.ola, reference).past
    assert done.result is not None
    assert done.result.done
    assert rig.whats(reference).count("repaired") == 2


# Many at once


async def broken(rig: Rig, operations: Operations, number: int) -> list[str]:
    """So many cases that nothing drives."""
    found = [(await in_doubt(rig))[1] for _ in range(number)]
    for reference in found:
        await rig.client.get_workflow_handle(reference).terminate()
        await operations.sees(reference, Stuck.NO_WORKFLOW)
    return found


async def test_several_are_done_one_by_one_and_the_list_says_which_were_not(
    rig: Rig, operations: Operations
) -> None:
    bulk, ola = rig.house.bulk_repairs, operations.ola
    work = RepairWork(rig.storehouse, rig.house.post, rig.house.desk)
    async with rig.worker():
        lost = await broken(rig, operations, 2)
        _, healthy = await in_doubt(rig)
        wish = BulkWish(Repair.RESTART, (*lost, healthy), BECAUSE)
        assert [each.why for each in bulk.preview(ola, wish)] == [
            None, None, Why.RUNS_WELL,
        ]  # fmt: skip
        batch = bulk.start(ola, wish, "several")
        assert bulk.start(ola, wish, "several") == batch
        begun = bulk.batch(ola, batch)
        assert (begun.done, begun.not_done, begun.waiting) == (0, 1, 2)
        await work.round()
        await work.round()
    ended = bulk.batch(ola, batch)
    assert (ended.done, ended.not_done, ended.waiting) == (2, 1, 0)
    assert ended.reasons == {Why.RUNS_WELL: 1}
    assert [rig.whats(each).count("repaired") for each in (*lost, healthy)] == [2, 2, 0]
    assert batch in [each.id for each in bulk.newest(ola)]
    with pytest.raises(RuleBroken):
        bulk.stop(ola, batch)


async def test_what_is_left_of_several_can_be_stopped(
    rig: Rig, operations: Operations
) -> None:
    bulk, ola = rig.house.bulk_repairs, operations.ola
    work = RepairWork(rig.storehouse, rig.house.post, rig.house.desk)
    async with rig.worker():
        lost = await broken(rig, operations, 2)
        wish = BulkWish(Repair.RESTART, tuple(lost), BECAUSE)
        batch = bulk.start(ola, wish, "to be stopped")
        with rig.storehouse.reading() as store:
            first = store.repairs.batch(batch)[0]
        await work.do(first)
        bulk.stop(ola, batch)
        await work.round()
    stopped = bulk.batch(ola, batch)
    assert [each.why for each in stopped.lines] == [None, Why.WAS_STOPPED]
    assert (stopped.done, stopped.not_done, stopped.waiting) == (1, 1, 0)
    assert "repaired" not in rig.whats(lost[1])


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (BulkWish(Repair.CANCEL, ("SR-1",)), Why.NOT_IN_BULK),
        (BulkWish(Repair.REASSIGN, ("SR-1",)), Why.NOT_IN_BULK),
        (BulkWish(Repair.TRY_NOW, ()), Why.NOTHING_CHOSEN),
        (BulkWish(Repair.TRY_NOW, ("SR-1",) * 501), Why.TOO_MANY_AT_ONCE),
        (BulkWish(Repair.TRY_NOW, ("SR-NONE-SUCH",), BECAUSE), Why.NO_SUCH_CASE),
    ],
)
def test_what_cannot_be_done_to_many_at_once_is_refused(
    rig: Rig, operations: Operations, wish: BulkWish, why: Why
) -> None:
    with pytest.raises(NotAccepted) as no:
        rig.house.bulk_repairs.start(operations.ola, wish, "refused")
    assert no.value.why is why


def test_nobody_else_repairs_anything(rig: Rig) -> None:
    house, pat = rig.house, rig.pat()
    closed: list[Callable[[], object]] = [
        lambda: house.stuck.all(pat),
        lambda: house.repairs.of(pat, "SR-1"),
        lambda: house.bulk_repairs.newest(pat),
        lambda: house.bulk_repairs.stop(pat, "b"),
    ]
    for door in closed:
        with pytest.raises(NotAllowed):
            door()
