"""The package as a PDF: everybody can read it, it is the same each time, and it
fetches nothing."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from adapters.package_pdf import FONT, as_pdf
from domain.content import Item, Kind
from domain.package import Approval, Package, Sender, packed
from tests import builders
from tests.builders import NOON

PAIR = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
"""A line of a font's table: a code, and the characters that it stands for."""

HOSTILE = (
    "<img src=http://169.254.169.254/latest/meta-data> <script>alert(1)</script>",
    "<link rel=attachment href=file:///etc/passwd><style>@import 'http://a.example'",
    "{{7*7}} {% raise %} ${7*7} #{7*7} <%= 7*7 %>",
    "</p></body></html><h1>Forged",
    "&lt;b&gt; &#0; url(file:///etc/passwd)",
)


def a_package(*texts: str, **more: str) -> Package:
    items = tuple(
        Item(f"i{n}", text, Kind.REPORTED, text, "2026-11-16")
        for n, text in enumerate(texts or ("Absent on Monday",))
    )
    content = builders.content(items=items, **more)
    return packed("SS-7K3M", content, Sender("Northgate"), Approval(NOON), ())


def read(document: bytes) -> str:
    """The text that is drawn, through each font's own table of characters."""
    with pikepdf.open(BytesIO(document)) as pdf:
        return "".join(_text_of(page) for page in pdf.pages)


def _text_of(page: pikepdf.Page) -> str:
    fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
    said, now = "", next(iter(fonts.values()))
    for each in pikepdf.parse_content_stream(page):
        operands, operator = each.operands, str(each.operator)
        if operator == "Tf":
            now = fonts[str(operands[0])]
        for part in _shown(operands, operator):
            codes = [part[n : n + 2] for n in range(0, len(part), 2)]
            said += "".join(now.get(code, "?") for code in codes)
        said += " " if operator in ("ET", "Tm") else ""
    return said


def _shown(operands: Any, operator: str) -> Iterator[bytes]:
    if operator in ("Tj", "TJ"):
        parts = operands[0] if operator == "TJ" else operands
        yield from (bytes(p) for p in parts if isinstance(p, pikepdf.String))


def _characters(font: pikepdf.Object) -> dict[bytes, str]:
    table: dict[bytes, str] = {}
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        if pair := PAIR.fullmatch(line.strip()):
            code, text = (bytes.fromhex(each) for each in pair.groups())
            table[code] = text.decode("utf-16-be")
    return table


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_it_is_tagged_and_titled_and_says_its_language() -> None:
    with pikepdf.open(BytesIO(as_pdf(a_package()))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in root
        assert pdf.docinfo.Title == "Information shared with you: SS-7K3M"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        roles = {str(role) for role in _roles(root.StructTreeRoot)}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/L", "/P"} <= roles


def _roles(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        yield node.S
    below = node.get("/K", pikepdf.Array())
    for each in below if isinstance(below, pikepdf.Array) else [below]:
        yield from _roles(each)


def test_every_font_is_embedded_and_the_one_that_we_install() -> None:
    with pikepdf.open(BytesIO(as_pdf(a_package("Hello", "السلام שלום")))) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert FONT in str(font.BaseFont)
            (inner,) = font.DescendantFonts
            assert "/FontFile3" in inner.FontDescriptor or (
                "/FontFile2" in inner.FontDescriptor
            )


def test_the_same_package_is_the_same_bytes_in_another_process_and_second(
    tmp_path: Path,
) -> None:
    file = tmp_path / "it.pdf"
    program = (
        "import sys; from pathlib import Path; "
        "from tests.adapters.test_package_pdf import a_package; "
        "from adapters.package_pdf import as_pdf; "
        "Path(sys.argv[1]).write_bytes(as_pdf(a_package()))"
    )
    here = as_pdf(a_package())  # the other process starts more than a second later
    subprocess.run([sys.executable, "-c", program, str(file)], check=True, timeout=60)
    assert file.read_bytes() == here
    assert as_pdf(a_package("Another")) != here


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever asks for a connection is written down, and gets none."""
    asked: list[object] = []

    def refuse(*args: object, **more: object) -> None:
        asked.append(args)
        raise AssertionError("a package asked for a connection")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


@pytest.mark.parametrize("text", HOSTILE)
def test_ss_33_and_34_what_somebody_typed_is_text_and_fetches_nothing(
    text: str, offline: list[object]
) -> None:
    document = as_pdf(a_package(text, purpose=text, handling=text))
    assert offline == []
    drawn = without_spaces(read(document))
    assert drawn.count(without_spaces(text)) == 4  # item, source, purpose, handling
    assert "Forged49" not in drawn
    assert b"root:x:" not in document
    with pikepdf.open(BytesIO(document)) as pdf:
        assert not pdf.attachments
        assert not [
            page for page in pdf.pages if "/Annots" in page or page.get_images()
        ]
