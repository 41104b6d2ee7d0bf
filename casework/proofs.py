"""The proof of a record: with it a stranger can check that nothing in it was changed.

It holds the record, the chain of its account, its place in the log of all cases, and
the newest signed head of that log.
"""

from typing import Any

from casework.conflicts import case_of
from casework.sealed_records import SealedRecords
from domain.errors import RuleBroken, Why
from domain.merkle import path_to
from domain.people import Actor
from domain.reads import ReadKind
from domain.tree import Leaf
from domain.visibility import is_internal
from storage.database import steady
from storage.records import Record
from storage.store import Store, Storehouse
from storage.tree import head_said, leaf_said, signed_head

SCHEMA = "sharewell-proof/1"

Proof = dict[str, Any]


class Proofs:
    def __init__(self, storehouse: Storehouse, records: SealedRecords) -> None:
        self._storehouse = storehouse
        self._records = records

    def of(self, actor: Actor, reference: str) -> Proof:
        """The proof, for whoever may read the record.

        Whose request it was reads the record without what is between advisers. In
        their proof such entries, and a record with any in it, stand as digests only.

        Raises:
            CaseNotFound: there is no such case for this actor.
            RuleBroken: nothing of its record has been signed yet.
        """
        read = self._records.read(actor, reference, ReadKind.RECORD_TAKEN)
        with self._storehouse.reading() as store:
            steady(store.session)
            case = case_of(store, actor, reference)
            proof = proof_of(store, reference)
            if case.opened_by != actor.id:
                return proof
            entries = store.timeline.spelled(reference, len(proof["chain"]))
        in_full = read is not None and read.whole
        return {
            **proof,
            "record": proof["record"] if in_full else None,
            "chain": [
                {"hash": hashed} if is_internal(what) else {"said": said}
                for what, said, hashed in entries
            ],
        }


def proof_of(store: Store, reference: str, under: int = 0) -> Proof:
    """The proof with everything in it, under the head of this number or the newest.

    Raises:
        RuleBroken: nothing of its record has been signed yet, or not by that head.
    """
    record = store.records.get(reference)
    signing = store.tree.head(under) if under else store.tree.newest()
    if record is None or signing is None:
        raise RuleBroken(Why.NOT_PROVEN_YET)
    number, leaf = _leaf(store, record, signing.size)
    head = signed_head(signing)
    path = path_to(store.tree.hashes(signing.size), number)
    return {
        "schema": SCHEMA,
        "reference": reference,
        "record": record.body,
        "chain": [
            {"said": said}
            for _, said, _ in store.timeline.spelled(reference, leaf.entries)
        ],
        "leaf": {"number": number, "said": leaf_said(leaf)},
        "path": [node.hex() for node in path],
        "tree_head": {
            "said": head_said(head.head),
            "signature": head.signature,
            "public": head.public,
        },
    }


def _leaf(store: Store, record: Record, size: int) -> tuple[int, Leaf]:
    """The newest of so many leaves that has the record in it."""
    leaves = store.tree.leaves_of(record.reference)
    sealed = [
        (number, leaf)
        for number, leaf in leaves
        if number < size and leaf.record == record.digest
    ]
    if not sealed:
        raise RuleBroken(Why.NOT_PROVEN_YET)
    return sealed[-1]
