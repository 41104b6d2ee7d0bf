"""What `sharewell doctor` looks at besides the parts: versions, disks, clocks, backups.

It never says what a setting is, only what follows from it.
"""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import make_url
from temporalio.client import Client

from adapters.clock import now
from adapters.settings import Settings
from adapters.version import VERSION
from domain.health import BACKUP_LATE
from storage.store import Storehouse

LITTLE = 1 << 30
"""Bytes. With less room than this, something will soon not be kept."""
APART = timedelta(seconds=10)
"""Clocks that differ by more let links end early and make the record hard to read."""
AHEAD = timedelta(minutes=1)


@dataclass(frozen=True)
class Finding:
    """One part of the service, and what to do if it is not well."""

    part: str
    well: bool
    advice: str = ""
    note: str = ""


def versions(storehouse: Storehouse) -> Finding:
    """What runs here, for whoever is asked for help."""
    with storehouse.database.engine.connect() as connection:
        tables = storehouse.database.revision(connection) or "none"
    return Finding(
        "version",
        True,
        note=f"Sharewell {VERSION}, Python {platform.python_version()}, Temporal SDK "
        f"{version('temporalio')}, tables {tables}",
    )


def disks(settings: Settings) -> list[Finding]:
    """Whether there is room where we write on this machine."""
    return [_room(f"disk {what}", place) for what, place in _places(settings) if place]


def _places(settings: Settings) -> Iterator[tuple[str, Path | None]]:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield "database", Path(url.database).parent
    blobs = urlsplit(settings.blobs)
    if blobs.scheme == "file":
        yield "files", Path(unquote(blobs.path))


def _room(part: str, place: Path) -> Finding:
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return Finding(part, False, f"{place} is not there.")
    left = f"{free / LITTLE:.1f} GiB free"
    advice = f"Only {left} in {place}. Make room before it is full."
    return Finding(part, free >= LITTLE, advice, left)


def clock(storehouse: Storehouse) -> Finding:
    """Whether this machine's clock agrees with the database and with the record."""
    ours = now()
    theirs = storehouse.database.clock()
    if theirs is not None and abs(theirs - ours) > APART:
        return Finding(
            "clock",
            False,
            f"The database server's clock differs by {_seconds(theirs - ours)}. Set "
            "both by a time server.",
        )
    with storehouse.reading() as store:
        newest = store.tree.newest()
    if newest is not None and newest.at - ours > AHEAD:
        return Finding(
            "clock",
            False,
            f"What was signed last was signed {_seconds(newest.at - ours)} from now. "
            "Set the clock of this machine by a time server.",
        )
    return Finding("clock", True)


async def is_behind_temporal(client: Client) -> bool:
    """Whether Temporal began something later than now by our clock."""
    later = (now() + AHEAD).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (await client.count_workflows(f"StartTime > '{later}'")).count > 0


def backups(storehouse: Storehouse, settings: Settings) -> Finding:
    """How old the newest one is. What is invented need not be kept."""
    with storehouse.reading() as store:
        newest, since = store.backups.newest(), store.backups.needed_since()
    if settings.demonstration or since is None:
        return Finding("backup", True, note="none is needed yet")
    if newest is None:
        fresh = now() - since <= BACKUP_LATE
        advice = "None was ever made. Run `sharewell backup FILE` every night."
        return Finding("backup", fresh, advice, "none yet")
    age = _age(newest.as_of)
    if newest.missing:
        advice = f"{newest.missing} files were missing when it was made, {age} ago."
        return Finding("backup", False, f"{advice} Look for them now.")
    advice = f"The newest is {age} old. Run `sharewell backup FILE` every night."
    return Finding("backup", now() - newest.as_of <= BACKUP_LATE, advice, f"{age} old")


def restores(storehouse: Storehouse) -> list[Finding]:
    """Whether the cases run on after the last restore; nothing if there was none."""
    with storehouse.reading() as store:
        last = store.restores.newest()
        many = len(store.restores.findings(last.id)) if last else 0
    if last is None:
        return []
    advice = "The cases do not run on since the restore. Start `sharewell worker`."
    note = f"{many} cases to look at: `sharewell restored`"
    return [Finding("restore", last.settled_at is not None, advice, note)]


def _age(moment: datetime) -> str:
    hours = int((now() - moment) / timedelta(hours=1))
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"


def _seconds(apart: timedelta) -> str:
    return f"{abs(apart).total_seconds():.0f} seconds"
