"""Files that go with a request: added, described, left out, read back, removed."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from adapters.blobs import AlreadyThere, Blobs, NotThere, OutOfReach
from adapters.clock import now
from adapters.file_cleaning import CleanFile, clean
from adapters.file_types import BY_MEDIA
from adapters.segments import Damaged, FileSeal
from adapters.virus_scan import SCANNER, Scan, VirusScanner
from casework.desk import Desk, Receipt
from casework.filing import case_for, newest_content
from domain import policies
from domain.attachments import PREFIX, Attachment
from domain.case import Case
from domain.content import Content
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.people import Actor
from storage.attachments import NewAttachment, blob_name
from storage.store import Store, Storehouse

AT_ONCE = 2
"""How many files are looked into at the same time; each is held in memory."""

MIB = 1024 * 1024
LABEL_MOST, NAME_MOST = 200, 200

STEP = "files"
"""The name under which operations see that files cannot be kept or read."""


class FileAway(Exception):
    """A file cannot be kept or read now. Operations see it."""


Edit = Callable[[Attachment], Attachment]


@dataclass(frozen=True)
class Limits:
    """How large a file may be, and all of them together, in bytes; and how many."""

    file: int
    files: int
    most: int


@dataclass(frozen=True)
class SentFile:
    """A file as somebody sends it, and what they call it."""

    name: str
    label: str
    body: bytes


@dataclass(frozen=True)
class Upload:
    """Somebody's wish to add a file to a request, once only."""

    actor: Actor
    reference: str
    once: str
    sent: SentFile


@dataclass(frozen=True)
class OpenFile:
    """A file that is read back."""

    file: Attachment
    chunks: Iterator[bytes]

    @property
    def safe_name(self) -> str:
        """A name of our own making; theirs is for reading only."""
        kind = BY_MEDIA.get(self.file.media)
        ending = kind.ending if kind else "bin"
        return f"{self.file.id[:12]}.{ending}"

    @property
    def headers(self) -> dict[str, str]:
        """It is always saved and never shown, whatever it is."""
        return {
            "Content-Disposition": f'attachment; filename="{self.safe_name}"',
            "Content-Length": str(self.file.size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }


class Attachments:
    def __init__(
        self,
        storehouse: Storehouse,
        desk: Desk,
        blobs: Blobs,
        scanner: VirusScanner,
        limits: Limits,
    ) -> None:
        self._storehouse = storehouse
        self._desk = desk
        self._blobs = blobs
        self._scanner = scanner
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.limits = limits

    async def add(self, upload: Upload) -> tuple[Receipt, Attachment]:
        """Look into a file, clean it, seal it, and put it on the request.

        Raises:
            NotAccepted: it cannot be sent; nothing of it is kept.
            FileAway: it cannot be kept now.
        """
        async with self._turns:
            file = await asyncio.to_thread(self._kept, upload)
        receipt = await self._desk.describe(
            upload.actor, upload.reference, _with(file), once=upload.once
        )
        return receipt, file

    async def edit(
        self, actor: Actor, reference: str, id: str, how: Edit, once: str | None = None
    ) -> Receipt:
        """Change what is said of a file, or what of it goes.

        Raises:
            CaseNotFound: the request has no such file.
        """

        def change(content: Content) -> Content:
            file_of(content, id)
            files = (how(f) if f.id == id else f for f in content.attachments)
            return replace(content, attachments=tuple(files))

        return await self._desk.describe(actor, reference, change, once=once)

    async def remove(
        self, actor: Actor, reference: str, id: str, once: str | None = None
    ) -> Receipt:
        """Take a file off the request. It is deleted within a day."""

        def change(content: Content) -> Content:
            files = (file for file in content.attachments if file.id != id)
            return replace(content, attachments=tuple(files))

        return await self._desk.describe(actor, reference, change, once=once)

    def open(self, reference: str, file: Attachment) -> OpenFile:
        """A file of a request that the caller was shown.

        Raises:
            FileAway: it is not where it should be, or does not open.
        """
        with self._storehouse.reading() as store:
            seal = _seal(store, reference, file)
        chunks = seal.open(partial(self._blobs.read, blob_name(file.id)))
        with self._watched(reference):
            return OpenFile(file, _begun(chunks))

    @contextmanager
    def _watched(self, reference: str) -> Iterator[None]:
        """Operations see that it failed, and no more of it once it went well."""
        try:
            yield
        except (Damaged, NotThere, OutOfReach) as error:
            with self._storehouse.writing() as store:
                store.troubles.note(reference, STEP, type(error).__name__, now())
            raise FileAway from error
        with self._storehouse.reading() as store:
            failed = any(each.step == STEP for each in store.troubles.of(reference))
        if failed:
            with self._storehouse.writing() as store:
                store.troubles.clear(reference, STEP)

    def _kept(self, upload: Upload) -> Attachment:
        sent = upload.sent
        with self._storehouse.reading() as store:
            case = case_for(store, upload.actor, upload.reference)
            content = newest_content(store, case)
            id = _id_of(store, upload)
            if store.attachments.get(upload.reference, id) is None:
                self._check_room(upload.actor, case, content, len(sent.body))
        done, scan = self._looked_into(sent)
        file = Attachment(
            id=id,
            label=sent.label[:LABEL_MOST],
            name=sent.name[-NAME_MOST:],
            media=done.media,
            size=len(done.body),
            sha256=done.sha256,
            pages=done.pages,
        )
        with self._watched(upload.reference):
            self._store(upload, file, scan, done.body)
        return file

    def _check_room(
        self, actor: Actor, case: Case, content: Content, size: int
    ) -> None:
        policies.check_can_answer(actor, case)
        others = content.attachments
        if size > self.limits.file:
            raise NotAccepted(Why.FILE_TOO_LARGE, about="file")
        if len(others) >= self.limits.most:
            raise NotAccepted(Why.TOO_MANY_FILES, about="file")
        if sum(file.size for file in others) + size > self.limits.files:
            raise NotAccepted(Why.FILES_TOO_LARGE, about="file")

    def _looked_into(self, sent: SentFile) -> tuple[CleanFile, Scan]:
        """The clean file, and what the scanner says of it; it sees both."""
        if self._scanner.scan(sent.body) is Scan.INFECTED:
            raise NotAccepted(Why.FILE_INFECTED, about="file")
        done = clean(sent.name, sent.body)
        scan = self._scanner.scan(done.body)
        if scan is Scan.INFECTED:
            raise NotAccepted(Why.FILE_INFECTED, about="file")
        return done, scan

    def _store(self, upload: Upload, file: Attachment, scan: Scan, body: bytes) -> None:
        """Keep the sealed file and its row; a repeat finds them."""
        with self._storehouse.reading() as store:
            known = store.attachments.get(upload.reference, file.id)
            seal = _seal(store, upload.reference, file)
        if known is not None and known.sha256 != file.sha256:
            raise RuleBroken(Why.SAME_KEY_OTHER_REQUEST)
        try:
            self._blobs.put_new(blob_name(file.id), seal.seal([body]))
        except AlreadyThere:
            if known is None:  # left by a try that got no further
                self._blobs.delete(blob_name(file.id))
                self._blobs.put_new(blob_name(file.id), seal.seal([body]))
        with self._storehouse.writing() as store:
            if store.attachments.get(upload.reference, file.id) is None:
                new = _row(upload, file, scan)
                by = SCANNER if scan is Scan.CLEAN else ""
                store.attachments.add(new, now(), by)


def _id_of(store: Store, upload: Upload) -> str:
    """The same form twice is one file."""
    said = f"file|{upload.actor.id}|{upload.reference}|{upload.once}"
    return f"{PREFIX}{store.keys.people().index(said)}"


def _seal(store: Store, reference: str, file: Attachment) -> FileSeal:
    key = store.keys.case(reference).object_key(file.id)
    return FileSeal(key, file.id, file.size, file.sha256, file.media)


def _row(upload: Upload, file: Attachment, scan: Scan) -> NewAttachment:
    return NewAttachment(
        id=file.id,
        reference=upload.reference,
        name=file.name,
        media=file.media,
        size=file.size,
        sha256=file.sha256,
        pages=file.pages,
        state=scan.value,
        added_by=upload.actor.id,
    )


def _with(file: Attachment) -> Callable[[Content], Content]:
    def added(content: Content) -> Content:
        others = (each for each in content.attachments if each.id != file.id)
        return replace(content, attachments=(*others, file))

    return added


def file_of(content: Content, id: str) -> Attachment:
    """The file of this id.

    Raises:
        CaseNotFound: there is none.
    """
    for file in content.attachments:
        if file.id == id:
            return file
    raise CaseNotFound


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces; what is wrong with the first one shows at once."""
    first = next(chunks, b"")

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from chunks

    return all_of_them()
