"""Documents, tables and slides: opened as the archives they are, and written anew.

Who wrote them, for whom and when is taken out. What hides or does something (macros,
embedded files, comments, tracked changes, hidden sheets) is refused, because taking
it out would change what its author meant to say.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

from adapters.file_types import FileType
from adapters.image_cleaning import bare_jpeg
from domain.errors import NotAccepted, Why

MOST_PARTS = 5_000
MOST_BYTES = 150 * 1024 * 1024
MOST_RATIO = 200
LONG_AGO = (1980, 1, 1, 0, 0, 0)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"
EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{OFFICE}/package/2006/metadata/'
    'core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{OFFICE}/officeDocument/2006/'
    'extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{OFFICE}/officeDocument/2006/'
    'custom-properties"/>',
}

ACTIVE = re.compile(
    r"vbaProject|vbaData|/embeddings/|/activeX/|/ctrlProps/|oleObject|\.bin$|\.exe$",
    re.I,
)
PRINTER = re.compile(r"^xl/printerSettings/")
HIDDEN = re.compile(
    r"^(word/comments|xl/comments|xl/threadedComments|xl/persons|ppt/comments|"
    r"ppt/notesSlides/)",
    re.I,
)
TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo)[ >]|<w:vanish\s*/>")
HIDDEN_SHEET = re.compile(rb"""state=["'](hidden|veryHidden)["']""")
HIDDEN_SLIDE = re.compile(rb"""<p:sld [^>]*show=["'](0|false)["']""")
HARMLESS_LINK = re.compile(r"(https?://|mailto:|#)", re.I)

MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MAIN |= {"pptx": "ppt/presentation.xml"}


def clean_office(body: bytes, found: FileType) -> bytes:
    """The document without who wrote it, on the same day whatever the day is.

    Raises:
        NotAccepted: it is broken, too large inside, or holds what nobody would see.
    """
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            _check_sizes(archive.infolist())
            parts = {each: archive.read(each) for each in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise NotAccepted(Why.FILE_BROKEN, about="file") from error
    if MAIN[found.ending] not in parts or "[Content_Types].xml" not in parts:
        raise NotAccepted(Why.FILE_DISGUISED, about="file")
    for name, part in parts.items():
        _check_part(name, part)
    return _archived({name: _bare(name, part) for name, part in parts.items()})


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    whole = sum(each.file_size for each in infos)
    packed = sum(each.compress_size for each in infos) or 1
    swollen = whole > 1024 * 1024 and whole / packed > MOST_RATIO
    if len(infos) > MOST_PARTS or whole > MOST_BYTES or swollen:
        raise NotAccepted(Why.FILE_TOO_COMPLEX, about="file")
    names = [each.filename for each in infos]
    if len(set(names)) != len(names) or any(_is_astray(name) for name in names):
        raise NotAccepted(Why.FILE_BROKEN, about="file")


def _is_astray(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _check_part(name: str, part: bytes) -> None:
    if PRINTER.match(name):
        return
    if ACTIVE.search(name) or (name == "[Content_Types].xml" and b"macro" in part):
        raise NotAccepted(Why.FILE_WITH_MACROS, about="file")
    if HIDDEN.match(name) or _hides(name, part):
        raise NotAccepted(Why.FILE_HIDES_PARTS, about="file")
    if name.endswith(".rels"):
        _check_links(part)


def _hides(name: str, part: bytes) -> bool:
    patterns = (
        (r"word/.*\.xml$", TRACKED),
        (r"xl/workbook\.xml$", HIDDEN_SHEET),
        (r"ppt/slides/.*\.xml$", HIDDEN_SLIDE),
    )
    return any(re.match(where, name) and what.search(part) for where, what in patterns)


def _check_links(part: bytes) -> None:
    """Nothing is fetched from elsewhere; a link to click on is only a link."""
    for link in _relationships(part):
        outside = link.get("TargetMode", "").lower() == "external"
        click = link.get("Type", "").endswith("/hyperlink")
        harmless = HARMLESS_LINK.match(link.get("Target", ""))
        if outside and not (click and harmless):
            raise NotAccepted(Why.FILE_REACHES_OUT, about="file")


def _relationships(part: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise NotAccepted(Why.FILE_BROKEN, about="file") from error
    return found


def _no_doctype(*_: object) -> None:
    """Nothing in an honest document needs one; billions of laughs do."""
    raise NotAccepted(Why.FILE_BROKEN, about="file")


CLEANERS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    (r".*/media/[^/]+\.jpe?g$", bare_jpeg),
    (r"docProps/thumbnail\.", lambda part: b""),
)


def _bare(name: str, part: bytes) -> bytes:
    if name in EMPTY:
        return (HEAD + EMPTY[name]).encode()
    for where, clean in CLEANERS:
        if re.match(where, name, re.I):
            return clean(part)
    return part


def _archived(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, part)
    return out.getvalue()
