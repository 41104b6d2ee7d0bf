"""PDFs: looked into, cleaned, and with pages cut out.

What is active, attached or unseen goes; earlier revisions go, because the file is
written anew. What cannot be taken out without changing what is seen is refused.
"""

from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream, sanitize

from adapters.image_cleaning import bare_jpeg
from domain.errors import NotAccepted, Why

MOST_OBJECTS = 100_000
MOST_PAGES = 2_000

PAGE_EXTRAS = ("/Annots", "/StructParents", "/B", "/Thumb")
TOLD_APART = ("/Metadata", "/PieceInfo", "/LastModified", "/AA")


def clean_pdf(body: bytes) -> tuple[bytes, int]:
    """The file without anything active or hidden, and how many pages it has.

    Raises:
        NotAccepted: it is locked, broken, or holds what nobody would see.
    """
    with _opened(body) as pdf:
        _check(pdf)
        _take_out(pdf)
        return _written(pdf), len(pdf.pages)


def pages_without(body: bytes, left_out: tuple[int, ...]) -> bytes:
    """A clean PDF without some of its pages, which are numbered from 1.

    Only what the pages that stay show is copied, so nothing of the others is left:
    no bookmark, no form field, no picture that two pages shared.
    """
    with _opened(body) as pdf, pikepdf.new() as kept:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
        for number, page in enumerate(pdf.pages, 1):
            if number not in left_out:
                _drop(page.obj, PAGE_EXTRAS)
                kept.pages.append(page)
        kept.remove_unreferenced_resources()
        return _written(kept)


def _opened(body: bytes) -> Pdf:
    try:
        return pikepdf.open(BytesIO(body), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise NotAccepted(Why.FILE_LOCKED, about="file") from error
    except pikepdf.PdfError as error:
        raise NotAccepted(Why.FILE_BROKEN, about="file") from error


def _check(pdf: Pdf) -> None:
    if pdf.is_encrypted:
        raise NotAccepted(Why.FILE_LOCKED, about="file")
    if len(pdf.objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
        raise NotAccepted(Why.FILE_TOO_COMPLEX, about="file")
    if not len(pdf.pages):
        raise NotAccepted(Why.FILE_BROKEN, about="file")
    if _has_hidden_layers(pdf) or _is_dynamic_form(pdf):
        raise NotAccepted(Why.FILE_HIDES_PARTS, about="file")


def _has_hidden_layers(pdf: Pdf) -> bool:
    layers = pdf.Root.get("/OCProperties")
    usual = layers.get("/D") if isinstance(layers, Dictionary) else None
    if not isinstance(usual, Dictionary):
        return False
    return bool(len(usual.get("/OFF", []))) or usual.get("/BaseState") == Name.OFF


def _is_dynamic_form(pdf: Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, Dictionary) and "/XFA" in form


REMOVERS = (
    sanitize.remove_javascript,
    sanitize.remove_external_access,
    sanitize.remove_attachments,
    sanitize.remove_multimedia,
    sanitize.remove_thumbnails,
    sanitize.remove_search_index,
    sanitize.remove_web_capture,
    sanitize.remove_private_app_data,
    sanitize.remove_collection,
)


def _take_out(pdf: Pdf) -> None:
    for remove in REMOVERS:
        remove(pdf)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for each in pdf.objects:
        if isinstance(each, Dictionary | Stream):
            _make_bare(each)


def _make_bare(part: Dictionary | Stream) -> None:
    _drop(part, TOLD_APART)
    if isinstance(part, Stream) and part.get("/Filter") == Name.DCTDecode:
        raw = part.read_raw_bytes()
        part.write(bare_jpeg(raw), filter=Name.DCTDecode)


def _drop(part: Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in part:
            del part[key]


def _written(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return out.getvalue()
