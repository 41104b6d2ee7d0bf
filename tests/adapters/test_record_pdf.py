"""A sealed record as a document: what it claims, what a screen reader finds in it."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from adapters.package_pdf import FONT
from adapters.record_pdf import Printed, as_pdf
from domain.record_blocks import (
    Facts,
    Point,
    Points,
    Quote,
    Section,
    Text,
    Under,
)
from tests.adapters.pdf_standards import faults, text_by_tags
from tests.adapters.test_package_pdf import (
    HOSTILE,
    _roles,
    read,
    without_spaces,
)
from tests.builders import NOON

DIGEST = "0123456789abcdef" * 4
SECTIONS = (
    Section("In short", (Facts((("Organisation", "Northgate"), ("Why", "He fell"))),)),
    Section("The decision", (Text("Ada decided to share."), Under("Her reasons"))),
    Section("Advice", (Quote("Ada asked", "Since when?\nWho saw it?"),)),
    Section("The account", (Points((Point("Pat began", "at noon"),), numbered=True),)),
)


def printed(*sections: Section, whole: bool = True) -> Printed:
    parts = sections or SECTIONS
    return Printed("SR-7K3M-9QXD", 7, "Northgate", NOON, DIGEST, parts, whole)


def test_it_claims_to_be_for_the_archive_and_for_everybody() -> None:
    with pikepdf.open(BytesIO(as_pdf(printed()))) as pdf, pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert about["pdfuaid:part"] == "1"
        assert b"pdfaSchema:prefix>pdfuaid<" in pdf.Root.Metadata.read_bytes()
        assert about.pdfa_status == "2A"


def test_it_holds_to_what_it_claims_as_far_as_a_machine_can_tell() -> None:
    many = Points(tuple(Point(f"Line {n}", "small") for n in range(120)))
    document = as_pdf(printed(*SECTIONS, Section("More", (many, many))))
    assert faults(document) == []


def test_its_tags_read_it_out_in_the_order_in_which_it_was_written() -> None:
    said = without_spaces(text_by_tags(as_pdf(printed())))
    order = (
        "Therecordofadecision", "SR-7K3M-9QXD", DIGEST, "Inshort", "Organisation",
        "Northgate", "Why", "Hefell", "Thedecision", "Adadecidedtoshare.",
        "Herreasons", "Sincewhen?", "Whosawit?", "Patbegan", "atnoon",
    )  # fmt: skip
    places = [said.index(each) for each in order if each != "Northgate"]
    assert places == sorted(places)
    assert "Page1of" not in said  # what stands on every page is not read out


def test_it_has_what_both_claims_ask_for() -> None:
    with pikepdf.open(BytesIO(as_pdf(printed()))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.docinfo.Title == "Record 7: SR-7K3M-9QXD"
        assert "/ID" in pdf.trailer
        assert not pdf.is_encrypted
        assert "/Names" not in root or "/JavaScript" not in root.Names
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert all(FONT in str(font.BaseFont) for font in fonts)


def test_its_tags_tell_headings_lists_and_tables_in_the_order_of_the_text() -> None:
    document = as_pdf(printed())
    with pikepdf.open(BytesIO(document)) as pdf:
        roles = [str(role) for role in _roles(pdf.Root.StructTreeRoot)]
    told = [role for role in roles if role in ("/H1", "/H2", "/H3", "/Table", "/L")]
    assert told == ["/H1", "/H2", "/Table", "/H2", "/H3", "/H2", "/H2", "/L"]
    text = without_spaces(read(document))
    order = ("Northgate", "SR-7K3M-9QXD", "Adadecided", "Sincewhen?", "Patbegan")
    assert [text.index(each) for each in order] == sorted(map(text.index, order))


def test_each_page_has_its_number_the_reference_and_the_fingerprint() -> None:
    many = Points(tuple(Point(f"Line {n}") for n in range(120)))
    document = as_pdf(printed(Section("The account", (many,))))
    with pikepdf.open(BytesIO(document)) as pdf:
        pages = len(pdf.pages)
    assert pages > 1
    for number, text in enumerate(_pages(document), 1):
        text = without_spaces(text)
        assert f"Page{number}of{pages}" in text
        assert "SR-7K3M-9QXD" in text
        assert f"SHA-256{DIGEST}" in text


def _pages(document: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(document)) as pdf:
        for number in range(len(pdf.pages)):
            one, made = pikepdf.new(), BytesIO()
            one.pages.append(pdf.pages[number])
            one.save(made)
            yield read(made.getvalue())


def test_the_same_record_is_the_same_bytes() -> None:
    assert as_pdf(printed()) == as_pdf(printed())
    assert as_pdf(printed()) != as_pdf(printed(whole=False))


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_was_written_is_only_text(words: str) -> None:
    blocks = (Quote(words, words), Under(words), Text(words), Facts(((words, words),)))
    document = as_pdf(printed(Section("Advice", blocks)))
    assert without_spaces(words) in without_spaces(read(document)) or "\x00" in words
