"""Files of a release: leave to fetch one is counted once, then it may be fetched.

A download that runs is looked after: what is closed meanwhile cuts it short.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import structlog

from adapters import passwords
from adapters.blobs import Blobs, NotThere, OutOfReach
from adapters.clock import now
from adapters.file_types import BY_MEDIA
from adapters.segments import Damaged, FileSeal
from casework.visiting import NoLongerHere, Visiting
from domain.access import NOWHERE, RECIPIENT, Access, AccessLine, Where
from domain.content import Content
from storage.release_tables import GrantRow, ObjectRow
from storage.releases import Parcel
from storage.store import Store, Storehouse

STEP = "download"
"""The name under which operations see that a file of a release does not open."""

LOOK_BYTES, LOOK_SECONDS = 1024 * 1024, 1.0
"""After how much of a download it is asked whether it may go on."""

PACKAGE = "Everything in one document"

log = structlog.get_logger()


class DoesNotOpen(Exception):
    """A file cannot be read now. It was not counted, and operations see it."""


class NoneLeft(Exception):
    """This file was downloaded as often as it may be."""


class NotGranted(Exception):
    """This browser has no leave to fetch the file now; it can ask for it."""


class Cut(Exception):
    """The download was cut short: it was closed while it ran."""


@dataclass(frozen=True)
class Wanted:
    """Which file, at which link, by which browser, and from where."""

    locator: str
    cookie: str
    object: str
    where: Where = NOWHERE


@dataclass(frozen=True)
class FileLine:
    """One file as its recipient sees it. `until` is when leave to fetch it ends."""

    id: str
    number: int
    label: str
    media: str
    size: int
    sha256: str
    left: int
    until: datetime | None


@dataclass(frozen=True)
class Opened:
    """A file that may be fetched, and the key to it."""

    reference: str
    grant: str
    began: datetime
    name: str
    kept: ObjectRow
    seal: FileSeal
    release: str
    where: Where

    @property
    def size(self) -> int:
        return self.kept.size

    @property
    def tag(self) -> str:
        """Says that it is the same file when the rest of it is asked for."""
        return f'"{self.kept.sha256[:32]}"'


class Downloads:
    def __init__(
        self,
        storehouse: Storehouse,
        blobs: Blobs,
        visiting: Visiting,
        lasts: timedelta,
    ) -> None:
        self._storehouse = storehouse
        self._blobs = blobs
        self._visiting = visiting
        self._lasts = lasts

    def grant(self, wanted: Wanted, once: str) -> None:
        """Count one download and give leave for it; the same `once` is one.

        Raises:
            NoLongerHere: this browser is not inside, or there is no such file.
            NoneLeft: it was downloaded as often as it may be.
            DoesNotOpen: the file is not as it should be. Nothing was counted.
        """
        with self._storehouse.reading() as store:
            _, parcel = self._inside(store, wanted)
            kept = _object(store, parcel, wanted.object)
            seal = seal_of(store, parcel, kept)
        self._try_out(parcel.reference, kept, seal)
        with self._storehouse.writing() as store:
            visit, parcel = self._inside(store, wanted)
            once = passwords.fingerprint(f"{visit}|{wanted.object}|{once}")
            if store.grants.get(once) is None:
                self._counted(store, wanted, parcel, GrantRow(
                    id=once, object=wanted.object, visit=visit,
                    granted_at=now(), expires_at=now() + self._lasts,
                ))  # fmt: skip

    def open(self, wanted: Wanted) -> Opened:
        """A file that this browser has leave to fetch. This counts nothing.

        Raises:
            NoLongerHere: this browser is not inside, or there is no such file.
            NotGranted: it has to be asked for first.
        """
        at = now()
        with self._storehouse.reading() as store:
            visit, parcel = self._inside(store, wanted)
            kept = _object(store, parcel, wanted.object)
            grant = store.grants.newest(kept.id, visit, at)
            if grant is None:
                raise NotGranted
            return Opened(
                parcel.reference,
                grant.id,
                at - self._visiting.longest,
                safe_name(parcel.number, kept),
                kept,
                seal_of(store, parcel, kept),
                parcel.id,
                wanted.where,
            )

    def read(self, opened: Opened, start: int, end: int) -> Iterator[bytes]:
        """A part of it, for as long as nobody closes it.

        Raises:
            DoesNotOpen: the very first piece does not. The count is given back.
            Cut: it was closed meanwhile.
        """
        pieces = self._pieces(opened, start, end)
        first = next(pieces, b"")

        def all_of_them() -> Iterator[bytes]:
            yield first
            yield from pieces

        return all_of_them()

    def _pieces(self, opened: Opened, start: int, end: int) -> Iterator[bytes]:
        since, looked = 0, monotonic()
        for piece in self._opening(opened, start, end):
            if since >= LOOK_BYTES or monotonic() - looked >= LOOK_SECONDS:
                self._check_goes_on(opened)
                since, looked = 0, monotonic()
            since += len(piece)
            yield piece
        if end == opened.size:
            self._note_fetched(opened)

    def _opening(self, opened: Opened, start: int, end: int) -> Iterator[bytes]:
        try:
            yield from opened.seal.open(self._reads(opened.kept), start, end)
        except (Damaged, NotThere, OutOfReach) as error:
            with self._storehouse.writing() as store:
                store.grants.give_back(opened.grant)
            self._note_trouble(opened.reference, error)
            raise DoesNotOpen from error

    def _check_goes_on(self, opened: Opened) -> None:
        at = now()
        with self._storehouse.reading() as store:
            if not store.grants.holds(opened.grant, opened.began, at):
                raise Cut

    def _note_fetched(self, opened: Opened) -> None:
        """Once for each grant, however often the end of the file is fetched."""
        kept = opened.kept
        codes: dict[str, str | int] = {"file": kept.number, "bytes": kept.size}
        line = AccessLine(
            Access.FETCHED, RECIPIENT, now(), opened.grant[:16], opened.where, codes
        )
        with self._storehouse.writing() as store:
            store.release_log.add(opened.release, line)

    def _counted(
        self, store: Store, wanted: Wanted, parcel: Parcel, grant: GrantRow
    ) -> None:
        """Count, give leave and put it in the log: all of it, or nothing."""
        if not store.grants.take(grant.object):
            raise NoneLeft
        store.grants.add(grant)
        number = _object(store, parcel, grant.object).number
        line = AccessLine(
            Access.GRANTED,
            RECIPIENT,
            grant.granted_at,
            grant.id[:16],
            wanted.where,
            {"file": number},
        )
        store.release_log.add(parcel.id, line)

    def _inside(self, store: Store, wanted: Wanted) -> tuple[str, Parcel]:
        """The id of the visit, and the release it is at."""
        locator, cookie = wanted.locator, wanted.cookie
        row, parcel = self._visiting.inside(store, locator, cookie, now())
        return row.id, parcel

    def _try_out(self, reference: str, kept: ObjectRow, seal: FileSeal) -> None:
        """Open the beginning of it before anything is counted."""
        try:
            for _ in seal.open(self._reads(kept), 0, 1):
                break
        except (Damaged, NotThere, OutOfReach) as error:
            self._note_trouble(reference, error)
            raise DoesNotOpen from error

    def _reads(self, kept: ObjectRow) -> "partial[bytes]":
        return partial(self._blobs.read, kept.blob)

    def _note_trouble(self, reference: str, error: Exception) -> None:
        log.error("file_does_not_open", reference=reference, exc_info=error)
        with self._storehouse.writing() as store:
            store.troubles.note(reference, STEP, type(error).__name__, now())


def safe_name(number: str, kept: ObjectRow) -> str:
    """A name of our own making; theirs is for reading only."""
    kind = BY_MEDIA.get(kept.media)
    return f"{number}-item-{kept.number:02}.{kind.ending if kind else 'bin'}"


def files_of(
    store: Store, parcel: Parcel, content: Content, visit: str, at: datetime
) -> tuple[FileLine, ...]:
    """The files of a release for one browser, the whole document first."""
    labels = {file.id: file.label for file in content.attachments}
    return tuple(
        FileLine(
            id=kept.id,
            number=kept.number,
            label=labels.get(kept.source, PACKAGE),
            media=kept.media,
            size=kept.size,
            sha256=kept.sha256,
            left=kept.allowed - kept.used,
            until=_until(store, kept, visit, at),
        )
        for kept in store.packing.objects(parcel.id)
    )


def _until(store: Store, kept: ObjectRow, visit: str, at: datetime) -> datetime | None:
    grant = store.grants.newest(kept.id, visit, at)
    return None if grant is None else grant.expires_at


def _object(store: Store, parcel: Parcel, id: str) -> ObjectRow:
    """A file of this very release; another's is not there."""
    kept = store.session.get(ObjectRow, id)
    if kept is None or kept.release != parcel.id:
        raise NoLongerHere
    return kept


def seal_of(store: Store, parcel: Parcel, kept: ObjectRow) -> FileSeal:
    key = store.keys.get(f"release:{parcel.id}").object_key(kept.id)
    return FileSeal(key, kept.id, kept.size, kept.sha256, kept.media)
