"""Thousands of synthetic cases in seconds, spread over stages, ages and organisations.

They are copies of cases that were played before: see `cli.demo_copies`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import col, func, select

from adapters.clock import now
from adapters.keys import KeyRing
from cli.demo_copies import (
    WRITTEN,
    Copier,
    Pattern,
    Rows,
    Times,
    read_pattern,
    table,
)
from storage.release_tables import AttachmentRow
from storage.store import Store, Storehouse
from storage.tables import CaseRow, RecordRow

AT_ONCE = 250
MOST = 100
"""So many patterns are enough."""

FIRST = (
    "Alba", "Arlo", "Bryn", "Cass", "Dara", "Eden", "Fern", "Gale", "Haze", "Iden",
    "Juno", "Kit", "Lark", "Marlo", "Nell", "Orin", "Perry", "Rune", "Sage", "Teal",
    "Umber", "Vale", "Wren", "Yael",
)  # fmt: skip
MIDDLE = ("Ashe", "Birch", "Cove", "Dune", "Firth", "Gorse", "Holt", "Isle", "Mere")
LAST = (
    "Barrow", "Crane", "Draycott", "Eddows", "Fallow", "Garrick", "Hollin", "Ironside",
    "Kestle", "Linnet", "Marram", "Nettles", "Orchard", "Pennant", "Quarrie", "Rushby",
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """How many of a hundred copies are at a stage, and for how long they are there.

    `rest` is for how long at most; one in `late` is there much longer.
    """

    weight: int
    rest: timedelta
    late: int = 0


SHARES: Mapping[str, Share] = {
    "gathering": Share(20, timedelta(days=24)),
    "with_adviser": Share(6, timedelta(hours=5), 20),
    "awaiting_approval": Share(5, timedelta(hours=8), 40),
    "following_up": Share(14, timedelta(days=12), 10),
    "closed": Share(55, timedelta(days=200)),
}
"""As in a service that has run for half a year."""

COLLECTABLE = Share(0, timedelta(hours=20), 15)
"""Somebody can still collect what was shared; that ends after some days."""

MUCH_LONGER = 8
LEAD = timedelta(days=10)
"""From when a case is started to when something last happened, at most."""


def fill_quickly(
    storehouse: Storehouse, ring: KeyRing, count: int, say: Callable[[int], None]
) -> None:
    """Add copies of what has been played.

    Args:
        storehouse: with the cases that were played.
        ring: the keys that wrap.
        count: how many to add.
        say: is told every now and then how many are there.
    """
    dice = Random(count)  # nosec B311
    with storehouse.reading() as store:
        patterns = _patterns(store)
        copier = Copier(ring, store.keys.people())
    if not patterns:
        return
    for begun in range(0, count, AT_ONCE):
        chosen = [_choose(patterns, dice) for _ in range(min(AT_ONCE, count - begun))]
        with storehouse.writing() as store:
            write(store, list(_copies(store, copier, chosen, dice)))
        say(begun + len(chosen))


def _patterns(store: Store) -> dict[str, list[Pattern]]:
    """What was played, by stage: without files, which lie outside the database."""
    with_files = select(AttachmentRow.reference)
    query = select(CaseRow.reference).where(col(CaseRow.reference).not_in(with_files))
    found: dict[str, list[Pattern]] = {}
    for reference in store.session.exec(query.order_by(CaseRow.reference).limit(MOST)):
        pattern = read_pattern(store, reference)
        if pattern.stage in SHARES and _is_whole(pattern):
            found.setdefault(pattern.stage, []).append(pattern)
    return found


def _is_whole(pattern: Pattern) -> bool:
    """Not one that is being sealed just now."""
    return pattern.stage != "closed" or bool(pattern.rows["records"])


def _choose(patterns: Mapping[str, Sequence[Pattern]], dice: Random) -> Pattern:
    stages = list(patterns)
    weights = [SHARES[stage].weight for stage in stages]
    (stage,) = dice.choices(stages, weights)
    return dice.choice(patterns[stage])


def _copies(
    store: Store, copier: Copier, chosen: Sequence[Pattern], dice: Random
) -> Iterator[Rows]:
    number = store.session.exec(select(func.max(RecordRow.number))).one() or 0
    at = now()
    for pattern in chosen:
        number += len(pattern.rows["records"])
        name = " ".join(dice.choice(part) for part in (FIRST, MIDDLE, LAST))
        yield copier.copy(pattern, _times(pattern, at, dice), name, number)


def _times(pattern: Pattern, at: datetime, dice: Random) -> Times:
    share = _share(pattern)
    rest = share.rest * dice.random()
    if share.late and not dice.randrange(share.late):
        rest *= MUCH_LONGER
    newest = at - rest
    return Times(newest - LEAD * dice.random() ** 2, newest)


def _share(pattern: Pattern) -> Share:
    """Most of what waits for somebody is in time."""
    if any(task["ended_at"] is None for task in pattern.rows["tasks"]):
        return SHARES["with_adviser"]
    return COLLECTABLE if pattern.is_live else SHARES[pattern.stage]


def write(store: Store, copies: Sequence[Rows]) -> None:
    """Put copies where they belong, all rows of a table at once."""
    connection = store.session.connection()
    for name in WRITTEN:
        rows = [row for copy in copies for row in copy.get(name, ())]
        if rows:
            connection.execute(table(name).insert(), rows)
