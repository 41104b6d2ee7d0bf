"""The package as one accessible PDF: nothing is fetched; same package, same bytes.

What makes it is slow to load, so only who makes one loads it.
"""

import threading
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from domain.package import Package

PDF = "application/pdf"
FONT = "DejaVu"
"""Stands on every machine that makes packages; covers what people here write in."""

ONE_AT_A_TIME = threading.Lock()
"""The library's fonts are shared between its documents, and it would not be quicker."""

WAITING = 5.0


def as_pdf(package: Package, waiting: Callable[[], None] = lambda: None) -> bytes:
    """The package as a PDF with tags, after PDF/UA-1.

    Args:
        package: what stands in it.
        waiting: called now and then while others are in the way.
    """
    return drawn(_page().render(package=package), waiting)


def drawn(
    html: str, waiting: Callable[[], None] = lambda: None, variant: str = "pdf/ua-1"
) -> bytes:
    """A page as a PDF with tags, one at a time."""
    while not ONE_AT_A_TIME.acquire(timeout=WAITING):
        waiting()
    try:
        return _drawn(html, variant)
    finally:
        ONE_AT_A_TIME.release()


def can_make() -> bool:
    """Whether this machine has what packages are made with."""
    try:
        document = drawn(f'<p style="font-family: {FONT} Sans">Aa</p>')
    except OSError:  # the libraries are not there
        return False
    with pikepdf.open(BytesIO(document)) as pdf:
        fonts = pdf.pages[0].Resources.Font.as_dict().values()
        return all(FONT in str(font.BaseFont) for font in fonts)


@cache
def _page() -> Template:
    loader = PackageLoader("adapters", "package_pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return pages.get_template("package.html")


def _drawn(html: str, variant: str) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=(), allow_redirects=False)
    document = HTML(string=html, url_fetcher=nothing)
    made: bytes = document.write_pdf(pdf_variant=variant, pdf_tags=True)
    return made
