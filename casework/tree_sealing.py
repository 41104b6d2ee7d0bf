"""Keeps the log of all cases: writes down how they stand, and signs it.

It runs beside the worker. Every few minutes, and when a record has been sealed, each
case that stands differently becomes a leaf, and the root over all leaves is signed.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from adapters.clock import now
from adapters.key_settings import read_keys
from adapters.keys import UnknownKey
from adapters.settings import Settings
from adapters.tree_keys import TreeKeys, is_signed
from casework.key_care import KeysDoNotOpen
from domain.merkle import Edge
from domain.tree import Head, SignedHead
from storage.store import Store, Storehouse
from storage.tree import edge_of, head_said, signed_head

EVERY = 10.0
MOST = 2000
"""So many leaves go into one head; what is left goes into the next, at once."""
LATE = 3
"""After so many times its interval the log should have been signed long ago."""

log = structlog.get_logger()


class TreeBroken(Exception):
    """The log is not as it was signed; nothing is added to it until somebody looked."""


def tree_keys_of(settings: Settings) -> TreeKeys:
    """The keys that sign.

    Raises:
        KeysDoNotOpen: the active one is not among them.
    """
    try:
        return TreeKeys(read_keys(settings.tree_keys), settings.tree_active)
    except UnknownKey as no:
        raise KeysDoNotOpen(
            f"SHAREWELL_TREE_ACTIVE names a key {no} that is not in "
            "SHAREWELL_TREE_KEYS."
        ) from no


def check_tree_keys(storehouse: Storehouse, keys: TreeKeys) -> None:
    """See that what was signed last can be checked with the keys that are given.

    Raises:
        KeysDoNotOpen: the key that signed is not there, or is another of that name.
    """
    if not storehouse.database.is_current:
        return
    with storehouse.reading() as store:
        newest = store.tree.newest()
    if newest is not None and keys.public.get(newest.key) != newest.public:
        raise KeysDoNotOpen(
            f"The log of all cases was signed with a key {newest.key} that is not in "
            "SHAREWELL_TREE_KEYS. Give that one again, and a new one beside it if you "
            "wish; nothing was changed."
        )


def is_late(sealed_at: datetime | None, at: datetime, minutes: int) -> bool:
    """Whether the log should have been signed long ago."""
    return sealed_at is None or at - sealed_at > LATE * timedelta(minutes=minutes)


class TreeSealing:
    def __init__(
        self, storehouse: Storehouse, keys: TreeKeys, every: timedelta
    ) -> None:
        self._storehouse = storehouse
        self._keys = keys
        self._every = every

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY)

    def round(self) -> None:
        """Sign what is due. A log that was tampered with is left for people to see."""
        with self._storehouse.reading() as store:
            due = self._is_due(store)
        if not due:
            return
        try:
            self.seal()
        except TreeBroken as broken:
            log.error("tree_broken", reason_code=str(broken))

    def seal(self) -> None:
        """Write down how every case stands, and sign it.

        Raises:
            TreeBroken: the log is not as it was signed.
        """
        while self._add_head() == MOST:
            pass

    def _is_due(self, store: Store) -> bool:
        newest = store.tree.newest()
        if newest is None or now() - newest.at >= self._every:
            return True
        return store.tree.record_waits()

    def _add_head(self) -> int:
        with self._storehouse.writing() as store:
            store.tree.hold()
            edge, number, previous = _grown(store)
            leaves = store.tree.unsealed(MOST)
            edge = store.tree.add_leaves(edge, leaves)
            head = Head(
                number + 1,
                edge.size,
                edge.root.hex(),
                previous,
                now(),
                self._keys.active,
            )
            said = head_said(head)
            public = self._keys.public[head.key]
            signed = SignedHead(head, self._keys.sign(said), public)
            store.tree.add_head(signed, edge)
        log.info("tree_signed", count=len(leaves))
        return len(leaves)


def _grown(store: Store) -> tuple[Edge, int, str]:
    """How far the tree has grown, and that it is still what was signed."""
    newest = store.tree.newest()
    if newest is None:
        if store.tree.size():
            raise TreeBroken("heads_missing")
        return Edge(), 0, Edge().root.hex()
    signed, edge = signed_head(newest), edge_of(newest)
    if not is_signed(head_said(signed.head), signed.signature, signed.public):
        raise TreeBroken("head_altered")
    if edge.root.hex() != newest.root:
        raise TreeBroken("edge_altered")
    if store.tree.size() != newest.size:
        raise TreeBroken("leaves_missing")
    return edge, newest.number, newest.root
