"""Packs a release: one document and every file, sealed under the release's own key.

Each file is noted before it is stored, under a name that follows from the release. So a
repeat finds what is there, opens it and compares, and nothing can lie there unknown.
"""

from collections.abc import Iterator
from hashlib import sha256

from temporalio import activity

from activities.enclosing import enclosures
from activities.lawful_reason import lawful_reason
from activities.licence import NotPermitted, Permitted, permitted
from activities.scanning import check_scanned
from activities.workplace import Workplace
from adapters.blobs import AlreadyThere
from adapters.clock import now
from adapters.package_pdf import PDF, as_pdf
from adapters.segments import Damaged, FileSeal
from domain.package import MARKING, Approval, Enclosed, Package, Sender, packed
from domain.release import Stopped
from storage.packing import NewObject
from storage.release_tables import ObjectRow
from storage.releases import Parcel
from storage.store import Store

FIRST_FILE = 2
"""The document is the first object of a release; the files follow."""


class Packer:
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace

    def pack(self, parcel: Parcel) -> None:
        """Make everything ready that the recipient will fetch.

        Raises:
            NotPermitted: it is not to be shared any more, or not as it was before.
        """
        files = tuple(self._files(parcel))
        with self._work.storehouse.writing() as store:
            package = self._described(store, parcel, files)
        document = as_pdf(package, waiting=activity.heartbeat)
        self._keep(parcel, 1, "", PDF, document)

    def discard(self, release: str) -> None:
        """Take away what was made ready. Nothing of it was ever let out."""
        with self._work.storehouse.reading() as store:
            objects = store.packing.objects(release)
        for each in objects:
            self._work.blobs.delete(each.blob)
        with self._work.storehouse.writing() as store:
            store.packing.discard(release)

    def _files(self, parcel: Parcel) -> Iterator[Enclosed]:
        """Every file that goes, as it goes, once it is kept."""
        with self._work.storehouse.reading() as store:
            going = enclosures(store, parcel)
        for number, each in enumerate(going, FIRST_FILE):
            activity.heartbeat()
            clear = each.clear(self._work.blobs)
            check_scanned(self._work, each.file, clear)
            source, media = each.file.id, each.file.media
            kept = self._keep(parcel, number, source, media, each.leaving(clear))
            yield Enclosed(each.file, kept.size, kept.sha256)

    def _described(
        self, store: Store, parcel: Parcel, files: tuple[Enclosed, ...]
    ) -> Package:
        granted = permitted(store, parcel.reference)
        ours = store.accounts.organisation(parcel.organisation)
        reason = lawful_reason(store, granted.case, granted.terms, self._work.rulebook)
        return packed(
            parcel.number,
            store.releases.content(parcel),
            Sender(ours.name, ours.telephone, ours.marking or MARKING),
            Approval(granted.licence.signatures[-1].at, reason),
            files,
        )

    def _keep(
        self, parcel: Parcel, number: int, source: str, media: str, clear: bytes
    ) -> ObjectRow:
        digest = sha256(clear).hexdigest()
        with self._work.storehouse.writing() as store:
            if store.releases.of(parcel.reference) != parcel:
                raise NotPermitted(Stopped.WITHDRAWN)
            id = store.keys.people().index(f"object|{parcel.id}|{source}")
            allowed = self._work.settings.release_downloads
            new = NewObject(
                id, number, source, media, len(clear), digest, now(), allowed
            )
            kept = store.packing.keep(parcel.id, new)
            key = store.keys.get(f"release:{parcel.id}").object_key(id)
        if kept.sha256 != digest:
            raise NotPermitted(Stopped.PACKAGE)
        self._store(kept, FileSeal(key, id, len(clear), digest, media), clear)
        return kept

    def _store(self, kept: ObjectRow, seal: FileSeal, clear: bytes) -> None:
        try:
            self._work.blobs.put_new(kept.blob, seal.seal([clear]))
        except AlreadyThere:
            if not self._is_there(kept, seal):
                raise NotPermitted(Stopped.PACKAGE) from None

    def _is_there(self, kept: ObjectRow, seal: FileSeal) -> bool:
        """What lies there opens, and is the same."""
        found = sha256()
        try:
            for chunk in seal.open(
                lambda start, end: self._work.blobs.read(kept.blob, start, end)
            ):
                found.update(chunk)
        except Damaged:
            return False
        return found.hexdigest() == kept.sha256


def check_as_packed(store: Store, parcel: Parcel, granted: Permitted) -> None:
    """What was packed is all that is permitted now, and nothing else.

    Raises:
        NotPermitted: something was changed since it was frozen.
    """
    if granted.content.digest != parcel.digest:
        raise NotPermitted(Stopped.CONTENT)
    if store.releases.content(parcel).digest != parcel.digest:
        raise NotPermitted(Stopped.CONTENT)
    if granted.case.by_telephone:
        return
    packed = [each.source for each in store.packing.objects(parcel.id)]
    if packed != ["", *(file.id for file in granted.content.attachments)]:
        raise NotPermitted(Stopped.PACKAGE)
