"""What a sender hands over themselves: what is ready, and its files, each logged."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO

import structlog

from adapters.blobs import Blobs, NotThere, OutOfReach
from adapters.clock import now
from adapters.partner_keys import ENDING, NotSealed, sealed_for
from adapters.passwords import new_secret
from adapters.segments import Damaged
from casework.attachments import FileAway
from casework.downloads import PACKAGE, STEP, safe_name, seal_of
from casework.ways_out import ways_for
from domain.access import Access, AccessLine
from domain.content import Content
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.handing_over import check_can_hand_over
from domain.package import MARKING
from domain.people import Actor
from domain.release import ReleaseState, Way
from storage.release_tables import ObjectRow
from storage.releases import Parcel
from storage.store import Store, Storehouse

PIECE = 64 * 1024
UNREADABLE = (Damaged, NotThere, OutOfReach)
NO_FILES = (Way.TELEPHONE, Way.SEALED_FILE)
"""With these nothing leaves in clear as a file."""

log = structlog.get_logger()


@dataclass(frozen=True)
class ReadyFile:
    """One file of it, the whole document first."""

    id: str
    number: int
    label: str
    media: str
    size: int
    sha256: str


@dataclass(frozen=True)
class SealedOnce:
    """A sealed file that its sender has taken out, and the digest of its inside."""

    at: datetime
    sha256: str
    plain_sha256: str


@dataclass(frozen=True)
class Ready:
    """What its sender gives to the recipient, exactly as it was approved."""

    way: Way
    digest: str
    since: datetime
    content: Content
    marking: str
    files: tuple[ReadyFile, ...]
    sealed: tuple[SealedOnce, ...]


@dataclass(frozen=True)
class TakenOut:
    """A file on its way to its sender."""

    name: str
    size: int
    sha256: str
    pieces: Iterator[bytes]

    @property
    def _digest(self) -> str:
        return b64encode(bytes.fromhex(self.sha256)).decode()

    @property
    def headers(self) -> dict[str, str]:
        """It is always saved and never shown, whatever it is."""
        return {
            "Content-Disposition": f'attachment; filename="{self.name}"',
            "Content-Length": str(self.size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Repr-Digest": f"sha-256=:{self._digest}:",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }


class HandingOver:
    def __init__(
        self, storehouse: Storehouse, blobs: Blobs, stale_after: timedelta
    ) -> None:
        self._storehouse = storehouse
        self._blobs = blobs
        self._stale = stale_after

    def ways(self, actor: Actor, content: Content) -> tuple[Way, ...]:
        """The ways that this could be handed over, besides our link."""
        with self._storehouse.reading() as store:
            return ways_for(store, actor.organisation, content, now(), self._stale)

    def ready(self, actor: Actor, reference: str) -> Ready:
        """What waits to be handed over.

        Raises:
            CaseError: nothing does, or it is not this actor's to hand over.
        """
        with self._storehouse.reading() as store:
            parcel = self._waiting(store, actor, reference)
            content = store.releases.content(parcel)
            ours = store.accounts.organisation(parcel.organisation)
            files = () if parcel.way in NO_FILES else _files(store, parcel, content)
            assert parcel.way is not None  # that is what it waits for
            return Ready(
                parcel.way,
                parcel.package_digest,
                parcel.made_at,
                content,
                ours.marking or MARKING,
                files,
                _sealed_so_far(store, parcel),
            )

    def take_out(self, actor: Actor, reference: str, id: str) -> TakenOut:
        """One file, as it lies there. It is logged before anything of it leaves.

        Raises:
            CaseError: nothing waits, or it does not go this way.
            FileAway: the file cannot be read now. Nothing was logged.
        """
        with self._storehouse.reading() as store:
            parcel = self._unchanged(store, actor, reference)
            if parcel.way in NO_FILES:
                raise RuleBroken(Why.NOT_TAKEN_OUT_SO)
            kept = _named(store.packing.objects(parcel.id), id)
            pieces = self._pieces(store, parcel, kept)
        begun = self._begun(reference, pieces)
        codes: dict[str, str | int] = {"file": kept.number, "sha256": kept.sha256}
        self._note(parcel, actor, Access.TAKEN_OUT, codes)
        name = safe_name(parcel.number, kept)
        return TakenOut(name, kept.size, kept.sha256, begun)

    def take_out_sealed(self, actor: Actor, reference: str) -> TakenOut:
        """All of it in one file that only the recipient's key opens.

        Raises:
            CaseError: nothing waits, it goes another way, or their key has changed.
            FileAway: it cannot be put together now. Nothing was logged.
        """
        with self._storehouse.reading() as store:
            parcel = self._unchanged(store, actor, reference)
            if parcel.way is not Way.SEALED_FILE:
                raise RuleBroken(Why.NOT_TAKEN_OUT_SO)
            key = store.ways_in.reach(parcel)
            files = [
                (safe_name(parcel.number, kept), self._pieces(store, parcel, kept))
                for kept in store.packing.objects(parcel.id)
            ]
        try:
            made = sealed_for(key, files)
        except NotSealed as error:
            raise self._away(reference, error) from error
        codes: dict[str, str | int] = {
            "sha256": made.sha256, "plain_sha256": made.plain_sha256,
        }  # fmt: skip
        self._note(parcel, actor, Access.SEALED_FOR_THEM, codes)
        name = f"{parcel.number}.{ENDING}"
        return TakenOut(name, made.size, made.sha256, _read_out(made.file))

    def _waiting(self, store: Store, actor: Actor, reference: str) -> Parcel:
        case = store.cases(actor).get(reference)
        check_can_hand_over(actor, case)
        parcel = store.releases.of(reference)
        if parcel is None or parcel.state is not ReleaseState.TO_HAND_OVER:
            raise RuleBroken(Why.NOTHING_TO_HAND_OVER)
        if store.restrictions.of(reference):
            raise RuleBroken(Why.RESTRICTED)
        return parcel

    def _unchanged(self, store: Store, actor: Actor, reference: str) -> Parcel:
        """What waits, for a recipient who is known as they were when it was made."""
        parcel = self._waiting(store, actor, reference)
        to = store.releases.content(parcel).recipient
        same = to is not None and store.directory.still_knows(parcel.organisation, to)
        if to is not None and parcel.way is Way.SEALED_FILE:
            key = store.directory.partner_key(
                parcel.organisation, to.directory_id, now(), self._stale
            )
            same = same and key == store.ways_in.reach(parcel)
        if not same:
            raise RuleBroken(Why.RECIPIENT_CHANGED)
        return parcel

    def _pieces(self, store: Store, parcel: Parcel, kept: ObjectRow) -> Iterator[bytes]:
        return seal_of(store, parcel, kept).open(partial(self._blobs.read, kept.blob))

    def _begun(self, reference: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, once the first of them is there."""
        try:
            first = next(pieces, b"")
        except UNREADABLE as error:
            raise self._away(reference, error) from error

        def all_of_them() -> Iterator[bytes]:
            yield first
            yield from pieces

        return all_of_them()

    def _away(self, reference: str, error: Exception) -> FileAway:
        log.error("file_does_not_open", reference=reference, exc_info=error)
        with self._storehouse.writing() as store:
            store.troubles.note(reference, STEP, type(error).__name__, now())
        return FileAway()

    def _note(
        self, parcel: Parcel, actor: Actor, what: Access, codes: dict[str, str | int]
    ) -> None:
        line = AccessLine(what, actor.id, now(), new_secret()[:16], codes=codes)
        with self._storehouse.writing() as store:
            store.release_log.add(parcel.id, line)


def _read_out(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _files(store: Store, parcel: Parcel, content: Content) -> tuple[ReadyFile, ...]:
    labels = {file.id: file.label for file in content.attachments}
    return tuple(
        ReadyFile(
            kept.id,
            kept.number,
            labels.get(kept.source, PACKAGE),
            kept.media,
            kept.size,
            kept.sha256,
        )
        for kept in store.packing.objects(parcel.id)
    )


def _sealed_so_far(store: Store, parcel: Parcel) -> tuple[SealedOnce, ...]:
    return tuple(
        SealedOnce(
            each.line.at,
            str(each.line.codes["sha256"]),
            str(each.line.codes["plain_sha256"]),
        )
        for each in store.release_log.of(parcel.id)
        if each.line.what is Access.SEALED_FOR_THEM
    )


def _named(objects: list[ObjectRow], id: str) -> ObjectRow:
    for each in objects:
        if each.id == id:
            return each
    raise CaseNotFound
