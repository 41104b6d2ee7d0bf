"""A notice as a letter to print: nothing is fetched; the same text, the same bytes."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from adapters.package_pdf import drawn
from domain.person_notices import Letter


def as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF with tags, after PDF/UA-1."""
    return drawn(_page().render(letter=letter))


@cache
def _page() -> Template:
    loader = PackageLoader("adapters", "package_pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return pages.get_template("notice.html")
