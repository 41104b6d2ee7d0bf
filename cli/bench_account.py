"""How fast accounts grow and are verified: so many entries in a database of their own.

The first entries are added one in a transaction, as in real life, and timed. The rest
is written as it would look, many rows at once. Then all of it is signed and walked.
"""

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import insert
from sqlmodel import SQLModel

from adapters.keys import KeyRing
from adapters.tree_keys import TreeKeys
from casework.tree_sealing import TreeSealing
from casework.verifying import Verifying
from domain.people import Role
from domain.rules import Priority
from domain.stages import Stage, WaitingOn
from domain.timeline import Entry, What
from storage.accounts import Organisation
from storage.coding import dump
from storage.database import Database, sqlite_url
from storage.store import Store, Storehouse
from storage.tables import CaseRow, TimelineRow
from storage.timeline import hash_of

A_CASE = 20
TIMED = 2000
BATCH = 10_000
PLACE = "bench"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)

Row = dict[str, Any]


@dataclass(frozen=True)
class AccountResult:
    """What it took, in a database of so many entries."""

    entries: int
    cases: int
    append_per_second: float
    sign_seconds: float
    verify_per_second: float


def measure_account(entries: int) -> AccountResult:
    with tempfile.TemporaryDirectory(prefix="sharewell-bench-") as folder:
        keys = KeyRing({"bench": os.urandom(32)}, "bench")
        database = Database(sqlite_url(Path(folder) / "bench.db"))
        database.migrate()
        try:
            return _measure(Storehouse(database, keys), entries)
        finally:
            database.close()


def _measure(storehouse: Storehouse, entries: int) -> AccountResult:
    timed = min(entries, TIMED)
    with storehouse.writing() as store:
        place = Organisation(PLACE, "Bench", "", "HMG-2018", "always")
        store.accounts.keep_organisation(place)
        _keep(store, CaseRow, [_case(each) for each in range(0, timed, A_CASE)])
    began = time.perf_counter()
    for number in range(timed):
        with storehouse.writing() as store:
            store.timeline.add(_reference(number), f"bench:{number}", _entry(number))
    appended = time.perf_counter()
    for number in range(timed, entries, BATCH):
        _fill(storehouse, number, min(number + BATCH, entries))
        typer.echo(f"{number:,} of {entries:,} entries written", err=True)
    filled = time.perf_counter()
    keys = TreeKeys({"bench": os.urandom(32)}, "bench")
    TreeSealing(storehouse, keys, timedelta(minutes=15)).seal()
    signed = time.perf_counter()
    found = Verifying(storehouse, keys.public, _tell).walk()
    assert not found.faults, found.faults[0]
    walked = time.perf_counter()
    return AccountResult(
        entries=entries,
        cases=found.cases,
        append_per_second=timed / (appended - began),
        sign_seconds=signed - filled,
        verify_per_second=entries / (walked - signed),
    )


def _tell(walked: int, of: int) -> None:
    typer.echo(f"{walked:,} of {of:,} entries verified", err=True)


def _fill(storehouse: Storehouse, start: int, end: int) -> None:
    """Whole cases with their entries, as rows."""
    cases, rows = [], []
    for first in range(start, end, A_CASE):
        case = _case(first)
        for number in range(first, min(first + A_CASE, end)):
            case["entries"] += 1
            row = _row(number, case["entries"], case["head"])
            case["head"] = row["hash"] = hash_of(TimelineRow(**row))
            rows.append(row)
        cases.append(case)
    with storehouse.writing() as store:
        _keep(store, CaseRow, cases)
        _keep(store, TimelineRow, rows)


def _keep(store: Store, table: type[SQLModel], rows: list[Row]) -> None:
    store.session.connection().execute(insert(table), rows)


def _case(number: int) -> Row:
    return {
        "reference": _reference(number),
        "organisation": PLACE,
        "opened_by": "bench",
        "opened_at": START,
        "stage": Stage.GATHERING.value,
        "since": START,
        "waiting_on": WaitingOn.PRACTITIONER.value,
        "priority": Priority.STANDARD.value,
        "revision": 0,
        "body": "{}",
        "entries": 0,
        "head": "",
    }


def _row(number: int, place: int, previous: str) -> Row:
    entry = _entry(number)
    return {
        "reference": _reference(number),
        "number": place,
        "name": f"bench:{number}",
        "what": entry.what.value,
        "actor": entry.by,
        "role": entry.role.value,
        "at": entry.at,
        "codes": dump(entry),
        "previous": previous,
        "hash": "",
    }


def _entry(number: int) -> Entry:
    at, facts = START + timedelta(seconds=number), (("question", "Q1"),)
    act = f"act-{number}"
    return Entry(What.ANSWERED, "bench", Role.PRACTITIONER, at, act, facts=facts)


def _reference(number: int) -> str:
    return f"SR-BENCH-{number // A_CASE:07}"
