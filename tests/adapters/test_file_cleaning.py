"""Files from outside: what may be added, what comes out clean, what is refused."""

import resource
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from adapters.file_cleaner import cleaned
from adapters.file_cleaning import clean
from adapters.pdf_cleaning import pages_without
from domain.errors import NotAccepted, Why
from tests import files

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XML = b'<?xml version="1.0"?><note>hello</note>'
XHTML = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>'
MHTML = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    b"Content-Type: text/html\n\n<p>hello</p>\n--x--\n"
)
RELATED = (
    f'<Relationships xmlns="{files.OFFICE}/package/2006/relationships"><Relationship '
    'Id="r9" Type="{kind}" Target="{to}" TargetMode="External"/></Relationships>'
)


def why_not(name: str, body: bytes) -> Why:
    """Why a file is refused; asked here, without a process of its own."""
    result, _ = cleaned(name, body)
    return Why(result.why)


@pytest.mark.parametrize(
    ("name", "body", "media"),
    [
        ("a.pdf", files.a_pdf(), "application/pdf"),
        ("A.PDF", files.a_pdf(), "application/pdf"),
        ("a.jpg", files.a_picture("JPEG"), "image/jpeg"),
        ("a.jpeg", files.a_picture("JPEG"), "image/jpeg"),
        ("a.png", files.a_picture("PNG"), "image/png"),
        ("a.tif", files.a_picture("TIFF"), "image/tiff"),
        ("a.txt", b"Absent on Monday.\n", "text/plain"),
        ("a.csv", b"date,what\n2026-11-16,absent\n", "text/csv"),
        ("a.docx", files.a_document(), "application/vnd.openxmlformats-officedocument."
         "wordprocessingml.document"),
    ],
)  # fmt: skip
def test_what_people_have_is_accepted_and_comes_out_the_same_every_time(
    name: str, body: bytes, media: str
) -> None:
    first, again = clean(name, body), clean(name, body)
    assert first.media == media
    assert first.sha256 == again.sha256
    assert clean(name, first.body).media == media


@pytest.mark.parametrize("body", [SVG, HTML, XML, XHTML, MHTML])
@pytest.mark.parametrize(
    "ending", ["svg", "html", "xml", "mhtml", "xhtml", "eml", "zip"]
)
def test_ss_26_pages_of_the_web_are_refused_by_name(ending: str, body: bytes) -> None:
    assert why_not(f"a.{ending}", body) is Why.FILE_OF_THAT_KIND


@pytest.mark.parametrize("body", [SVG, HTML, XML, XHTML, MHTML])
@pytest.mark.parametrize("ending", ["png", "pdf", "jpg", "txt", "csv", "docx"])
def test_ss_26_pages_of_the_web_are_refused_under_another_name(
    ending: str, body: bytes
) -> None:
    assert why_not(f"a.{ending}", body) is Why.FILE_DISGUISED


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", HTML + files.a_pdf()),
        ("a.pdf", b"MZ" + bytes(400)),
        ("a.pdf", b"x" * 900 + files.a_pdf()),
        ("a.png", files.a_picture("GIF") + files.a_document()),
        ("a.png", files.a_picture("JPEG")),
        ("a.docx", files.an_archive({"a.txt": "only an archive"})),
        ("a.txt", b"\x7fELF" + bytes(60)),
        ("a.txt", b"half\x00hidden"),
        ("a.pdf", files.a_document()),
        ("a.txt", files.a_pdf()),
    ],
)
def test_ss_28_files_that_are_two_things_or_another_are_refused(
    name: str, body: bytes
) -> None:
    assert why_not(name, body) is Why.FILE_DISGUISED


def test_ss_28_a_picture_with_an_archive_behind_it_comes_out_without() -> None:
    behind = files.a_picture("JPEG") + files.a_document("canary-behind")
    assert b"PK\x03\x04" not in clean("a.jpg", behind).body


def bomb(count: int) -> bytes:
    """A document with a part of so many million noughts."""
    return files.a_document("", {"word/media/a.emf": bytes(count * 1_000_000)})


def huge_picture() -> bytes:
    """A small file that says it is 60,000 by 60,000."""
    body = bytearray(files.a_picture("PNG"))
    body[16:24] = (60_000).to_bytes(4) * 2
    body[29:33] = zlib.crc32(bytes(body[12:29])).to_bytes(4)
    return bytes(body)


def many_objects() -> bytes:
    with pikepdf.open(BytesIO(files.a_pdf())) as pdf:
        everything = [pdf.make_indirect(pikepdf.Array([n])) for n in range(120_000)]
        pdf.Root.Everything = pikepdf.Array(everything)
        return files.written(pdf)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: bomb(170)),
        ("a.png", huge_picture),
        ("a.pdf", many_objects),
    ],
)
def test_ss_30_files_that_swell_are_refused_cheaply(name: str, make: Any) -> None:
    body = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(NotAccepted) as refused:
        clean(name, body)
    assert refused.value.why is Why.FILE_TOO_COMPLEX
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < 2.5  # of the processor's time: other tests may have the rest


def test_ss_30_archives_are_refused_whatever_is_in_them() -> None:
    assert why_not("a.zip", files.an_archive({"a": "b"})) is Why.FILE_OF_THAT_KIND


def test_ss_32_a_pdf_comes_out_without_what_runs_hides_or_tells() -> None:
    said = files.a_telling_pdf("canary")
    done = clean("a.pdf", said)
    for each in ("js", "exe", "author", "xmp", "revision"):
        assert f"canary-{each}".encode() in _unpacked(said), each
    assert b"canary" not in _unpacked(done.body)
    assert b"JavaScript" not in done.body
    assert done.body.count(b"%%EOF") == 1
    assert done.pages == 1


def _unpacked(body: bytes) -> bytes:
    """Everything in a PDF as anybody could read it, and the file as it is."""
    with pikepdf.open(BytesIO(body)) as pdf:
        streams = [
            each.read_bytes()
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream)
        ]
        plain = files.written(
            pdf,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    return b"\n".join([body, plain, *streams])


def test_ss_32_a_photograph_comes_out_upright_without_place_or_camera() -> None:
    done = clean("a.jpg", files.a_photograph("canary camera"))
    with Image.open(BytesIO(done.body)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
    assert b"canary" not in done.body


def test_ss_32_a_photograph_in_a_pdf_or_a_document_keeps_only_which_way_is_up() -> None:
    photograph = files.a_photograph("canary camera")
    with pikepdf.open(BytesIO(files.a_pdf())) as pdf:
        picture = pikepdf.Stream(pdf, photograph, Filter=pikepdf.Name.DCTDecode)
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(P=picture)
        inside = files.written(pdf)
    assert b"canary" in inside
    assert b"canary" not in clean("a.pdf", inside).body
    document = clean("a.docx", files.a_document("", {"word/media/a.jpg": photograph}))
    with zipfile.ZipFile(BytesIO(document.body)) as archive:
        part = archive.read("word/media/a.jpg")
    assert b"canary" not in part
    with Image.open(BytesIO(part)) as picture_inside:
        assert picture_inside.getexif()[0x0112] == 6


def test_a_document_comes_out_without_who_wrote_it_and_when() -> None:
    done = clean("a.docx", files.a_document("canary author"))
    with zipfile.ZipFile(BytesIO(done.body)) as archive:
        everything = b"".join(archive.read(each) for each in archive.namelist())
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert b"Absent on Monday" in everything
    assert b"canary" not in everything


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, Why.FILE_WITH_MACROS),
        ({"word/embeddings/oleObject1.bin": b"x"}, Why.FILE_WITH_MACROS),
        ({"word/activeX/activeX1.xml": b"x"}, Why.FILE_WITH_MACROS),
        ({"word/comments.xml": b"<x/>"}, Why.FILE_HIDES_PARTS),
        ({"word/footnotes.xml": b"<w:p><w:ins w:id='1'/></w:p>"}, Why.FILE_HIDES_PARTS),
        (
            {"word/_rels/document.xml.rels": RELATED.format(
                kind="x/attachedTemplate", to="http://canary.example/t.dotm")},
            Why.FILE_REACHES_OUT,
        ),
        (
            {"word/_rels/document.xml.rels": RELATED.format(
                kind="x/hyperlink", to="file://server/share")},
            Why.FILE_REACHES_OUT,
        ),
        (
            {"word/_rels/document.xml.rels": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"},
            Why.FILE_BROKEN,
        ),
        ({"../../etc/passwd": b"x"}, Why.FILE_BROKEN),
    ],
)  # fmt: skip
def test_a_document_that_does_or_hides_something_is_refused(
    more: dict[str, Any], why: Why
) -> None:
    assert why_not("a.docx", files.a_document("", more)) is why


def test_a_link_to_click_on_may_stay_in_a_document() -> None:
    link = RELATED.format(kind="x/hyperlink", to="https://www.example.org")
    clean("a.docx", files.a_document("", {"word/_rels/document.xml.rels": link}))


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.docm", files.a_document(), Why.FILE_WITH_MACROS),
        ("a.pdf", files.a_locked_pdf(), Why.FILE_LOCKED),
        ("a.pdf", files.a_pdf()[:200], Why.FILE_BROKEN),
        ("a.pdf", files.a_pdf_with_a_hidden_layer(), Why.FILE_HIDES_PARTS),
        ("a.jpg", files.a_picture("JPEG")[:120], Why.FILE_BROKEN),
        ("a.pdf", b"", Why.FILE_EMPTY),
        ("a.mp3", b"ID3", Why.FILE_OF_THAT_KIND),
        ("no ending", b"text", Why.FILE_OF_THAT_KIND),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(
    name: str, body: bytes, why: Why
) -> None:
    assert why_not(name, body) is why


def test_text_of_an_older_windows_is_written_anew() -> None:
    assert clean("a.txt", "Müller – absent".encode("cp1252")).body.decode() == (
        "Müller – absent"
    )


def test_what_was_on_a_page_that_is_left_out_is_nowhere_in_the_file() -> None:
    whole = clean("a.pdf", files.a_pdf("first", "canary", "third")).body
    left = pages_without(whole, (2,))
    assert b"canary" in _unpacked(whole)
    assert b"canary" not in _unpacked(left)
    assert b"first" in _unpacked(left)
    assert b"third" in _unpacked(left)
    assert left == pages_without(whole, (2,))


def test_a_form_field_and_a_bookmark_of_a_page_that_is_left_out_go_with_it() -> None:
    with pikepdf.open(BytesIO(files.a_pdf("first", "second"))) as pdf:
        _add_field(pdf, 0, "kept-value")
        _add_field(pdf, 1, "canary-value")
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("canary-bookmark", 1))
        body = files.written(pdf)
    whole = clean("a.pdf", body).body
    left = _unpacked(pages_without(whole, (2,)))
    assert b"canary" in _unpacked(whole)
    assert b"canary" not in left


def _add_field(pdf: pikepdf.Pdf, page: int, value: str) -> None:
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx,
            T=pikepdf.String(f"f{page}"), V=pikepdf.String(value),
            Rect=pikepdf.Array([72, 600, 300, 620]), P=pdf.pages[page].obj,
            DA=pikepdf.String("/Helv 12 Tf 0 g"),
        )
    )  # fmt: skip
    pdf.pages[page].Annots = pikepdf.Array([field])
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array([]), DA=pikepdf.String("/Helv 12 Tf 0 g")
        )
    pdf.Root.AcroForm.Fields.append(field)
