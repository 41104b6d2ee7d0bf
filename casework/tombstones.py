"""Keeps what was destroyed destroyed, also when an older backup is restored.

The names of destroyed keys are written to a file that is kept apart from the backups.
After a restore the file is applied: each key that the backup brought back is destroyed
again, with the files and traces of its case.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from adapters.blobs import Blobs
from adapters.clock import now
from casework.erasing import delete_files, erase
from casework.key_care import KeysDoNotOpen
from domain.access import Access, AccessLine
from domain.people import SYSTEM
from domain.timeline import What
from storage.cases import stored_case
from storage.store import Store, Storehouse

HEADER = "sharewell-tombstones/1"


class TombstonesBroken(Exception):
    """The file was cut short or altered; nothing of it is believed."""


def written(storehouse: Storehouse) -> str:
    """The names of all destroyed keys, with a digest that shows a cut."""
    with storehouse.reading() as store:
        names = store.keys.destroyed()
    lines = [HEADER, *names]
    return "\n".join([*lines, _end(lines)]) + "\n"


def read(text: str) -> list[str]:
    """The names in such a file.

    Raises:
        TombstonesBroken: it is none, or not whole.
    """
    *lines, end = text.splitlines() or [""]
    if lines[:1] != [HEADER] or end != _end(lines):
        raise TombstonesBroken("This is no whole file of tombstones. Nothing was done.")
    names = lines[1:]
    if not all(_is_name(name) for name in names):
        raise TombstonesBroken("A line of it names no key. Nothing was done.")
    return names


def keep_file(storehouse: Storehouse, file: Path) -> None:
    """Write the file anew, in one step: it is never half there."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(written(storehouse), encoding="utf-8")
    new.replace(file)


def unknown_of(storehouse: Storehouse, names: list[str]) -> list[str]:
    """What was destroyed and is not, as far as this database knows."""
    with storehouse.reading() as store:
        known = set(store.keys.destroyed())
    return [name for name in names if name not in known]


def check_tombstones(storehouse: Storehouse, file: Path | None) -> None:
    """Refuse a restored database that has forgotten what was destroyed.

    Raises:
        KeysDoNotOpen: it has; or the file is not there, or not whole.
    """
    if file is None or not storehouse.database.is_current:
        return
    try:
        names = read(file.read_text(encoding="utf-8"))
    except (OSError, TombstonesBroken) as no:
        raise KeysDoNotOpen(
            f"The file of tombstones {file.name} cannot be read or is not whole. Put "
            "it back, or write it anew with `sharewell retention tombstones`."
        ) from no
    unknown = unknown_of(storehouse, names)
    if unknown:
        raise KeysDoNotOpen(
            f"This database has forgotten that {len(unknown)} keys were destroyed: a "
            f"backup was restored. Run `sharewell retention apply {file.name}` first."
        )


def apply(storehouse: Storehouse, blobs: Blobs, names: list[str]) -> Iterator[str]:
    """Destroy again what a backup brought back; each name once it is done."""
    for name in unknown_of(storehouse, names):
        with storehouse.writing() as store:
            left = _destroy(store, name)
        for each in left:
            blobs.delete(each)
        if name.startswith("case:"):
            delete_files(storehouse, blobs, name.partition(":")[2])
        yield name


def _destroy(store: Store, name: str) -> list[str]:
    """Destroy one key; the files that nothing opens any more, apart from a case's."""
    kind, _, id = name.partition(":")
    case = stored_case(store.session, id, lock=True) if kind == "case" else None
    if case is not None:
        erase(store, case, {}, What.DESTROYED_AGAIN)
        _note_disposed(store, case.reference)
    parcel = store.releases.get(id) if kind == "release" else None
    if parcel is not None and store.packing.note_purged(id, now()):
        store.release_log.add(id, AccessLine(Access.KEY_DESTROYED, SYSTEM, now()))
    store.keys.destroy(name)
    return [each.blob for each in store.packing.objects(id)] if parcel else []


def _note_disposed(store: Store, reference: str) -> None:
    store.retention.hold(reference)
    kept = store.retention.of(reference)
    if kept is not None:
        store.retention.keep(replace(kept, disposed=True))


def _is_name(name: str) -> bool:
    """Whether it can name a key of a case or the like; the people's key never goes."""
    kind, _, id = name.partition(":")
    return bool(kind and id)


def _end(lines: list[str]) -> str:
    digest = sha256("\n".join(lines).encode()).hexdigest()
    return f"sha256:{digest}"
