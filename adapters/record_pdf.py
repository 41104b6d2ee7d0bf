"""A sealed record as a document to keep for many years; same record, same bytes.

It is PDF/A-2a and PDF/UA-1 at once. The library claims one of the two, and the document
is the same for both: tagged, every font in it, nothing fetched. So the other claim is
written into what the document says of itself.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO

import pikepdf
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from adapters.package_pdf import drawn
from adapters.pdf_tags import mend_tags
from domain.package import seen
from domain.record_blocks import Section, exactly

ENDS = b"</rdf:RDF>"

CLAIMS = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of PDF/UA it follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""That it is PDF/UA-1, in the form that PDF/A asks for: with what the word means."""


@dataclass(frozen=True)
class Printed:
    """What stands in the document. `whole` says that nothing was left out of it."""

    reference: str
    number: int
    organisation: str
    sealed_at: datetime
    digest: str
    sections: tuple[Section, ...]
    whole: bool


def as_pdf(record: Printed) -> bytes:
    sealed = exactly(record.sealed_at.isoformat())
    html = _page().render(record=record, sealed=sealed)
    return _claimed(drawn(html, variant="pdf/a-2a"))


@cache
def _page() -> Template:
    loader = PackageLoader("adapters", "package_pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    pages.filters["seen"] = seen
    return pages.get_template("record.html")


def _claimed(document: bytes) -> bytes:
    made = BytesIO()
    with pikepdf.open(BytesIO(document)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
        assert said.count(ENDS) == 1, "there is one place for it"
        pdf.Root.Metadata.write(said.replace(ENDS, CLAIMS + ENDS))
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        mend_tags(pdf)
        pdf.save(made, deterministic_id=True)
    return made.getvalue()
