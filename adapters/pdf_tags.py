"""Mends the tags of a document, so that a screen reader reads out what is meant.

The library that draws documents leaves three things open. What stands on every page has
marks that no tag speaks of; the headings of tables do not say whether they are of a row
or of a column; and names that cells give for their headings are in no list of names.
"""

from collections import defaultdict
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

Marks = dict[tuple[int, int], set[int]]
"""The marks that tags speak of, by page."""


def mend_tags(pdf: Pdf) -> None:
    """Mend them in place. Every heading in a table has to be that of its row."""
    marks = _marks(pdf)
    for page in pdf.pages:
        _set_apart(pdf, page, marks[page.obj.objgen])
    _name_headings(pdf)


def _set_apart(pdf: Pdf, page: Page, spoken_of: set[int]) -> None:
    """What no tag speaks of stands on every page, and is not read out."""
    told: list[tuple[list[Object], pikepdf.Operator]] = []
    for each in pikepdf.parse_content_stream(page):
        operands = list(each.operands)
        if str(each.operator) == "BDC" and _mark(operands[1]) not in spoken_of:
            operands = [Name.Artifact, Dictionary(Type=Name.Pagination)]
        told.append((operands, each.operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(told))
    parents = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    numbers = [int(number) for number in parents[::2]]
    owners = parents[1::2][numbers.index(int(page.obj.StructParents))]
    for mark in set(range(len(owners))) - spoken_of:
        owners[mark] = None


def _mark(known: Object) -> int:
    return int(known.MCID) if isinstance(known, Dictionary) else -1


def _name_headings(pdf: Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    named: dict[bytes, Object] = {}
    for node in _below(root):
        if node.S == Name.TH:
            node.A.Scope = Name.Row
        if "/ID" in node:
            named[bytes(node.ID)] = node
    names = [part for name in sorted(named) for part in (String(name), named[name])]
    if names:
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(names)))


def _marks(pdf: Pdf) -> Marks:
    marks: Marks = defaultdict(set)
    for node in _below(pdf.Root.StructTreeRoot):
        if "/Pg" in node:
            found = [each for each in _children(node) if not isinstance(each, Object)]
            marks[node.Pg.objgen].update(int(each) for each in found)
    return marks


def _below(node: Object) -> Iterator[Object]:
    """Every tag below this one, in their order."""
    for each in _children(node):
        if isinstance(each, Dictionary) and "/S" in each:
            yield each
            yield from _below(each)


def _children(node: Object) -> list[Object]:
    below = node.get("/K", Array())
    return list(below) if isinstance(below, Array) else [below]
