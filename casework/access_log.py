"""What was seen by whom: the log of a release, for its sender and their advisers."""

from dataclasses import dataclass
from datetime import datetime

from casework.downloads import PACKAGE
from casework.filing import case_for
from casework.restrictions import check_can_read
from domain import policies
from domain.access import (
    ACCESS_LABELS,
    FAULT_LABELS,
    RECIPIENT,
    Access,
    AccessLine,
    Fault,
    fingerprint_of,
)
from domain.people import SYSTEM, Actor, Role
from storage.keys import KeyDestroyed
from storage.releases import Parcel
from storage.store import Store, Storehouse

BY_ROLE = {RECIPIENT: Role.RECIPIENT, SYSTEM: Role.SYSTEM}


@dataclass(frozen=True)
class SeenLine:
    """One line as a person reads it, and its codes."""

    number: int
    at: datetime
    what: Access
    by: str
    role: str
    sentence: str
    network: str
    browser: str
    codes: dict[str, str | int]
    words: str
    hash: str


@dataclass(frozen=True)
class FileUse:
    """How often one file was asked for, of how often it may be."""

    number: int
    label: str
    used: int
    allowed: int


@dataclass(frozen=True)
class Seen:
    """A release and what happened to it, newest first."""

    release: str
    fingerprint: str
    lines: tuple[SeenLine, ...]
    files: tuple[FileUse, ...]


class AccessLog:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def of_case(self, actor: Actor, reference: str) -> Seen | None:
        """The log of a case's release, if there is one.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        with self._storehouse.reading() as store:
            case = case_for(store, actor, reference)
            policies.check_can_see(actor, case)
            check_can_read(store, actor, reference)
            parcel = store.releases.of(reference)
            if parcel is None:
                return None
            names = store.accounts.names(actor.organisation)
            lines = store.release_log.of(parcel.id)
            return Seen(
                parcel.id,
                fingerprint_of(parcel.locator),
                tuple(
                    _line(each.number, each.line, each.hash, names)
                    for each in reversed(lines)
                ),
                _files(store, parcel),
            )


def _line(number: int, line: AccessLine, hash: str, names: dict[str, str]) -> SeenLine:
    role = BY_ROLE.get(line.by)
    return SeenLine(
        number=number,
        at=line.at,
        what=line.what,
        by=line.by,
        role=role.value if role else "staff",
        sentence=_sentence(line, names),
        network=line.where.network,
        browser=line.where.browser,
        codes=line.codes,
        words=line.words,
        hash=hash,
    )


def _sentence(line: AccessLine, names: dict[str, str]) -> str:
    said = ACCESS_LABELS[line.what]
    if line.by in names:
        said += f", by {names[line.by]}"
    if "file" in line.codes:
        number = line.codes["file"]
        said += ": the whole document" if number == 1 else f": file {number}"
    if "about" in line.codes:
        said += f": {FAULT_LABELS[Fault(str(line.codes['about']))]}"
    return f"{said}."


def _files(store: Store, parcel: Parcel) -> tuple[FileUse, ...]:
    labels = _labels(store, parcel)
    return tuple(
        FileUse(
            kept.number,
            labels.get(kept.source, f"File {kept.number}") if kept.source else PACKAGE,
            kept.used,
            kept.allowed,
        )
        for kept in store.packing.objects(parcel.id)
    )


def _labels(store: Store, parcel: Parcel) -> dict[str, str]:
    """What the sender calls each file; nothing once the release's key is destroyed."""
    try:
        files = store.releases.content(parcel).attachments
    except KeyDestroyed:
        return {}
    return {file.id: file.label for file in files}
