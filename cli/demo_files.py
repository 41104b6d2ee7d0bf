"""A file to look at: a short letter as a PDF. Nobody in it is real."""

from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

A4 = (595, 842)
LETTER = (
    ("Attendance, autumn term", "Absent on 4 days. No reason was given on 3 of them."),
    ("Notes on other pupils", "This page is about others and is left out."),
)
"""The heading and the text of each page."""


def letter() -> bytes:
    """The letter as somebody would add it."""
    with pikepdf.new() as pdf:
        for heading, text in LETTER:
            _add_page(pdf, heading, text)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _add_page(pdf: Pdf, heading: str, text: str) -> None:
    page = pdf.add_blank_page(page_size=A4)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    drawn = f"BT /F1 18 Tf 72 740 Td ({heading}) Tj /F1 12 Tf 0 -36 Td ({text}) Tj ET"
    page.Contents = Stream(pdf, drawn.encode())
