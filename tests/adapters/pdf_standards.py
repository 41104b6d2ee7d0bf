"""Holds a document against what machines can check of PDF/A-2a and PDF/UA-1."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from tests.adapters.test_package_pdf import _characters, _shown

ROLES = {
    "/Document", "/H1", "/H2", "/H3", "/P", "/Span", "/L", "/LI", "/Lbl", "/LBody",
    "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/Div", "/Sect", "/NonStruct",
}  # fmt: skip
INSIDE = {
    "/LI": {"/L"}, "/LBody": {"/LI"}, "/Lbl": {"/LI"}, "/TR": {"/Table", "/TBody"},
    "/TH": {"/TR"}, "/TD": {"/TR"}, "/TBody": {"/Table"},
}  # fmt: skip
FORBIDDEN = ("/AA", "/OpenAction", "/AcroForm", "/Names", "/OCProperties", "/Perms")

Place = tuple[int, int]
"""A page, and a number that marks a piece of its content."""


def faults(document: bytes) -> list[str]:
    """What does not hold; nothing if all of it does."""
    with pikepdf.open(BytesIO(document)) as pdf:
        return [
            *_of_the_file(pdf),
            *_of_what_it_says_of_itself(pdf),
            *_of_fonts(pdf),
            *_of_content(pdf),
            *_of_tags(pdf),
        ]


def text_by_tags(document: bytes) -> str:
    """The text in the order of the tags, as somebody hears it read out."""
    with pikepdf.open(BytesIO(document)) as pdf:
        said = {place: text for place, text in _pieces(pdf) if place}
        return "".join(said[place] for place in _tagged(pdf))


def _of_the_file(pdf: Pdf) -> Iterator[str]:
    if pdf.is_encrypted or "/ID" not in pdf.trailer:
        yield "it is encrypted, or has no identifier"
    yield from (f"it has {name}" for name in FORBIDDEN if name in pdf.Root)
    (intent,) = pdf.Root.OutputIntents
    if intent.DestOutputProfile.read_bytes()[36:40] != b"acsp":
        yield "there is no colour profile in it"
    if not pdf.Root.MarkInfo.Marked or not pdf.Root.Lang:
        yield "it is not marked, or in no language"
    if not pdf.Root.ViewerPreferences.DisplayDocTitle:
        yield "its title is not shown"
    if any("/Annots" in page for page in pdf.pages):
        yield "there is something beside its content"


def _of_what_it_says_of_itself(pdf: Pdf) -> Iterator[str]:
    with pdf.open_metadata() as about:
        claims = (about["pdfaid:part"], about["pdfaid:conformance"])
        if (*claims, about["pdfuaid:part"]) != ("2", "A", "1"):
            yield "it does not claim both standards"
        if about["dc:title"] != str(pdf.docinfo.Title):
            yield "its two titles are not the same"
        for old, new in (("CreationDate", "CreateDate"), ("ModDate", "ModifyDate")):
            digits = "".join(each for each in about[f"xmp:{new}"] if each.isdigit())
            if f"D:{digits}Z" != str(pdf.docinfo[f"/{old}"]):
                yield f"its two {old}s are not the same"


def _of_fonts(pdf: Pdf) -> Iterator[str]:
    for font in (font for page in pdf.pages for font in page.Resources.Font.values()):
        (inner,) = font.DescendantFonts
        files = inner.FontDescriptor.keys() & {"/FontFile2", "/FontFile3"}
        if not files or "/ToUnicode" not in font:
            yield f"{font.BaseFont} is not in it with its characters"


def _of_content(pdf: Pdf) -> Iterator[str]:
    found = [place for place, _ in _pieces(pdf)]
    if None in found:
        yield "there is text that is neither tagged nor set apart"
    tagged = list(_tagged(pdf))
    if sorted(set(found) - {None, ASIDE}, key=str) != sorted(tagged, key=str):
        yield "not every piece of content is in the tags once"


ASIDE: Place = (-1, -1)


def _pieces(pdf: Pdf) -> Iterator[tuple[Place | None, str]]:
    """Each piece of text with its mark, in the order in which it is drawn."""
    for number, page in enumerate(pdf.pages):
        said: dict[Place | None, str] = {}
        for place, text in _drawn(page, number):
            said[place] = said.get(place, "") + text
        yield from said.items()


def _drawn(page: Page, number: int) -> Iterator[tuple[Place | None, str]]:
    fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
    marks: list[Place | None] = []
    now: dict[bytes, str] = {}
    for each in pikepdf.parse_content_stream(page):
        operands, operator = each.operands, str(each.operator)
        if operator == "Tf":
            now = fonts[str(operands[0])]
        elif operator in ("BMC", "BDC"):
            marks.append(
                _mark(list(operands), number) or (marks[-1] if marks else None)
            )
        elif operator == "EMC":
            marks.pop()
        for part in _shown(operands, operator):
            codes = [part[n : n + 2] for n in range(0, len(part), 2)]
            text = "".join(now.get(code, "?") for code in codes)
            yield (marks[-1] if marks else None), text


def _mark(operands: Sequence[Object], number: int) -> Place | None:
    if operands[0] == Name.Artifact:
        return ASIDE
    known = operands[1] if len(operands) > 1 else None
    if isinstance(known, Dictionary) and "/MCID" in known:
        return number, int(known.MCID)
    return None


def _tagged(pdf: Pdf) -> Iterator[Place]:
    """Every mark that the tags speak of, in their order."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def below(node: Any, page: int) -> Iterator[Place]:
        if isinstance(node, int):
            yield page, node
            return
        if "/Pg" in node:
            page = numbers[node.Pg.objgen]
        if "/MCID" in node:
            yield page, int(node.MCID)
        for each in _children(node):
            yield from below(each, page)

    yield from below(pdf.Root.StructTreeRoot, 0)


def _children(node: Object) -> list[Any]:
    below = node.get("/K", Array())
    return list(below) if isinstance(below, Array) else [below]


def _of_tags(pdf: Pdf) -> Iterator[str]:
    nodes = list(_nodes(pdf.Root.StructTreeRoot, ""))
    for node, parent in nodes:
        role = str(node.S)
        if role not in ROLES or parent not in INSIDE.get(role, {parent}):
            yield f"{role} is in {parent}"
        if role == "/TH" and "/Scope" not in node.A:
            yield "a heading of a table does not say of what"
    headings = [int(str(n.S)[2]) for n, _ in nodes if str(n.S) in ("/H1", "/H2", "/H3")]
    if any(after > before + 1 for before, after in pairwise([0, *headings])):
        yield f"a heading is left out: {headings}"
    named = sorted(str(node.ID) for node, _ in nodes if "/ID" in node)
    listed = pdf.Root.StructTreeRoot.get("/IDTree", Dictionary(Names=[])).Names
    if [str(each) for each in list(listed)[::2]] != named:
        yield "not everything that has a name is in the list of names"


def _nodes(node: Object, role: str) -> Iterator[tuple[Object, str]]:
    for each in _children(node):
        if isinstance(each, Dictionary) and "/S" in each:
            yield each, role
            yield from _nodes(each, str(each.S))
