"""The numbers of the whole service: right, on both databases, whatever is in them."""

from dataclasses import replace
from datetime import timedelta

from domain.stages import Stage
from storage.gauges import OPEN_STAGES, Reading, gauges
from storage.mail import OwedMail
from storage.store import Storehouse
from storage.upkeep import WorkerSeen
from tests import builders
from tests.builders import NOON
from tests.storage.shelf import Shelf

AT = NOON + timedelta(days=8, hours=2)


def read(storehouse: Storehouse) -> Reading:
    with storehouse.reading() as store:
        return gauges(store.session, AT)


def value(reading: Reading, name: str, *labels: str) -> float:
    """One number; 0 if nothing of the kind is there."""
    return dict(reading[name]).get(labels, 0)


def test_open_cases_are_counted_by_stage_and_by_how_long_they_wait(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    before = read(storehouse)
    shelf.in_doubt()
    after = read(storehouse)
    stage = Stage.WITH_ADVISER.value
    rises = [("case_stage", stage)] + [
        ("case_stage_waiting", stage, period) for period in ("1h", "1d", "7d")
    ]
    for name, *labels in rises:
        assert value(after, name, *labels) == value(before, name, *labels) + 1
    assert value(after, "case_stage_waiting", stage, "30d") == 0
    assert {labels for labels, _ in after["case_stage"]} == {
        (stage.value,) for stage in OPEN_STAGES
    }
    assert value(after, "case_stage_oldest_seconds", stage) >= 8 * 86400


def test_tasks_are_counted_by_how_urgent_they_are(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    before = read(storehouse)
    shelf.in_doubt()
    after, urgency = read(storehouse), "standard"
    for name in ("tasks", "tasks_overdue"):
        assert value(after, name, urgency) == value(before, name, urgency) + 1
    age = value(after, "task_age_seconds", urgency)
    assert age >= 8 * 86400
    assert value(after, "task_untaken_age_seconds", urgency) <= age


def test_an_act_that_waits_is_counted_and_grows_older(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    case = shelf.in_doubt()
    before = read(storehouse)
    act = replace(builders.a_withdrawal(), at=AT - timedelta(minutes=5))
    with storehouse.writing() as store:
        store.acts.store(case.reference, act, {})
    after = read(storehouse)
    for name in ("relay_pending", "acts_without_outcome"):
        assert value(after, name) == value(before, name) + 1
    assert value(after, "relay_oldest_seconds") >= 300
    assert value(after, "acts_without_outcome_oldest_seconds") >= 300


def test_mail_that_is_due_is_counted_until_it_is_sent(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    before, case = read(storehouse), shelf.case()
    name = builders.fresh("mail")
    owed = OwedMail(name, "<1@x.example>", case.reference, "release", "r@x.example")
    with storehouse.writing() as store:
        store.mail.owe(owed, AT - timedelta(hours=3))
    waiting = read(storehouse)
    assert value(waiting, "mail_waiting") == value(before, "mail_waiting") + 1
    assert value(waiting, "mail_oldest_seconds") >= 3 * 3600
    with storehouse.writing() as store:
        store.mail.mark_sent(name, AT)
    assert value(read(storehouse), "mail_waiting") == value(before, "mail_waiting")


def test_a_failing_step_is_counted_with_how_long_it_fails(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    case = shelf.case()
    before = read(storehouse)
    with storehouse.writing() as store:
        store.troubles.note(case.reference, "package", "OutOfReach", NOON)
    after = read(storehouse)
    failing = value(after, "step_failing", "package")
    assert failing == value(before, "step_failing", "package") + 1
    assert value(after, "step_failing_oldest_seconds", "package") >= 8 * 86400


def test_workers_are_counted_by_version_and_vanished_ones_apart(
    storehouse: Storehouse,
) -> None:
    seconds, minutes = AT - timedelta(seconds=5), AT - timedelta(minutes=5)
    with storehouse.writing() as store:
        for worker in (
            WorkerSeen("gauge:1", "9.9", NOON, seconds),
            WorkerSeen("gauge:2", "9.9", NOON, minutes),
            WorkerSeen("gauge:3", "9.9", NOON, minutes, stopped_at=minutes),
        ):
            store.workers.seen(worker)
    found = read(storehouse)
    assert value(found, "workers", "9.9") == 1
    assert value(found, "workers_silent") == 1
    with storehouse.writing() as store:
        store.workers.forget(AT)
        assert not [w for w in store.workers.all() if w.id.startswith("gauge")]
