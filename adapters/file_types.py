"""Which files may be added, and whether one is what its name says.

The ending, two libraries that recognise files, and the structure of the file must all
agree. Anything else is refused: a file that one program takes for a picture and
another for a page is how somebody is tricked.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

import magic
import puremagic

from domain.errors import NotAccepted, Why

OFFICE = "application/vnd.openxmlformats-officedocument."


class Family(Enum):
    """Files that are looked into and cleaned in the same way."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"
    TEXT = "text"


@dataclass(frozen=True)
class FileType:
    ending: str
    media: str
    family: Family


PDF = FileType("pdf", "application/pdf", Family.PDF)
JPEG = FileType("jpg", "image/jpeg", Family.IMAGE)
PNG = FileType("png", "image/png", Family.IMAGE)
TIFF = FileType("tif", "image/tiff", Family.IMAGE)
DOCX = FileType("docx", f"{OFFICE}wordprocessingml.document", Family.OFFICE)
XLSX = FileType("xlsx", f"{OFFICE}spreadsheetml.sheet", Family.OFFICE)
PPTX = FileType("pptx", f"{OFFICE}presentationml.presentation", Family.OFFICE)
TEXT = FileType("txt", "text/plain", Family.TEXT)
CSV = FileType("csv", "text/csv", Family.TEXT)

BY_ENDING = {each.ending: each for each in (PDF, JPEG, PNG, TIFF, DOCX, XLSX, PPTX)}
BY_ENDING |= {"jpeg": JPEG, "tiff": TIFF, "txt": TEXT, "csv": CSV}
BY_MEDIA = {each.media: each for each in BY_ENDING.values()}

WITH_MACROS = frozenset(
    {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"}
)

STARTS = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}

MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<script", "<body", "<head")
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
HEAD = 2048


def type_of(name: str, body: bytes) -> FileType:
    """What a file is.

    Raises:
        NotAccepted: it is of a kind that cannot be added, or not what it says it is.
    """
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending in WITH_MACROS:
        raise NotAccepted(Why.FILE_WITH_MACROS, about="file")
    if ending not in BY_ENDING:
        raise NotAccepted(Why.FILE_OF_THAT_KIND, about="file")
    if not body:
        raise NotAccepted(Why.FILE_EMPTY, about="file")
    found = BY_ENDING[ending]
    agree = _is_text if found.family is Family.TEXT else _is_binary
    if not agree(found, name, body):
        raise NotAccepted(Why.FILE_DISGUISED, about="file")
    return found


def _is_binary(said: FileType, name: str, body: bytes) -> bool:
    return (
        body.startswith(STARTS.get(said, b""))
        and magic.from_buffer(body, mime=True) == said.media
        and said.media in _second_opinion(body)
    )


def _is_text(said: FileType, name: str, body: bytes) -> bool:
    kinds = {"text/plain", "text/csv", "application/csv"}
    opinions = _second_opinion(body)
    return (
        magic.from_buffer(body, mime=True) in kinds
        and all(_harmless(media) for media in opinions)
        and _reads_as_text(body)
    )


def _harmless(media: str) -> bool:
    """A guess about a text that may well be wrong, and does no harm if it is right."""
    return media.startswith("text/") and media != "text/html"


def _reads_as_text(body: bytes) -> bool:
    text = as_text(body)
    if any(ord(letter) in CONTROLS for letter in text):
        return False
    head = text[:HEAD].lower()
    web_page = any(tag in head for tag in MARKUP)
    return not web_page and "mime-version:" not in head


def as_text(body: bytes) -> str:
    """The text in it: Unicode, or what Windows wrote before that.

    Raises:
        NotAccepted: it is neither.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAccepted(Why.FILE_DISGUISED, about="file")


def _second_opinion(body: bytes) -> set[str]:
    try:
        found = puremagic.magic_string(body)
    except (puremagic.PureError, ValueError):
        return set()
    return {guess.mime_type for guess in found if guess.mime_type}
