"""Destroys what was written in a finished case, and says so on its chain.

The keys go first, in one transaction with everything that is left elsewhere in the
database. The files follow: nothing opens them any more, and each may be deleted twice.
"""

from adapters.blobs import Blobs
from adapters.clock import now
from domain.access import Access, AccessLine
from domain.case import Case
from domain.people import SYSTEM
from domain.retention import Kept
from domain.timeline import What, own_entry
from storage.blob_names import blobs_of
from storage.case_people import Indexes
from storage.erasing import erase_traces
from storage.store import Store, Storehouse

Facts = dict[str, str]


def erase(store: Store, case: Case, facts: Facts, what: What = What.DESTROYED) -> bool:
    """Destroy the keys of a case, and its traces. True if they were there.

    The entry that says so is its certificate: why, on whose word, and what it was.
    """
    reference = case.reference
    facts = {**facts, **_was(store, case)}
    gone = store.keys.destroy(f"case:{reference}")
    mentioned = [reference, *_erase_release(store, reference)]
    store.rights_packs.forget_case(reference, store.rights.about(reference))
    store.caught.forget(tuple(mentioned))
    erase_traces(store.session, reference)
    store.case_people.keep(reference, case.organisation, Indexes())
    if gone:
        name = f"{reference}:{what.value}"
        store.timeline.add(reference, name, own_entry(what, now(), **facts))
    return gone


def delete_files(storehouse: Storehouse, blobs: Blobs, reference: str) -> int:
    """Delete every file of a case that is destroyed; how many names there were."""
    with storehouse.reading() as store:
        names = blobs_of(store.session, reference)
    for name in names:
        blobs.delete(name)
    with storehouse.writing() as store:
        if store.retention.of(reference) is not None:
            store.retention.note_cleared(reference, now())
    storehouse.database.settle_deletions()
    return len(names)


def why(kept: Kept | None) -> Facts:
    """Why it was destroyed: under which class, since when it was due, on whose word."""
    if kept is None:
        return {}
    facts = {"class": kept.code, "due": kept.day.isoformat(), "by": kept.approved_by}
    return {name: value for name, value in facts.items() if value}


def _was(store: Store, case: Case) -> Facts:
    """What it was, by digest: enough to know it by, and nothing to read."""
    digest = store.records.digest(case.reference)
    files = len(blobs_of(store.session, case.reference))
    facts = {"record": digest, "content": case.content.digest, "files": str(files)}
    return {name: value for name, value in facts.items() if value}


def _erase_release(store: Store, reference: str) -> list[str]:
    """Destroy the key of what left; under which names its recipient knew it."""
    parcel = store.releases.of(reference)
    if parcel is None:
        return []
    if store.keys.destroy(f"release:{parcel.id}"):
        gone = AccessLine(Access.KEY_DESTROYED, SYSTEM, now())
        store.release_log.add(parcel.id, gone)
    return [parcel.number, parcel.locator]
