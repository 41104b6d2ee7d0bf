"""The files that go with a release: opened, checked against what was approved, cut."""

from dataclasses import dataclass
from hashlib import sha256

from activities.licence import NotPermitted
from adapters.blobs import Blobs, NotThere
from adapters.pdf_cleaning import pages_without
from adapters.segments import Damaged, FileSeal
from domain.attachments import Attachment
from domain.release import Stopped
from storage.attachments import blob_name
from storage.releases import Parcel
from storage.store import Store


@dataclass(frozen=True)
class Enclosure:
    """A file as it lies with its case."""

    file: Attachment
    blob: str
    seal: FileSeal

    def clear(self, blobs: Blobs) -> bytes:
        """The whole file.

        Raises:
            NotPermitted: it is not the file that was approved.
        """
        try:
            read = self.seal.open(lambda start, end: blobs.read(self.blob, start, end))
            clear = b"".join(read)
        except (Damaged, NotThere) as error:
            raise NotPermitted(Stopped.CONTENT) from error
        if sha256(clear).hexdigest() != self.file.sha256:
            raise NotPermitted(Stopped.CONTENT)
        return clear

    def leaving(self, clear: bytes) -> bytes:
        """What leaves of it: all, less the pages that were left out."""
        left_out = self.file.pages_left_out
        return pages_without(clear, left_out) if left_out else clear


def enclosures(store: Store, parcel: Parcel) -> tuple[Enclosure, ...]:
    """The files of a release, in the order in which they go."""
    cipher = store.keys.case(parcel.reference)
    going = store.releases.content(parcel).attachments
    return tuple(
        Enclosure(
            file,
            blob_name(file.id),
            FileSeal(
                cipher.object_key(file.id), file.id, file.size, file.sha256, file.media
            ),
        )
        for file in going
    )
