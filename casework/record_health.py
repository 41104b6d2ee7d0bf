"""What the record itself says about how the service is."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from adapters.settings import Settings
from casework.key_uses import active_keys
from casework.tree_sealing import is_late
from domain.health import (
    ACTS_LATE,
    BACKUP_LATE,
    KEY_GROWS_OLD,
    MAIL_LATE,
    Found,
    Part,
    Sign,
)
from storage.gauges import SILENT, acts, mail
from storage.store import Store
from storage.upkeep import WorkerSeen


def workers(seen: Sequence[WorkerSeen], at: datetime) -> list[Found]:
    """Each that runs or vanished; what was stopped on purpose is no news."""
    running = [each for each in seen if each.stopped_at is None]
    here = [each for each in running if at - each.seen_at < SILENT]
    gone = [each for each in running if each not in here and not _replaced(each, here)]
    found = [_worker(each, gone=each in gone) for each in (*here, *gone)]
    if not here:
        last = seen[0].seen_at if seen else None
        return [Found(Part.WORKER, Sign.NONE_SEEN, since=last), *found]
    if len({each.version for each in here}) > 1:
        found.insert(0, Found(Part.WORKER, Sign.MIXED))
    return found


def _replaced(gone: WorkerSeen, here: Sequence[WorkerSeen]) -> bool:
    """Whether another was started on the same machine since."""
    machine = gone.id.rpartition(":")[0]
    return any(
        each.id.rpartition(":")[0] == machine and each.started_at > gone.seen_at
        for each in here
    )


def _worker(worker: WorkerSeen, *, gone: bool) -> Found:
    sign = Sign.SILENT if gone else Sign.WELL
    since = worker.seen_at if gone else worker.started_at
    return Found(Part.WORKER, sign, worker.id, since, version=worker.version)


def record(store: Store, settings: Settings, at: datetime) -> Iterable[Found]:
    """Keys, acts, mail, the log of all cases, the newest backup."""
    yield from _keys(store, settings, at)
    yield from _acts(store, at)
    yield from _mail(store, at)
    yield _log(store, settings, at)
    yield from _backup(store, settings, at)


def _keys(store: Store, settings: Settings, at: datetime) -> Iterable[Found]:
    since = {(row.ring, row.id): row.since for row in store.key_uses.all()}
    for ring, id in active_keys(settings).items():
        begun = since.get((ring, id), at)
        sign = Sign.OLD if at - begun > KEY_GROWS_OLD else Sign.WELL
        yield Found(Part.KEYS, sign, f"{ring}: {id}", begun)


def _acts(store: Store, at: datetime) -> Iterable[Found]:
    found = acts(store.session, at)
    number = int(found["acts_without_outcome"][0][1])
    age = timedelta(seconds=found["acts_without_outcome_oldest_seconds"][0][1])
    sign = Sign.WAITING if age > ACTS_LATE else Sign.WELL
    yield Found(Part.ACTS, sign, since=at - age if number else None, number=number)


def _mail(store: Store, at: datetime) -> Iterable[Found]:
    found = mail(store.session, at)
    number, lost = (
        int(found[name][0][1]) for name in ("mail_waiting", "mail_given_up_last_day")
    )
    age = timedelta(seconds=found["mail_oldest_seconds"][0][1])
    if age > MAIL_LATE:
        yield Found(Part.MAIL, Sign.LATE, since=at - age, number=number)
    if lost:
        yield Found(Part.MAIL, Sign.GIVEN_UP, number=lost)


def _log(store: Store, settings: Settings, at: datetime) -> Found:
    newest = store.tree.newest()
    signed = newest.at if newest else None
    late = is_late(signed, at, settings.seal_minutes)
    return Found(Part.LOG, Sign.LATE if late else Sign.WELL, since=signed)


def _backup(store: Store, settings: Settings, at: datetime) -> Iterable[Found]:
    """What is invented need not be kept."""
    if settings.demonstration:
        return
    newest = store.backups.newest()
    if newest is None:
        yield Found(Part.BACKUP, Sign.NEVER)
        return
    late = at - newest.as_of > BACKUP_LATE
    yield Found(Part.BACKUP, Sign.LATE if late else Sign.WELL, since=newest.as_of)
