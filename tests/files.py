"""Files as people have them, and as they should not: made here, byte by byte."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

OFFICE = "http://schemas.openxmlformats.org"
WORD = f"{OFFICE}/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
APPLICATION = "application/vnd.openxmlformats-"
PARTS_OF_WORD = {
    "[Content_Types].xml": f'{XML}<Types xmlns="{OFFICE}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{APPLICATION}package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="'
    f'{APPLICATION}officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'{XML}<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Absent '
    "on Monday</w:t></w:r></w:p></w:body></w:document>",
}
NO_MORE: Mapping[str, str | bytes] = {}
CORE = (
    f'<cp:coreProperties xmlns:cp="{OFFICE}/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
    "</cp:coreProperties>"
)

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every virus scanner takes for a virus, and is none."""


def a_pdf(*texts: str) -> bytes:
    """A PDF with a page for each text."""
    with pikepdf.new() as pdf:
        for text in texts or ("Absent on Monday",):
            _add_page(pdf, text)
        return written(pdf)


def _add_page(pdf: Pdf, text: str) -> None:
    page = pdf.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    words = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET"
    page.Contents = Stream(pdf, words.encode())


def written(pdf: Pdf, **how: object) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def a_telling_pdf(canary: str) -> bytes:
    """A PDF that runs, carries and hides things, each with the canary in it."""
    with pikepdf.open(BytesIO(a_pdf("Absent on Monday"))) as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{canary}-js')"))
        pdf.Root.OpenAction = pdf.make_indirect(script)
        pdf.attachments["tool.exe"] = f"MZ {canary}-exe".encode()
        with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
            about["dc:title"] = f"{canary}-xmp"
        pdf.docinfo["/Author"] = f"{canary}-author"
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 9, 9]),
            A=Dictionary(S=Name.URI, URI=String(f"http://{canary}.example")),
        )
        pdf.pages[0].Annots = Array([link])
        first = written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return first + _another_revision(first, canary)


def _another_revision(body: bytes, canary: str) -> bytes:
    """What a program adds at the end when it saves a change and keeps what was."""
    start = body.rpartition(b"startxref")[2].split()[0].decode()
    with pikepdf.open(BytesIO(body)) as pdf:
        number = len(pdf.objects) + 1
        root, about = pdf.Root.objgen[0], pdf.trailer.Info.objgen[0]
    place = len(body)
    added = f"{number} 0 obj\n({canary}-revision)\nendobj\n"
    xref = place + len(added)
    return (
        f"{added}xref\n{number} 1\n{place:010} 00000 n \ntrailer\n"
        f"<< /Size {number + 1} /Root {root} 0 R /Info {about} 0 R /Prev {start} >>\n"
        f"startxref\n{xref}\n%%EOF\n"
    ).encode()


def a_locked_pdf() -> bytes:
    with pikepdf.open(BytesIO(a_pdf())) as pdf:
        return written(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))


def a_pdf_with_a_hidden_layer() -> bytes:
    with pikepdf.open(BytesIO(a_pdf())) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
        usual = Dictionary(OFF=Array([layer]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=usual)
        return written(pdf)


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def a_photograph(maker: str) -> bytes:
    """A picture taken sideways, which says where and with whose camera."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = maker
    notes.get_ifd(0x8825)[1] = "N"
    notes.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "JPEG", exif=notes)
    return out.getvalue()


def an_archive(
    parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


Parts = dict[str, str | bytes]


def a_document(author: str = "", more: Mapping[str, str | bytes] = NO_MORE) -> bytes:
    """A document of Word, with other parts in it under their names."""
    parts: Parts = {**PARTS_OF_WORD, **more}
    if author:
        parts["docProps/core.xml"] = CORE.replace("{author}", author)
    return an_archive(parts)
