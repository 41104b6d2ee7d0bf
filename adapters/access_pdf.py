"""A copy for somebody of what is kept about them, as a document; always the same."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from adapters.package_pdf import drawn
from domain.access_copy import AccessCopy, sections_of
from domain.package import seen


def as_pdf(made: AccessCopy) -> bytes:
    """The copy as a PDF with tags, after PDF/UA-1."""
    return drawn(_page().render(made=made, sections=sections_of(made)))


@cache
def _page() -> Template:
    loader = PackageLoader("adapters", "package_pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    pages.filters["seen"] = seen
    return pages.get_template("access.html")
