"""No file leaves that the virus scanner has not found clean in the last day.

Where a scanner is set up and does not answer, the release waits: the step fails, which
operations see, and is tried again until there is an answer.
"""

from datetime import timedelta

from activities.licence import NotPermitted
from activities.workplace import Workplace
from adapters.clock import now
from adapters.virus_scan import SCANNER, Scan, VirusScanner
from domain.attachments import Attachment
from domain.release import Stopped
from storage.attachments import AttachmentRow
from storage.store import Storehouse

HOLDS_FOR = timedelta(hours=24)
"""The scanner learns new viruses every day."""


class NotScanned(Exception):
    """The scanner gives no answer. The file waits."""


def check_scanned(work: Workplace, file: Attachment, clear: bytes) -> None:
    """Have a file scanned, unless that was done lately.

    Raises:
        NotScanned: there is no clear answer; to be asked again.
        NotPermitted: there is a virus in it.
    """
    scanner = VirusScanner(work.settings.clamd)
    if not scanner.is_there or _is_clean(work.storehouse, file):
        return
    found = scanner.scan(clear)
    with work.storehouse.writing() as store:
        store.attachments.note_scan(file.id, found.value, now(), SCANNER)
    if found is Scan.INFECTED:
        raise NotPermitted(Stopped.INFECTED)
    if found is not Scan.CLEAN:
        raise NotScanned


def _is_clean(storehouse: Storehouse, file: Attachment) -> bool:
    """Whether these very bytes were found clean lately."""
    with storehouse.reading() as store:
        row = store.session.get(AttachmentRow, file.id)
    if row is None or row.scanned_at is None or row.sha256 != file.sha256:
        return False
    return row.state == Scan.CLEAN and row.scanned_at > now() - HOLDS_FOR
